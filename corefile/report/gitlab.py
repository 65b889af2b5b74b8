"""Findings for GitLab: the report of `artifacts:reports:codequality`.

The format: docs.gitlab.com, "Code Quality report format", a part of Code Climate's.
"""

import json
from collections.abc import Iterable, Iterator

from corefile.lint.finding import Finding
from corefile.lint.result import CheckResult, Located
from corefile.report.fingerprint import fingerprints
from corefile.text.path import portable
from corefile.text.printable import encodable, printable
from corefile.text.source import Position

__all__ = ["render"]

#: GitLab knows info, minor, major, critical and blocker.
_SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield a JSON array when all files are checked."""
    del color  # there is none in JSON
    items = [item for checked in results for item in checked.findings]
    issues = [issue(*pair) for pair in zip(items, fingerprints(items), strict=True)]
    yield json.dumps(issues, indent=2) + "\n"


def issue(item: Located, fingerprint: str) -> dict[str, object]:
    """Return a finding as GitLab has it."""
    place, finding = item.place, item.finding
    return {
        "type": "issue",
        "check_name": finding.rule.name,
        "description": description(finding),
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": {
            "path": encodable(portable(place.path)),
            "positions": {"begin": position(place.first), "end": position(place.last)},
        },
    }


def description(finding: Finding) -> str:
    """Return all there is to say: GitLab shows nothing else."""
    text = f"{finding.message}; {finding.help}" if finding.help else finding.message
    return printable(text)


def position(at: Position) -> dict[str, int]:
    """Return a place in a file."""
    return {"line": at.line, "column": at.column}
