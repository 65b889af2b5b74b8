"""Go's types as the type checker of expressions sees them (expr-lang, checker/nature; reflect)."""

from collections.abc import Iterator
from functools import cached_property, lru_cache

from corefile.go.expr.tables import KINDS, METHODS
from corefile.text.records import dataclass
from corefile.text.regex import regex

INTEGERS = frozenset("int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr".split())
FLOATS = frozenset(("float32", "float64"))
TOKEN = regex(r"func\(|\[\]|map\[|\]|\.\.\.|\*|interface \{\}|, |\)|\(| |[\w.]+")


@dataclass(frozen=True)
class GoType:
    """A type of Go; two types are the same if they are written the same."""

    text: str
    kind: str
    element: "GoType | None" = None
    key: "GoType | None" = None
    arguments: "tuple[GoType, ...]" = ()
    results: "tuple[GoType, ...]" = ()
    variadic: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GoType) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    @cached_property
    def without_pointer(self) -> "GoType":
        """What a pointer points to, else the type itself."""
        return self.element if self.kind == "ptr" and self.element else self

    def assignable_to(self, other: "GoType") -> bool:
        """Say whether a value can be used where another type is wanted."""
        # No type but `error` has the method of `error` that an expression can come by.
        return other.text in (self.text, "interface {}")


class Signature:
    """Reads how Go writes a type."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = TOKEN.findall(text)
        self.place: int = 0

    def take(self) -> str:
        """Take the next piece, "" at the end."""
        piece = self.tokens[self.place] if self.place < len(self.tokens) else ""
        self.place += 1
        return piece

    def accept(self, piece: str) -> bool:
        """Take the next piece if it is this one."""
        found = self.tokens[self.place : self.place + 1] == [piece]
        self.place += found
        return found

    def type(self) -> GoType:
        """Read a type."""
        piece = self.take()
        if piece == "func(":
            return self.function()
        if piece in ("[]", "..."):
            return slice_of(self.type())
        if piece == "*":
            element = self.type()
            return GoType(f"*{element.text}", "ptr", element)
        if piece == "map[":
            key = self.type()
            self.take()
            element = self.type()
            return GoType(f"map[{key.text}]{element.text}", "map", element, key)
        return GoType(piece, "interface" if piece == "interface {}" else KINDS[piece])

    def function(self) -> GoType:
        """Read a function after its first parenthesis."""
        variadic = False
        arguments = []
        for start in self.places():
            variadic = self.tokens[start] == "..."
            arguments.append(self.type())
        results = []
        if self.accept(" "):
            several = self.accept("(")
            results = [self.type() for _ in self.places()] if several else [self.type()]
        return function_of(tuple(arguments), tuple(results), variadic)

    def places(self) -> Iterator[int]:
        """Yield the place of each type of a list up to the parenthesis that closes it."""
        while not self.accept(")"):
            self.accept(", ")
            yield self.place


def slice_of(element: GoType) -> GoType:
    """Return the type of a slice."""
    return GoType(f"[]{element.text}", "slice", element)


def function_of(
    arguments: tuple[GoType, ...], results: tuple[GoType, ...], variadic: bool = False
) -> GoType:
    """Return the type of a function."""
    texts = [argument.text for argument in arguments]
    if variadic:
        texts[-1] = "..." + texts[-1].removeprefix("[]")
    out = ", ".join(result.text for result in results)
    out = f" ({out})" if len(results) > 1 else f" {out}" if out else ""
    text = f"func({', '.join(texts)}){out}"
    return GoType(text, "func", None, None, arguments, results, variadic)


@lru_cache(maxsize=512)
def go_type(text: str) -> GoType:
    """Return the type that Go writes so."""
    return Signature(text).type()


@dataclass(frozen=True, slots=True)
class Nature:
    """What is known of a value: its type, or that it is nil, or nothing."""

    type: GoType | None = None
    is_nil: bool = False
    #: What the elements of an array are, and what the expression of a predicate gives.
    inner: "Nature | None" = None
    #: Whether it is a method, whose first argument is what it is a method of.
    is_method: bool = False
    #: The builtin function it stands for.
    function: str = ""

    def __str__(self) -> str:
        return self.type.text if self.type else "unknown"

    @property
    def kind(self) -> str:
        """The kind of its type, "" if it has none."""
        return self.type.kind if self.type else ""

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of it."""
        return (self.type is None and not self.is_nil) or self.text == "interface {}"

    @property
    def text(self) -> str:
        """How Go writes its type, "" if it has none."""
        return self.type.text if self.type else ""

    @property
    def is_integer(self) -> bool:
        """Whether it is of one of Go's own integer types."""
        return self.text in INTEGERS

    @property
    def is_float(self) -> bool:
        """Whether it is of one of Go's own floating-point types."""
        return self.text in FLOATS

    @property
    def is_number(self) -> bool:
        """Whether it is of one of Go's own numeric types."""
        return self.is_integer or self.is_float

    @property
    def is_array(self) -> bool:
        """Whether it has elements by number."""
        return self.kind == "slice"

    def pointed(self) -> "Nature":
        """Return what a pointer points to, else the value itself."""
        return Nature(self.type.without_pointer) if self.type and self.kind == "ptr" else self

    def element(self) -> "Nature":
        """Return what the elements are."""
        if self.is_array and self.inner is not None:
            return self.inner
        if self.kind in ("slice", "map", "ptr") and self.type and self.type.element:
            return Nature(self.type.element)
        return UNKNOWN

    def array_of(self) -> "Nature":
        """Return an array of such values."""
        return Nature(go_type("[]interface {}"), inner=self)

    def assignable_to(self, other: "Nature") -> bool:
        """Say whether it can be used where another is wanted."""
        if self.is_nil:
            return other.kind in ("ptr", "interface", "func", "map", "slice")
        if self.type is None or other.type is None:
            return False
        return self.type.assignable_to(other.type)

    def comparable_to(self, other: "Nature") -> bool:
        """Say whether it can be compared for equality."""
        unknown = self.is_unknown or other.is_unknown or self.is_nil or other.is_nil
        numbers = self.is_number and other.is_number
        arrays = self.is_array and other.is_array
        return unknown or numbers or arrays or self.assignable_to(other)

    def method(self, name: str) -> "Nature | None":
        """Return its method of a name."""
        signature = METHODS.get(self.text, {}).get(name)
        if signature is None:
            return None
        return Nature(go_type(signature), is_method=self.kind != "interface")

    def is_any_of(self, wanted: str) -> bool:
        """Say whether it is one of several sorts."""
        sorts = {
            "bool": self.kind == "bool",
            "string": self.kind == "string",
            "integer": self.is_integer,
            "number": self.is_number,
            "map": self.kind == "map",
            "array": self.is_array,
            "time": self.text == "time.Time",
            "duration": self.text == "time.Duration",
        }
        return any(sorts[sort] for sort in wanted.split())

    def maybe_compatible(self, other: "Nature", wanted: str) -> bool:
        """Say whether one is unknown and the other is unknown or of the wanted sorts."""
        if self.is_unknown and other.is_unknown:
            return True
        return (self.is_unknown and other.is_any_of(wanted)) or (
            other.is_unknown and self.is_any_of(wanted)
        )


def of(text: str) -> Nature:
    """Return the nature of values of a type."""
    return Nature(go_type(text))


UNKNOWN = Nature()
NIL_VALUE = Nature(is_nil=True)
