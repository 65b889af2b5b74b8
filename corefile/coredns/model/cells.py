"""The name space of one or two configurations, divided into regions whose queries meet the same.

Each name and each zone that the text mentions makes two regions: the name itself, and the names
below it that are not at or below another one mentioned. One name of each stands for all; below a
zone it has a label that nobody mentions. What plugins mention, their own modules say
(`Plugin.mentions`), and so it is for types and for the networks of clients.
"""

from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from itertools import chain, count

from corefile.coredns.catalogue.mentions import Mentions
from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import is_domain_name, is_reverse, normalize, parents
from corefile.coredns.model.choosing import Block, Table
from corefile.coredns.model.listeners import Listener
from corefile.coredns.model.trace import Prepared
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field

__all__ = ["ELSEWHERE", "Cell", "Client", "Region", "Regions", "Socket", "sockets"]

#: What stands for all types that nothing mentions, the first that is free.
_OTHER = ("A", "AAAA", "TXT", "SRV", "CAA", "NAPTR", "TYPE65280")
#: The client that is in none of the networks that the text mentions.
ELSEWHERE = "elsewhere"
_OUTSIDE = ("192.0.2.1", "198.51.100.1", "203.0.113.1", "8.8.8.8", "2001:db8::1", "2606:4700::1")
#: For how many labels more than its own a zone tells names below it apart at most.
_MAX_LABELS = 8

