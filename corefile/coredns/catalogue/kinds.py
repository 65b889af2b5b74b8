"""Kinds of value, and the readers that take words of a kind off the cursor."""

from collections.abc import Callable

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.schema import Duration, Reader, Value, Zone
from corefile.coredns.catalogue.zones import normalize_exact
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import span
from corefile.go import strconv, time
from corefile.go.errors import Invalid
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, Generic, TypeVar, overload

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Kind(Brief, Generic[T_co]):
    """A kind of value: how one word of it is read."""

    #: The word as a reference page shows it: `DURATION`.
    syntax: str
    #: Gives the value, or raises Invalid with CoreDNS's words.
    parse: Callable[[str], T_co]
    #: Words of the kind, for the reference pages and for generators.
    examples: tuple[str, ...]
    #: What to write instead of a word that is not of the kind.
    help: str = ""


class DurationKind(Kind[int]):
    """A kind of duration: its values are in nanoseconds."""

    __slots__ = ()


@overload
def value_of(kind: DurationKind, token: ExpandedToken) -> Duration: ...
@overload
def value_of(kind: Kind[T], token: ExpandedToken) -> Value[T]: ...
def value_of(kind: Kind[Any], token: ExpandedToken) -> Value[Any]:
    """Read a token as a value of a kind. Raises Invalid."""
    make = Duration if isinstance(kind, DurationKind) else Value
    return make(kind.parse(token.text), token)


@overload
def convert(kind: DurationKind, token: ExpandedToken) -> Duration: ...
@overload
def convert(kind: Kind[T], token: ExpandedToken) -> Value[T]: ...
def convert(kind: Kind[Any], token: ExpandedToken) -> Value[Any]:
    """Read a token as a value of a kind. Raises Refused."""
    try:
        return value_of(kind, token)
    except Invalid as invalid:
        raise Refused(str(invalid), token, invalid.help or kind.help) from None


# ----- kinds


def integer(
    low: int = -(1 << 63), high: int = strconv.MAX_INT64, message: str = "", advice: str = ""
) -> Kind[int]:
    """Read a whole number as strconv.Atoi reads it.

    Outside the bounds the words are `message`, in which `{value}` stands for the number, and
    `advice` says what to write instead; by default what the bounds are. What it reads raises
    Invalid.
    """
    bounds = f"from {low} to {high}" if high < strconv.MAX_INT64 else f"of {low} or more"

    def parse(text: str) -> int:
        value = strconv.atoi(text)
        if not low <= value <= high:
            raise Invalid(message.format(value=value), advice or f"write a whole number {bounds}")
        return value

    examples = tuple(str(n) for n in (30, max(low, 1), 4096) if low <= n <= high)
    return Kind("NUMBER", parse, examples, "write a whole number without a unit")


def unsigned(bits: int) -> Kind[int]:
    """Read a whole number as strconv.ParseUint reads it."""
    return Kind(
        "NUMBER",
        lambda text: strconv.parse_uint(text, bits),
        ("0", "2", "1000"),
        "write a whole number without a sign or a unit",
    )


def duration(low: int | None = None, message: str = "", high: int | None = None) -> DurationKind:
    """Read a duration as time.ParseDuration reads it, in nanoseconds.

    Outside the bounds the words are `message`, in which `{value}` stands for the duration as Go
    prints it and `{number}` for its nanoseconds. What it reads raises Invalid.
    """
    bounds = " and ".join(
        f"{side} `{short(bound)}`"
        for side, bound in (("at least", low), ("at most", high))
        if bound is not None
    )

    def parse(text: str) -> int:
        value = time.parse_duration(text)
        if (low is not None and value < low) or (high is not None and value > high):
            raise Invalid(
                message.format(value=time.format_duration(value), number=value), f"write {bounds}"
            )
        return value

    help_text = "write a number with a unit: `500ms`, `30s`, `5m`, `1h`"
    return DurationKind("DURATION", parse, ("5s", "500ms", "2m"), help_text)


def short(nanoseconds: int) -> str:
    """Return a duration as people write it: `2s`, not `2m0s`."""
    text = time.format_duration(nanoseconds)
    for unit, longer in (("0s", "m0s"), ("0m", "h0m")):
        text = text.removesuffix(unit) if text.endswith(longer) else text
    return text


def choice(*words: str, message: str) -> Kind[str]:
    """Read one of a few words.

    For any other the words are `message`, with `{value}` in it, raised as Invalid.
    """

    def parse(text: str) -> str:
        if text not in words:
            raise Invalid(message.format(value=text))
        return text

    return Kind("|".join(words), parse, words, f"write one of {', '.join(f'`{w}`' for w in words)}")


