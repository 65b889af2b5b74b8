"""Says what is found, within what a client of Kubernetes is shown.

An API server may cut a warning after 256 characters, ignores warnings past 4,096 characters in all,
and drops those with control characters (k8s.io/api/admission/v1, `AdmissionResponse.Warnings`).
"""

from collections.abc import Iterator, Sequence

from corefile.text.printable import printable
from corefile.webhook.judging import Told

__all__ = ["UNJUDGED", "denial_of", "warnings_of"]

#: Characters of a warning, and of all of them with some for those of other webhooks.
_LONGEST, _ALL = 256, 3072

#: Characters of the message of a request that is denied.
_MESSAGE = 4096

#: What is said of an object that is let through without being judged, by the reason.
UNJUDGED = {
    "overdue": "corefile: not checked: it took too long",
    "busy": "corefile: not checked: too many others were waiting",
    "memory": "corefile: not checked: it took too much memory",
    "failed": "corefile: not checked: the check itself failed; its log says more",
}


def denial_of(errors: Sequence[Told]) -> str:
    """Return why a request is denied: a line for each error, as many as fit."""
    return "\n".join(_fitting((_line(each) for each in errors), len(errors), _MESSAGE))


def warnings_of(found: Sequence[Told]) -> list[str]:
    """Return a warning for each finding, as many as fit."""
    lines = (_cut(_line(each), _LONGEST) for each in found)
    return list(_fitting(lines, len(found), _ALL))


def _fitting(lines: Iterator[str], number: int, room: int) -> Iterator[str]:
    """Yield lines that take so many characters in all, and how many more there are."""
    for told, each in enumerate(lines):
        line = each if told else _cut(each, room)
        if len(line) > room:
            yield f"{number - told} more: run corefile-lint on the manifest"
            return
        room -= len(line) + 1
        yield line


def _line(told: Told) -> str:
    """Return a finding in one line: where it is and what it is come first."""
    place = f"{told.place}: " if told.place else ""
    return printable(" ".join(f"{place}{told.severity}[{told.rule}] {told.message}".split()))


def _cut(text: str, most: int) -> str:
    """Leave out the end of a text that is too long."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
