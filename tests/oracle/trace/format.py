"""Typed records of what queries met, and the JSON lines that keep them.

`load("1.15.0")` returns the cases recorded with that release. README.md describes the fields.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "recorded"


@dataclass(frozen=True, slots=True)
class Query:
    """A query as a client sends it."""

    #: Fully qualified.
    name: str
    type: str = "A"
    class_: str = "IN"
    #: The client's address.
    from_: str = "127.0.0.1"
    #: `ADDRESS` or `ADDRESS:PORT`; empty for port 53 of 127.0.0.1, or of ::1 for an IPv6 client.
    to: str = ""
    #: `udp` or `tcp`.
    proto: str = "udp"
    #: Whether DNSSEC records are wanted.
    do: bool = False
    #: The EDNS buffer size in bytes; 0 for a query without EDNS, unless `do` is set (then 512).
    bufsize: int = 0
    opcode: str = "QUERY"

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object, without what has its default."""
        return {
            key.rstrip("_"): getattr(self, key)
            for key in Query.__slots__
            if key in ("name", "type") or getattr(self, key) != getattr(PLAIN, key)
        }

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> "Query":
        """Read the JSON object."""
        renamed = {"class": "class_", "from": "from_"}
        return cls(**{renamed.get(key, key): fields[key] for key in fields if key != "got"})


PLAIN = Query(".")


@dataclass(frozen=True, slots=True)
class Step:
    """A plugin that a query enters."""

    plugin: str
    #: The name, type and class of the question at this place.
    name: str
    type: str
    class_: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """A query that CoreDNS makes of itself."""

    name: str
    type: str
    #: The index of the server block that has it.
    block: int
    #: The plugin that writes the answer first, or fails; None if no plugin does.
    author: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that a fake upstream gets."""

    #: `ADDRESS:PORT`
    upstream: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What a query meets."""

    #: The index of the server block in `Case.blocks`; None if no block's chain is entered.
    block: int | None
    #: The block's view; empty if there is none.
    view: str
    #: The plugins in the order in which the query enters them.
    path: tuple[Step, ...]
    #: The plugins that write messages, the innermost first; the first is the author.
    writes: tuple[str, ...]
    #: The innermost plugin that returns a failure before anything is written; empty if none does.
    fails: str
    #: Its error; empty if it gives none.
    error: str
    #: The code of the first reply, such as `NOERROR`; empty if there is no reply.
    rcode: str
    asked: tuple[Asked, ...]
    #: Look-ups within the server, without the network; at most ten.
    asks_itself: tuple[LookUp, ...]
    #: Queries that reach the server over the network because of this one; at most ten.
    hops: tuple[LookUp, ...]
    #: Records of the first reply, sorted, at most eight: `NAME TYPE DATA`, some without data.
    answer: tuple[str, ...]
    ns: tuple[str, ...]
    #: How many replies the client gets.
    replies: int
    #: Whether CoreDNS is stopped while it still works on the query.
    endless: bool

    @property
    def author(self) -> str:
        """The plugin that decides: the first that writes, or the one that fails; or empty.

        `autopath` keeps what it gets for the names that it tries, and gives one of the answers:
        the first if all are NXDOMAIN, else the last. An error ends it, whatever was written.
        """
        if self.searched and self.writes:
            if "autopath" not in self.writes:
                return self.path[-1].plugin
            if self.rcode != "NXDOMAIN":
                return self.writes[self.writes.index("autopath") - 1]
        if self.searched and self.error == "" and not self.writes:
            return self.path[-1].plugin
        return self.writes[0] if self.writes else self.fails

    @property
    def searched(self) -> bool:
        """Whether `autopath` tried more names than the client's."""
        names = [step.plugin for step in self.path]
        if "autopath" not in names:
            return False
        tried = self.path[names.index("autopath") + 1 :]
        return len({step.name.lower() for step in tried if step.plugin == tried[0].plugin}) > 1

    @classmethod
    def from_dict(cls, query: Query, got: Mapping[str, Any]) -> "Trace":
        """Read the JSON object, which tells of questions only where they are not the client's."""
        return cls(
            block=got["block"],
            view=got.get("view", ""),
            path=tuple(read_step(query, entry) for entry in got.get("path", ())),
            writes=tuple(got.get("writes", ())),
            fails=got.get("fails", ""),
            error=got.get("error", ""),
            rcode=got["rcode"],
            asked=tuple(Asked(*entry) for entry in got.get("asked", ())),
            asks_itself=tuple(LookUp(*entry) for entry in got.get("asks_itself", ())),
            hops=tuple(LookUp(*entry) for entry in got.get("hops", ())),
            answer=tuple(got.get("answer", ())),
            ns=tuple(got.get("ns", ())),
            replies=got.get("replies", 1),
            endless=got.get("endless", False),
        )


def read_step(query: Query, entry: str | list[str]) -> Step:
    """Read a plugin, or a plugin with its question."""
    if isinstance(entry, str):
        return Step(entry, query.name, query.type, query.class_)
    plugin, name, type_, *rest = entry
    return Step(plugin, name, type_, rest[0] if rest else query.class_)


@dataclass(frozen=True, slots=True)
class Block:
    """A server block as CoreDNS sets it up."""

    #: The keys as written, variables and imports resolved.
    keys: tuple[str, ...]
    #: The names of the handlers in the order in which a query enters them.
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A Corefile, the files in its folder, and the queries put to it in this order."""

    #: Family and number, such as `hosts-003`.
    name: str
    corefile: str
    files: Mapping[str, str]
    blocks: tuple[Block, ...]
    queries: tuple[tuple[Query, Trace], ...]
    #: Milliseconds that the server was left alone before the first query.
    wait: int = 0
    #: Queries put to the server too, whose traces were not twice the same: `NAME TYPE`.
    unstable: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> "Case":
        """Read the JSON object."""
        asked = [(Query.from_dict(entry), entry["got"]) for entry in fields["queries"]]
        return cls(
            name=fields["name"],
            corefile=fields["corefile"],
            files=fields.get("files", {}),
            blocks=tuple(Block(tuple(b["keys"]), tuple(b["chain"])) for b in fields["blocks"]),
            queries=tuple((query, Trace.from_dict(query, got)) for query, got in asked),
            wait=fields.get("wait", 0),
            unstable=tuple(fields.get("unstable", ())),
        )


@dataclass(frozen=True, slots=True)
class Recording:
    """The traces of one release of CoreDNS."""

    release: str
    #: The names of the plugins in the order of the release.
    directives: tuple[str, ...]
    #: What the cases were generated from.
    seed: int
    cases: tuple[Case, ...] = field(repr=False)


def load(release: str) -> Sequence[Case]:
    """Return the cases recorded with a release."""
    return load_recording(release).cases


@cache
def load_recording(release: str) -> Recording:
    """Return the recording of a release."""
    head, *lines = map(json.loads, gzip.decompress(path_of(release).read_bytes()).splitlines())
    cases = tuple(map(Case.from_dict, lines))
    return Recording(head["coredns"], tuple(head["directives"]), head["seed"], cases)


def releases() -> list[str]:
    """Return the releases that are recorded."""
    return sorted(path.name.removesuffix(".jsonl.gz") for path in RECORDED.glob("*.jsonl.gz"))


def path_of(release: str) -> Path:
    """Return the path of a release's recording."""
    return RECORDED / f"{release}.jsonl.gz"


def save(path: Path, head: Mapping[str, Any], cases: Iterable[Mapping[str, Any]]) -> None:
    """Write a recording; the same bytes for the same traces."""
    lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in (head, *cases)]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
