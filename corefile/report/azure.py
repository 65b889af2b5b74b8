"""Findings as logging commands, which Azure Pipelines shows with a run.

The commands, and how they are escaped: learn.microsoft.com, "Logging commands" (`task.logissue`).
"""

import re
from collections.abc import Iterable, Iterator

from corefile.lint.result import CheckResult, Located
from corefile.report.concise import concise
from corefile.text.path import portable
from corefile.text.printable import printable
from corefile.text.regex import regex

__all__ = ["render"]

#: What Azure knows; a note is a line of the log.
_TYPES = {"error": "error", "warning": "warning"}

_DATA = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
#: What begins a command wherever it is in a line.
_COMMAND = regex(r"##(?=\[|vso\[)", re.IGNORECASE)
_PROPERTY = _DATA | str.maketrans({";": "%3B", "]": "%5D"})


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield a command for each error and warning, and a line for each note."""
    del color  # it would become a part of the message
    for checked in results:
        for item in checked.findings:
            yield line(item) + "\n"


def line(item: Located) -> str:
    """Return what shows a finding; nothing that a file holds becomes a command in it."""
    finding, first = item.finding, item.place.first
    text = f"{concise(item, color=False)}; {finding.help}".removesuffix("; ").translate(_DATA)
    text = _COMMAND.sub("## ", printable(text))
    if finding.severity not in _TYPES:
        return text
    properties = {
        "type": _TYPES[finding.severity],
        "sourcepath": portable(item.place.path),
        "linenumber": str(first.line),
        "columnnumber": str(first.column),
        "code": finding.rule.code,
    }
    words = "".join(f"{name}={value.translate(_PROPERTY)};" for name, value in properties.items())
    return f"##vso[task.logissue {printable(words)}]{text}"