#: What the labels of reverse names may be, those first that texts seldom mention.
_BYTES = tuple(str(number) for number in reversed(range(255)))
_DIGITS = tuple("fedcba9876543210")

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Region:
    """Some names, of which one stands for all."""

    #: A name that the text mentions, in lower case with a dot at its end.
    name: str
    #: Whether these are the names below it.
    below: bool = False
    #: How many labels more than it they have; 0 where that makes no difference.
    labels: int = 0
    #: Whether they have so many labels or more.
    more: bool = False
    #: One of them.
    example: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """Some clients, of which one stands for all."""

    #: The network that they are in, of those that the text mentions the smallest; `ELSEWHERE` for
    #: all others, and "" where the text mentions none.
    network: str = ""
    #: One of them; "" where it is not known.
    address: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Queries of one type from some clients."""

    #: As in a query.
    type: str
    client: Client
    #: Whether the type stands for all that the text does not mention.
    other: bool = False
    class_: str = "IN"

    def query(self, region: Region, socket: "Socket") -> Query:
        """Return the query that stands for all in a region."""
        return Query(
            region.example,
            self.type,
            self.class_,
            client=self.client.address,
            # What a socket for all addresses says was asked, as over UDP.
            address=socket.host or "::",
            port=socket.port,
            transport=socket.transport,
        )


@dataclass(frozen=True, slots=True)
class Socket(Brief):
    """Where queries come in."""

    #: As in `Listener`.
    transport: str
    #: An IP address or a network interface; empty for every address of the machine.
    host: str
    #: As digits.
    port: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.transport}://{host}:{self.port}"


def sockets(configurations: Sequence[Prepared]) -> list[Socket]:
    """Return all sockets of some configurations, in the order of their texts."""
    return list(
        dict.fromkeys(
            Socket(listener.transport, listener.host, listener.port)
            for prepared in configurations
            for listener in prepared.listeners
        )
    )


@dataclass(slots=True)
class Regions:
    """The regions of a socket in some configurations."""

    configurations: Sequence[Prepared]
    socket: Socket
    tables: list[Table] = field(init=False)
    #: The names that the text mentions as zones.
    zones: frozenset[str] = field(init=False)
    #: All names that the text mentions, and for each the nearest zone above it, if any.
    above: dict[str, str] = field(init=False)
    #: Names that are told from those around them for the type PTR only.
    addresses: frozenset[str] = field(init=False)
    _labels: dict[str, tuple[int, str]] = field(init=False)
    _children: dict[str, list[str]] = field(init=False)
    _below: dict[str, tuple[Region, ...]] = field(default_factory=dict)
    _places: dict[str, int] = field(init=False)
    _mentions: dict[int, Mentions] = field(default_factory=dict)
    _cells: dict[tuple[int, ...], tuple[tuple[Cell, ...], tuple[Cell, ...]]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        """Collect what the server blocks of the socket mention."""
        found = [(prepared, listener_at(prepared, self.socket)) for prepared in self.configurations]
        self.tables = [prepared.table(one) for prepared, one in found if one is not None]
        zones: dict[str, None] = {".": None}
        names: dict[str, None] = {}
        addresses: dict[str, None] = {}
        labels: dict[str, tuple[int, str]] = {}
        for prepared, listener in found:
            for block in prepared.table(listener).blocks if listener else ():
                said = self._mentions[id(block)] = mentions_of(block, prepared)
                own = (*(normalize(zone) for _, zone in block.zones), *said.zones)
                zones.update(dict.fromkeys((*own, *earlier(block, own))))
                names.update(dict.fromkeys((*said.names, *earlier(block, said.names))))
                addresses.update(dict.fromkeys(said.addresses))
                for name, number, label in said.labels:
                    known, _ = labels.get(name, (0, ""))
                    labels[name] = (max(known, min(number, _MAX_LABELS)), label)
        self.zones = frozenset(filter(is_domain_name, zones))
        exact = frozenset(filter(is_domain_name, names))
        self.addresses = frozenset(addresses).difference(exact, self.zones)
        order = sorted(self.zones | exact | self.addresses, key=in_order)
        self.above = {
            name: next((zone for zone in parents(name) if zone != name and zone in self.zones), "")
            for name in order
        }
        self._children = {}
        for name, above in self.above.items():
            self._children.setdefault(above, []).append(name)
        self._places = {name: place for place, name in enumerate(order)}
        self._labels = labels

    def __iter__(self) -> Iterator[tuple[Region, tuple[Cell, ...]]]:
        """Yield each region with the cells that make a difference there."""
        for name in self.above:
            for_one, for_reverse = self.cells(name)
            if name in self.addresses:
                pointers = tuple(cell for cell in for_reverse if cell.type == "PTR")
                yield Region(name, example=name), pointers
                continue
            cells = for_reverse if is_reverse(f".{name}") else for_one
            yield Region(name, example=name), cells
            for region in self.below(name):
                yield region, cells

    def _regions_below(self, name: str) -> Iterator[Region]:
        if is_reverse(f".{name}"):
            example = reverse_example(name, self.above)
            if example:
                yield Region(name, below=True, example=example)
            return
        own = name.count(".") - (name == ".")
        deepest, wanted = 0, "name"
        for zone in parents(name):
            depth = own - (zone.count(".") - (zone == "."))
            labels, label = self._labels.get(zone, (0, ""))
            deepest, wanted = max(deepest, labels - depth), label or wanted
        label = fresh_label(name, self.above, wanted)
        for number in range(1, deepest + 2):
            example = ".".join([*[label] * number, "" if name == "." else name])
            if is_domain_name(example):
                told = number if deepest else 0
                yield Region(name, True, told, deepest > 0 and number == deepest + 1, example)

    def count_below(self, name: str) -> int:
        """Return how many regions there are below a name."""
        return len(self.below(name))

    def children(self, name: str) -> Sequence[str]:
        """Return the mentioned names that are nearest below one."""
        return self._children.get(name, ())

    def below(self, name: str) -> tuple[Region, ...]:
        """Return the regions of the names below one."""
        if name not in self._below:
            below = self._regions_below(name) if name in self.zones else ()
            self._below[name] = tuple(below)
        return self._below[name]

    def place(self, name: str) -> int:
        """Return the place of a name in the order of all."""
        return self._places[name]

    def cells(self, name: str) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
        """Return what makes a difference at a name, for ordinary names and those of addresses."""
        found = [
            (zone, block)
            for table in self.tables
            for zone in parents(name)
            for block, _ in table.by_zone.get(zone, ())
        ]
        # A query for DS goes to the parent's server block.
        to_parent = len({zone for zone, _ in found if zone != "."}) > 1
        key = (to_parent, *(id(block) for _, block in found))
        if key not in self._cells:
            said = [self._mentions[id(block)] for _, block in found]
            clients = clients_of(dict.fromkeys(word for one in said for word in one.networks))
            types = dict.fromkeys(word for one in said for word in one.types)
            types |= dict.fromkeys(("DS",) if to_parent else ())
            plain = [one for one in types if one != "PTR"]
            reverse = ["PTR", *(one for one in types if one not in ("PTR", "A", "AAAA"))]
            self._cells[key] = (cells_for(plain, clients), cells_for(reverse, clients))
        return self._cells[key]


def listener_at(prepared: Prepared, socket: Socket) -> Listener | None:
    """Return the listener of a configuration on a socket; None where nothing listens there."""
    wanted = (socket.transport, socket.host, socket.port)
    listening = prepared.listeners
    return next((one for one in listening if (one.transport, one.host, one.port) == wanted), None)


def in_order(name: str) -> tuple[str, ...]:
    """Return what names are sorted by: a zone comes right before the names below it."""
    return tuple(reversed(name.rstrip(".").split("."))) if name != "." else ()


def mentions_of(block: Block, prepared: Prepared) -> Mentions:
    """Return what the plugins of a server block tell apart."""
    read = prepared.assumptions.read
    return Mentions.of_all(plugin.mentions(read) for plugin in block.server.plugins)


def earlier(block: Block, names: Iterable[str]) -> Iterator[str]:
    """Yield the names that plugins of a server block turn into some names."""
    known = tuple(names)
    for plugin in block.server.plugins:
        for name in known if plugin.renames else ():
            yield from plugin.earlier_names(name)


def cells_for(types: Sequence[str], clients: Sequence[Client]) -> tuple[Cell, ...]:
    """Return the cells of some types, and of one that stands for all others."""
    named = [word.rpartition(" ")[::2] for word in types]
    taken = {type_ for class_, _, type_ in (word.rpartition(" ") for word in types) if not class_}
    other = next(word for word in _OTHER if word not in taken)
    return tuple(
        cell
        for client in clients
        for cell in (
            *(Cell(type_, client, class_=class_ or "IN") for class_, type_ in named),
            Cell(other, client, other=True),
        )
    )


def fresh_label(name: str, known: dict[str, str], wanted: str) -> str:
    """Return a label that no mentioned name just below a name has; the one wanted if it is one."""
    end = "" if name == "." else name
    labels = chain((wanted, "name"), (f"name{number}" for number in count(2)))
    return next(label for label in labels if f"{label}.{end}" not in known)


def reverse_example(name: str, known: dict[str, str]) -> str:
    """Return the name of an address below a reverse zone; "" where there is none."""
    labels = 4 + 2 if name.endswith("in-addr.arpa.") else 32 + 2
    missing = labels - name.count(".")
    for digit in _BYTES if labels == 6 else _DIGITS:
        if missing > 0 and f"{digit}.{name}" not in known:
            return ".".join([*["1"] * (missing - 1), digit, name])
    return ""


def clients_of(words: Iterable[str]) -> tuple[Client, ...]:
    """Return clients that stand for all that some networks tell apart."""
    networks: dict[Network, str] = {}
    for word in words:
        try:
            networks.setdefault(ip_network(word, strict=False), word)
        except ValueError:
            continue
    if not networks:
        return (Client(),)
    found = [
        Client(str(network), address)
        for network in networks
        if (address := only_in(network, [one for one in networks if one != network]))
    ]
    versions = {network.version for network in networks}
    for version in sorted(versions):
        outside = (word for word in _OUTSIDE if ip_address(word).version == version)
        free = next((w for w in outside if not any(ip_address(w) in n for n in networks)), "")
        if free:
            found.append(Client(ELSEWHERE if version == min(versions) else "IPv6 elsewhere", free))
    return tuple(found)


def only_in(network: Network, others: Sequence[Network]) -> str:
    """Return an address of a network that is in none of the smaller ones; "" if there is none."""
    inner = [
        one
        for one in others
        if one.version == network.version and one.subnet_of(network)  # type: ignore[arg-type]
    ]
    first, last = int(network.network_address), int(network.broadcast_address)
    tries = [first + 1, first, last, *(int(one.broadcast_address) + 1 for one in inner)]
    for number in tries:
        if first <= number <= last:
            address = type(network.network_address)(number)
            if not any(address in one for one in inner):
                return str(address)
    return ""
