"""Puts drafts to the program in `program/`: Corefiles with queries, many at once and in order."""

import json
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.oracle.build import Unavailable
from tests.oracle.trace.build import program
from tests.oracle.trace.format import Query

#: How many drafts one run of the program is given.
BATCH = 25


@dataclass(frozen=True, slots=True)
class Draft:
    """A Corefile and what to ask it."""

    corefile: str
    queries: tuple[Query, ...]
    #: The content of files in the Corefile's folder, by their names.
    files: Mapping[str, str] = field(default_factory=dict)
    #: Milliseconds that the server is left alone before the first query.
    wait: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the program's request."""
        return {
            "corefile": self.corefile,
            "files": dict(self.files),
            "queries": [query.to_dict() for query in self.queries],
            "wait": self.wait,
        }


@dataclass(frozen=True, slots=True)
class CoreDNS:
    """The release that answers and its plugins in their order."""

    release: str
    directives: tuple[str, ...]


@cache
def coredns(release: str) -> CoreDNS:
    """Return what the program says of itself. Raise Unavailable."""
    return converse(release, [])[0]


def run(release: str, drafts: Sequence[Draft], workers: int | None = None) -> list[dict[str, Any]]:
    """Return the program's reports on drafts, one for each. Raise Unavailable.

    A report has `refused`, CoreDNS's reason not to start, or `blocks` and `traces`.
    """
    program(release)
    batches = [drafts[start : start + BATCH] for start in range(0, len(drafts), BATCH)]
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        return [
            report
            for _, reports in pool.map(lambda batch: converse(release, batch), batches)
            for report in reports
        ]


def converse(release: str, drafts: Iterable[Draft]) -> tuple[CoreDNS, list[dict[str, Any]]]:
    """Run the program once."""
    requests = "".join(json.dumps(draft.to_dict()) + "\n" for draft in drafts)
    done = subprocess.run(
        [program(release)], input=requests.encode(), capture_output=True, check=False
    )
    hello, *reports = map(json.loads, done.stdout.splitlines() or [b"{}"])
    if "coredns" not in hello:
        raise Unavailable(hello.get("error", "the program does not start"))
    return CoreDNS(hello["coredns"], tuple(hello["directives"])), reports
