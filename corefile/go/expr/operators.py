"""The operands that operators of an expression accept (expr-lang, checker.go: binaryNode)."""

from corefile.go.expr.types import NIL_VALUE, UNKNOWN, Nature, of

BOOL = of("bool")
ORDERED = ("number", "string", "time", "duration")
#: Of each operator: the sorts that both operands may be, or one of them if nothing is known of the
#: other; and the type of the result, none where it is unknown.
PLAIN: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("or", "||", "and", "&&"), ("bool", "bool")),
    **dict.fromkeys(("<", ">", ">=", "<="), (" ".join(ORDERED), "bool")),
    **dict.fromkeys(("contains", "startsWith", "endsWith", "matches"), ("string", "bool")),
    **dict.fromkeys(("/", "**", "^"), ("number", "float64")),
    "%": ("integer", "int"),
    "..": ("integer", "[]interface {}"),
    "-": ("number time duration", ""),
    "*": ("number duration", ""),
    "+": (" ".join(ORDERED), ""),
}
#: What else fits together, by operator and the sorts of its operands.
MIXED = {
    ("-", "time", "time"): "time.Duration",
    ("-", "time", "duration"): "time.Time",
    ("-", "duration", "duration"): "time.Duration",
    ("*", "number", "duration"): "time.Duration",
    ("*", "duration", "number"): "time.Duration",
    ("*", "duration", "duration"): "time.Duration",
    ("+", "string", "string"): "string",
    ("+", "time", "duration"): "time.Time",
    ("+", "duration", "time"): "time.Time",
    ("+", "duration", "duration"): "time.Duration",
}


def operation(operator: str, left: Nature, right: Nature) -> Nature | str:
    """Return what an operator makes of two operands, or what is wrong ("" if they do not fit)."""
    if operator in ("==", "!="):
        return BOOL if left.comparable_to(right) else ""
    if operator == "in":
        return contained(left, right)
    if operator == "??":
        return first_that_is(left, right)
    if operator in ("+", "-", "*") and left.is_number and right.is_number:
        return of("float64" if left.is_float or right.is_float else "int")
    for (sign, first, second), result in MIXED.items():
        if sign == operator and left.is_any_of(first) and right.is_any_of(second):
            return of(result)
    sorts, result = PLAIN[operator]
    if not (fitting(operator, left, right) or left.maybe_compatible(right, sorts)):
        return ""
    if operator == "..":
        return of("int").array_of()
    return of(result) if result else UNKNOWN


def fitting(operator: str, left: Nature, right: Nature) -> bool:
    """Say whether both operands of an operator with one type of result are of the same sort."""
    if operator == "matches" and left.text == "[]uint8" and right.kind == "string":
        return True
    sorts, result = PLAIN[operator]
    return bool(result) and both(left, right, sorts)


def both(left: Nature, right: Nature, sorts: str) -> bool:
    """Say whether both operands are of one of these sorts."""
    return any(left.is_any_of(sort) and right.is_any_of(sort) for sort in sorts.split())


def contained(left: Nature, right: Nature) -> Nature | str:
    """Check `left in right`."""
    if (left.kind == "string" or left.is_unknown) and right.kind == "struct":
        return BOOL
    if right.kind == "map":
        key = Nature(right.type.key if right.type else None)
        if not left.is_unknown and not left.assignable_to(key):
            return f"cannot use {left} as type {key} in map key"
        return BOOL
    if right.is_array:
        element = right.element()
        if not left.comparable_to(element):
            return f"cannot use {left} as type {element} in array"
        return BOOL
    if left.is_unknown and right.kind == "string":
        return BOOL
    return BOOL if right.is_unknown else ""


def first_that_is(left: Nature, right: Nature) -> Nature:
    """Check `left ?? right`."""
    if left.is_nil or right.is_nil:
        return NIL_VALUE if left.is_nil and right.is_nil else right if left.is_nil else left
    return left if right.assignable_to(left) else UNKNOWN
