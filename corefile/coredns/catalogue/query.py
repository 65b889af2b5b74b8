"""What a query meets: the words in which a plugin says what it does with one.

A plugin's class has a function `serve`, from its stanzas and a query to a `Verdict`. It is
three-valued: where data that is not in the text decides, the verdict both ends the query and lets
it go on. `corefile.coredns.model.trace` asks the plugins of a server block one after the other.
"""

from collections.abc import Callable, Mapping

from corefile.coredns.catalogue.zones import covering, normalize
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import NEWEST, Release, span
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field, replace
from corefile.text.typed import Any, Literal, TypeVar, cast

__all__ = [
    "CACHED",
    "Chain",
    "End",
    "Kind",
    "Outcomes",
    "Query",
    "SearchPath",
    "Verdict",
    "Word",
    "data_decides",
    "failure",
    "refusal",
    "refused_at_end",
    "settled",
    "zone_outcomes",
]

#: How a query ends: a plugin answers it; it is sent to another server, whose answer it gets; it
#: fails (SERVFAIL and the like); it is refused; no answer comes; or CoreDNS works on it for ever.
Kind = Literal["answered", "forwarded", "failed", "refused", "dropped", "endless"]
#: What a plugin does with a query, in a word.
Word = Literal["passes", "changes", "may-end", "ends"]

T = TypeVar("T")

CACHED = "it is in the cache"

#: What users may assume of the data of a plugin, and the words for it.
OUTCOMES = {
    "hit": "has it",
    "miss": "does not have it",
    "nodata": "has the name, but no records of this type",
    "nxdomain": "does not have the name",
    "servfail": "fails",
}


@dataclass(frozen=True, slots=True)
class Query(Brief):
    """A question, and who asks it where; what is not known is empty."""

    #: As it is asked, with a dot at its end.
    name: str
    #: In capital letters: `A`, `AAAA`, `TYPE65`.
    type: str = "A"
    #: In capital letters: `IN`, `CH`, `ANY`.
    class_: str = "IN"
    #: The address of the client.
    client: str = ""
    #: The address that was asked.
    address: str = ""
    #: The port that was asked, in digits.
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
class End(Brief):
    """A way in which a query may end."""

    #: `answered`, `forwarded`, `failed`, `refused`, `dropped` or `endless`.
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
    #: Whether the plugin writes an answer and then returns its code as if it had not.
    twice: bool = False

    @property
    def cached(self) -> bool:
        """Whether it is an answer out of the cache: what was answered before."""
        return self.when == CACHED


@dataclass(frozen=True, slots=True)
class Verdict(Brief):
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
    #: What to write instead, where the Corefile makes the query fail; empty where it does not.
    help: str = ""
    #: What the plugin makes of how the query ends after it; None for what it leaves alone.
    after: Callable[[End], End] | None = None
    #: The queries that the plugins after it get, one after the other, until one has an answer other
    #: than NXDOMAIN; none where they get the query alone.
    tries: tuple[Query, ...] = ()
    #: What it depends on that there are more of them than the first; empty where that is sure.
    tries_when: str = ""

    @property
    def word(self) -> Word:
        """What the plugin does, in a word."""
        if self.ends:
            return "may-end" if self.goes_on else "ends"
        is_changed = self.query is not None or self.after is not None or bool(self.tries)
        return "changes" if is_changed else "passes"


@dataclass(frozen=True, slots=True)
class SearchPath(Brief):
    """The domains in which a client looks for names, as a plugin tells `autopath`."""

    #: In lower case, with a dot at their ends.
    domains: tuple[str, ...]
    #: What it depends on that the client has this path; empty where that is sure.
    when: str = ""


@dataclass(frozen=True, slots=True)
class Chain(Brief):
    """What a plugin finds around it when a query comes to it."""

    #: The release of CoreDNS.
    release: Release = NEWEST
    #: The zones of the server block.
    zones: tuple[str, ...] = ()
    #: The names of the plugins after it, in their order.
    rest: tuple[str, ...] = ()
    #: Whether a plugin before it may have given the query another name than the client's.
    is_renamed: bool = False
    #: What users assume of the plugin's data: `hit`, `miss`, `nodata`, `nxdomain` or `servfail`;
    #: empty where they assume nothing.
    assumed: str = ""
    #: Gives the text of a file that the Corefile names; None for one that is not there to be read.
    read: Callable[[str], str | None] = field(default=lambda name: None)
    #: The namespace of the pod that asks; empty where that is not known.
    namespace: str = ""
    #: Gives what another plugin of the server block, by its name, says of a client's search path.
    search_path: Callable[[str, Query], SearchPath | None] = field(default=lambda name, query: None)
    #: What the plugin found out for an earlier query and is the same for all.
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, find: Callable[[], T]) -> T:
        """Return what is the same for every query, found out for the first one only."""
        if name not in self.known:
            self.known[name] = find()
        return cast("T", self.known[name])

    def in_zones(self, zones: tuple[str, ...], query: Query) -> str:
        """Return the longest of some zones that has a query's name, "" if none has."""
        return covering(zones, query.lower)


def failure(by: str, rcode: str = "SERVFAIL", error: str = "", when: str = "") -> End:
    """Return the end of a query that a plugin fails to answer."""
    return End("failed", by, rcode, error=error, when=when, written=False)


def refusal(by: str, when: str = "") -> End:
    """Return the end of a query that is refused; the server writes the answer."""
    return End("refused", by, "REFUSED", when=when, written=False)


#: How a query ends for each thing that users may assume; None where it goes on to the next plugin.
Outcomes = Mapping[str, End | None]


def zone_outcomes(by: str, *, goes_on: bool = False) -> dict[str, End | None]:
    """Return how a query ends that a plugin answers from a zone: there is such a name, or not.

    With `goes_on` a query for a name that is not there goes on.
    """
    there = End("answered", by, "NOERROR")
    missing = None if goes_on else End("answered", by, "NXDOMAIN")
    return {"hit": there, "nodata": there, "nxdomain": missing}


def data_decides(
    by: str, why: str, outcomes: Outcomes, chain: Chain, token: ExpandedToken | None = None
) -> Verdict:
    """Return what a plugin does whose data decides, which users may settle."""
    found = settled(by, outcomes, chain, token)
    if found is not None:
        return found
    ends = tuple(dict.fromkeys(end for end in outcomes.values() if end is not None))
    return Verdict(why, ends, None in outcomes.values(), token=token)


def settled(
    by: str, outcomes: Outcomes, chain: Chain, token: ExpandedToken | None = None
) -> Verdict | None:
    """Return what a plugin does under what users assume of it; None where they assume nothing.

    A miss is a name that does not exist, unless the plugin tells these apart. Every plugin with
    data may fail.
    """
    if not chain.assumed:
        return None
    usual = {"miss": outcomes.get("nxdomain"), "servfail": failure(by)}
    end = (usual | dict(outcomes)).get(chain.assumed)
    why = f"{OUTCOMES[chain.assumed]}, as assumed"
    if end is None:
        return Verdict(why, token=token)
    return Verdict(why, (replace(end, when=""),), goes_on=False, token=token)


#: The release in which servers of zones began to refuse what is in none of theirs.
REFUSED_AT_END = span("1.12.3")


def refused_at_end(by: str, chain: Chain) -> End:
    """Return how a query ends that a server of zones would pass on and nothing comes after it."""
    if chain.release in REFUSED_AT_END:
        return refusal(by)
    return failure(by, error=f"plugin/{by}: no next plugin found")
