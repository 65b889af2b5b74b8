"""hosts: answer from a table of addresses and names (plugin/hosts/setup.go)."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.kinds import bare, fallthrough, lone
from corefile.coredns.catalogue.schema import Plugin, Reader, Role, Scope, Value, Zone, setting
from corefile.coredns.catalogue.zones import normalize
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.go.errors import Invalid
from corefile.go.net import parse_ip
from corefile.go.strconv import atoi
from corefile.go.time import parse_duration


@dataclass(frozen=True, slots=True)
class HostEntry:
    """A line of the table: an address and its names."""

    #: None when the first word is no address: CoreDNS then ignores the line.
    address: IPv4Address | IPv6Address | None
    #: The first word, where it is written.
    token: ExpandedToken
    #: In lower case with a dot at the end.
    names: tuple[Value[str], ...]


def read_ttl(cursor: Cursor) -> Value[int]:
    """Read seconds from 1 to 65535; what follows on the line does not count."""
    args = cursor.remaining()
    if not args:
        raise cursor.error("ttl needs a time in second")
    try:
        seconds = atoi(args[0].text)
    except Invalid:
        raise cursor.error("ttl needs a number of second", "write seconds without a unit") from None
    if not 0 < seconds <= 65535:
        raise cursor.error("ttl provided is invalid", "write seconds from 1 to 65535")
    return Value(seconds, args[0])


def read_reload(cursor: Cursor) -> Value[int]:
    """Read a duration that is not negative."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.error("reload needs a duration (zero seconds to disable)")
    text = args[0].text
    try:
        nanoseconds = parse_duration(text)
    except Invalid:
        raise cursor.error(f"invalid duration for reload '{text}'") from None
    if nanoseconds < 0:
        raise cursor.error(f"invalid negative duration for reload '{text}'")
    return Value(nanoseconds, args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts(Plugin):
    """Answers A, AAAA and PTR queries from a table in the style of /etc/hosts."""

    name: ClassVar[str] = "hosts"
    usage: ClassVar[str] = "hosts [FILE [ZONE…]]"
    once: ClassVar[bool] = True
    role: ClassVar[Role] = "answers"

    #: The file with the table; None for /etc/hosts.
    file: Value[str] | None = None
    #: The zones that are answered for: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    #: The table in the block itself.
    entries: tuple[HostEntry, ...] = ()
    fallthrough: tuple[Zone, ...] | None = setting(
        "fallthrough", fallthrough(), "pass names that are not in the table on to the next plugin"
    )
    fallthrough_unsupported: bool | None = setting(
        "fallthrough_unsupported",
        lone(),
        "pass queries for other types on even where the table has the name",
    )
    no_reverse: bool | None = setting(
        "no_reverse", bare(), "do not make PTR records from the table"
    )
    ttl: Value[int] | None = setting(
        "ttl", Reader("SECONDS", read_ttl), "TTL of the answers, in seconds", default="3600"
    )
    reload: Value[int] | None = setting(
        "reload",
        Reader("DURATION", read_reload),
        "how often the file is looked at again; 0 is never",
        default="5s",
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the file and the zones."""
        args = cursor.remaining()
        file = Value(args[0].text, args[0]) if args else None
        return {"file": file, "zones": scope.origins(args[1:])}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Read a line of the table, which must not stand behind `fallthrough`."""
        if values.get("fallthrough"):
            refused = cursor.error(f"unknown property '{cursor.value}'")
            help_text = "move `fallthrough` below the last line of the table"
            above = values["fallthrough"][0].token
            raise Refused(
                refused.message, cursor.token, help_text, reason="after fallthrough", related=above
            )
        token = cursor.token
        names = tuple(Value(normalize(name.text), name) for name in cursor.remaining())
        address = parse_ip(token.text.partition("%")[0])
        entry = HostEntry(address, token, names)
        values.setdefault("entries", []).append(entry)

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Hosts, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Refuse `fallthrough_unsupported` without `fallthrough`."""
        if any(hosts.fallthrough_unsupported and not hosts.fallthrough for hosts in stanzas):
            yield cursor.error("fallthrough_unsupported requires fallthrough")

    @property
    def answer_zones(self) -> tuple[str, ...]:
        """The zones of the table."""
        return tuple(zone.name for zone in self.zones)

    @property
    def passes_on(self) -> tuple[str, ...]:
        """The zones of `fallthrough`."""
        return tuple(zone.name for zone in self.fallthrough or ())
