"""cache: keep answers and give them again (plugin/cache/setup.go)."""

from collections.abc import Iterator, Sequence

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import (
    DurationKind,
    Kind,
    choice,
    convert,
    duration,
    exactly_one,
    integer,
    lone,
    one,
)
from corefile.coredns.catalogue.older import at_most, later
from corefile.coredns.catalogue.query import (
    CACHED,
    Chain,
    End,
    Query,
    Verdict,
    settled,
    zone_outcomes,
)
from corefile.coredns.catalogue.reading import used_before
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    argument,
    names,
    setting,
    settings,
    suggestion,
)
from corefile.coredns.catalogue.unprefixed import Unprefixed
from corefile.coredns.catalogue.values import Before
from corefile.coredns.catalogue.zones import normalize
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi, quote_character
from corefile.go.strings import lower
from corefile.go.time import parse_duration
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar, Literal, overload

SECOND = 1_000_000_000
MAX_FAILURE = 5 * 60 * SECOND
MAX_TTL = (1 << 32) - 1
POLICY = "serve_stale_policy"
#: Before, it kept answers to messages of every kind (handler.go).
QUERIES_ONLY = span("1.15.0")

#: They took the words of the plugin's own line for those of `keepttl` (setup.go).
KEEPTTL_ASTRAY = span("1.10.1", "1.11.1")

# ----- kinds of values

TTL = integer(1, message="cache TTL can not be zero or negative: {value}")
LINE_TTL = integer(
    1,
    message="cache TTL can not be zero or negative: {value}",
    advice="write 1 or more; to switch caching off, remove `cache`",
)
MIN_TTL = integer(0, message="cache min TTL can not be negative: {value}")
CAPACITY = integer()
AMOUNT = integer(0, message="prefetch amount should be positive: {value}")
STALE = duration(0, "invalid negative duration for serve_stale")
STORE = choice("success", "denial", message='cache type for disable must be "success" or "denial"')


def percentage(text: str) -> int:
    """Read a percentage from 10 to 90."""
    last = text.encode("utf-8", "surrogatepass")[-1:]
    if last != b"%":
        raise Invalid(f"last character of percentage should be `%`, but is: {quote_byte(last)}")
    number = atoi(text[:-1])
    if not 10 <= number <= 90:
        raise Invalid(f"percentage should fall in range [10, 90]: {number}")
    return number


