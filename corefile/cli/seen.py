"""What a run has shown: the mistakes of a file that several Corefiles import are shown once."""

import os

from corefile.lint import CheckResult
from corefile.text.records import replace

__all__ = ["Seen"]


class Seen:
    """The findings that were shown so far."""

    def __init__(self) -> None:
        self._known: set[object] = set()

    def new(self, checked: CheckResult) -> CheckResult:
        """Leave out what was found before."""
        new = []
        for item in checked.findings:
            place = item.place
            where = (os.path.abspath(place.path), place.start, place.end)
            key = (item.finding.rule.code, where, item.finding.message)
            if key not in self._known:
                self._known.add(key)
                new.append(item)
        return replace(checked, findings=tuple(new))