#: Any word.
WORD: Kind[str] = Kind("WORD", str, ("name",))
#: The name of a file; whether there is one is not looked at.
FILE: Kind[str] = Kind("FILE", str, ("file.txt",))


# ----- readers


@overload
def one(kind: DurationKind) -> Reader[Duration]: ...
@overload
def one(kind: Kind[T]) -> Reader[Value[T]]: ...
def one(kind: Kind[Any]) -> Reader[Any]:
    """Read the next word; what follows on the line becomes the next property (NextArg)."""

    def read(cursor: Cursor) -> Value[Any]:
        if not cursor.next_arg():
            raise cursor.arg_error()
        return convert(kind, cursor.token)

    return Reader(kind.syntax, read)


@overload
def exactly_one(kind: DurationKind) -> Reader[Duration]: ...
@overload
def exactly_one(kind: Kind[T]) -> Reader[Value[T]]: ...
def exactly_one(kind: Kind[Any]) -> Reader[Any]:
    """Read the rest of the line, which must be one word (RemainingArgs)."""

    def read(cursor: Cursor) -> Value[Any]:
        args = cursor.remaining()
        if len(args) != 1:
            raise cursor.arg_error()
        return convert(kind, args[0])

    return Reader(kind.syntax, read)


@overload
def first(kind: DurationKind) -> Reader[Duration]: ...
@overload
def first(kind: Kind[T]) -> Reader[Value[T]]: ...
def first(kind: Kind[Any]) -> Reader[Any]:
    """Read the rest of the line, of which only the first word counts (RemainingArgs)."""

    def read(cursor: Cursor) -> Value[Any]:
        args = cursor.remaining()
        if not args:
            raise cursor.arg_error()
        return convert(kind, args[0])

    return Reader(kind.syntax, read)


def many(
    kind: Kind[T], at_least: int = 1, at_most: int | None = None
) -> Reader[tuple[Value[T], ...]]:
    """Read the rest of the line as words of one kind (RemainingArgs)."""

    def read(cursor: Cursor) -> tuple[Value[T], ...]:
        args = cursor.remaining()
        if len(args) < at_least or (at_most is not None and len(args) > at_most):
            raise cursor.arg_error()
        return tuple(convert(kind, arg) for arg in args)

    return Reader(f"{kind.syntax}…" if at_least else f"[{kind.syntax}…]", read)


def zones(at_least: int = 0) -> Reader[tuple[Zone, ...]]:
    """Read the rest of the line as zones; what is none is left out (NormalizeExact)."""

    def read(cursor: Cursor) -> tuple[Zone, ...]:
        args = cursor.remaining()
        if len(args) < at_least:
            raise cursor.arg_error()
        return tuple(
            Zone(name, arg) for arg in args for name in normalize_exact(arg.text, cursor.release)
        )

    return Reader("ZONE…" if at_least else "[ZONE…]", read)


#: The release in which `fallthrough` began to take zones.
FALLTHROUGH_ZONES = "1.0.3"


def fallthrough() -> Reader[tuple[Zone, ...]]:
    """Read the zones of `fallthrough`: without any it is all names (plugin/pkg/fall)."""

    def read(cursor: Cursor) -> tuple[Zone, ...]:
        name = cursor.token
        args = cursor.remaining()
        if not args:
            return (Zone(".", name),)
        if cursor.release not in span(FALLTHROUGH_ZONES):
            help_text = f"zones appeared in CoreDNS {FALLTHROUGH_ZONES}: leave them out, or upgrade"
            raise cursor.arg_error(help_text)
        return tuple(
            Zone(zone, arg) for arg in args for zone in normalize_exact(arg.text, cursor.release)
        )

    return Reader("[ZONE…]", read)


def flag() -> Reader[bool]:
    """Read a property that stands alone on its line; a brace is an argument too (NextArg)."""

    def read(cursor: Cursor) -> bool:
        if cursor.next_arg():
            raise cursor.arg_error()
        return True

    return Reader("", read)


def lone() -> Reader[bool]:
    """Read a property that stands alone on its line (RemainingArgs)."""

    def read(cursor: Cursor) -> bool:
        if cursor.remaining():
            raise cursor.arg_error()
        return True

    return Reader("", read)


def bare() -> Reader[bool]:
    """Read a property's name and nothing more; what follows becomes the next property."""
    return Reader("", lambda cursor: True)
