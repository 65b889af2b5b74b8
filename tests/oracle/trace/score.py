"""Compares the model of queries with what real queries met.

python -m tests.oracle.trace.score [RELEASE…]    print the shares, release by release
"""

import ipaddress
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import corefile
from corefile.coredns.catalogue import query as asked
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import Config, configure
from corefile.coredns.model.trace import Assumptions, Handler, Trace, Way, handlers, trace
from corefile.coredns.releases.builds import stock
from tests.oracle.trace.format import Case, Query, load_recording, releases
from tests.oracle.trace.format import Trace as Met

#: A plugin, and the name, type and class of the query that enters it.
Entered: TypeAlias = tuple[str, str, str, str]

#: The search list of the machine that the queries were recorded on (program/namespace.go).
_RESOLV_CONF = "search prod.svc.cluster.local svc.cluster.local cluster.local"


@dataclass(frozen=True, slots=True)
class Score:
    """How the model did with one query."""

    block: bool
    path: bool
    author: bool
    rcode: bool
    #: Whether it announced one way only.
    one_way: bool

    @property
    def right(self) -> bool:
        """Whether all was right."""
        return self.block and self.path and self.author and self.rcode


def config_of(case: Case, release: str) -> Config:
    """Return the configuration of a case."""
    files = corefile.Memory({f"/etc/coredns/{name}": text for name, text in case.files.items()})
    return configure(
        expand(corefile.parse(case.corefile), env={}, read=files), build=stock(release)
    )


def query_of(query: Query) -> asked.Query:
    """Return a query as the model takes it."""
    address, port = split(query.to)
    if not address:
        address = "::1" if ":" in query.from_ else "127.0.0.1"
    return asked.Query(
        query.name,
        query.type,
        query.class_,
        query.from_,
        address,
        port or "53",
        "dns",
        query.proto == "tcp",
        query.do,
        query.bufsize or (512 if query.do else 0),
        query.opcode,
    )


def split(text: str) -> tuple[str, str]:
    """Split `ADDRESS` or `ADDRESS:PORT`."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        address, _, port = text.rpartition(":")
        return address.strip("[]"), port
    return text, ""


def trace_of(case: Case, config: Config, query: Query) -> Trace:
    """Return what the model says."""
    files = {"resolv.conf": _RESOLV_CONF, **case.files}
    reads = Assumptions(read=lambda name: files.get(name.rpartition("/")[2]))
    return trace(config, query_of(query), reads)


def score(config: Config, query: Query, met: Met, said: Trace) -> Score:
    """Compare what the model says with what was met."""
    ways = [way for way in said.ways if block_of(config, way) == met.block]
    if not ways:
        return Score(False, False, False, False, False)
    entered = [(step.plugin, step.name.lower(), step.type, step.class_) for step in met.path]
    ends = [end for way in ways for end in way.ends]
    by = {end.by for end in ends}
    author = met.author in by or (met.block is None and "" in by)
    codes = {end.rcode for end in ends if end.by == met.author or met.block is None}
    rcode = None in codes or met.rcode in codes
    if not met.rcode:
        rcode = any(end.kind in ("dropped", "endless", "forwarded") for end in ends)
        author = author or rcode
    return Score(True, any(announces(way, entered) for way in ways), author, rcode, said.certain)


def block_of(config: Config, way: Way) -> int | None:
    """Return the index of a way's server block, None where no chain of plugins is entered."""
    if not way.steps:
        return None
    return next(at for at, server in enumerate(config.servers) if server is way.choice.server)


def announces(way: Way, entered: Sequence[Entered]) -> bool:
    """Tell whether a way has a query enter these plugins: it ends where it may end."""
    steps: list[tuple[Entered, bool]] = []
    parts = [steps]
    first: Handler | None = None
    tries = False
    for step in way.steps:
        if tries and first is None:
            first = step.handler
        elif step.handler is first:
            steps = []
            parts.append(steps)
        # Two of `forward` that follow each other are seen as one: they look at each other.
        this = (step.plugin, step.query.lower, step.query.type, step.query.class_)
        may_end = bool(step.verdict.ends)
        if steps and this == steps[-1][0] and step.plugin == "forward":
            may_end = steps.pop()[1] or may_end
        steps.append((this, may_end))
        tries = tries or bool(step.verdict.tries)
    return is_one_of(parts, entered) if way.steps else not entered


def is_one_of(parts: Sequence[Sequence[tuple[Entered, bool]]], entered: Sequence[Entered]) -> bool:
    """Tell whether plugins are the beginnings of some parts, each up to a possible end."""
    if not parts:
        return not entered
    names = [name for name, _ in parts[0]]
    for length, (_, may_end) in enumerate(parts[0], 1):
        if list(entered[:length]) != names[:length]:
            return False
        if may_end or length == len(names):
            rest = entered[length:]
            if not rest or is_one_of(parts[1:], rest):
                return True
    return False


def chains(config: Config) -> list[tuple[str, ...]]:
    """Return the names of the handlers of each server block."""
    return [
        tuple(handler.name for handler in handlers(server, config)) for server in config.servers
    ]


#: What is counted, with the words for it.
COUNTED = {
    "block": "server block",
    "path": "plugins in order",
    "author": "who answers",
    "rcode": "code",
    "right": "all of these",
    "one_way": "one way only",
}


def count(cases: Iterable[Case], release: str) -> tuple[int, Counter[str]]:
    """Return the queries of cases of a release, and for how many each thing is right."""
    queries, right = 0, Counter[str]()
    for case in cases:
        config = config_of(case, release)
        for query, met in case.queries:
            found = score(config, query, met, trace_of(case, config, query))
            queries += 1
            right.update(name for name in COUNTED if getattr(found, name))
    return queries, right


def main(names: Sequence[str]) -> None:
    """Print a table: a line for each release, a column for each thing that is counted."""
    rows = [["CoreDNS", "cases", "queries", *COUNTED.values()]]
    for release in names:
        cases = load_recording(release).cases
        queries, right = count(cases, release)
        shares = (f"{100 * right[name] / queries:.2f} %" for name in COUNTED)
        rows.append([release, str(len(cases)), str(queries), *shares])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)))


if __name__ == "__main__":
    main(sys.argv[1:] or releases())
