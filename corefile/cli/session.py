"""One run of `corefile-lint`: which files are looked at, and what comes of each."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress

from corefile.cli import remarks
from corefile.cli.cache import Cache
from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, complain
from corefile.cli.inputs import Unreadable, load, search
from corefile.cli.joining import joined
from corefile.cli.options import Options, failing
from corefile.cli.outcomes import outcomes
from corefile.cli.progress import watched
from corefile.cli.recorded import checked_again, recorded
from corefile.cli.seen import Seen
from corefile.cli.settings import Chooser, read_from, records
from corefile.cli.work import Outcome, Task, check_again, in_clusters
from corefile.coredns.releases.release import NEWEST, newer_than_known
from corefile.lint import CheckResult
from corefile.report.tally import Tally, counted
from corefile.text.records import dataclass
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.cli.stale import Stale
    from corefile.lint import Baseline

__all__ = ["Session"]


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done to findings, in words."""

    verb: str
    past: str
    undone: str
    #: What is done, and what could not be: one, and several.
    done: tuple[str, str]
    things: tuple[str, str]


_FIX = Deed("fix", "fixed", "not fixed", ("problem", "problems"), ("fix", "fixes"))
_SUPPRESS = Deed("write", "wrote", "not suppressed", *[("suppression", "suppressions")] * 2)


