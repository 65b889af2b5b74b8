"""Findings as workflow commands, which GitHub Actions shows beside the lines of a change.

What GitHub reads, and how it is escaped: actions/toolkit, packages/core/src/command.ts.
"""

from collections.abc import Iterable, Iterator

from corefile.lint.result import CheckResult, Located
from corefile.report.concise import concise
from corefile.text.path import portable
from corefile.text.printable import printable

__all__ = ["command", "render"]

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield a command for each finding."""
    del color  # it would become a part of the message
    for checked in results:
        for item in checked.findings:
            yield command(item) + "\n"


def command(item: Located) -> str:
    """Return the command that shows a finding.

    The log shows a command's message alone, so it begins with the place and the rule.
    """
    finding = item.finding
    properties = {
        "title": f"{finding.rule.name} ({finding.rule.code})",
        "file": portable(item.place.path),
        **place_properties(item),
    }
    words = ",".join(f"{name}={escaped(value, _PROPERTY)}" for name, value in properties.items())
    message = concise(item, color=False)
    if finding.help:
        message += f"\nhelp: {finding.help}"
    return f"::{_COMMANDS[finding.severity]} {words}::{escaped(message, _DATA)}"


def place_properties(item: Located) -> dict[str, str]:
    """Return lines and columns; GitHub takes columns only where a place is in one line."""
    first, last = item.place.first, item.place.last
    if first.line != last.line:
        return {"line": str(first.line), "endLine": str(last.line)}
    return {
        "line": str(first.line),
        "col": str(first.column),
        "endLine": str(last.line),
        "endColumn": str(last.column),
    }


def escaped(text: str, table: dict[int, str]) -> str:
    """Return a text as a part of a command."""
    return printable(text.translate(table))
