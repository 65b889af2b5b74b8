"""Records behave as those of the standard library do."""

import copy
import dataclasses
import inspect
import operator
import pickle
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.lint.finding import Fix
from corefile.text import records
from corefile.text.edits import Edit
from corefile.text.source import Position, Source

T = TypeVar("T")
Decorate = Callable[..., Any]
Describe = Callable[..., Any]


def classes(dataclass: Decorate, field: Describe) -> Iterator[type]:
    """Yield classes of every sort that the package has, made with one of two decorators."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        a: int
        b: str = "b"
        kind: ClassVar[str] = "kind"
        sort: "ClassVar[str]" = "sort"

        @property
        def both(self) -> str:
            return f"{self.a}{self.b}"

    yield Plain

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        a: int
        b: list[int] = field(default_factory=list)

    yield Named

    @dataclass(frozen=True, slots=True)
    class Derived(Plain):
        c: int = field(default=3, compare=False)
        a: int = 1
        d: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    yield Derived

    @dataclass(frozen=True, slots=True, kw_only=True)
    class NamedBelow(Plain):
        c: int

    yield NamedBelow

    @dataclass(slots=True)
    class Open:
        a: int
        b: Any = None

        def __post_init__(self) -> None:
            self.b = (self.a, self.b)

    yield Open

    @dataclass(frozen=True)
    class Roomy:
        a: int
        b: str = "b"

    yield Roomy

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        a: int
        b: str = "b"

    yield Ordered

    @dataclass(frozen=True, slots=True, eq=False)
    class Itself:
        a: int
        b: int = 0

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Itself) and other.a == self.a

        def __hash__(self) -> int:
            return hash(self.a)

    yield Itself

    @dataclass(frozen=True, slots=True)
    class Generous(Generic[T]):  # noqa: PLW1641 - made by the decorator
        a: T
        b: int = 0

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return False

    yield Generous

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    yield Empty

    @dataclass(frozen=True, slots=True)
    class One:
        a: Any
        b: Any = field(default=None, init=False)

    yield One


OURS = {each.__name__: each for each in classes(records.dataclass, records.field)}
THEIRS = {each.__name__: each for each in classes(dataclasses.dataclass, dataclasses.field)}
#: So that instances can be pickled.
for _number, _kinds in enumerate((OURS, THEIRS)):
    for _name, _kind in _kinds.items():
        _kind.__qualname__ = f"{_name}{_number}"
        setattr(sys.modules[__name__], _kind.__qualname__, _kind)

PAIRS = [pytest.param(OURS[name], THEIRS[name], id=name) for name in OURS]

#: What a class is made with.
ARGUMENTS: list[tuple[tuple[object, ...], dict[str, object]]] = [
    ((), {}),
    ((1,), {}),
    ((1, "x"), {}),
    ((2, "x"), {}),
    ((1, "x", 9), {}),
    ((1, "x", 9, 9), {}),
    ((1, "x", 9, 9, 9), {}),
    ((), {"a": 1}),
    ((), {"a": 1, "b": [2]}),
    ((), {"b": 2}),
    ((1,), {"a": 2}),
    ((1,), {"b": "x"}),
    ((1,), {"c": 4}),
    ((1,), {"d": {}}),
    ((1,), {"unknown": 4}),
    ((1,), {"self": 4}),
]


def sets(it: Any) -> object:
    it.a = it.a + 6
    return it.a


def deletes(it: Any) -> object:
    del it.a
    return hasattr(it, "a")


#: What is asked of a record; what it raises is compared too.
QUESTIONS: dict[str, Callable[[Any], object]] = {
    "repr": lambda it: repr(it).replace("0(", "(").replace("1(", "("),
    "values": lambda it: [getattr(it, name, "none") for name in "abcd"],
    "hash": lambda it: hash(it) and isinstance(hash(it), int),
    "same hash": lambda it: hash(it) == hash(copy.copy(it)),
    "equals a copy": lambda it: it == copy.copy(it),
    "unlike another class": lambda it: it == 1 or it != 1,
    "pickles": lambda it: repr(vars(type(it))["__slots__"]) and values(pickled(it)),
    "deep copies": lambda it: values(copy.deepcopy(it)),
    "replaces a": lambda it: values(dataclasses.replace(it, a=5)),
    "replaces d": lambda it: values(dataclasses.replace(it, d=5)),
    "replaces what is unknown": lambda it: dataclasses.replace(it, unknown=5),
    "as a dict": dataclasses.asdict,
    "as a tuple": dataclasses.astuple,
    "sets": sets,
    "deletes": lambda it: it.a and deletes(it),
    "has a dict": lambda it: hasattr(it, "__dict__"),
    "below itself": lambda it: it < it,  # noqa: PLR0124
    "sorts": lambda it: [each.a for each in sorted([it, dataclasses.replace(it, a=-1)])],
    "below another class": lambda it: it < 1,
    "is a dataclass": dataclasses.is_dataclass,
}


def values(it: Any) -> dict[str, object]:
    return {each.name: getattr(it, each.name, "none") for each in dataclasses.fields(it)}


def pickled(it: object) -> object:
    return pickle.loads(pickle.dumps(it))


def answer(ask: Callable[..., object], *args: object, **named: object) -> object:
    """Return what a function gives, or which exception it raises."""
    try:
        found = ask(*args, **named)
    except Exception as error:
        return type(error)
    return repr(found) if isinstance(found, list | tuple | dict) else found


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_every_way_to_make_and_to_ask_a_record(ours: Any, theirs: Any) -> None:
    for args, named in ARGUMENTS:
        for name, ask in QUESTIONS.items():

            def asked(cls: Any, args: Any = args, named: Any = named, ask: Any = ask) -> object:
                return ask(cls(*args, **named))

            assert answer(asked, ours) == answer(asked, theirs), (args, named, name)
    assert ours.__match_args__ == theirs.__match_args__
    assert getattr(ours, "__slots__", 0) == getattr(theirs, "__slots__", 0)
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_what_the_standard_library_says_of_a_class(ours: type, theirs: type) -> None:
    assert repr(dataclasses.fields(ours)) == repr(dataclasses.fields(theirs))
    assert [each.name for each in records.fields(ours)] == [
        each.name for each in dataclasses.fields(theirs)
    ]
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert dataclasses.is_dataclass(ours)
    assert records.is_dataclass(ours)
    assert not records.is_dataclass(object)
    with pytest.raises(TypeError):
        records.fields(object)  # type: ignore[arg-type]


def test_mistakes_in_arguments_are_told_in_the_words_of_python() -> None:
    for args, named in ARGUMENTS:
        messages = []
        for cls in (OURS["Plain"], THEIRS["Plain"]):
            try:
                cls(*args, **named)
            except TypeError as error:
                messages.append(str(error).partition("__init__")[2])
        assert len(set(messages)) == (1 if messages else 0)
        assert len(messages) in (0, 2)


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_many_records_are_as_the_first(ours: Any, theirs: Any) -> None:
    """After so many, they are made by a function that is compiled."""
    for _ in range(2 * records.MANY):
        with_a = "a" in ours.__match_args__
        args: tuple[object, ...] = (1,) if with_a else ()
        named = {"a": 1} if ours.__name__ == "Named" else {}
        if ours.__name__ == "NamedBelow":
            named = {"c": 1}
        assert values(ours(*args, **named)) == values(theirs(*args, **named))


def test_a_record_whose_base_has_made_many() -> None:
    """A class keeps its fields when the class that it derives from gets another `__init__`."""

    @records.dataclass(frozen=True, slots=True)
    class Base:
        a: int

    @records.dataclass(frozen=True, slots=True)
    class Below(Base):
        b: int

    class Beside(Base):
        pass

    for number in range(2 * records.MANY):
        assert (Beside(number).a, Base(number).a) == (number, number)
    assert values(Below(1, 2)) == {"a": 1, "b": 2}
    with pytest.raises(TypeError):
        Beside(1, 2)  # type: ignore[call-arg]


def test_others_derive_from_records_with_the_standard_library() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class Below(Position):
        name: str = ""

    assert repr(Below(1, 2, "x").name) == "'x'"
    assert dataclasses.asdict(Below(1, 2)) == {"line": 1, "column": 2, "name": ""}


def test_records_may_ask_the_class_above() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Base:
        a: int

        def twice(self) -> int:
            return 2 * self.a

        @classmethod
        def made(cls) -> "Base":
            return cls(1)

    @records.dataclass(frozen=True, slots=True)
    class Below(Base):
        def twice(self) -> int:
            return super().twice() + 1

        @classmethod
        def made(cls) -> "Base":
            return super().made()

        @property
        def whole(self) -> int:
            return super().twice()

    assert (Below(2).twice(), Below.made().twice(), Below(2).whole) == (5, 3, 4)


def test_all_records_are_made_so() -> None:
    for path in Path(records.__file__).parents[1].rglob("*.py"):
        if path.name != "records.py":
            assert not re.search("(from|import) dataclasses", path.read_text("utf-8")), path


def test_records_match_and_are_changed() -> None:
    match Edit(1, 2, "x"):
        case Edit(start, end, text):
            assert (start, end, text) == (1, 2, "x")
    assert records.replace(Edit(1, 2, "x"), end=3) == Edit(1, 3, "x")
    with pytest.raises(dataclasses.FrozenInstanceError):
        Edit(1, 2, "x").start = 5  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Edit(1, 2, "x").other = 5  # type: ignore[attr-defined]
    assert isinstance(dataclasses.replace(Fix("m", ()), message="n"), Fix)
    assert Source("t") in {Source("t")}


VALUES = st.integers(0, 2) | st.text("ab", max_size=1) | st.tuples(st.integers(0, 1))


@given(st.tuples(VALUES, VALUES), st.tuples(VALUES, VALUES))
def test_records_are_equal_where_their_fields_are(
    first: tuple[object, object], second: tuple[object, object]
) -> None:
    for kind in ("Plain", "Ordered", "Roomy", "Open"):
        (a, b), (c, d) = (
            [cls(*given) for given in (first, second)] for cls in (OURS[kind], THEIRS[kind])
        )
        assert (a == b) == (c == d)
        assert (a != b) == (c != d)
        assert answer(operator.lt, a, b) == answer(operator.lt, c, d)
        assert answer(operator.ge, a, b) == answer(operator.ge, c, d)
        if kind != "Open":
            assert (hash(a) == hash(b)) == (hash(c) == hash(d))
            assert pickled(a) == a


def test_methods_reach_those_of_the_base() -> None:
    class Base:
        def name(self) -> str:
            return "base"

        @classmethod
        def kind(cls) -> str:
            return cls.__name__

    @records.dataclass(frozen=True, slots=True)
    class Derived(Base):
        a: int = 0

        def name(self) -> str:
            return f"derived from {super().name()}"

        @classmethod
        def kind(cls) -> str:
            return f"kind of {super().kind()}"

    assert Derived().name() == "derived from base"
    assert Derived.kind() == "kind of Derived"
