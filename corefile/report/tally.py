"""What all findings come to, in the last lines of a text."""

from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corefile.lint.result import CheckResult
    from corefile.text.source import Source

__all__ = ["Tally", "counted", "tallied"]

#: What findings of a severity are called, the gravest first.
_COUNTED = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("note", "notes"),
}


class Tally:
    """Counts of what was found in the files so far."""

    def __init__(self, corefiles: int = 0, not_followed: int = 0) -> None:
        #: How many Corefiles were checked.
        self.corefiles: int = corefiles
        #: How many imports were not followed.
        self.not_followed: int = not_followed
        #: How many findings are left out, because baselines list them.
        self.known: int = 0
        #: How many findings there are of each severity.
        self.severities: Counter[str] = Counter()
        #: How many fixes are safe, and how many are not.
        self.fixes: Counter[bool] = Counter()
        #: How many files have findings.
        self.files: int = 0
        #: How many files were checked for a release that they name themselves.
        self.releases: Counter[str] = Counter()
        #: The last file with findings.
        self._last: Source | None = None

    def add(self, checked: "CheckResult") -> None:
        """Count a file, or another part of the file before."""
        self.severities.update(item.finding.severity for item in checked.findings)
        self.fixes.update(item.fix.safe for item in checked.findings if item.fix)
        if checked.findings and checked.source is not self._last:
            self.files += 1
            self._last = checked.source
        self.corefiles += checked.corefiles
        self.not_followed += checked.not_followed
        self.known += checked.known
        if checked.release:
            self.releases[checked.release] += 1

    def lines(self) -> list[str]:
        """Return the last lines: what was found, and how much of it can be fixed."""
        return [self.summary(), *self.fixable(), *self.named()]

    def summary(self) -> str:
        """Say what was found."""
        if not self.severities and not self.corefiles:
            return "No Corefile was checked."
        left = "".join(f" ({each})" for each in self.left_out())
        if not self.severities:
            what = "No new problems" if self.known else "No problems"
            return f"{what} found in {counted(self.corefiles, 'Corefile', 'Corefiles')}{left}."
        return f"Found {self.counts()} in {counted(self.files, 'file', 'files')}{left}."

    def left_out(self) -> "Iterator[str]":
        """Say what else there is."""
        if self.known:
            yield f"{counted(self.known, 'known finding', 'known findings')} left out"
        if self.not_followed:
            yield f"{counted(self.not_followed, 'import', 'imports')} of other files not followed"

    def counts(self) -> str:
        """Say how many findings there are of each severity, the gravest first."""
        there = ((self.severities[name], words) for name, words in _COUNTED.items())
        return ", ".join(counted(number, *words) for number, words in there if number)

    def named(self) -> list[str]:
        """Say which files were checked for the release of their image."""
        return [
            f"Checked for CoreDNS {release}, the image in {counted(files, 'file', 'files')}."
            for release, files in sorted(self.releases.items())
        ]

    def fixable(self) -> list[str]:
        """Say how many findings can be fixed, if any."""
        safe, unsafe = self.fixes[True], self.fixes[False]
        if not safe:
            return [f"{unsafe} fixable with `--fix --unsafe-fixes`."] if unsafe else []
        more = f" ({unsafe} more with `--unsafe-fixes`)" if unsafe else ""
        return [f"{safe} fixable with `--fix`{more}."]


def tallied(results: "Iterable[CheckResult]", tally: Tally) -> "Iterator[CheckResult]":
    """Yield the results, and count each in a tally."""
    for checked in results:
        tally.add(checked)
        yield checked


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many}"
