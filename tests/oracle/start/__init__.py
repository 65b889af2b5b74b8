"""Starts the real server on a Corefile, and tells faults of the text from those of the machine.

The program of tests/oracle/trace does it, in namespaces of its own: nothing but loopback is there,
and its resolver gives every name an address. `cases.json` holds Corefiles and what became of them;
`python -m tests.oracle.start` writes it again.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from corefile.coredns.releases.release import NEWEST
from tests.oracle.trace.client import Draft, run

CASES = Path(__file__).with_name("cases.json")

#: What a start says that would come up on another machine: files that are not there, addresses and
#: ports that are not this machine's, services that it is not connected to.
OF_THE_MACHINE = re.compile(
    "no such file or directory|cannot assign requested address|address already in use"
    "|permission denied|KUBERNETES_SERVICE_HOST|network is unreachable|connection refused"
)

Outcome = Literal["started", "text", "machine"]


@dataclass(frozen=True, slots=True)
class Start:
    """A Corefile, and what became of the server."""

    text: str
    #: `started`, or whose fault it is that it has not.
    outcome: Outcome
    #: CoreDNS's words.
    message: str = ""


def start(texts: Iterable[str], release: str = str(NEWEST)) -> list[Start]:
    """Start a server on each of some Corefiles. Raise Unavailable."""
    drafts = [Draft(text, (), FILES) for text in texts]
    reports = run(release, drafts)
    return [
        outcome(draft.corefile, report.get("refused", ""))
        for draft, report in zip(drafts, reports, strict=True)
    ]


def outcome(text: str, message: str) -> Start:
    """Return what became of a server, by its words."""
    if not message:
        return Start(text, "started")
    return Start(text, "machine" if OF_THE_MACHINE.search(message) else "text", message)


def load() -> list[Start]:
    """Read the recorded cases."""
    return [Start(**case) for case in json.loads(CASES.read_text(encoding="utf-8"))]


def save(cases: Sequence[Start]) -> None:
    """Write the recorded cases."""
    lines = ",\n".join(json.dumps(asdict(case)) for case in cases)
    CASES.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


#: The files that the cases name: a zone.
FILES = {"db.example.org": "example.org. 3600 IN SOA ns.example.org. h.example.org. 1 2 3 4 5\n"}
