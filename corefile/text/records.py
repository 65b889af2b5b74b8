"""`dataclass`, for classes that cost next to nothing to define.

That of the standard library writes and compiles the methods of each class, which takes half of a
short run. Here methods go by the names of the fields. Only a class whose records are made again and
again gets an `__init__` that is compiled.

Type checkers see the names of the standard library, and its functions take these records too:
`dataclasses.replace`, `fields`, `asdict` and `is_dataclass`.
"""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import FunctionType, MappingProxyType, MemberDescriptorType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
    from typing import Any

__all__ = ["Field", "dataclass", "field", "fields", "is_dataclass", "replace"]

#: The attributes of a class: what it says of its own fields, the names of all, those of its bases
#: first, the fields themselves, and what gives the values that two records are compared by.
OWN, NAMES, FIELDS, COMPARED = (
    f"__record_{name}__" for name in ("own", "names", "fields", "compared")
)
#: From so many records on it pays to compile the `__init__` of their class.
MANY = 20
#: The default of a field that has none.
MISSING: "Any" = object()
#: Sets a field of any record, also of one that cannot be changed.
SET = object.__setattr__


class Described:
    """A field of a record, with the attributes of `dataclasses.Field`."""

    name = ""
    type: "Any" = None
    default: "Any" = MISSING
    default_factory: "Any" = MISSING
    init = True
    repr = True
    compare = True
    metadata: "Mapping[str, Any]" = MappingProxyType({})
    kw_only: bool | None = None

    def __init__(self, **said: "Any") -> None:
        """Take the arguments of `dataclasses.field`."""
        self.__dict__.update(said)


