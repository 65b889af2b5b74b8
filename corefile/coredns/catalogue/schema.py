"""How a plugin is described, and how its tokens are read according to the description.

A plugin is a frozen dataclass. Its fields are its arguments and properties; each property names the
reader that takes its words off the cursor. The one description serves checks, typed values,
reference pages and generators.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.effective import EffectiveValues
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.file_uses import FileUse
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, failure
from corefile.coredns.catalogue.values import (
    Duration,
    PropertySpec,
    Reader,
    Value,
    Zone,
    argument,
    names,
    setting,
    settings,
    spec_of,
)
from corefile.coredns.catalogue.zones import ZoneAddress, normalize_exact
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import (
    ALWAYS,
    NEWEST,
    Release,
    Span,
    property_releases,
    removed_properties,
)
from corefile.go.strconv import quote
from corefile.text.brief import Brief
from corefile.text.spelling import did_you_mean

__all__ = [
    "ONCE",
    "SPECS",
    "Duration",
    "Plugin",
    "PropertySpec",
    "Reader",
    "Reading",
    "Scope",
    "Value",
    "WrittenSecret",
    "Zone",
    "argument",
    "depends_on_environment",
    "has_reference",
    "history_of",
    "in_release",
    "names",
    "read_first",
    "read_plugin",
    "read_property",
    "read_stanza",
    "read_stanzas",
    "setting",
    "settings",
    "specs_of",
    "suggestion",
    "take",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
P = TypeVar("P", bound="Plugin")

ONCE = "this plugin can only be used once per Server Block"


@dataclass(frozen=True, slots=True)
class Scope:
    """The server block that a plugin is in."""

    #: The server block's zones, one for each of its keys (a CIDR may have many).
    zones: tuple[Zone, ...] = ()
    #: Zone, port and transport of each.
    addresses: tuple[ZoneAddress, ...] = ()
    #: Whether `zones` are all: false when a key depends on the environment.
    complete: bool = True
    #: The names of all plugins in the server block.
    names: frozenset[str] = frozenset()
    #: The release of CoreDNS that decides.
    release: Release = NEWEST
    #: Whether references to the environment were left as they are written, so that what holds one
    #: is not known.
    open_references: bool = False

    def origins(self, args: list[ExpandedToken]) -> tuple[Zone, ...]:
        """Return the zones of arguments, or the server block's (OriginsFromArgsOrServerBlock)."""
        if not args:
            return self.zones
        return tuple(Zone(name, arg) for arg in args for name in normalize_exact(arg.text))