def quote_byte(byte: bytes) -> str:
    """Return a byte as Go's %q prints it: as the character with its number."""
    character = byte.decode("latin-1")
    escapes = {"'": "\\'", "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    escapes |= {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
    return f"'{escapes.get(character) or quote_character(character)}'"


def refresh_mode(text: str) -> str:
    """Read when an answer that is too old is asked for again."""
    mode = lower(text)
    if mode not in ("immediate", "verify"):
        raise Invalid(f"invalid value for serve_stale refresh mode: {mode}")
    return mode


def policy(text: str) -> str:
    """Read which of two answers that are too old is given."""
    if lower(text) != "prefer_positive":
        raise Invalid(f"invalid serve_stale_policy: {text}")
    return "prefer_positive"


def named_duration(name: str, negative: str) -> DurationKind:
    """Return the kind of durations of which CoreDNS says, when they are none, what they are for."""

    def parse(text: str) -> int:
        try:
            value = parse_duration(text)
        except Invalid as invalid:
            raise Invalid(f"invalid serve_stale {name}: {invalid}") from None
        if value < 0:
            raise Invalid(negative)
        return value

    return DurationKind(
        "DURATION", parse, ("30s", "0"), "write a number with a unit: `500ms`, `30s`"
    )


VERIFY_TIMEOUT = named_duration("verify timeout", "invalid negative timeout for serve_stale verify")
TTL_DURATION = named_duration("response TTL", "invalid negative response TTL for serve_stale")
RECHECK = named_duration("failure recheck", "invalid negative failure recheck for serve_stale")


def response_ttl(text: str) -> int:
    """Read the TTL of answers that are too old (parseServeStaleTTL)."""
    value = TTL_DURATION.parse(text)
    if value % SECOND:
        raise Invalid("serve_stale response TTL must be a whole number of seconds")
    if value // SECOND > MAX_TTL:
        raise Invalid("serve_stale response TTL exceeds the DNS TTL range")
    return value


def failure_recheck(text: str) -> int:
    """Read how long nothing is asked after a failure (parseServeStaleRecheck)."""
    value = RECHECK.parse(text)
    if value > MAX_FAILURE:
        raise Invalid("serve_stale failure recheck cannot exceed 5 minutes")
    return value


def failure_ttl(text: str) -> int:
    """Read how long SERVFAIL is kept."""
    value = parse_duration(text)
    if value < 0:
        raise Invalid("invalid negative ttl for servfail")
    if value > MAX_FAILURE:
        raise Invalid("caching SERVFAIL responses over 5 minutes is not permitted")
    return value


PERCENTAGE = Kind("PERCENTAGE%", percentage, ("10%", "50%"), "write `10%` to `90%`")
MODE = Kind("immediate|verify", refresh_mode, ("immediate", "verify"), "write one of the two")
STALE_POLICY = Kind("prefer_positive", policy, ("prefer_positive",), "write `prefer_positive`")
STALE_TTL = DurationKind("RESPONSE_TTL", response_ttl, ("30s",), "write whole seconds: `30s`")
STALE_RECHECK = DurationKind("FAILURE_RECHECK", failure_recheck, ("30s",), "write at most `5m`")
SERVFAIL = DurationKind(
    "DURATION", failure_ttl, ("5s", "0", "5m"), "write a duration up to `5m`: `5s`"
)

#: The first release in which `success` and `denial` take a least TTL.
LEAST_TTL = "1.2.3"
#: The first releases with more words of `serve_stale`, and how many it has before each of them
#: (plugin/cache/setup.go).
MODES, TIMEOUT, TTLS = "1.9.2", "1.14.4", "1.14.7"
STALE_WORDS = ((MODES, 1), (TIMEOUT, 2), (TTLS, 3))

# ----- properties


@dataclass(frozen=True, slots=True)
class Store(Brief):
    """How much is kept, and how long."""

    #: Answers; fewer than 1024 are 1024.
    capacity: Value[int]
    #: Seconds that an answer is kept at most.
    ttl: Value[int] | None
    #: Seconds that an answer is kept at least.
    min_ttl: Value[int] | None


@dataclass(frozen=True, slots=True)
class Prefetch(Brief):
    """Which answers are asked for again before they are too old."""

    #: Queries that must have come for the name; with 0 nothing is prefetched.
    amount: Value[int]
    #: Nanoseconds, within which each of them must come after the one before.
    duration: Duration | None
    #: What is left of the TTL when the answer is asked for again.
    percentage: Value[int] | None


@dataclass(frozen=True, slots=True)
class ServeStale(Brief):
    """How answers are given that are too old. Durations are nanoseconds."""

    #: How much too old an answer may be.
    up_to: Duration | None = None
    #: `immediate`, or `verify` to look for a newer one first.
    mode: Value[str] | None = None
    #: How long an answer is waited for with `verify`.
    verify_timeout: Duration | None = None
    #: The TTL that such an answer is given with.
    response_ttl: Duration | None = None
    #: How long after a failure no newer one is looked for.
    failure_recheck: Duration | None = None


@dataclass(frozen=True, slots=True)
class Disable(Brief):
    """Names whose answers are not kept."""

    #: Which answers: `success` or `denial`.
    store: Value[str]
    #: The zones of the names.
    zones: tuple[Zone, ...]


@overload
def optional(kind: DurationKind, args: list[ExpandedToken], index: int) -> Duration | None: ...
@overload
def optional(kind: Kind[int], args: list[ExpandedToken], index: int) -> Value[int] | None: ...
def optional(kind: Kind[int], args: list[ExpandedToken], index: int) -> Value[int] | None:
    """Read a word if it is there."""
    return convert(kind, args[index]) if index < len(args) else None


def read_store(cursor: Cursor) -> Store:
    """Read `CAPACITY [TTL [MINTTL]]`; what follows does not count."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    capacity = convert(CAPACITY, args[0])
    return Store(capacity, optional(TTL, args, 1), optional(MIN_TTL, args, 2))


def read_prefetch(cursor: Cursor) -> Prefetch:
    """Read `AMOUNT [DURATION [PERCENTAGE%]]`."""
    args = cursor.remaining()
    if not 1 <= len(args) <= 3:
        raise cursor.arg_error()
    amount = convert(AMOUNT, args[0])
    period = optional(duration(), args, 1)
    if len(args) > 2 and not args[2].text:
        # CoreDNS looks for the last character of nothing, and falls over.
        raise Unprefixed("panic: runtime error: index out of range [-1]", args[2], PERCENTAGE.help)
    return Prefetch(amount, period, optional(PERCENTAGE, args, 2))


def read_serve_stale(cursor: Cursor) -> ServeStale:
    """Read `[DURATION [immediate|verify [VERIFY_TIMEOUT] [RESPONSE_TTL [FAILURE_RECHECK]]]]`."""
    args = cursor.remaining()
    at_most(cursor, args, STALE_WORDS)
    if len(args) > 5:
        raise cursor.arg_error()
    up_to = optional(STALE, args, 0)
    mode = convert(MODE, args[1]) if len(args) > 1 else None
    if mode is not None and mode.value == "verify":
        timeout = optional(VERIFY_TIMEOUT, args, 2)
        ttl = optional(STALE_TTL, args, 3)
        return ServeStale(up_to, mode, timeout, ttl, optional(STALE_RECHECK, args, 4))
    if len(args) > 2 and cursor.release not in span(TTLS):
        message = "serve_stale timeout is only valid with the verify refresh mode"
        raise later(Refused(message, args[2]), args[2], TTLS)
    if len(args) > 4:
        raise cursor.arg_error()
    ttl = optional(STALE_TTL, args, 2)
    return ServeStale(up_to, mode, None, ttl, optional(STALE_RECHECK, args, 3))


def read_policy(cursor: Cursor) -> Value[str]:
    """Read `serve_stale_policy`, which occurs once in a block."""
    if used_before(cursor):
        message = f"{POLICY} can only be specified once"
        raise Refused(message, cursor.token, "leave one of the two lines out")
    return exactly_one(STALE_POLICY).read(cursor)


def read_disable(cursor: Cursor) -> Disable:
    """Read `success|denial [ZONE…]`; without zones it is all names."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    store = convert(STORE, args[0])
    zones = tuple(Zone(normalize(arg.text), arg) for arg in args[1:])
    return Disable(store, zones or (Zone(".", args[0]),))


def read_keepttl(cursor: Cursor) -> bool:
    """Read `keepttl`, which stands alone; zones on the plugin's own line count where they did."""
    if cursor.release in KEEPTTL_ASTRAY:
        args = cursor.at(cursor.stanza).remaining()
        if args[1:] or (args and not is_number(args[0].text)):
            raise cursor.arg_error("take CoreDNS 1.11.1, or leave the zones out")
        return True
    return lone().read(cursor)


def least_ttl(ttl: int) -> Before:
    """Return the defaults of the releases that kept answers for another time at least."""
    releases = ((LEAST_TTL, ""), ("1.2.4", " 5"), ("1.2.5", " 0"))
    return tuple((since, f"10000 {ttl}{least}") for since, least in releases)


STORE_WORDS = ((LEAST_TTL, "CAPACITY [TTL]"),)
STORE_SYNTAX = "CAPACITY [TTL [MINTTL]]"
STALE_SYNTAX = (
    "[DURATION [immediate [RESPONSE_TTL [FAILURE_RECHECK]]"
    "|verify [VERIFY_TIMEOUT [RESPONSE_TTL [FAILURE_RECHECK]]]]]"
)


#: What a change of the longest TTL is about.
LONG_TTL = "long TTL"
STALE_BEFORE = (
    (MODES, "[DURATION]"),
    (TIMEOUT, "[DURATION [immediate|verify]]"),
    (TTLS, "[DURATION [immediate|verify [VERIFY_TIMEOUT]]]"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache(Plugin):
    """Keeps the answers of the plugins after it, and gives them until they are too old."""

    name: ClassVar[str] = "cache"
    usage: ClassVar[str] = "cache [TTL] [ZONE…]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "wraps"

    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.0.5",
            kind="meaning",
            what="TTL",
            text="answers with a TTL below 5 seconds are kept for their TTL; before, for 5 seconds",
        ),
        Change(
            release="1.2.2",
            kind="default",
            what="capacity",
            text="at most 9984 answers of a kind are kept by default; before, 131072",
            advice="write `success` and `denial` with a capacity to keep more",
        ),
        Change(
            release="1.5.1",
            kind="meaning",
            what="failures",
            text="SERVFAIL is kept for 5 seconds",
            advice="write `servfail 0`, from CoreDNS 1.9.4 on, to keep none",
        ),
        Change(
            release="1.5.1",
            until="1.15.0",
            kind="meaning",
            what="authoritative answers",
            text="answers from the cache have the bit AA; with 1.15.0 they have it as the first"
            " answer had it",
            source="notes of 1.5.1 and 1.15.0",
        ),
        Change(
            release="1.7.1",
            kind="meaning",
            what="DNSSEC",
            text="it asks for DNSSEC records, and leaves them out of answers for clients that did"
            " not",
        ),
        Change(
            release="1.8.5",
            kind="metrics",
            what="coredns_cache_misses_total",
            text="`coredns_cache_misses_total` is deprecated",
            advice="take `coredns_cache_requests_total` less `coredns_cache_hits_total`",
        ),
        Change(
            release=str(KEEPTTL_ASTRAY.since),
            until=str(KEEPTTL_ASTRAY.until),
            kind="avoid",
            what="keepttl with zones",
            text="`keepttl` is refused in a stanza that names zones",
            advice="take 1.11.1",
            source="plugin/cache/setup.go",
        ),
        Change(
            release="1.11.3",
            kind="meaning",
            what="checking disabled",
            text="answers to queries with and without the bit CD are kept apart",
        ),
        Change(
            release="1.14.4",
            kind="meaning",
            what=LONG_TTL,
            text="a TTL above 3600 applies, and one above 1800 for denials; before, it was cut down"
            " to that",
            advice="write the TTL that answers shall be kept at most",
            source="plugin/cache/cache.go",
        ),
        Change(
            release="1.14.7",
            kind="order",
            text="it comes after `rewrite`, `autopath` and `acl`: it keeps rewritten names, and"
            " these three see every query",
            source="core/dnsserver/zdirectives.go",
        ),
        Change(
            release="1.14.7",
            kind="meaning",
            what="empty answers",
            text="an empty answer without a SOA record is not kept",
        ),
        Change(
            release="1.15.0",
            kind="meaning",
            what="unanswered queries",
            text="SERVFAIL is kept too where no upstream answered",
            advice="write `servfail 0` to keep none",
            source="plugin/cache/handler.go",
        ),
    )

    #: Seconds that any answer is kept at most.
    ttl: Value[int] | None = argument(one(TTL), default="3600")
    #: The zones whose names are kept: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    success: Store | None = setting(
        Reader(STORE_SYNTAX, read_store, STORE_WORDS),
        "how many answers with records are kept, and for how many seconds",
        default="10000 3600 5",
        before=least_ttl(3600),
    )
    denial: Store | None = setting(
        Reader(STORE_SYNTAX, read_store, STORE_WORDS),
        "how many answers that there is nothing are kept, and for how many seconds",
        default="10000 1800 5",
        before=least_ttl(1800),
    )
    prefetch: Prefetch | None = setting(
        Reader("AMOUNT [DURATION [PERCENTAGE%]]", read_prefetch),
        "ask for popular names again shortly before their answers are too old",
        default="0 1m 10%",
    )
    serve_stale: ServeStale | None = setting(
        Reader(STALE_SYNTAX, read_serve_stale, STALE_BEFORE),
        "give answers that are too old until there are new ones",
    )
    serve_stale_policy: Value[str] | None = setting(
        Reader("prefer_positive", read_policy),
        "with `serve_stale`, prefer an answer with records to one that there is nothing",
    )
    servfail: Duration | None = setting(
        exactly_one(SERVFAIL), "how long a SERVFAIL is kept; 0 is not", default="5s"
    )
    disable: tuple[Disable, ...] = settings(
        Reader("success|denial [ZONE…]", read_disable),
        "names whose answers of the kind are not kept",
    )
    keepttl: bool | None = setting(
        Reader("", read_keepttl), "give kept answers with the TTL that they came with"
    )

    def meets(self, change: Change) -> bool:
        """Tell whether it has what a change is about: no capacity, or a long TTL."""
        if change.what == "capacity":
            return self.success is None or self.denial is None
        if change.what == LONG_TTL:
            own = self.ttl.value if self.ttl else 0
            stores = ((self.success, 3600), (self.denial, 1800))
            given = ((s.ttl.value if s and s.ttl else own, most) for s, most in stores)
            return any(ttl > most for ttl, most in given)
        return Plugin.meets(self, change)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the TTL, which is a number, and the zones."""
        args = cursor.remaining()
        ttl = None
        if args and is_number(args[0].text):
            ttl = convert(LINE_TTL, args[0])
            args = args[1:]
        return {"ttl": ttl, "zones": scope.origins(args)}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Refuse a line that is not a property as one with too many words."""
        error = cursor.arg_error()
        raise Refused(error.message, error.token, suggestion(cls, cursor.value))

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """`serve_stale_policy` means nothing without `serve_stale`."""
        if self.serve_stale_policy and not self.serve_stale:
            message = f"{POLICY} requires serve_stale"
            yield Refused(message, self.has(POLICY), "add a line `serve_stale`")

    def default_words(self, field: str) -> str | None:
        """Return how long answers are kept where the line has a TTL."""
        if self.ttl is None or field not in ("success", "denial"):
            return None
        return f"10000 {self.ttl.value} 5"

    def zones_within(self) -> Iterator[Zone]:
        """Yield its zones, and those whose answers are not kept."""
        yield from Plugin.zones_within(self)
        yield from (zone for line in self.disable for zone in line.zones)

    @classmethod
    def as_for_all(
        cls, rows: Sequence[tuple[int, tuple[str, ...]]]
    ) -> Sequence[tuple[int, tuple[str, ...]]]:
        """Return the words without the zones of the line, and without `disable` for some zones."""
        (_, (name, *args)), *rest = rows
        ttl = [arg for arg in args[:1] if is_number(arg)]
        own = [row for row in rest if not (row[1][:1] == ("disable",) and len(row[1]) > 2)]
        return [(0, (name, *ttl)), *own]

    def disabled(self, store: Literal["success", "denial"]) -> tuple[str, ...]:
        """Return the zones whose answers of a kind are not kept; the last line on it applies."""
        found = [line.zones for line in self.disable if line.store.value == store]
        return tuple(zone.name for zone in found[-1]) if found else ()

    @classmethod
    def serve(cls, stanzas: "tuple[Cache, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer what was answered before (cache.go, handler.go)."""
        if query.opcode != "QUERY" and chain.release in QUERIES_ONLY:
            return Verdict(f"keeps no answers to {query.opcode}")
        if not chain.in_zones(names(stanzas[0].zones), query):
            return Verdict("not in its zones")
        return chain.once("verdict", lambda: cls.from_memory(chain))

    @classmethod
    def from_memory(cls, chain: Chain) -> Verdict:
        """Return what it does with a query whose answer it may have."""
        has_it = End("answered", cls.name, when=CACHED)
        outcomes = zone_outcomes(cls.name) | {"hit": has_it, "miss": None}
        found = settled(cls.name, outcomes, chain)
        return found or Verdict("answers what it has; else goes on", (has_it,))


def is_number(text: str) -> bool:
    """Tell whether Go takes a word for a number (strconv.Atoi)."""
    try:
        atoi(text)
    except Invalid:
        return False
    return True
