"""A list of findings that are known, so that only new ones are reported.

A finding is known by its rule, its file and the text of its line, so that it stays known when lines
are put above it.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable

from corefile.lint.configuration import ConfigurationError
from corefile.lint.failures import FAILED
from corefile.lint.result import CheckResult, Located
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace

__all__ = ["Baseline", "baseline_of", "read_baseline"]

_VERSION = 1


Known = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Baseline(Brief):
    """What is known: how many findings of a rule there are on lines with a text, by file."""

    #: The folder that the names of files begin at.
    folder: str
    #: By file, rule and text of the line.
    counts: Counter[Known]

    def new(self, checked: CheckResult) -> CheckResult:
        """Leave out what is known."""
        left = Counter(self.counts)
        findings = []
        for item in checked.findings:
            key = key_of(item, self.folder)
            if left[key] > 0:
                left[key] -= 1
            else:
                findings.append(item)
        known = checked.known + len(checked.findings) - len(findings)
        return replace(checked, findings=tuple(findings), known=known)

    def gone(self, found: Iterable[Located], covered: Callable[[str, str], bool]) -> Counter[Known]:
        """Return what is known and no longer found, of what was looked for.

        `covered` tells whether a rule, by its name, has run in a file, by its path.
        """
        gone = self.counts - Counter(key_of(item, self.folder) for item in found)
        return Counter(
            {
                (path, rule, line): count
                for (path, rule, line), count in gone.items()
                if covered(os.path.join(self.folder, path), rule)
            }
        )

    def to_json(self) -> str:
        """Return the text of the baseline's file."""
        import json  # noqa: PLC0415 - most runs have no baseline

        rows = [
            {"path": path, "rule": rule, "line": line, "count": count}
            for (path, rule, line), count in sorted(self.counts.items())
        ]
        return json.dumps({"version": _VERSION, "findings": rows}, indent=2) + "\n"


def baseline_of(results: Iterable[CheckResult], folder: str) -> Baseline:
    """Make the baseline that knows all of some findings; `folder` is where its file will be.

    That an extension has failed is never known: what it did not check would look clean.
    """
    where = os.path.abspath(folder)
    items = (item for checked in results for item in checked.findings)
    return Baseline(where, Counter(key_of(i, where) for i in items if i.finding.rule != FAILED))


def key_of(item: Located, folder: str) -> Known:
    """Return what a finding is known by."""
    place = item.place
    path = os.path.relpath(os.path.abspath(place.path), folder).replace(os.sep, "/")
    line = place.source.line(place.first.line).strip()
    return printable(path), item.finding.rule.name, printable(line)


def printable(text: str) -> str:
    """Return a text that JSON can carry: bytes that are not UTF-8 have no place in it."""
    return text.encode("utf-8", "replace").decode()


def read_baseline(path: str) -> Baseline:
    """Read a baseline's file. Raises ConfigurationError."""
    import json  # noqa: PLC0415 - most runs have no baseline

    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        rows = content["findings"] if content["version"] == _VERSION else None
        counts = Counter({(r["path"], r["rule"], r["line"]): int(r["count"]) for r in rows or []})
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror or error}") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ConfigurationError(f"{path}: not a baseline, which --write-baseline writes") from None
    if rows is None:
        raise ConfigurationError(f"{path}: a baseline of another version; write it again")
    return Baseline(os.path.dirname(os.path.abspath(path)), counts)
