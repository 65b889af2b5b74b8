"""Values as they are written, and how a plugin's class describes its arguments and properties."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic, TypeVar, cast

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.text.brief import Brief

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Value(Brief, Generic[T_co]):
    """A value, and the token it was written as."""

    #: What was read. A duration is a `Duration`, with the value in nanoseconds.
    value: T_co
    #: Where it is written.
    token: ExpandedToken


@dataclass(frozen=True, slots=True)
class Duration(Value[int]):
    """A duration in nanoseconds, and the token it was written as."""

    @property
    def timedelta(self) -> timedelta:
        """The duration as Python has it: microseconds, and what is less is cut off."""
        return timedelta_of(self.value)


def timedelta_of(nanoseconds: int) -> timedelta:
    """Return a number of nanoseconds as Python has durations: towards zero, as Go cuts them."""
    microseconds = abs(nanoseconds) // 1000
    return timedelta(microseconds=microseconds if nanoseconds >= 0 else -microseconds)


@dataclass(frozen=True, slots=True)
class Zone(Brief):
    """A zone in lower case with a dot at its end, and the token it comes from."""

    #: The zone, normalized.
    name: str
    #: Where it is written.
    token: ExpandedToken


@dataclass(frozen=True, slots=True)
class Reader(Generic[T_co]):
    """Takes the words of a property off the cursor, which is on the property's name."""

    #: The words as a reference page shows them: `DURATION`, `ZONE…`.
    syntax: str
    read: Callable[[Cursor], T_co]


@dataclass(frozen=True, slots=True)
class PropertySpec:
    """A property: a line of a plugin's block."""

    name: str
    #: The field of the plugin's class that holds the value.
    attribute: str
    reader: Reader[object]
    about: str
    #: The words that say the same as leaving the property out; "" where there are none.
    default: str
    #: The words that say the same as the property's name alone, or as the words left out of it.
    bare: str
    #: What CoreDNS does without the property, where no words of it say so.
    otherwise: str
    #: The arguments of the line that it can be below, where that is not any line.
    below: str
    #: Whether every use counts, and not only the last.
    many: bool
    #: Why CoreDNS reads the property and ignores it; "" for one that has an effect.
    ignored: str


@dataclass(frozen=True, slots=True)
class ArgumentSpec:
    """An argument of a plugin's line that may be left out."""

    reader: Reader[object]
    #: The words that say the same as leaving it out; "" where that depends on the stanza.
    default: str


def argument(reader: Reader[T], *, default: str = "") -> T | None:
    """Describe an argument of a plugin's line. The field is None where it is not given.

    The plugin's `arguments` reads it; `reader` is for the default only.
    """
    return cast(
        "T | None", field(default=None, metadata={"argument": ArgumentSpec(reader, default)})
    )


def setting(
    reader: Reader[T],
    about: str,
    *,
    name: str = "",
    default: str = "",
    bare: str = "",
    otherwise: str = "",
    below: str = "",
    ignored: str = "",
) -> T | None:
    """Describe a property of which the last use applies. The field is None where it is not given.

    A property is called like its field, without the `_` after a word of Python; `name` is for all
    others. `default` are words that say the same as leaving the property out, `bare` what says the
    same as its name alone, and `otherwise` is prose for what words of the property cannot say.
    `below` are arguments that the plugin's line must have for the property to be read.
    """
    spec = PropertySpec(name, "", reader, about, default, bare, otherwise, below, False, ignored)
    return cast("T | None", field(default=None, metadata={"property": spec}))


def settings(
    reader: Reader[T], about: str, *, name: str = "", default: str = "", otherwise: str = ""
) -> tuple[T, ...]:
    """Describe a property of which every use applies."""
    spec = PropertySpec(name, "", reader, about, default, "", otherwise, "", True, "")
    return cast("tuple[T, ...]", field(default=(), metadata={"property": spec}))


def spec_of(item: "dataclasses.Field[object]") -> PropertySpec:
    """Return the property that a field is for, which is called like it unless it says otherwise."""
    spec = cast("PropertySpec", item.metadata["property"])
    name = spec.name or item.name.removesuffix("_")
    return dataclasses.replace(spec, name=name, attribute=item.name)


def names(zones: "tuple[Zone, ...] | None") -> tuple[str, ...]:
    """Return the names of zones; none where there is no list of them."""
    return tuple(zone.name for zone in zones or ())
