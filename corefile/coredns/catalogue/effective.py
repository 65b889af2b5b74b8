"""What applies to a stanza: what is written in it, and CoreDNS's defaults for the rest.

A default is read by the reader of its property or argument, so that it is of the same type.
"""

from collections.abc import Iterator
from functools import lru_cache

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.values import (
    ArgumentSpec,
    Duration,
    PropertySpec,
    Reader,
    Value,
    Zone,
    spec_of,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.syntax.parser import parse
from corefile.text.brief import Brief
from corefile.text.records import Field, dataclass, field, fields, is_dataclass, replace
from corefile.text.source import Source
from corefile.text.typed import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, cast

if TYPE_CHECKING:
    import datetime

T_co = TypeVar("T_co", covariant=True)

#: The name of the text that the parts of a default are in.
DEFAULT_NAME = "default"
#: The fields that are about the stanza itself.
NO_VALUES = frozenset({"token", "property_tokens"})


class Stanza(Protocol):
    """A stanza of a plugin, a dataclass: what is read from `Plugin` here."""

    __dataclass_fields__: "ClassVar[dict[str, Field[Any]]]"
    name: ClassVar[str]

    @property
    def token(self) -> ExpandedToken:
        """The plugin's name, where it is written."""

    @property
    def property_tokens(self) -> tuple[ExpandedToken, ...]:
        """The name of every property given, where it is written."""

    def default_words(self, field: str) -> str | None:
        """Return the default of a field where it depends on the rest of the stanza, else None."""


@dataclass(frozen=True, slots=True)
class Effective(Brief, Generic[T_co]):
    """What applies to a stanza for one field, and whether somebody wrote it."""

    #: What applies, as the field has it, but bare: of a `Value` its value, so a duration is in
    #: nanoseconds. A flag is True or False. None where CoreDNS does nothing without the property,
    #: or where the words of the property cannot express what it does.
    value: T_co
    #: Where it is written; None for a default.
    written: ExpandedToken | None
    _read: object = field(repr=False)

    @property
    def timedelta(self) -> "datetime.timedelta":
        """The duration as Python has it. Raises TypeError for what is not a duration."""
        if isinstance(self._read, Duration):
            return self._read.timedelta
        raise TypeError(f"{self.value!r} is not a duration")


class EffectiveValues(Brief):
    """The fields of a plugin as they apply: `plugin.effective.ttl`, one `Effective` for each.

    The defaults are those of the newest release of CoreDNS. A record that is written in part, such
    as `success 5000` in `cache`, is filled up with the default; its parts that nobody wrote have
    tokens in a source called `default`.
    """

    __slots__ = ("_plugin",)

    def __init__(self, plugin: Stanza) -> None:
        self._plugin = plugin

    def __getattr__(self, name: str) -> Effective[Any]:
        found = fields_of(type(self._plugin)).get(name)
        if found is None:
            raise AttributeError(
                f"`{self._plugin.name}` has no field {name!r}", name=name, obj=self
            )
        return effective(self._plugin, found)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the fields."""
        return iter(fields_of(type(self._plugin)))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def __repr__(self) -> str:
        return f"<what applies to `{self._plugin.name}`>"


def fields_of(cls: type[Stanza]) -> "dict[str, Field[object]]":
    """Return the fields of a plugin's class that hold values."""
    return {each.name: each for each in fields(cls) if each.name not in NO_VALUES}


def effective(plugin: Stanza, item: "Field[object]") -> Effective[Any]:
    """Return what applies for a field."""
    given = getattr(plugin, item.name)
    name = property_token(plugin, item)
    default = default_of(plugin, item, named=name is not None)
    if given is None or given == ():
        return Effective(bare(default), name, default)
    read = completed(given, default)
    return Effective(bare(read), first_token(plugin, given) or name, read)


def property_token(plugin: Stanza, item: "Field[object]") -> ExpandedToken | None:
    """Return the name of a field's property where it is written: of several, the last."""
    if "property" not in item.metadata:
        return None
    wanted = spec_of(item).name
    # Some plugins take capital letters for small ones.
    found = (each for each in reversed(plugin.property_tokens) if each.text.lower() == wanted)
    return next(found, None)


def default_of(plugin: Stanza, item: "Field[object]", *, named: bool) -> object:
    """Return what a field is by default; `named` for a property whose name is written."""
    spec = item.metadata.get("argument")
    if isinstance(spec, ArgumentSpec):
        words = plugin.default_words(item.name)
        return read_argument(plugin.name, spec.reader, spec.default if words is None else words)
    if "property" not in item.metadata:
        return item.default if isinstance(item.default, bool | tuple) else None
    found = spec_of(item)
    if not found.reader.syntax and not found.many:
        return False
    words = plugin.default_words(item.name)
    if words is None:
        words = (named and found.bare) or found.default
    read = read_property(plugin.name, found, words)
    if found.many:
        return () if read is None else (read,)
    return read


@lru_cache(maxsize=512)
def read_argument(plugin: str, reader: Reader[object], words: str) -> object:
    """Read the default of an argument as if it were written; None for no words. Raises Refused."""
    return reader.read(cursor_on(f"{plugin} {words}", 0)) if words else None


@lru_cache(maxsize=512)
def read_property(plugin: str, spec: PropertySpec, words: str) -> object:
    """Read the default of a property as if it were written; None for no words. Raises Refused."""
    if not words:
        return None
    text = f"{plugin} {spec.below} {{\n    {spec.name} {words}\n}}\n"
    return spec.reader.read(cursor_on(text, len(spec.below.split()) + 2))


def cursor_on(text: str, position: int) -> Cursor:
    """Return a cursor on a word of a stanza, of which nothing is written anywhere."""
    tree = parse(Source(text, DEFAULT_NAME))
    cursor = Cursor([ExpandedToken(token.value, token, tree.source) for token in tree.tokens()])
    cursor.position = position
    return cursor


def completed(given: object, default: object) -> object:
    """Return a record with what is left out of it from the default."""
    if isinstance(given, Value | Zone) or type(given) is not type(default):
        return given
    if not is_dataclass(given) or isinstance(given, type):
        return given
    missing = (each.name for each in fields(given) if getattr(given, each.name) is None)
    return replace(given, **{name: getattr(default, name) for name in missing})


def bare(read: object) -> Any:
    """Take the values out of what was read; records keep theirs."""
    if isinstance(read, Value):
        return cast("Value[object]", read).value
    if isinstance(read, tuple):
        return tuple(map(bare, read))
    return read


def first_token(plugin: Stanza, given: object) -> ExpandedToken | None:
    """Return where the first of some values is written, None for what is not a value.

    Zones that a plugin takes from its server block are not written in the stanza.
    """
    if isinstance(given, tuple):
        found = (first_token(plugin, each) for each in given)
        return next((token for token in found if token is not None), None)
    if isinstance(given, Zone):
        own, other = plugin.token, given.token
        same_line = (own.file, own.line, own.via) == (other.file, other.line, other.via)
        return other if same_line and own.token.start < other.token.start else None
    token = getattr(given, "token", None)
    return token if isinstance(token, ExpandedToken) else None
