"""Findings for programs: one JSON object, in ASCII so that any terminal and pipe can carry it."""

import json
from collections.abc import Iterable, Iterator

from corefile.lint.finding import Fix
from corefile.lint.place import Place
from corefile.lint.result import CheckResult, Located
from corefile.reference.links import rule_uri
from corefile.text.path import displayed
from corefile.text.source import Source

__all__ = ["finding_dict", "render"]


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield `{"findings": […]}` when all files are checked."""
    del color  # there is none in JSON
    findings = [finding_dict(item) for checked in results for item in checked.findings]
    yield json.dumps({"findings": findings}, indent=2) + "\n"


def finding_dict(item: Located) -> dict[str, object]:
    """Return a finding as JSON: 1-based lines and columns, the end column not included."""
    finding = item.finding
    return {
        "rule": finding.rule.name,
        "code": finding.rule.code,
        "uri": rule_uri(finding.rule) or None,
        "severity": finding.severity,
        "message": finding.message,
        **place_dict(item.place),
        "help": finding.help,
        "related": [{"message": note.message, **place_dict(note.place)} for note in item.related],
        "releases": list(finding.releases),
        "fix": None if item.fix is None else fix_dict(item.fix, item.place.source),
        "consequences": [finding_dict(each) for each in item.consequences],
    }


def fix_dict(fix: Fix, source: Source) -> dict[str, object]:
    """Return a fix as JSON; its edits are places of the file, and what to put there."""
    edits = [
        {**range_dict(Place(source, edit.start, edit.end)), "text": edit.text} for edit in fix.edits
    ]
    return {"message": fix.message, "safe": fix.safe, "edits": edits}


def place_dict(place: Place) -> dict[str, object]:
    """Return a place as JSON."""
    return {"path": displayed(place.path), **range_dict(place)}


def range_dict(place: Place) -> dict[str, int]:
    """Return the lines and columns of a place as JSON."""
    first, last = place.first, place.last
    return {
        "line": first.line,
        "column": first.column,
        "end_line": last.line,
        "end_column": last.column,
    }
