"""dynupdate: serve a zone that others may change (plugin/dynupdate/setup.go, store.go)."""

import posixpath
import re
from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import FILE, exactly_one
from corefile.coredns.catalogue.mentions import words_of
from corefile.coredns.catalogue.query import (
    Chain,
    End,
    Query,
    Verdict,
    data_decides,
    refusal,
    zone_outcomes,
)
from corefile.coredns.catalogue.schema import (
    ONCE,
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    Zone,
    has_reference,
    read_first,
    setting,
    settings,
)
from corefile.coredns.catalogue.zones import (
    is_domain_name,
    is_subdomain,
    normalize,
    normalize_exact,
)
from corefile.coredns.releases.release import ALWAYS, Span
from corefile.go.dns import TYPES
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi, quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar, TypeVar

T = TypeVar("T")

ALL = "*"
#: Types that cannot be changed: those of DNSSEC's own, those of queries only, and those that
#: miekg/dns has no record for (validPolicyType).
UNCHANGEABLE = frozenset(
    "ATMA AXFR CDNSKEY CDS DLV DNSKEY DS IXFR KEY MAILA MAILB None NSEC NSEC3 NSEC3PARAM NXT OPT "
    "RRSIG Reserved SIG TA TALINK TKEY TSIG UNSPEC ZONEMD".split()
)
CHANGEABLE = TYPES - UNCHANGEABLE
#: The numbers of those that can, for `TYPE65` (miekg/dns, TypeToRR).
NUMBERS = frozenset(
    "1 2 3 4 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21 23 26 27 28 29 31 32 33 35 36 37 39 42 44 "
    "45 49 52 53 55 56 57 61 62 64 65 99 100 101 102 104 105 106 107 108 109 128 255 256 257 258 "
    "260 261".split()
)
ALLOW_HELP = "write `allow KEY NAME TYPE…`, with `*` for all names or all types"


@dataclass(frozen=True, slots=True)
class Permission(Brief):
    """What the owner of a key may change."""

    #: The key's name.
    key: Value[str]
    #: A name, `@` for the zone itself, `*` for all names in it.
    name: Value[str]
    #: Types of records; a single `*` is for all.
    types: tuple[Value[str], ...]


def once(reader: Reader[T]) -> Reader[T]:
    """Read a property that may occur once."""

    def read(cursor: Cursor) -> T:
        if cursor.value in cursor.properties:
            message = f"{cursor.value} specified more than once"
            raise cursor.error(message, "leave one of the two lines out")
        return reader.read(cursor)

    return Reader(reader.syntax, read)


def read_database(cursor: Cursor) -> Value[str]:
    """Read the name of a file, which is not empty."""
    args = cursor.remaining()
    if len(args) != 1 or not args[0].text:
        raise cursor.arg_error()
    return Value(args[0].text, args[0])


def read_limit(cursor: Cursor) -> Value[int]:
    """Read a whole number above zero."""
    name = cursor.value
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.arg_error()
    try:
        number = atoi(args[0].text)
    except Invalid:
        number = 0
    if number <= 0:
        help_text = "write a whole number above zero"
        raise cursor.error(f"{name} requires a positive integer", help_text)
    return Value(number, args[0])


def read_permission(cursor: Cursor) -> Permission:
    """Read a key, a name and types; whether they are any is seen when the zone is known."""
    name = cursor.token
    args = cursor.remaining()
    if len(args) < 3:
        raise Refused("allow requires KEY NAME and at least one RR type", name, ALLOW_HELP)
    key, owner, *types = (Value(arg.text, arg) for arg in args)
    return Permission(key, owner, tuple(types))