class Shadow:
    """An attribute that the standard library gives its dataclasses, made when it is asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, record: object, owner: type) -> object:
        from dataclasses import make_dataclass  # noqa: PLC0415 - what is avoided otherwise
        from inspect import signature  # noqa: PLC0415

        home = next(each for each in owner.__mro__ if OWN in vars(each))
        if self.name == "__signature__" and home is not owner:
            raise AttributeError(self.name)
        described = [(each.name, each.type, standard(each)) for each in fields_of(home)]
        shadow = make_dataclass(
            home.__name__,
            described,
            order="__lt__" in vars(home),
            frozen="__setattr__" in vars(home),
        )
        found = getattr(shadow, self.name, MISSING)
        found = signature(shadow) if found is MISSING else found
        type.__setattr__(home, self.name, found)
        return found


#: One for all classes.
SHADOWS = {
    name: Shadow(name) for name in ("__dataclass_fields__", "__dataclass_params__", "__signature__")
}


def standard(each: Described) -> "Any":
    """Return a field as the standard library describes it."""
    from dataclasses import field as described  # noqa: PLC0415

    said = {name: value for name, value in vars(each).items() if name not in ("name", "type")}
    return described(**said)


def record(cls: type | None = None, /, **options: bool) -> "Any":
    """Make a class one of records, with the options of `dataclasses.dataclass`."""
    return made(cls, **options) if cls else lambda cls: made(cls, **options)


def made(cls: type, *, slots: bool = False, kw_only: bool = False, **options: bool) -> type:
    """Return a class again, with fields and the methods of records."""
    written = dict(vars(cls))
    # Python puts these into every class.
    written.pop("__dict__", None)
    written.pop("__weakref__", None)
    own = {
        name: (annotation, written.pop(name, MISSING))
        for name, annotation in cls.__annotations__.items()
        if not of_class(annotation)
    }
    above = [vars(base) for base in cls.__mro__[:0:-1]]
    names = tuple(dict.fromkeys((*(name for base in above for name in base.get(NAMES, ())), *own)))
    written |= {OWN: (own, kw_only), NAMES: names}
    if slots:
        inherited = {name for base in above for name in slots_of(base)}
        written["__slots__"] = tuple(name for name in names if name not in inherited)
    else:
        written |= defaults(own)
    if "__eq__" in written and written["__hash__"] is None:
        # Python has put that there: nobody has said how to hash it.
        del written["__hash__"]
    if "__init__" in written:
        written["__signature__"] = None
    again = type(cls)(cls.__name__, cls.__bases__, {**methods(cls, **options), **written})
    again.__qualname__ = cls.__qualname__
    for each in written.values():
        function = function_in(each)
        if function is not None and function.__closure__:
            free = function.__code__.co_freevars
            if "__class__" in free:
                # What `super()` goes by.
                function.__closure__[free.index("__class__")].cell_contents = again
    return again


def function_in(attribute: object) -> "Any":
    """Return the function that an attribute of a class is, or is made of; None for another."""
    kind = type(attribute)
    if kind is FunctionType:
        return attribute
    if kind is classmethod or kind is staticmethod:
        return attribute.__func__  # type: ignore[attr-defined]
    return attribute.fget if kind is property else None  # type: ignore[attr-defined]


def defaults(own: "Mapping[str, tuple[object, Any]]") -> "dict[str, Any]":
    """Return the defaults of those fields that have one."""
    said = ((name, v.default if type(v) is Described else v) for name, (_, v) in own.items())
    return {name: default for name, default in said if default is not MISSING}


def every_field(home: type) -> tuple[Described, ...]:
    """Return the fields of a class, those of its bases first."""
    found: dict[str, Described] = {}
    for base in home.__mro__[:0:-1]:
        if OWN in vars(base):
            found.update((each.name, each) for each in fields_of(base))
    own, kw_only = vars(home)[OWN]
    for name, (annotation, value) in own.items():
        each = found[name] = value if type(value) is Described else Described()
        if each is not value and value is not MISSING:
            each.default = value
        each.name, each.type = name, annotation
        if each.kw_only is None:
            each.kw_only = kw_only
    return tuple(found.values())


def of_class(annotation: object) -> bool:
    """Tell whether an annotation is that of an attribute of the class."""
    if type(annotation) is type:
        return False
    if isinstance(annotation, str):
        return annotation.startswith("ClassVar")
    return getattr(getattr(annotation, "__origin__", annotation), "_name", "") == "ClassVar"


def slots_of(attributes: "Mapping[str, Any]") -> Sequence[str]:
    """Return the slots that a class with these attributes itself has."""
    found: str | Sequence[str] = attributes.get("__slots__", ())
    return (found,) if isinstance(found, str) else found


def methods(
    cls: type, *, eq: bool = True, order: bool = False, frozen: bool = False
) -> "dict[str, Any]":
    """Return what a class gets to be one of records."""
    added: dict[str, Any] = {**COMMON, "__init__": initializer()}
    if all("__repr__" not in vars(each) for each in cls.__mro__[:-1]):
        added["__repr__"] = shown
    if eq:
        added |= EQUAL
        added["__hash__"] = hashed if frozen else None
    if order:
        added |= ORDERED
    if frozen:
        added |= FROZEN
    return added


def positional(every: Iterable[Described]) -> tuple[str, ...]:
    """Return the names of the fields that may be given by their position."""
    return tuple(each.name for each in every if each.init and not each.kw_only)


def initializer() -> "Callable[..., None]":
    """Return the `__init__` of a class, which gives the class another one with the first record."""

    def __init__(self: object, /, *args: "Any", **named: "Any") -> None:  # noqa: N807
        home = home_of(type(self), __init__)
        every = fields_of(home)
        own = light(every) if is_light(home, every) else full(home, every)
        type.__setattr__(home, "__init__", own)
        own(self, *args, **named)

    return __init__


def home_of(cls: type, method: object) -> type:
    """Return the class that an `__init__` is of."""
    return next(each for each in cls.__mro__ if vars(each).get("__init__") is method)


def is_light(home: type, every: Iterable[Described]) -> bool:
    """Tell whether records need to hold no more than they are given: their class says the rest."""
    return (
        home.__dictoffset__ != 0
        and not hasattr(home, "__post_init__")
        and all(each.init and each.default_factory is MISSING for each in every)
        and not any(type(getattr(home, each.name, 0)) is MemberDescriptorType for each in every)
    )


def light(every: Sequence[Described]) -> "Callable[..., None]":
    """Return the `__init__` of light records."""
    names, known = positional(every), {each.name for each in every}
    required = {each.name for each in every if each.default is MISSING}

    def __init__(self: object, /, *args: "Any", **named: "Any") -> None:  # noqa: N807
        given = dict(zip(names, args, strict=False), **named)
        if len(given) == len(args) + len(named) and required <= given.keys() <= known:
            self.__dict__.update(given)
        else:
            # Whatever is wrong with the arguments, Python says in its own words.
            compiled(type(self), __init__, every)(self, *args, **named)

    return __init__


def full(home: type, every: Sequence[Described]) -> "Callable[..., None]":
    """Return the `__init__` of records that have all their fields, for the first of them."""
    names = positional(every)
    rows = [(each.name, each.init, each.default, each.default_factory) for each in every]
    follows = hasattr(home, "__post_init__")
    calls = 0

    def __init__(self: object, /, *args: "Any", **named: "Any") -> None:  # noqa: N807
        nonlocal calls
        calls += 1
        given = dict(zip(names, args, strict=False), **named)
        known = len(given) == len(args) + len(named)
        for name, init, default, factory in rows:
            if init and name in given:
                SET(self, name, given.pop(name))
            elif factory is not MISSING:
                SET(self, name, factory())
            elif default is not MISSING:
                SET(self, name, default)
            elif init:
                known = False
        if given or not known or calls > MANY:
            compiled(type(self), __init__, every)(self, *args, **named)
        elif follows:
            self.__post_init__()  # type: ignore[attr-defined]

    return __init__


def compiled(cls: type, old: object, every: Sequence[Described]) -> "Callable[..., None]":
    """Compile the `__init__` of records, and put it where the old one is."""
    home = home_of(cls, old)
    names: dict[str, Any] = {"_set_": SET, "_missing_": MISSING}
    ordered: list[str] = []
    named: list[str] = []
    lines = ["pass"]
    for number, each in enumerate(every):
        made, default = f"_made_{number}", f"_default_{number}"
        names[made], names[default] = each.default_factory, each.default
        made = "" if each.default_factory is MISSING else f"{made}()"
        has_default = bool(made) or each.default is not MISSING
        if each.init:
            default = "_missing_" if made else default
            end = f"={default}" if has_default else ""
            (named if each.kw_only else ordered).append(f"{each.name}{end}")
            value = f"{made} if {each.name} is _missing_ else {each.name}" if made else each.name
        else:
            value = made or default
        if each.init or has_default:
            slot = getattr(cls, each.name, None)
            if type(slot) is MemberDescriptorType:
                # Twice as fast.
                names[f"_set_{number}"] = slot.__set__
                lines.append(f"_set_{number}(self, {value})")
            else:
                lines.append(f"_set_(self, {each.name!r}, {value})")
    if hasattr(home, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ", ".join(["self", *ordered, *(["*", *named] if named else [])])
    exec(f"def __init__({parameters}):\n  " + "\n  ".join(lines), names)  # noqa: S102
    new: Callable[..., None] = names["__init__"]
    new.__qualname__ = f"{home.__qualname__}.__init__"
    type.__setattr__(home, "__init__", new)
    return new


def values(names: tuple[str, ...]) -> "Callable[[Any], tuple[Any, ...]]":
    """Return what gives the values of some fields."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def compared_by(home: type) -> "Callable[[Any], tuple[Any, ...]]":
    """Return what gives the values that records of a class are compared by."""
    return values(tuple(each.name for each in fields_of(home) if each.compare))


