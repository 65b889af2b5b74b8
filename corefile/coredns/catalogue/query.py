"""What a query meets: the words in which a plugin says what it does with one.

A plugin's class has a function `serve`, from its stanzas and a query to a `Verdict`. It is
three-valued: where data that is not in the text decides, the verdict both ends the query and lets
it go on. `corefile.coredns.model.trace` asks the plugins of a server block one after the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from corefile.coredns.catalogue.zones import covering, normalize
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import NEWEST, Release, span

__all__ = [
    "CACHED",
    "Chain",
    "End",
    "Kind",
    "Query",
    "Verdict",
    "Word",
    "failure",
    "refusal",
    "refused_at_end",
    "zone_ends",
]

#: How a query ends: a plugin answers it; it is sent to another server, whose answer it gets; it
#: fails (SERVFAIL and the like); it is refused; no answer comes; or CoreDNS works on it for ever.
Kind = Literal["answered", "forwarded", "failed", "refused", "dropped", "endless"]
#: What a plugin does with a query, in a word.
Word = Literal["passes", "changes", "may-end", "ends"]

CACHED = "it is in the cache"


@dataclass(frozen=True, slots=True)
class Query:
    """A question, and who asks it where; what is not known is empty."""

    #: As it is asked, with a dot at its end.
    name: str
    #: In capital letters: `A`, `AAAA`, `TYPE65`.
    type: str = "A"
    class_: str = "IN"
    #: The address of the client.
    client: str = ""
    #: The address that was asked, and the port.
    address: str = ""
    port: str = ""
    #: One of the transports of server blocks: `dns`, `tls`, `https` and others.
    transport: str = "dns"
    #: Whether it comes over TCP, for the transport `dns`.
    tcp: bool = False
    #: Whether DNSSEC records are wanted.
    do: bool = False
    #: The size in bytes that EDNS announces, 0 for a query without EDNS.
    bufsize: int = 0
    #: `QUERY`, `NOTIFY`, `UPDATE` and others.
    opcode: str = "QUERY"

    @property
    def lower(self) -> str:
        """The name in lower case, as plugins compare it."""
        return normalize(self.name)

    @property
    def over_udp(self) -> bool:
        """Whether it comes in a packet of UDP."""
        return self.transport == "dns" and not self.tcp

    def renamed(self, name: str) -> "Query":
        """Return the query for another name."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True)
class End:
    """A way in which a query may end."""

    kind: Kind
    #: The plugin that ends it; empty where the server itself does.
    by: str = ""
    #: The response code, None where it is not known or there is no answer.
    rcode: str | None = None
    #: The servers that are asked.
    to: tuple[str, ...] = ()
    #: CoreDNS's words for what went wrong.
    error: str = ""
    #: What that depends on; empty for what is sure.
    when: str = ""
    #: Whether the plugin writes the answer; else it only returns the code, and the server, or a
    #: plugin before it, writes one.
    written: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a plugin does with a query."""

    #: In words, for people.
    why: str
    #: How it may end here; none where it goes on for sure.
    ends: tuple[End, ...] = ()
    #: Whether it may go on to the next plugin.
    goes_on: bool = True
    #: The query as it goes on, where the plugin changes it.
    query: Query | None = None
    #: The word of the Corefile that decides, where it is another than the plugin's name.
    token: ExpandedToken | None = None
    #: What the plugin makes of how the query ends after it; None for what it leaves alone.
    after: Callable[[End], End] | None = None
    #: The queries that the plugins after it get, one after the other, until one has an answer other
    #: than NXDOMAIN; none where they get the query alone.
    tries: tuple[Query, ...] = ()

    @property
    def word(self) -> Word:
        """What the plugin does, in a word."""
        if self.ends:
            return "may-end" if self.goes_on else "ends"
        return "changes" if self.query is not None or self.after is not None else "passes"


@dataclass(frozen=True, slots=True)
class Chain:
    """What a plugin finds around it when a query comes to it."""

    #: The release of CoreDNS.
    release: Release = NEWEST
    #: The zones of the server block.
    zones: tuple[str, ...] = ()
    #: The names of the plugins after it, in their order.
    rest: tuple[str, ...] = ()
    #: The names of all plugins of the server block that see queries.
    names: tuple[str, ...] = ()
    #: The plugin's own name, and what users assume of it: `hit`, `miss`, `nodata`, `nxdomain` and
    #: `servfail`; empty where they assume nothing.
    assumed: str = ""
    #: Gives the text of a file that the Corefile names; None for one that is not there to be read.
    read: Callable[[str], str | None] = field(default=lambda name: None)
    #: Values of metadata that users assume.
    metadata: Mapping[str, str] = field(default_factory=dict)

    def in_zones(self, zones: tuple[str, ...], query: Query) -> str:
        """Return the longest of some zones that has a query's name, "" if none has."""
        return covering(zones, query.lower)


def failure(by: str, rcode: str = "SERVFAIL", error: str = "", when: str = "") -> End:
    """Return the end of a query that a plugin fails to answer."""
    return End("failed", by, rcode, error=error, when=when, written=False)


def refusal(by: str, when: str = "") -> End:
    """Return the end of a query that is refused; the server writes the answer."""
    return End("refused", by, "REFUSED", when=when, written=False)


def zone_ends(by: str) -> tuple[End, End]:
    """Return how a query ends that a plugin answers from a zone: there is such a name, or not."""
    return End("answered", by, "NOERROR"), End("answered", by, "NXDOMAIN")


#: The release in which servers of zones began to refuse what is in none of theirs.
REFUSED_AT_END = span("1.12.3")


def refused_at_end(by: str, chain: Chain) -> End:
    """Return how a query ends that a server of zones would pass on and nothing comes after it."""
    if chain.release in REFUSED_AT_END:
        return refusal(by)
    return failure(by, error=f"plugin/{by}: no next plugin found")
