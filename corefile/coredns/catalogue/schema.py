"""How a plugin is described, and how its tokens are read according to the description.

A plugin is a frozen dataclass. Its fields are its arguments and properties; each property names the
reader that takes its words off the cursor. The one description serves checks, typed values,
reference pages and generators.
"""

from collections.abc import Iterator, Mapping, Sequence

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.effective import EffectiveValues, fields_of
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.file_uses import FileUse
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.metadata_uses import MetadataUse
from corefile.coredns.catalogue.open_words import (
    certain,
    depends_on_environment,
    has_open,
    has_reference,
)
from corefile.coredns.catalogue.query import Chain, End, Query, SearchPath, Verdict, failure
from corefile.coredns.catalogue.unprefixed import Unprefixed
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
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import (
    ALWAYS,
    NEWEST,
    Release,
    Span,
    property_releases,
    removed_properties,
    span,
)
from corefile.go.strconv import quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass, fields
from corefile.text.spelling import did_you_mean
from corefile.text.typed import Any, ClassVar, Generic, TypeVar

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

#: The releases that cannot read the zone of a `unix://` key again (plugin/normalize.go).
SOCKETS_PANIC = span("1.11.0", "1.13.0")
PANIC = "panic: runtime error: index out of range [0] with length 0"
ONCE = "this plugin can only be used once per Server Block"

_PASSES = Verdict("passes all queries on")


@dataclass(frozen=True, slots=True)
class Scope(Brief):
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
        """Return the zones of arguments, or the server block's (OriginsFromArgsOrServerBlock).

        Raises Refused (`Unprefixed`) where CoreDNS panics.
        """
        if not args and self.release in SOCKETS_PANIC:
            sockets = (a for a in self.addresses if a.transport == "unix")
            if next(sockets, None) is not None:
                help_text = "name the zones, or upgrade to CoreDNS 1.13.0"
                raise Unprefixed(PANIC, None, help_text)
        if not args:
            return self.zones
        return tuple(
            Zone(name, arg) for arg in args for name in normalize_exact(arg.text, self.release)
        )