@dataclass(frozen=True, slots=True)
class WrittenSecret:
    """A secret that a stanza holds."""

    #: The property that it is given with.
    property: str
    #: The secret.
    value: Value[str]
    #: How to give it to CoreDNS otherwise.
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin(Brief):
    """One stanza of a plugin: the base of the classes in `corefile.coredns.plugins`."""

    #: The name in a Corefile.
    name: ClassVar[str]
    #: The line as a reference page shows it.
    usage: ClassVar[str]
    #: What becomes of several stanzas in a server block.
    stanzas: ClassVar[Stanzas]
    #: The releases that take several stanzas, where `stanzas` is not `once`.
    several: ClassVar[Span] = ALWAYS
    #: The words that refuse a second stanza; "" where reading it finds the words by itself.
    once_message: ClassVar[str] = ONCE
    #: The words that refuse a line of the block that is not a property.
    unknown_words: ClassVar[str] = "unknown property '{word}'"
    #: The releases that refuse such a line; all others ignore it.
    refuse_unknown: ClassVar[Span] = ALWAYS
    #: What the plugin does with a query.
    role: ClassVar[Role]
    #: What it answers queries about; a plugin whose role is to answer says so itself.
    serves: ClassVar[Serves] = "nothing"
    #: Whom it asks for its answers; a plugin whose role is to answer says so itself.
    sends_to: ClassVar[Peer] = "nobody"
    #: What other plugins may ask it for.
    offers: ClassVar[Offers] = frozenset()
    #: The transport whose listeners it sets limits for; "" for none.
    limits: ClassVar[str] = ""
    #: The zone that an example names.
    example_zone: ClassVar[str] = "ZONE"

    #: The plugin's name, where it is written.
    token: ExpandedToken
    #: The name of every property given, where it is written.
    property_tokens: tuple[ExpandedToken, ...] = ()

    @classmethod
    def read(cls: "type[P]", cursor: Cursor, scope: Scope) -> "Reading[P]":
        """Read the stanzas of the plugin in one server block, as many as CoreDNS reads.

        A plugin whose set-up does not go through its stanzas one by one has its own way here.
        """
        if cls.stanzas == "first":
            return read_first(cls, cursor, scope)
        return read_stanzas(cls, cursor, scope)

    @classmethod
    def is_once(cls, release: Release) -> bool:
        """Tell whether a release refuses a second stanza in a server block."""
        return cls.stanzas == "once" or release not in cls.several

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read what is on the plugin's line and give the fields it fills."""
        args = cursor.remaining()
        if args:
            raise cursor.arg_error()
        return {}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Read a line of the block that is not a property: by default CoreDNS refuses it."""
        word = cursor.value
        if cursor.release in cls.refuse_unknown:
            message = cls.unknown_words.format(word=word, quoted=quote(word))
            raise cursor.error(message, suggestion(cls, word))

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Return what CoreDNS refuses once the whole stanza is read."""
        return iter(())

    @classmethod
    def check_all(
        cls: "type[P]", stanzas: "tuple[P, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Return what CoreDNS refuses once all stanzas of the server block are read."""
        return iter(())

    @classmethod
    def check_servers(cls: "type[P]", stanzas: "tuple[P, ...]") -> Iterator[Refused]:
        """Return what CoreDNS refuses of the stanzas of all server blocks together."""
        return iter(())

    @classmethod
    def handlers(cls: "type[P]", stanzas: "tuple[P, ...]") -> "tuple[tuple[P, ...], ...]":
        """Return the stanzas of each handler that CoreDNS makes of a server block's stanzas.

        None for a plugin that sees no queries; else as many as `stanzas` says.
        """
        if cls.role == "setting":
            return ()
        if cls.stanzas == "each":
            return tuple((stanza,) for stanza in stanzas)
        return (stanzas[:1],) if cls.stanzas == "first" else (stanzas,)

    @classmethod
    def serve(cls: "type[P]", stanzas: "tuple[P, ...]", query: Query, chain: Chain) -> Verdict:
        """Return what a handler of these stanzas does with a query; by default nothing."""
        return Verdict("passes all queries on")

    @classmethod
    def minds(cls: "type[P]", stanzas: "tuple[P, ...]", query: Query, chain: Chain) -> bool:
        """Tell whether a query is one that a handler of these stanzas does something about."""
        return cls.serve(stanzas, query, chain).word != "passes"

    @classmethod
    def decides(cls: "type[P]", stanzas: "tuple[P, ...]") -> bool:
        """Tell whether a handler that answers nothing still decides what clients are told."""
        return False

    @classmethod
    def in_turn(cls: "type[P]", stanzas: "tuple[P, ...]") -> "tuple[tuple[P, ...], ...]":
        """Return a handler's stanzas in parts that are asked as if each were a handler."""
        return (stanzas,)

    @classmethod
    def at_end(cls: "type[P]", stanzas: "tuple[P, ...]", query: Query, chain: Chain) -> End:
        """Return how a query ends that the handler passes on where no other comes after it."""
        return failure(cls.name, error=f"plugin/{cls.name}: no next plugin found")

    def mentions(self, read: ReadFile) -> Mentions:
        """Return what the stanza tells apart among queries; by default the zones in its words.

        `read` gives the text of a file that it names.
        """
        return Mentions(tuple(dict.fromkeys((*zones_in(self), *self.own_zones))))

    def earlier_names(self, name: str) -> Iterator[str]:
        """Yield names that come to the plugin and go on as another one; by default there are none.

        Those that `mentions` has are left out.
        """
        return iter(())

    @classmethod
    def answers_from(
        cls: "type[P]", stanzas: "tuple[P, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return what an answer to a query comes from, as far as the text says it.

        Where it is equal, so are the answers.
        """
        return ()

    @classmethod
    def patterns(
        cls: "type[P]", stanzas: "tuple[P, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return the words that treat some names otherwise than all around them."""
        return ()

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The zones that the stanza is for: those on its line, or else the server block's."""
        return names(getattr(self, "zones", ()))

    @classmethod
    def files(cls: "type[P]", stanzas: "tuple[P, ...]") -> Iterator[FileUse]:
        """Return the files that the stanzas of a server block read."""
        return iter(())

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the secrets that the stanza holds."""
        return iter(())

    @property
    def renames(self) -> bool:
        """Whether queries may go on for other names than they came for."""
        return False

    @property
    def about(self) -> tuple[str, ...]:
        """The types of queries that the stanza is about; none where the type makes no odds."""
        return ()

    @property
    def listed(self) -> tuple[str, ...]:
        """The names that the text itself lists, such as those of a table of hosts."""
        return ()

    def has(self, name: str) -> ExpandedToken | None:
        """Return the token of a property's name if the stanza has the property."""
        return next((token for token in self.property_tokens if token.text == name), None)

    @property
    def effective(self) -> EffectiveValues:
        """What applies: for each field what is written, or else CoreDNS's default."""
        return EffectiveValues(self)

    def default_words(self, field: str) -> str | None:
        """Return the default of a field where it depends on the rest of the stanza, else None."""
        return None

    @classmethod
    def specs(cls) -> Mapping[str, PropertySpec]:
        """Return the plugin's properties by name."""
        return specs_of(cls)


SPECS: dict[type[Plugin], dict[str, PropertySpec]] = {}


def specs_of(cls: type[Plugin]) -> dict[str, PropertySpec]:
    """Collect the properties from the fields of a plugin's class."""
    if cls in SPECS:
        return SPECS[cls]
    found = (spec_of(item) for item in dataclasses.fields(cls) if "property" in item.metadata)
    return SPECS.setdefault(cls, {spec.name: spec for spec in found})


@dataclass(frozen=True, slots=True)
class Reading(Generic[P]):
    """What came of reading a plugin: its stanzas, and what CoreDNS refuses."""

    stanzas: tuple[P, ...]
    refusals: tuple[Refused, ...]


def read_plugin(cls: type[P], cursor: Cursor, scope: Scope) -> Reading[P]:
    """Read all stanzas of a plugin in one server block.

    What depends on an environment variable is left open.
    """
    reading = cls.read(cursor, scope)
    if not scope.open_references:
        return reading
    known = (r for r in reading.refusals if not depends_on_environment(r.token))
    return Reading(reading.stanzas, tuple(known))


def read_stanzas(cls: type[P], cursor: Cursor, scope: Scope) -> Reading[P]:
    """Read one stanza after the other.

    CoreDNS stops at the first refusal; here the rest is read anyway, so that all is known at
    once.
    """
    stanzas: list[P] = []
    refusals: list[Refused] = []
    count = 0
    first: ExpandedToken | None = None
    while cursor.next():
        count += 1
        first = first or cursor.token
        if count > 1 and cls.once_message and cls.is_once(scope.release):
            refusals.append(Refused(cls.once_message, cursor.token, reason="twice", related=first))
        stanza, refused = read_stanza(cls, cursor, scope)
        refusals += refused
        if stanza is not None:
            stanzas.append(stanza)
    if not refusals:
        refusals += cls.check_all(tuple(stanzas), cursor, scope)
    return Reading(tuple(stanzas), tuple(refusals))


def read_first(cls: type[P], cursor: Cursor, scope: Scope) -> Reading[P]:
    """Read the first stanza; what follows is never looked at (`c.Next()` without a loop)."""
    if not cursor.next():
        return Reading((), ())
    stanza, refused = read_stanza(cls, cursor, scope)
    return Reading((stanza,) if stanza is not None else (), tuple(refused))


def read_stanza(cls: type[P], cursor: Cursor, scope: Scope) -> tuple[P | None, list[Refused]]:
    """Read one stanza; the cursor is on the plugin's name."""
    token = cursor.token
    cursor.stanza, cursor.properties = cursor.position, set()
    values: dict[str, Any] = {}
    names: list[ExpandedToken] = []
    refusals: list[Refused] = []
    try:
        values |= cls.arguments(cursor, scope)
    except Refused as refused:
        refusals.append(refused)
        cursor.remaining()
    while cursor.next_block():
        names.append(cursor.token)
        try:
            read_property(cls, cursor, values, scope)
        except Refused as refused:
            refusals.append(refused)
            cursor.remaining()
        cursor.properties.add(names[-1].text)
    # What grew line by line was a list until here, so that a long block takes its time once.
    fields = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    try:
        stanza = cls(token=token, property_tokens=tuple(names), **fields)
    except TypeError:
        if not refusals:
            raise
        return None, refusals  # an argument that the class cannot do without is wrong
    return stanza, refusals + ([] if refusals else list(stanza.check(cursor)))


def read_property(cls: type[P], cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
    """Read a line of a plugin's block as the release that decides does."""
    name = cursor.value
    spec = cls.specs().get(name)
    if spec is not None and (scope.release == NEWEST or in_release(cls, name, scope.release)):
        take(spec, cursor, values)
    elif spec is None and scope.release != NEWEST and in_release(cls, name, scope.release, True):
        cursor.remaining()  # it has gone since, and nothing more is known of it
    else:
        try:
            cls.unknown(cursor, values, scope)
        except Refused as refused:
            history = history_of(cls, name, scope.release)
            if not history:
                raise
            raise Refused(
                refused.message, refused.token, history, reason="not in release"
            ) from None


def in_release(cls: type[Plugin], name: str, release: Release, gone: bool = False) -> bool:
    """Tell whether a release knows a property; `gone` asks for one that the newest has no more."""
    if gone:
        removed = removed_properties(cls.name)
        return name in removed and release in removed[name]
    return release in property_releases(cls.name, name)


def history_of(cls: type[Plugin], name: str, release: Release) -> str:
    """Say since when a property is known or no more known, "" for a word that never was one."""
    known = name in cls.specs() or name in removed_properties(cls.name)
    releases = property_releases(cls.name, name) if known else ALWAYS
    if releases.until and release >= releases.until:
        return f"`{name}` went away with CoreDNS {releases.until}: remove the line"
    if releases.since and release < releases.since:
        return f"`{name}` appeared in CoreDNS {releases.since}: remove the line, or upgrade"
    return ""


def take(spec: PropertySpec, cursor: Cursor, values: dict[str, Any]) -> None:
    """Read a property's words into the field they belong to."""
    value = spec.reader.read(cursor)
    if spec.many:
        values.setdefault(spec.attribute, []).append(value)
    else:
        values[spec.attribute] = value


def zones_in(value: object) -> Iterator[str]:
    """Yield the names of the zones in the fields of a stanza."""
    if isinstance(value, Zone):
        yield value.name
    elif isinstance(value, tuple):
        for item in value:
            yield from zones_in(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type | ExpandedToken):
        for each in dataclasses.fields(value):
            yield from zones_in(getattr(value, each.name))


def depends_on_environment(token: ExpandedToken | None) -> bool:
    """Tell whether a token holds a reference that was left as it is."""
    return token is not None and has_reference(token.text)


def has_reference(text: str) -> bool:
    """Tell whether text holds a reference to the environment."""
    return "{$" in text or "{%" in text


def suggestion(cls: type[Plugin], word: str) -> str:
    """Return the help line for a word that no property of the plugin has as its name."""
    near = did_you_mean(word, cls.specs())
    if near:
        return near
    names = ", ".join(f"`{name}`" for name in cls.specs())
    return f"`{cls.name}` knows {names}" if names else f"`{cls.name}` takes no properties"
