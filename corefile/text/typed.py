"""The names of `typing`, without loading it.

To load it, and to make its objects, takes longer than to check a file, and no program of this
package asks for types. So these names mean nothing at run time, unless `typing` is loaded already:
then somebody may ask, and they are what type checkers see in any case.
"""

import sys

TYPE_CHECKING = False
IS_LOADED = "typing" in sys.modules

if TYPE_CHECKING or IS_LOADED:
    from typing import (
        Any,
        ClassVar,
        Final,
        Generic,
        Literal,
        NoReturn,
        ParamSpec,
        Protocol,
        TypeAlias,
        TypedDict,
        TypeVar,
        cast,
        overload,
    )

__all__ = [
    "TYPE_CHECKING",
    "Any",
    "ClassVar",
    "Final",
    "Generic",
    "Literal",
    "NoReturn",
    "ParamSpec",
    "Protocol",
    "TypeAlias",
    "TypeVar",
    "TypedDict",
    "cast",
    "overload",
]


class Unsaid:
    """A type of which nothing is said but its name."""

    def __init__(self, name: str, *bounds: object, **options: object) -> None:
        self._name = name

    def __getitem__(self, parameters: object) -> "Unsaid":
        return self

    def __or__(self, other: object) -> "Unsaid":
        return self

    __ror__ = __or__

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        """Return what a class derives from instead."""
        return (Parametrized,)


class Variable(Unsaid):
    """A type that is to be filled in."""

    @property
    def args(self) -> "Variable":
        """The positional arguments that it stands for, and the others."""
        return self

    kwargs = args

    def __typing_subst__(self, filled_in: object) -> object:
        """Return what is filled in (PEP 646)."""
        return filled_in


class Parametrized:
    """A class that takes types in square brackets."""

    __slots__ = ()

    def __class_getitem__(cls, parameters: object) -> "type[Parametrized]":
        return cls


def said(type_: object, value: object) -> object:
    """Return a value of which the type is said."""
    return value


def one_of_several(function: object) -> object:
    """Return one of the ways to call a function; the last one is the function itself."""
    return function


if not (TYPE_CHECKING or IS_LOADED):
    Any, ClassVar, Final, Generic = map(Unsaid, ("Any", "ClassVar", "Final", "Generic"))
    Literal, NoReturn, Protocol = map(Unsaid, ("Literal", "NoReturn", "Protocol"))
    TypeAlias = Unsaid("TypeAlias")
    TypeVar = ParamSpec = Variable
    TypedDict, cast, overload = dict, said, one_of_several