@dataclass(frozen=True, slots=True)
class WrittenSecret(Brief):
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
    #: The release that began to refuse a second stanza; all before read them all (plugin.ErrOnce).
    once_since: ClassVar[str] = "1.1.0"
    #: The words that refuse a second stanza; "" where reading it finds the words by itself.
    once_message: ClassVar[str] = ONCE
    #: The words that refuse a line of the block that is not a property.
    unknown_words: ClassVar[str] = "unknown property '{word}'"
    #: The releases that refuse such a line; all others ignore it.
    refuse_unknown: ClassVar[Span] = ALWAYS
    #: The releases whose words name such a line; all others count its words.
    name_unknown: ClassVar[Span] = ALWAYS
    #: What the plugin does with a query.
    role: ClassVar[Role]
    #: What it answers queries about; a plugin whose role is to answer says so itself.
    serves: ClassVar[Serves] = "nothing"
    #: Whom it asks for its answers; a plugin whose role is to answer says so itself.
    sends_to: ClassVar[Peer] = "nobody"
    #: What other plugins may ask it for.
    offers: ClassVar[Offers] = frozenset()
    #: The plugin of the same server block that its answers are taken from; "" for none.
    needs: ClassVar[str] = ""
    #: The releases in which it tells other servers of changes in its zones (NOTIFY), if any.
    announces: ClassVar[Span | None] = None
    #: The labels of the metadata that it gives, in all releases; empty where they are not known.
    metadata_labels: ClassVar[tuple[str, ...]] = ()
    #: The transport whose listeners it sets limits for; "" for none.
    limits: ClassVar[str] = ""
    #: Where a build has it that is not described otherwise, as in `before forward` or
    #: `after hosts`; of a plugin that is not one of CoreDNS's own. Without it, it is the last.
    place: ClassVar[str] = ""
    #: The zone that an example names.
    example_zone: ClassVar[str] = "ZONE"
    #: What changed from release to release, besides what the data of the releases says.
    changes: ClassVar[tuple[Change, ...]] = ()

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
        once = cls.stanzas == "once" or release not in cls.several
        return once and release in span(cls.once_since)

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
        if cursor.release not in cls.name_unknown:
            raise cursor.arg_error()
        if cursor.release in cls.refuse_unknown:
            message = cls.unknown_words.format(word=word, quoted=quote(word))
            raise cursor.error(message, suggestion(cls, word))

    @classmethod
    def removed(cls, cursor: Cursor) -> None:
        """Read a property that the newest release knows no more: by default any words will do."""
        cursor.remaining()

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
        return _PASSES

    @classmethod
    def minds(cls: "type[P]", stanzas: "tuple[P, ...]", query: Query, chain: Chain) -> bool:
        """Tell whether a query is one that a handler of these stanzas does something about."""
        return cls.serve(stanzas, query, chain).word != "passes"

    @classmethod
    def decides(cls: "type[P]", stanzas: "tuple[P, ...]") -> bool:
        """Tell whether a handler that answers nothing still decides what clients are told."""
        return False

    @classmethod
    def subject(cls: "type[P]", args: "Sequence[str]") -> tuple[str, ...]:
        """Return what a stanza with these arguments is about.

        A server block has one stanza about each subject; by default all are about the same.
        """
        return ()

    @classmethod
    def never_asked(cls: "type[P]", stanzas: "tuple[P, ...]") -> "Iterator[tuple[P, P]]":
        """Yield the stanzas of a server block that one before them stops, each with that one.

        By default none: where each is a handler, the model of queries tells.
        """
        return iter(())

    @classmethod
    def as_for_all(
        cls: "type[P]", rows: "Sequence[tuple[int, tuple[str, ...]]]"
    ) -> "Sequence[tuple[int, tuple[str, ...]]]":
        """Return the words of a stanza without those that make it one for some zones only.

        `rows` are its lines, each with its depth, its own line first.
        """
        return rows

    @classmethod
    def in_turn(cls: "type[P]", stanzas: "tuple[P, ...]") -> "tuple[tuple[P, ...], ...]":
        """Return a handler's stanzas in parts that are asked as if each were a handler."""
        return (stanzas,)

    @classmethod
    def at_end(cls: "type[P]", stanzas: "tuple[P, ...]", query: Query, chain: Chain) -> End:
        """Return how a query ends that the handler passes on where no other comes after it."""
        return failure(cls.name, error=f"plugin/{cls.name}: no next plugin found")

    @classmethod
    def search_path(
        cls: "type[P]", stanzas: "tuple[P, ...]", query: Query, chain: Chain
    ) -> SearchPath | None:
        """Return the search path of a query's client, for `autopath`; by default None."""
        return None

    def mentions(self, read: ReadFile) -> Mentions:
        """Return what the stanza tells apart among queries; by default the zones in its words.

        `read` gives the text of a file that it names.
        """
        return Mentions(self.zone_names)

    def earlier_names(self, name: str) -> Iterator[str]:
        """Yield names that come to the plugin and go on as another one; by default there are none.

        Only a plugin that `renames` has any, and those that `mentions` has are left out.
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

    @classmethod
    def lets_on(cls: "type[P]", stanzas: "tuple[P, ...]", query: Query, chain: Chain) -> bool:
        """Tell whether a query for a name near this one, which `patterns` tell apart, may go on."""
        return True

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The zones that the stanza is for: those on its line, or else the server block's."""
        return names(getattr(self, "zones", ()))

    def all_below(self, zone: str) -> tuple[str, ...]:
        """Return the zones below one of its own that most of its names are in; by default none."""
        return ()

    def zones_within(self) -> Iterator[Zone]:
        """Yield the zones in its fields; where it may leave them out, the server block's."""
        values = (getattr(self, name) for name in zone_fields(type(self)))
        return (zone for value in values if value for zone in flat(value))

    @property
    def zone_names(self) -> tuple[str, ...]:
        """The names of all its zones, each once: those that it is for, and those in its fields."""
        within = (zone.name for zone in self.zones_within())
        return tuple(dict.fromkeys((*self.own_zones, *within)))

    @classmethod
    def files(cls: "type[P]", stanzas: "tuple[P, ...]") -> Iterator[FileUse]:
        """Return the files that the stanzas of a server block read."""
        return iter(())

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the secrets that the stanza holds."""
        return iter(())

    def idle_properties(self, *, is_complete: bool) -> Iterator[tuple[ExpandedToken, str]]:
        """Return the properties that others of the stanza make idle, and why; by default none.

        `is_complete` tells whether all its lines are known.
        """
        return iter(())

    def metadata_uses(self) -> Iterator[MetadataUse]:
        """Return where the stanza uses metadata, and what comes of it when there is none."""
        return iter(())

    @property
    def answer_ttl(self) -> Value[int] | None:
        """The TTL, in seconds, that a line gives the answers of the stanza; by default None."""
        return None

    @property
    def renames(self) -> bool:
        """Whether queries may go on for other names than they came for."""
        return False

    @property
    def sees_questions(self) -> bool:
        """Whether it lets queries into the server block by the name or type they ask for."""
        return False

    def meets(self, change: Change) -> bool:
        """Tell whether the stanza has what a change is about.

        By default it has, unless the change is about a property: one that applies where nothing is
        written is about stanzas without it, any other about those with it. So it is with arguments.
        """
        argument = change.what.lower().replace(" ", "_") if change.kind == "default" else ""
        if argument != change.what and argument in fields_of(type(self)):
            return getattr(self, argument) is None
        if change.what not in self.specs() and change.what not in removed_properties(self.name):
            return True
        return (self.has(change.what) is None) is (change.kind in ("default", "added"))

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
ZONE_FIELDS: dict[type[Plugin], tuple[str, ...]] = {}


def zone_fields(cls: type[Plugin]) -> tuple[str, ...]:
    """Return the fields of a plugin's class that may hold zones, which their types say."""
    if cls in ZONE_FIELDS:
        return ZONE_FIELDS[cls]
    found = (item.name for item in fields(cls) if Zone.__name__ in str(item.type))
    return ZONE_FIELDS.setdefault(cls, tuple(found))


