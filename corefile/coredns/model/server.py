"""Server blocks with their zones and plugins, and what CoreDNS refuses of them."""

from functools import lru_cache

from corefile.coredns.catalogue.facts import Reason
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import ZoneAddress
from corefile.coredns.imports.expansion import ExpandedDirective, ExpandedToken
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field
from corefile.text.typed import Literal, TypeVar

P = TypeVar("P", bound=Plugin)

#: The loopback interface of Linux, and of macOS and BSD, and the addresses it has.
LOOPBACK_INTERFACES = ("lo", "lo0")
LOOPBACK_ADDRESSES = ("127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Refusal(Brief):
    """Something that makes CoreDNS refuse the whole configuration."""

    #: How far CoreDNS gets: the server blocks' keys, a plugin's set-up, or all servers together.
    stage: Literal["parse", "keys", "setup", "servers"]
    #: CoreDNS's words.
    message: str
    #: The word to point at.
    token: ExpandedToken
    #: The plugin that refuses; "" when none does.
    plugin: str = ""
    #: What to write instead, where that can be said.
    help: str = ""
    #: Another place that matters.
    related: ExpandedToken | None = None
    #: Why that place matters.
    related_message: str = ""
    #: False where an import that was not followed may hold what makes the text right.
    certain: bool = True
    #: Which of the mistakes it is that are worth a page of their own; "" for all others.
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Key(Brief):
    """A key of a server block."""

    #: What CoreDNS reads.
    text: str
    #: Where it comes from.
    token: ExpandedToken
    #: What it stands for: a CIDR has many zones, a key that is refused or unknown has none.
    addresses: tuple[ZoneAddress, ...]


@lru_cache(maxsize=256)
def set_of(names: tuple[str, ...]) -> frozenset[str]:
    """Return names as a set; many server blocks have the same."""
    return frozenset(names)


@dataclass(frozen=True, slots=True)
class Server(Brief):
    """A server block."""

    #: Its zones and ports.
    keys: tuple[Key, ...]
    #: Its lines, in the order of the text.
    directives: tuple[ExpandedDirective, ...]
    #: Its plugins, typed, in the order in which queries pass through them.
    plugins: tuple[Plugin, ...]
    #: Whether all its lines are known: false when an import in it was not followed.
    complete: bool = True
    #: The names of its lines.
    names: frozenset[str] = field(init=False, repr=False, compare=False)
    #: Every zone and port that the server block answers on.
    addresses: tuple[ZoneAddress, ...] = field(init=False, repr=False, compare=False)
    #: The names of the zones.
    zones: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what nearly every rule asks for."""
        names = dict.fromkeys(directive.name for directive in self.directives)
        addresses = tuple(address for key in self.keys for address in key.addresses)
        object.__setattr__(self, "names", set_of(tuple(names)))
        object.__setattr__(self, "addresses", addresses)
        object.__setattr__(self, "zones", tuple(address.zone for address in addresses))

    def all(self, kind: type[P]) -> tuple[P, ...]:
        """Return every stanza of a plugin: `server.all(Forward)`."""
        return tuple(plugin for plugin in self.plugins if isinstance(plugin, kind))

    def first(self, kind: type[P]) -> P | None:
        """Return the first stanza of a plugin, if there is one: `server.first(Hosts)`."""
        return next(iter(self.all(kind)), None)

    def has(self, name: str) -> bool:
        """Tell whether a line of the server block has this name."""
        return name in self.names

    @property
    def listens_on(self) -> tuple[str, ...]:
        """The addresses that `bind` names; one empty string for all addresses of the machine."""
        if not self.has("bind"):
            return ("",)
        from corefile.coredns.plugins.bind import Bind  # noqa: PLC0415 - plugins are below

        binds = self.all(Bind)
        return tuple(host for bind in binds for host in bind.hosts) if binds else ("",)
