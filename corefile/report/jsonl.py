"""Findings for programs that read a stream: a JSON object on each line."""

import json
from collections.abc import Iterable, Iterator

from corefile.lint.result import CheckResult
from corefile.report.json import finding_dict

__all__ = ["render"]


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield each finding as soon as its file is checked, as an object like those of `json`."""
    del color  # there is none in JSON
    for checked in results:
        for item in checked.findings:
            yield json.dumps(finding_dict(item)) + "\n"