class Session:
    """One run. Its methods raise ConfigurationError."""

    def __init__(self, program: str, options: Options, cache: Cache | None = None) -> None:
        self.program = program
        self.options = options
        self.cache = cache
        self.chooser: Chooser = Chooser(options)
        self.status: int = CLEAN
        self.deed: Deed = _SUPPRESS if options.add_suppressions else _FIX
        self.fixed: int = 0
        self.refused: int = 0
        #: What no patch changes, without anything said of why, by severity, and the files it is in.
        self.left: Tally = Tally()
        self.left_in: set[str] = set()
        #: The files of each folder that was named, None for what is none.
        self.folders: dict[str, list[str] | None] = {}
        #: The files that hold a Corefile, and those that were named and hold none.
        self.holding: list[str] = []
        self.without_corefile: list[str] = []
        self.seen: Seen = Seen()
        #: What baselines list, where there are any.
        self.stale: Stale | None = None
        self.mentioned: set[str] = set()

    def results(self, paths: Sequence[str], *, in_parts: bool = False) -> Iterator[CheckResult]:
        """Yield what is found in each file; say on standard error what cannot be read.

        What is found in a large file may be yielded in several results, one after the other, if
        they may be `in_parts`.
        """
        self.folders = {path: self.folder(path) for path in paths}
        tasks = in_clusters(list(self.tasks(self.folders)))
        pieces = watched(self.outcomes(tasks), len(tasks), lambda outcome: outcome.progress)
        for done in joined(pieces, lambda task: in_parts and not self.has_baseline(task)):
            outcome = self.kept(done)
            path = outcome.task.path
            if outcome.checked is None:
                self.failed(path, outcome.failure)
                continue
            yield self.judged(outcome, outcome.checked)
            if outcome.is_last:
                self.done(outcome, outcome.whole or outcome.checked)
        if self.cache:
            self.cache.save()

    def done(self, outcome: Outcome, checked: CheckResult) -> None:
        """Note what a file holds, and keep in mind all that was found in it."""
        path = outcome.task.path
        if checked.corefiles or checked.findings:
            self.holding.append(path)
        elif path in self.folders:
            self.without_corefile.append(path)
        self.remember(outcome, checked)

    def has_baseline(self, task: Task) -> bool:
        """Tell whether a baseline says what is known of a file."""
        return self.baseline(task.name or task.path) is not None

    def outcomes(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Yield what comes of tasks, in their order; files that are known are not checked.

        Of a large file there may be several: one for each of its portions.
        """
        known = {task.path: found for task in tasks for found in [self.recall(task)] if found}
        rest = outcomes([task for task in tasks if task.path not in known], self.options.jobs)
        for task in tasks:
            found = known.get(task.path)
            if found:
                yield Outcome(task, found)
                continue
            for outcome in rest:
                yield outcome
                if outcome.is_last:
                    break

    def recall(self, task: Task) -> CheckResult | None:
        """Return what was found in a file the last time; None where it has to be checked."""
        known = self.cache.known(task.path, task.together) if self.cache else None
        if self.cache and known:
            with suppress(ValueError):
                return checked_again(task.path, known, task.together, self.cache.text)
        return None

    def remember(self, outcome: Outcome, checked: CheckResult) -> None:
        """Keep in mind what was found in a file, unless that depends on others."""
        path, together = outcome.task.path, outcome.task.together
        if not self.cache or path == STDIN or not outcome.alone:
            return
        record = recorded(checked, together)
        if record is not None:
            said = self.chooser.configuration(path)
            if not all(records(said)):
                return
            data = outcome.before.encode("utf-8", "surrogateescape")
            known = (checked.corefiles, checked.not_followed, record)
            leaves_out = "f" * bool(said.exclude) + "k" * bool(said.baseline)
            leaves_out += "e" * bool(said.extensions)
            self.cache.add(path, data, together, known, read_from(said), leaves_out)

    def folder(self, path: str) -> list[str] | None:
        """Return the files to check in a folder; None for what is none."""
        if path == STDIN or not os.path.isdir(path):
            return None
        return list(search(path, self.failed, self.chooser.excluded))

    def tasks(self, folders: dict[str, list[str] | None]) -> Iterator[Task]:
        """Yield the files to check, each once."""
        seen: set[str] = set()
        for path, found in folders.items():
            if found is None and self.left_out(path):
                continue
            for file in [path] if found is None else found:
                key = file if file == STDIN else os.path.abspath(file)
                if key not in seen:
                    seen.add(key)
                    yield self.task(file)

    def left_out(self, path: str) -> bool:
        """Tell whether a file that is named is left out anyway.

        Whoever fixes standard input uses the output instead: it passes as it is.
        """
        options = self.options
        name = options.stdin_filename or path if path == STDIN else path
        if not options.force_exclude or not self.chooser.excluded(name):
            return False
        if path == STDIN and options.fix and not options.diff:
            from corefile.cli.output import put  # noqa: PLC0415 - seldom needed

            try:
                put(load(path, options.stdin_filename))
            except Unreadable as error:
                self.failed(path, str(error))
        return True

    def task(self, path: str) -> Task:
        """Make the task to check a file."""
        name = self.options.stdin_filename if path == STDIN else ""
        options = self.options
        settings = self.chooser.settings(name or path)
        said = self.chooser.configuration(name or path)
        self.mention(said.coredns)
        if self.cache:
            self.cache.digest(read_from(said))
        fix = options.fix or options.diff
        known = self.baseline(name or path) if fix else None
        reason = options.add_suppressions
        unsafe, extensions = options.unsafe_fixes, said.extensions
        return Task(path, settings, name, fix, unsafe, known, reason, extensions)

    def mention(self, releases: str) -> None:
        """Say once of each release of CoreDNS that it is not known yet."""
        for release in newer_than_known(releases):
            if release not in self.mentioned:
                self.mentioned.add(release)
                message = (
                    f"CoreDNS {release} is newer than {NEWEST}, the newest release known here: "
                    f"files are checked as for {NEWEST}"
                )
                complain(self.program, "note", message)

    def judged(self, outcome: Outcome, checked: CheckResult) -> CheckResult:
        """Return what is new of what is found."""
        checked = self.new(self.seen.new(checked), outcome.task)
        fails = failing(self.options)
        severities = [f.finding.severity for f in checked.findings if f.finding.severity in fails]
        if self.options.diff:
            self.show(outcome)
            if severities and not (outcome.refused or outcome.read_only):
                self.left.severities.update(severities)
                self.left_in.add(outcome.task.name or outcome.task.path)
        elif severities:
            self.found()
        self.fixed += outcome.fixed
        self.refused += outcome.refused
        for reason in outcome.read_only:
            said = f"{outcome.task.path}: {self.deed.undone}: {reason}"
            complain(self.program, "note", said)
        return checked

    def new(self, checked: CheckResult, task: Task) -> CheckResult:
        """Leave out what the baseline knows."""
        path = task.name or task.path
        baseline = self.baseline(path)
        if baseline is None or self.stale is None:
            return checked
        self.stale.add(self.chooser.configuration(path).baseline, path, task.settings, checked)
        return baseline.new(checked)

    def baseline(self, path: str) -> "Baseline | None":
        """Return what is known of a file; None where nothing is."""
        name = self.chooser.configuration(path).baseline
        if not name or self.options.write_baseline:
            return None
        if self.stale is None:
            from corefile.cli.stale import Stale  # noqa: PLC0415 - few have a baseline

            self.stale = Stale()
        return self.stale.baseline(name)

    def show(self, outcome: Outcome) -> None:
        """Print what a file's fixes change, as a patch."""
        if outcome.after == outcome.before:
            return
        from corefile.cli.output import put_patch  # noqa: PLC0415 - seldom needed
        from corefile.text.patch import line_edits, patch  # noqa: PLC0415

        self.found()
        name = outcome.task.name or outcome.task.path
        edits = line_edits(outcome.before, outcome.after)
        put_patch(patch(outcome.before, edits, name), self.options.color)

    def kept(self, outcome: Outcome) -> Outcome:
        """Write a file that was fixed; to standard output what came from standard input.

        Gives what came of it: where the file cannot be written, what it is without that.
        """
        path = outcome.task.path
        if not self.options.fix or self.options.diff or outcome.checked is None:
            return outcome
        if path == STDIN:
            from corefile.cli.output import put  # noqa: PLC0415 - seldom needed

            put(outcome.after)
        elif outcome.after != outcome.before:
            from corefile.cli.replacing import replaced  # noqa: PLC0415 - seldom needed

            if failure := replaced(path, outcome.before, outcome.after):
                self.failed(path, failure)
                return check_again(outcome.task)
        return outcome

    def found(self) -> None:
        """Make the exit status say that there are findings."""
        if self.status == CLEAN:
            self.status = FINDINGS

    def failed(self, path: str, reason: str) -> None:
        """Say that a file cannot be read or written."""
        self.status = UNREADABLE
        complain(self.program, "error", f"{path}: {reason}")

    def conclude(self) -> None:
        """Say what was fixed, what could not be, and where no Corefile was found."""
        if (self.fixed or self.left_in) and not self.options.quiet:
            complain(self.program, "note", f"{self.changes()}{self.remains()}")
        if self.refused:
            fixes = counted(self.refused, *self.deed.things)
            reason = "the file would not have read as meant"
            complain(self.program, "note", f"{fixes} could not be made: {reason}")
        if self.status != UNREADABLE:
            remarks.of_folders(self.program, self.folders, self.holding)
        if not self.options.force_exclude:  # else a program such as pre-commit names the files
            remarks.of_files(self.program, self.without_corefile)
        if self.stale is not None and not self.options.quiet:
            self.stale.conclude(self.program)

    def changes(self) -> str:
        """Say what was fixed, or would be."""
        deed = self.deed
        if not self.fixed:
            where = f"{min(self.left_in)}: " if len(self.left_in) == 1 else ""
            return f"{where}nothing to {deed.verb}"
        verb = f"would {deed.verb}" if self.options.diff else deed.past
        return f"{verb} {counted(self.fixed, *deed.done)}"

    def remains(self) -> str:
        """Say what is found and not in a patch."""
        if not self.left_in:
            return ""
        verb = "remains" if self.left.severities.total() == 1 else "remain"
        return f"; {self.left.counts()} {verb}"
