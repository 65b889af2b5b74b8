"""What baselines list and is found no longer."""

import os

from corefile.cli.guard import complain
from corefile.lint import Baseline, CheckResult, Located, Settings, read_baseline

__all__ = ["Stale"]


class Looked:
    """What was looked at with one baseline."""

    def __init__(self, baseline: Baseline) -> None:
        self.baseline = baseline
        self.found: list[Located] = []
        #: The rules that have run in each file, by its absolute path.
        self.rules: dict[str, frozenset[str]] = {}

    def covers(self, path: str, rule: str) -> bool:
        """Tell whether a rule has run in a file; for one that is not there any more, all have."""
        there = os.path.normpath(path)
        return rule in self.rules.get(there, ()) or not os.path.lexists(there)


class Stale:
    """The baselines of a run, and what was found of what they list. Raises ConfigurationError."""

    def __init__(self) -> None:
        self._looked: dict[str, Looked] = {}

    def baseline(self, name: str) -> Baseline:
        """Return a baseline."""
        if name not in self._looked:
            self._looked[name] = Looked(read_baseline(name))
        return self._looked[name].baseline

    def add(self, name: str, path: str, settings: Settings, checked: CheckResult) -> None:
        """Remember what was found in a file that a baseline is for."""
        looked = self._looked[name]
        looked.found += checked.findings
        looked.rules[os.path.abspath(path)] = frozenset(rule.name for rule in settings.rules)

    def conclude(self, program: str) -> None:
        """Say how much each baseline lists that is gone."""
        for name, looked in self._looked.items():
            gone = looked.baseline.gone(looked.found, looked.covers)
            if gone:
                path, rule, _ = min(gone)
                number = gone.total()
                what = "a finding that is" if number == 1 else f"{number} findings that are"
                first = f"{rule} in {path}" if number == 1 else f"the first is {rule} in {path}"
                advice = "write it again with --write-baseline"
                complain(program, "note", f"{name} lists {what} gone ({first}): {advice}")