LIMIT = once(Reader("NUMBER", read_limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynupdate(Plugin):
    """Answers with the records of one zone, and changes them as signed DNS UPDATE messages ask."""

    name: ClassVar[str] = "dynupdate"
    usage: ClassVar[str] = "dynupdate [ZONE]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "nobody"
    offers: ClassVar[Offers] = frozenset({"whole zones"})
    announces: ClassVar[Span | None] = ALWAYS
    unknown_words: ClassVar[str] = "unknown property {quoted}"

    #: The zone: by default the server block's; None where it is not known.
    zone: Zone | None = None

    file: Value[str] | None = setting(
        once(exactly_one(FILE)), "the zone file that the zone begins with"
    )
    allow: tuple[Permission, ...] = settings(
        Reader("KEY NAME TYPE…", read_permission),
        "what the owner of a TSIG key may change; there is at least one such line",
    )
    database: Value[str] | None = setting(
        once(Reader("FILE", read_database)),
        "the file that changes are kept in; without it they are lost on a restart",
    )
    max_records: Value[int] | None = setting(
        LIMIT, "how many records the zone may have", default="10000"
    )
    max_bytes: Value[int] | None = setting(
        LIMIT, "how many bytes the zone's records may have", default="8388608"
    )
    max_update_records: Value[int] | None = setting(
        LIMIT, "how many records one update may have", default="1024"
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Dynupdate]":
        """Read the only stanza, and give what is refused in the order of the text."""
        reading = read_first(cls, cursor, scope)
        refusals = [*reading.refusals]
        for stanza in reading.stanzas:
            refusals += (r for p in stanza.allow for r in faults(p, stanza.zone))
        places = {id(token): place for place, token in enumerate(cursor.tokens)}
        refusals.sort(key=lambda refused: places.get(id(refused.token), 0))
        if cursor.next():
            first = cursor.tokens[0]
            refusals.append(Refused(ONCE, cursor.token, reason="twice", related=first))
        if not refusals:
            refusals += (r for stanza in reading.stanzas for r in stanza.missing(cursor))
        return Reading(reading.stanzas, tuple(refusals))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zone."""
        args = cursor.remaining()
        if len(args) > 1:
            help_text = "use one server block for each zone"
            raise Refused("exactly one zone is allowed", args[1], help_text)
        if not args:
            return {"zone": only_zone(cursor, scope)}
        names = normalize_exact(args[0].text)
        if len(names) != 1:
            raise Refused(f"invalid zone {quote(args[0].text)}", args[0], "write one zone")
        known = not (scope.open_references and has_reference(args[0].text))
        return {"zone": Zone(names[0], args[0]) if known else None}

    def missing(self, cursor: Cursor) -> Iterator[Refused]:
        """Yield what is refused of the properties together."""
        if self.file is None:
            yield cursor.error("file is required", "add `file ZONEFILE` to the block")
        elif not self.allow:
            yield cursor.error("at least one allow rule is required", ALLOW_HELP)
        elif self.database and same_file(self.database.value, self.file.value):
            message = "database and seed must be different files"
            yield Refused(message, self.database.token, "give the database a name of its own")

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Dynupdate, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return where the zone is kept."""
        return words_of(stanzas[0].file, stanzas[0].database)

    @classmethod
    def serve(cls, stanzas: "tuple[Dynupdate, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer from the zone that is updated, and take updates (dynupdate.go)."""
        zones = tuple(stanza.zone.name for stanza in stanzas if stanza.zone)
        if query.opcode == "UPDATE":
            return Verdict("takes updates", (End("answered", cls.name),), goes_on=False)
        if not chain.in_zones(zones or chain.zones, query):
            return Verdict("not in its zone")
        if query.opcode == "NOTIFY":
            return Verdict("does not answer NOTIFY", (End("dropped", cls.name),), goes_on=False)
        if query.type in ("AXFR", "IXFR"):
            return Verdict("refuses transfers of the zone", (refusal(cls.name),), goes_on=False)
        return data_decides(cls.name, "answers from its zone", zone_outcomes(cls.name), chain)

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The zone."""
        return () if self.zone is None else (self.zone.name,)


def only_zone(cursor: Cursor, scope: Scope) -> Zone | None:
    """Return the server block's only zone, None where it is not known. Raises Refused."""
    zones = {zone.name: zone for zone in scope.zones}
    socket = next((address for address in scope.addresses if address.transport == "unix"), None)
    if scope.complete and socket is not None:
        message = f"invalid server block zone {quote(str(socket))}"
        raise Refused(message, cursor.token, "write the zone after `dynupdate`")
    if scope.complete and len(zones) != 1:
        message = "zone is required when the server block does not define exactly one zone"
        raise Refused(message, cursor.token, "write the zone after `dynupdate`")
    return next(iter(zones.values())) if scope.complete else None


def faults(permission: Permission, zone: Zone | None) -> Iterator[Refused]:
    """Yield the first thing that is wrong with a permission (parsePermission)."""
    key, name = permission.key, permission.name
    if not key.value.strip() or key.value in ("*", "@") or not is_domain_name(normalize(key.value)):
        help_text = "write the name of a key that `tsig` knows"
        yield Refused(f"invalid TSIG key {quote(key.value)}", key.token, help_text)
    elif zone is not None and not covers(zone.name, name.value):
        message = f"allow name {quote(name.value)} is outside zone {quote(zone.name)}"
        help_text = "write a whole name in the zone, `@` for the zone itself, or `*`"
        yield Refused(message, name.token, help_text)
    else:
        yield from wrong_types(permission.types)


def covers(zone: str, name: str) -> bool:
    """Tell whether a name of a permission is in the zone."""
    if name in (ALL, "@"):
        return True
    return is_domain_name(normalize(name)) and is_subdomain(zone, normalize(name))


def wrong_types(types: tuple[Value[str], ...]) -> Iterator[Refused]:
    """Yield the first type that is none, or cannot be changed."""
    for known in types:
        if known.value == ALL and len(types) > 1:
            message = "wildcard RR type must be the only type in an allow rule"
            yield Refused(message, known.token, "write `*`, or the types")
            return
        if known.value != ALL and not is_changeable(known.value):
            message = f"invalid RR type {quote(known.value)} in allow rule"
            yield Refused(message, known.token, "write a type such as `A` or `TXT`")
            return


def is_changeable(text: str) -> bool:
    """Tell whether records of a type can be changed."""
    name = text.upper()
    number = re.fullmatch(r"TYPE([0-9]+)", name, re.ASCII)
    return name in CHANGEABLE or (number is not None and number[1].lstrip("0") in NUMBERS)


def same_file(one: str, other: str) -> bool:
    """Tell whether two names are those of one file, wherever relative ones begin."""
    return posixpath.normpath(one) == posixpath.normpath(other)
