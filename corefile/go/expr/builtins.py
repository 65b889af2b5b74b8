"""The builtins of expressions that a procedure checks (expr-lang, builtin/ and checker.go)."""

from collections.abc import Callable
from functools import cache

from corefile.go.errors import Invalid
from corefile.go.expr.tables import BUILTINS
from corefile.go.expr.types import FLOATS, INTEGERS, UNKNOWN, GoType, Nature, go_type, of
from corefile.text.records import dataclass, field

ANY = go_type("interface {}")
#: The type of a builtin that a procedure checks.
GENERIC = "func(...interface {}) (interface {}, error)"
ANY_MAP = "map[interface {}]interface {}"
SIGNED = frozenset(kind for kind in INTEGERS if kind.startswith("int"))
NUMBERS = (INTEGERS - {"uintptr"}) | FLOATS
ARRAYS = frozenset(("interface", "slice"))
MAPS = frozenset(("interface", "map"))


@cache
def overloads(name: str) -> tuple[GoType, ...]:
    """Return the ways in which a builtin may be called."""
    return tuple(map(go_type, BUILTINS[name] or (GENERIC,)))


@dataclass(frozen=True, slots=True)
class PredicateBuiltin:
    """What there is to check about a builtin that takes a predicate."""

    #: Gives the nature of the result for those of the array and of the predicate.
    result: Callable[[Nature, Nature], Nature]
    boolean: bool = True
    #: What `#name` stands for in the predicate.
    pointers: dict[str, Nature] = field(default_factory=dict)
    #: Whether it is checked as a function when the predicate gives nothing.
    lenient: bool = False
    #: Whether a third argument says the order.
    ordered: bool = False
    #: Gives the nature of the result when there is no predicate.
    without_predicate: Callable[[Nature], Nature] = lambda array: UNKNOWN


def same_elements(array: Nature, predicate: Nature) -> Nature:
    """Return an array of some of the elements."""
    return of("[]interface {}") if array.is_unknown else array.element().array_of()


def one_element(array: Nature, predicate: Nature) -> Nature:
    """Return one of the elements."""
    return UNKNOWN if array.is_unknown else array.element()


def output(array: Nature, predicate: Nature) -> Nature:
    """Return what the predicate gives."""
    return predicate.inner or UNKNOWN


def constant(text: str) -> Callable[[Nature, Nature], Nature]:
    """Return a result that is always of one type."""
    return lambda array, predicate: of(text)


INDEX = {"index": of("int")}
PREDICATE_BUILTINS = {
    **dict.fromkeys(("all", "none", "any", "one"), PredicateBuiltin(constant("bool"))),
    **dict.fromkeys(("findIndex", "findLastIndex"), PredicateBuiltin(constant("int"))),
    **dict.fromkeys(("find", "findLast"), PredicateBuiltin(one_element)),
    "filter": PredicateBuiltin(same_elements),
    "map": PredicateBuiltin(
        lambda array, predicate: output(array, predicate).array_of(), boolean=False, pointers=INDEX
    ),
    "count": PredicateBuiltin(constant("int"), without_predicate=lambda array: of("int")),
    "sum": PredicateBuiltin(
        lambda array, predicate: Nature(predicate.type.results[0] if predicate.type else None),
        boolean=False,
        lenient=True,
        without_predicate=lambda array: one_element(array, UNKNOWN),
    ),
    "groupBy": PredicateBuiltin(constant("map[interface {}][]interface {}"), boolean=False),
    "sortBy": PredicateBuiltin(lambda array, predicate: array, boolean=False, ordered=True),
    "reduce": PredicateBuiltin(output, boolean=False, pointers=INDEX | {"acc": UNKNOWN}),
}


def kind(type_: GoType | None) -> str:
    """Return the kind of a type or of what it points to."""
    return type_.without_pointer.kind if type_ else ""


def shown(type_: GoType | None) -> str:
    """Return a type as Go's %s prints it."""
    return type_.text if type_ else "%!s(<nil>)"


def check_count(types: list[GoType | None], count: int) -> None:
    """Check the number of arguments. Raises Invalid."""
    if len(types) != count:
        raise Invalid(f"invalid number of arguments (expected {count}, got {len(types)})")