def comparison(by: "Callable[[Any, Any], bool]") -> "Callable[[Any, Any], Any]":
    """Return a method that compares records of one class."""

    def compare(self: "Any", other: "Any") -> "Any":
        kind = self.__class__
        if other.__class__ is not kind:
            return NotImplemented
        compared = kind.__record_compared__
        return by(compared(self), compared(other))

    return compare


def hashed(self: "Any") -> int:
    """Return the hash of a record."""
    return hash(self.__class__.__record_compared__(self))


def shown(self: object) -> str:
    """Return a record as it is written in Python."""
    parts = (f"{each.name}={getattr(self, each.name)!r}" for each in fields_of(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(parts)})"


def refuse(self: object, name: str, value: object = None) -> None:
    """Let nobody change a record."""
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - for mistakes of a program

    raise FrozenInstanceError(f"cannot change field {name!r}")


def state(self: object) -> list[object]:
    """Return what a record is pickled as."""
    return [getattr(self, each.name) for each in fields_of(self)]


def restore(self: object, found: list[object]) -> None:
    """Give a record what was pickled of it."""
    for each, value in zip(fields_of(self), found, strict=True):
        SET(self, each.name, value)


class Made:
    """An attribute of a class that is made of its fields when it is asked for."""

    def __init__(self, name: str, make: "Callable[[type], object]") -> None:
        self.name = name
        self.make = make

    def __get__(self, record: object, owner: type) -> object:
        home = next(each for each in owner.__mro__ if vars(each).get(self.name) is self)
        found = self.make(home)
        type.__setattr__(home, self.name, found)
        return found


#: What a record has that cannot be changed.
FROZEN: "dict[str, Callable[..., Any]]" = {
    "__setattr__": refuse,
    "__delattr__": refuse,
    "__getstate__": state,
    "__setstate__": restore,
}


def fields_of(record: object) -> tuple[Described, ...]:
    """Return the fields of a record, or of a class of records. Raises TypeError for another."""
    found: tuple[Described, ...] | None = getattr(record, FIELDS, None)
    if found is None:
        raise TypeError(f"{record!r} is not a record")
    return found


def is_record(thing: object) -> bool:
    """Tell whether something is a record, or a class of records."""
    return hasattr(thing, FIELDS)


def changed(record: "Any", /, **changes: "Any") -> "Any":
    """Return a record with other values in some of its fields."""
    for each in fields_of(record):
        if each.init:
            if each.name not in changes:
                changes[each.name] = getattr(record, each.name)
        elif each.name in changes:
            raise ValueError(f"field {each.name} cannot be given: the record makes it itself")
    return type(record)(**changes)


#: What every record has.
COMMON: "dict[str, object]" = {
    **SHADOWS,
    FIELDS: Made(FIELDS, every_field),
    "__match_args__": Made("__match_args__", lambda home: positional(fields_of(home))),
    "__replace__": changed,
}
#: What a record has that can be compared.
KEY = {COMPARED: Made(COMPARED, compared_by)}
EQUAL: "dict[str, object]" = {**KEY, "__eq__": comparison(operator.eq)}
ORDERED: "dict[str, object]" = {
    **KEY,
    **{
        f"__{by.__name__}__": comparison(by)
        for by in (operator.lt, operator.le, operator.gt, operator.ge)
    },
}

if not TYPE_CHECKING:
    Field, dataclass, field = Described, record, Described
    fields, is_dataclass, replace = fields_of, is_record, changed