def specs_of(cls: type[Plugin]) -> dict[str, PropertySpec]:
    """Collect the properties from the fields of a plugin's class."""
    if cls in SPECS:
        return SPECS[cls]
    found = (spec_of(item) for item in fields(cls) if "property" in item.metadata)
    return SPECS.setdefault(cls, {spec.name: spec for spec in found})


@dataclass(frozen=True, slots=True)
class Reading(Brief, Generic[P]):
    """What came of reading a plugin: its stanzas, and what CoreDNS refuses."""

    #: The stanzas of a server block, in their order.
    stanzas: tuple[P, ...]
    #: What CoreDNS refuses of them; it prints the first.
    refusals: tuple[Refused, ...]


def read_plugin(cls: type[P], cursor: Cursor, scope: Scope) -> Reading[P]:
    """Read all stanzas of a plugin in one server block.

    What depends on an environment variable is left open.
    """
    tokens = cursor.tokens
    reading = cls.read(cursor, scope)
    if not (scope.open_references and reading.refusals and has_open(tokens)):
        return reading

    def refusals_of(words: Sequence[ExpandedToken]) -> Sequence[Refused]:
        return cls.read(Cursor(words, cursor.file, cursor.release), scope).refusals

    known = certain(reading.refusals, tokens, cls.specs(), refusals_of)
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
    if not refusals and not is_open(cursor, scope):
        refusals += cls.check_all(tuple(stanzas), cursor, scope)
    return Reading(tuple(stanzas), tuple(refusals))


def is_open(cursor: Cursor, scope: Scope) -> bool:
    """Tell whether a word of the plugin depends on the environment; looked for only once."""
    if cursor.is_open is None:
        cursor.is_open = scope.open_references and has_open(cursor.tokens)
    return cursor.is_open


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
            forget(cls, names[-1].text, values)
        cursor.properties.add(names[-1].text)
    # What grew line by line was a list until here, so that a long block takes its time once.
    fields = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    try:
        stanza = cls(token=token, property_tokens=tuple(names), **fields)
    except TypeError:
        if not refusals:
            raise
        return None, refusals  # an argument that the class cannot do without is wrong
    if refusals or is_open(cursor, scope):
        return stanza, refusals  # the stanza as a whole is not known
    return stanza, list(stanza.check(cursor))


def forget(cls: type[Plugin], name: str, values: dict[str, Any]) -> None:
    """Take away what an earlier line of the name has set: one that is refused would replace it."""
    spec = cls.specs().get(name)
    if spec is not None and not spec.many:
        values.pop(spec.attribute, None)


def read_property(cls: type[P], cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
    """Read a line of a plugin's block as the release that decides does."""
    name = cursor.value
    spec = cls.specs().get(name)
    if spec is not None and (scope.release == NEWEST or in_release(cls, name, scope.release)):
        take(spec, cursor, values)
    elif spec is None and scope.release != NEWEST and in_release(cls, name, scope.release, True):
        cls.removed(cursor)
    else:
        try:
            cls.unknown(cursor, values, scope)
        except Refused as refused:
            history = history_of(cls, name, scope.release)
            if not history:
                raise
            raise type(refused)(
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


def flat(value: object) -> Iterator[Zone]:
    """Yield the zones in a field, which may be lists of lines with lists of zones."""
    if isinstance(value, Zone):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from flat(item)


def suggestion(cls: type[Plugin], word: str) -> str:
    """Return the help line for a word that no property of the plugin has as its name."""
    near = did_you_mean(word, cls.specs())
    if near:
        return near
    names = ", ".join(f"`{name}`" for name in cls.specs())
    return f"`{cls.name}` knows {names}" if names else f"`{cls.name}` takes no properties"
