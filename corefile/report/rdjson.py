"""Findings for reviewdog, in its own format: one JSON object, with fixes that it suggests.

The format: reviewdog/reviewdog, proto/rdf/reviewdog.proto, the message `DiagnosticResult`.
"""

import json
from collections.abc import Iterable, Iterator

from corefile.lint.finding import Fix
from corefile.lint.place import Place
from corefile.lint.result import CheckResult, Located
from corefile.reference.links import HOME, rule_uri
from corefile.text.edits import Edit, apply_edits
from corefile.text.path import portable
from corefile.text.printable import encodable, printable
from corefile.text.source import Position, Source

__all__ = ["render"]

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield a result with all diagnostics when all files are checked."""
    del color  # there is none in JSON
    found = [diagnostic(item) for checked in results for item in checked.findings]
    result = {"source": {"name": "corefile-lint", "url": HOME}, "diagnostics": found}
    yield json.dumps(result, indent=2) + "\n"


def diagnostic(item: Located) -> dict[str, object]:
    """Return a finding."""
    finding, place, uri = item.finding, item.place, rule_uri(item.finding.rule)
    text = f"{finding.message}; {finding.help}" if finding.help else finding.message
    given: dict[str, object] = {
        "message": printable(text),
        "location": {"path": encodable(portable(place.path)), "range": range_of(place)},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule.name, **({"url": uri} if uri else {})},
    }
    suggested = item.fix and suggestion(item.fix, place.source)
    return {**given, "suggestions": [suggested]} if suggested else given


def suggestion(fix: Fix, source: Source) -> dict[str, object] | None:
    """Return a fix, as one place and what it becomes; None for bytes that JSON cannot carry.

    Reviewdog takes several suggestions for alternatives.
    """
    if not fix.edits:
        return None
    start, end = min(e.start for e in fix.edits), max(e.end for e in fix.edits)
    edits = [Edit(edit.start - start, edit.end - start, edit.text) for edit in fix.edits]
    text = apply_edits(source.text[start:end], edits)
    if encodable(text) != text:
        return None
    return {"range": range_of(Place(source, start, end)), "text": text}


def range_of(place: Place) -> dict[str, object]:
    """Return a stretch of a file; its end is not included."""
    return {
        "start": position(place.first, place.source),
        "end": position(place.last, place.source),
    }


def position(at: Position, source: Source) -> dict[str, int]:
    """Return a place in a file; columns are bytes of UTF-8, from 1."""
    before = source.line(at.line)[: at.column - 1]
    # A byte that is not UTF-8 is one character here, and one byte in either case.
    return {"line": at.line, "column": len(before.encode("utf-8", "replace")) + 1}
