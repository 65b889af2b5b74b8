"""cache: keep answers and give them again (plugin/cache/setup.go)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, overload

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
from corefile.coredns.catalogue.reading import earlier_uses
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
from corefile.coredns.catalogue.zones import normalize
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi, quote_character
from corefile.go.strings import lower
from corefile.go.time import parse_duration
from corefile.text.brief import Brief

SECOND = 1_000_000_000
MAX_FAILURE = 5 * 60 * SECOND
MAX_TTL = (1 << 32) - 1
POLICY = "serve_stale_policy"

# ----- kinds of values

TTL = integer(1, message="cache TTL can not be zero or negative: {value}")
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

#: How many words `serve_stale` has in the releases before one (plugin/cache/setup.go).
STALE_WORDS = (("1.9.2", 1), ("1.14.4", 2), ("1.14.7", 3))

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
    if len(args) > 2 and cursor.release not in span("1.14.7"):
        message = "serve_stale timeout is only valid with the verify refresh mode"
        raise later(Refused(message, args[2]), args[2], "1.14.7")
    if len(args) > 4:
        raise cursor.arg_error()
    ttl = optional(STALE_TTL, args, 2)
    return ServeStale(up_to, mode, None, ttl, optional(STALE_RECHECK, args, 3))


def read_policy(cursor: Cursor) -> Value[str]:
    """Read `serve_stale_policy`, which occurs once in a block."""
    if any(earlier_uses(cursor)):
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


STORE_SYNTAX = "CAPACITY [TTL [MINTTL]]"
STALE_SYNTAX = (
    "[DURATION [immediate [RESPONSE_TTL [FAILURE_RECHECK]]"
    "|verify [VERIFY_TIMEOUT [RESPONSE_TTL [FAILURE_RECHECK]]]]]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache(Plugin):
    """Keeps the answers of the plugins after it, and gives them until they are too old."""

    name: ClassVar[str] = "cache"
    usage: ClassVar[str] = "cache [TTL] [ZONE…]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "wraps"

    #: Seconds that any answer is kept at most.
    ttl: Value[int] | None = argument(one(TTL), default="3600")
    #: The zones whose names are kept: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    success: Store | None = setting(
        Reader(STORE_SYNTAX, read_store),
        "how many answers with records are kept, and for how many seconds",
        default="10000 3600 5",
    )
    denial: Store | None = setting(
        Reader(STORE_SYNTAX, read_store),
        "how many answers that there is nothing are kept, and for how many seconds",
        default="10000 1800 5",
    )
    prefetch: Prefetch | None = setting(
        Reader("AMOUNT [DURATION [PERCENTAGE%]]", read_prefetch),
        "ask for popular names again shortly before their answers are too old",
        default="0 1m 10%",
    )
    serve_stale: ServeStale | None = setting(
        Reader(STALE_SYNTAX, read_serve_stale),
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
    keepttl: bool | None = setting(lone(), "give kept answers with the TTL that they came with")

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the TTL, which is a number, and the zones."""
        args = cursor.remaining()
        ttl = None
        if args and is_number(args[0].text):
            ttl = convert(TTL, args[0])
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

    def disabled(self, store: Literal["success", "denial"]) -> tuple[str, ...]:
        """Return the zones whose answers of a kind are not kept; the last line on it applies."""
        found = [line.zones for line in self.disable if line.store.value == store]
        return tuple(zone.name for zone in found[-1]) if found else ()

    @classmethod
    def serve(cls, stanzas: "tuple[Cache, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer what was answered before (cache.go, handler.go)."""
        if query.opcode != "QUERY" or not chain.in_zones(names(stanzas[0].zones), query):
            return Verdict("not in its zones")
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
