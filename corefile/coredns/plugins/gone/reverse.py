"""reverse: names for addresses and back, up to 1.1.3 (plugin/reverse/setup.go, reverse.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import WORD, bare, fallthrough, integer, one
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, failure
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Value, Zone, names, setting
from corefile.coredns.catalogue.zones import is_reverse, is_subdomain
from corefile.coredns.plugins.gone.startup import refuse_gone
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import Span, span
from corefile.go.net import parse_cidr
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: The releases that have the plugin only to say that it is no more.
DEPRECATED = span("1.1.4")
#: The name of an address where no other is given.
HOSTNAME = "ip-{ip}.{zone[1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverse(Plugin):
    """Answers with made-up names for addresses, and with the addresses for these names."""

    name: ClassVar[str] = "reverse"
    usage: ClassVar[str] = "reverse NETWORK…"
    stanzas: ClassVar[Stanzas] = "merged"
    name_unknown: ClassVar[Span] = span("", "1.0.0")
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "nobody"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.1.3",
            kind="deprecated",
            text="it works, but goes away; CoreDNS says so in its log",
            advice="write `template` for the names and for the addresses",
        ),
        Change(
            release=str(DEPRECATED.since),
            kind="replaced",
            text="`reverse` is refused",
            advice="write `template` for the names and for the addresses",
            source="plugin/deprecated/setup.go",
        ),
    )

    #: The networks of the addresses.
    networks: tuple[Value[str], ...]
    #: The zones of the server block.
    zones: tuple[Zone, ...] = ()

    hostname: Value[str] | None = setting(
        one(WORD), "the name of an address, with `{ip}` in it", default=HOSTNAME
    )
    ttl: Value[int] | None = setting(one(integer()), "TTL of answers", default="60")
    wildcard: bool | None = setting(bare(), "take names below these names, too")
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names on that it has no answer for"
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Reverse]":
        """Read all stanzas, as long as there is such a plugin."""
        if scope.release in DEPRECATED:
            return refuse_gone(cursor)
        return super().read(cursor, scope)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the networks."""
        args = cursor.remaining()
        if not args:
            raise cursor.arg_error("write a network, such as `10.0.0.0/24`")
        for arg in args:
            if parse_cidr(arg.text) is None:
                message = f"network needs to be CIDR formatted: {quote(arg.text)}\n"
                raise cursor.error(message, "write a network, such as `10.0.0.0/24`")
        return {"networks": tuple(Value(arg.text, arg) for arg in args), "zones": scope.zones}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse names without a domain."""
        if not self.domain:
            token = self.hostname.token if self.hostname else self.token
            message = f"cannot find domain in template '{self.pattern}'"
            yield Refused(cursor.error(message).message, token, "write a name with a domain")

    @property
    def pattern(self) -> str:
        """The name of an address, with its zone and with a dot at its end."""
        name = self.hostname.value if self.hostname else HOSTNAME
        for number, zone in enumerate(names(self.zones), 1):
            name = name.replace(f"{{zone[{number}]}}", zone, 1)
        return name if name.endswith(".") else f"{name}."

    @property
    def domain(self) -> str:
        """The domain of the names; empty where they have none."""
        return self.pattern.partition(".")[2]

    def may_have(self, query: Query) -> bool:
        """Tell whether it may have records for a query."""
        if query.type == "PTR":
            return is_reverse(f".{query.lower}")
        return query.type in ("A", "AAAA") and is_subdomain(self.domain.lower(), query.lower)

    @classmethod
    def serve(cls, stanzas: "tuple[Reverse, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer for addresses, and names below its domains; which is not worked out here."""
        given = [each.fallthrough for each in stanzas if each.fallthrough is not None]
        goes_on = bool(given) and bool(chain.in_zones(names(given[-1]), query))
        missed = () if goes_on else (failure(cls.name, when="it has no such name"),)
        if not any(stanza.may_have(query) for stanza in stanzas):
            return Verdict("has no such name", missed, goes_on)
        answered = End("answered", cls.name, "NOERROR", when="the address is in its networks")
        return Verdict("answers for its networks", (answered, *missed), goes_on)
