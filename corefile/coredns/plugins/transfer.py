"""transfer: let other servers fetch whole zones (plugin/transfer/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.host_ports import read_host_port
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, failure, refusal
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    names,
    setting,
    settings,
    suggestion,
)
from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.releases.changes import Change
from corefile.go.net import parse_ip
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


def twice_named(refused: Refused) -> Refused:
    """Return a refusal whose words begin with the plugin's name once more."""
    return Refused(f"plugin/transfer: {refused.message}", refused.token, refused.help)


def read_to(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read addresses; `*` is any."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    return tuple(
        Value("*", arg) if arg.text == "*" else read_host_port(cursor, arg) for arg in args
    )


def read_source(cursor: Cursor) -> Value[str]:
    """Read an address without a port, once in a block."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.arg_error()
    if "source" in cursor.properties:
        raise twice_named(cursor.error("source already specified", "leave one of them out"))
    if parse_ip(args[0].text) is None:
        message = f"invalid source address {quote(args[0].text)}"
        raise twice_named(cursor.error(message, "write an IP address without a port"))
    return Value(args[0].text, args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Plugin):
    """Sends whole zones of other plugins to other servers, and notifies those of changes."""

    name: ClassVar[str] = "transfer"
    usage: ClassVar[str] = "transfer [ZONE…]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "wraps"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.8.2",
            kind="meaning",
            what="UDP",
            text="zones are transferred over TCP only",
        ),
    )

    #: The zones that may be fetched: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    to: tuple[tuple[Value[str], ...], ...] = settings(
        Reader("ADDRESS…", read_to), "who may fetch zones and is told of changes; `*` is all"
    )
    source: Value[str] | None = setting(
        Reader("ADDRESS", read_source), "the address that changes are told from"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """There are no other properties."""
        message = f"unknown property {quote(cursor.value)}"
        raise twice_named(cursor.error(message, suggestion(cls, cursor.value)))

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """There must be somebody to give zones to."""
        if not self.to:
            yield twice_named(cursor.error("'to' is required", "add `to ADDRESS…` to the block"))

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, and who may have them."""
        return Mentions(
            names(self.zones),
            types=("AXFR",),
            networks=tuple(v.value for line in self.to for v in line if v.value != "*"),
        )

    @classmethod
    def serve(cls, stanzas: "tuple[Transfer, ...]", query: Query, chain: Chain) -> Verdict:
        """Send whole zones to those who may have them (transfer.go)."""
        if query.type not in ("AXFR", "IXFR"):
            return Verdict("not a transfer of a zone")
        if query.over_udp:
            return Verdict("no transfer over UDP", (refusal(cls.name),), False)
        stanza = longest_match(stanzas, query)
        if stanza is None:
            return Verdict("not in its zones")
        allowed = stanza.allows(query.client)
        refused = End(
            "refused", cls.name, "REFUSED", when="" if allowed is False else "not in `to`"
        )
        if allowed is False:
            return Verdict("`to` does not have the client", (refused,), False)
        sends = End("answered", cls.name, "NOERROR", when="a plugin has this zone")
        ends: tuple[End, ...] = (sends,) if allowed else (sends, refused)
        why = "the zone is not loaded"
        if query.type == "IXFR":
            why += ", or the query does not say which version it knows"
        ends += (failure(cls.name, when=why),)
        return Verdict("sends the zone if a plugin has it", ends)

    def allows(self, client: str) -> bool | None:
        """Tell whether a client may have the zones; None where it is not known."""
        hosts = [value.value for line in self.to for value in line]
        if "*" in hosts:
            return True
        if not client:
            return None
        return any(host_of(host) == client for host in hosts)


def longest_match(stanzas: tuple[Transfer, ...], query: Query) -> Transfer | None:
    """Return the stanza with the longest zone that has a query's name."""
    best = max(
        (
            (len(zone), -place)
            for place, stanza in enumerate(stanzas)
            for zone in names(stanza.zones)
            if is_subdomain(zone, query.lower)
        ),
        default=None,
    )
    return None if best is None else stanzas[-best[1]]


def host_of(text: str) -> str:
    """Return the host of `HOST` or `HOST:PORT`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
