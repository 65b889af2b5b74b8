"""Values as they are written, and how a plugin's class describes its arguments and properties."""

from collections.abc import Callable

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import Release, span
from corefile.text.brief import Brief
from corefile.text.records import Field, dataclass, field, replace
from corefile.text.typed import TYPE_CHECKING, Generic, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    import datetime

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

#: The words that applied in the releases before one, oldest first, as in `("1.11.0", "512")`.
Before: TypeAlias = tuple[tuple[str, str], ...]


def words_in(release: Release, newest: str, before: Before) -> str:
    """Return the words that apply in a release."""
    return next((words for since, words in before if release not in span(since)), newest)


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
    def timedelta(self) -> "datetime.timedelta":
        """The duration as Python has it: microseconds, and what is less is cut off."""
        return timedelta_of(self.value)


def timedelta_of(nanoseconds: int) -> "datetime.timedelta":
    """Return a number of nanoseconds as Python has durations: towards zero, as Go cuts them."""
    from datetime import timedelta  # noqa: PLC0415 - most runs ask for none

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
class Reader(Brief, Generic[T_co]):
    """Takes the words of a property off the cursor, which is on the property's name."""

    #: The words as a reference page shows them: `DURATION`, `ZONE…`.
    syntax: str
    #: Takes the words and gives the value, or raises Refused.
    read: Callable[[Cursor], T_co]
    #: The words of older releases.
    before: Before = ()

    def syntax_in(self, release: Release) -> str:
        """Return the words as a reference page of a release shows them."""
        return words_in(release, self.syntax, self.before)


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
    #: The default of older releases.
    before: Before

    def default_in(self, release: Release) -> str:
        """Return the words that say the same as leaving the property out in a release."""
        return words_in(release, self.default, self.before)


@dataclass(frozen=True, slots=True)
class ArgumentSpec:
    """An argument of a plugin's line that may be left out."""

    reader: Reader[object]
    #: The words that say the same as leaving it out; "" where that depends on the stanza.
    default: str
    #: The default of older releases.
    before: Before = ()

    def default_in(self, release: Release) -> str:
        """Return the words that say the same as leaving the argument out in a release."""
        return words_in(release, self.default, self.before)


def argument(reader: Reader[T], *, default: str = "", before: Before = ()) -> T | None:
    """Describe an argument of a plugin's line. The field is None where it is not given.

    The plugin's `arguments` reads it; `reader` is for the `default` only, the words that say the
    same as leaving it out. `before` has the defaults of older releases.
    """
    spec = ArgumentSpec(reader, default, before)
    return cast("T | None", field(default=None, metadata={"argument": spec}))


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
    before: Before = (),
) -> T | None:
    """Describe a property of which the last use applies. The field is None where it is not given.

    A property is called like its field, without the `_` after a word of Python; `name` is for all
    others. `default` are words that say the same as leaving the property out, `bare` what says the
    same as its name alone, and `otherwise` is prose for what words of the property cannot say.
    `below` are arguments that the plugin's line must have for the property to be read, `ignored`
    says why a property has no effect, and `before` has the defaults of older releases.
    """
    spec = PropertySpec(
        name, "", reader, about, default, bare, otherwise, below, False, ignored, before
    )
    return cast("T | None", field(default=None, metadata={"property": spec}))


def settings(
    reader: Reader[T], about: str, *, name: str = "", default: str = "", otherwise: str = ""
) -> tuple[T, ...]:
    """Describe a property of which every use applies.

    `name`, `default` and `otherwise` are as for `setting`.
    """
    spec = PropertySpec(name, "", reader, about, default, "", otherwise, "", True, "", ())
    return cast("tuple[T, ...]", field(default=(), metadata={"property": spec}))


def spec_of(item: "Field[object]") -> PropertySpec:
    """Return the property that a field is for, which is called like it unless it says otherwise."""
    spec = cast("PropertySpec", item.metadata["property"])
    name = spec.name or item.name.removesuffix("_")
    return replace(spec, name=name, attribute=item.name)


def names(zones: "tuple[Zone, ...] | None") -> tuple[str, ...]:
    """Return the names of zones; none where there is no list of them."""
    return tuple(zone.name for zone in zones or ())