def one_of(kinds: frozenset[str], result: str, message: str) -> "Validator":
    """Return the check of a builtin with one argument; a result of "" is the argument's type."""

    def validate(name: str, types: list[GoType | None]) -> GoType | None:
        check_count(types, 1)
        if kind(types[0]) not in kinds:
            raise Invalid(message.format(name=name, type=shown(types[0])))
        return go_type(result) if result else types[0]

    return validate


def element(name: str, types: list[GoType | None]) -> GoType | None:
    """Check `first` and `last`."""
    check_count(types, 1)
    if kind(types[0]) not in ARRAYS:
        raise Invalid(f"cannot get {name} element from {shown(types[0])}")
    return types[0].element if types[0] and types[0].kind == "slice" else ANY


def aggregate(name: str, types: list[GoType | None]) -> GoType | None:
    """Check `max`, `min`, `mean` and `median`."""
    if not types:
        raise Invalid(f"not enough arguments to call {name}")
    for type_ in types:
        if kind(type_) in ARRAYS:
            return ANY
        if kind(type_) not in NUMBERS:
            raise Invalid(f"invalid argument for {name} (type {shown(type_)})")
    return types[0]


def now(name: str, types: list[GoType | None]) -> GoType:
    """Check `now`."""
    if types and (len(types) > 1 or types[0] is None or types[0].text != "*time.Location"):
        raise Invalid(f"invalid number of arguments (expected 0, got {len(types)})")
    return go_type("time.Time")


def date(name: str, types: list[GoType | None]) -> GoType:
    """Check `date`."""
    if not types:
        raise Invalid("invalid number of arguments (expected at least 1, got 0)")
    count = len(types) - (types[0] is not None and types[0].text == "*time.Location")
    if count > 3:
        raise Invalid(f"invalid number of arguments (expected at most 3, got {count})")
    return go_type("time.Time")


def take(name: str, types: list[GoType | None]) -> GoType | None:
    """Check `take`."""
    check_count(types, 2)
    if kind(types[0]) not in ARRAYS:
        raise Invalid(f"cannot take from {shown(types[0])}")
    if kind(types[1]) not in SIGNED | {"interface"}:
        raise Invalid(f"cannot take {shown(types[1])} elements")
    return types[0]


def concat(name: str, types: list[GoType | None]) -> GoType:
    """Check `concat`."""
    if not types:
        raise Invalid("invalid number of arguments (expected at least 1, got 0)")
    for type_ in types:
        if kind(type_) not in ARRAYS:
            raise Invalid(f"cannot concat {shown(type_)}")
    return go_type("[]interface {}")


Validator = Callable[[str, list[GoType | None]], GoType | None]
INVALID = "invalid argument for {name} (type {type})"
NUMERIC = NUMBERS | {"interface"}
#: The builtins that a procedure checks; it gives the type of the result or raises Invalid.
VALIDATORS: dict[str, Validator] = {
    "len": one_of(frozenset(("map", "slice", "string", "interface")), "int", INVALID),
    "abs": one_of(NUMERIC, "", INVALID),
    **dict.fromkeys(("ceil", "floor", "round"), one_of(NUMERIC, "float64", INVALID)),
    "int": one_of(NUMERIC | {"string"}, "int", INVALID),
    "float": one_of(NUMERIC | {"string"}, "float64", INVALID),
    **dict.fromkeys(("max", "min", "mean", "median"), aggregate),
    "now": now,
    "date": date,
    "first": element,
    "last": element,
    "take": take,
    "keys": one_of(MAPS, "[]interface {}", "cannot get keys from {type}"),
    "values": one_of(MAPS, "[]interface {}", "cannot get values from {type}"),
    "toPairs": one_of(MAPS, "[]interface {}", "cannot transform {type} to pairs"),
    "fromPairs": one_of(ARRAYS, ANY_MAP, "cannot transform {type} from pairs"),
    "reverse": one_of(ARRAYS, "[]interface {}", "cannot reverse {type}"),
    "uniq": one_of(ARRAYS, "[]interface {}", "cannot uniq {type}"),
    "flatten": one_of(ARRAYS, "[]interface {}", "cannot flatten {type}"),
    "concat": concat,
}
