"""One run of `corefile-lint`: which files are looked at, and what comes of each."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corefile.cli import remarks
from corefile.cli.cache import Cache
from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, complain
from corefile.cli.inputs import STDIN, search
from corefile.cli.options import Options
from corefile.cli.progress import watched
from corefile.cli.settings import Chooser, read_from
from corefile.cli.work import Outcome, Task, in_clusters, known_outcome, outcomes
from corefile.lint.baseline import Baseline, read_baseline
from corefile.lint.document import Checked
from corefile.lint.finding import SEVERITIES

__all__ = ["Session"]


class Session:
    """One run. Its methods raise ConfigurationError."""

    def __init__(self, program: str, options: Options, cache: Cache | None = None) -> None:
        self.program = program
        self.options = options
        self.cache = cache
        self.chooser = Chooser(options)
        self.status = CLEAN
        self.fixed = 0
        self.without_corefile: list[str] = []
        self._failing = SEVERITIES[: SEVERITIES.index(options.fail_on) + 1]
        self._shown: set[object] = set()
        self._baselines: dict[str, Baseline] = {}

    def results(self, paths: Sequence[str]) -> Iterator[Checked]:
        """Yield what is found in each file; say on standard error what cannot be read."""
        folders = {path: self.folder(path) for path in paths}
        tasks = in_clusters(list(self.tasks(folders)))
        held: set[str] = set()
        for outcome in watched(self.outcomes(tasks), len(tasks)):
            path = outcome.task.path
            if outcome.checked is None:
                self.failed(path, outcome.failure)
                continue
            if outcome.checked.corefiles or outcome.checked.findings:
                held.add(path)
            elif path in folders:
                self.without_corefile.append(path)
            yield self.judged(outcome, outcome.checked)
            self.remember(outcome, outcome.checked)
        if self.cache:
            self.cache.save()
        if self.status != UNREADABLE:
            remarks.of_folders(self.program, folders, held)

    def outcomes(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Give what comes of tasks, in their order; files known to be clean are not checked."""
        known = {
            task.path: counts
            for task in tasks
            if self.cache
            for counts in [self.cache.known(task.path, task.together)]
            if counts
        }
        rest = outcomes([task for task in tasks if task.path not in known], self.options.jobs)
        for task in tasks:
            counts = known.get(task.path)
            yield known_outcome(task, *counts) if counts else next(rest)

    def remember(self, outcome: Outcome, checked: Checked) -> None:
        """Keep in mind that a file is clean, unless that depends on others."""
        path = outcome.task.path
        if self.cache and path != STDIN and outcome.alone and not checked.findings:
            said = self.chooser.configuration(path)
            data = outcome.before.encode("utf-8", "surrogateescape")
            counts = (checked.corefiles, checked.not_followed)
            together = outcome.task.together
            self.cache.add(path, data, together, counts, read_from(said), bool(said.exclude))

    def folder(self, path: str) -> list[str] | None:
        """Give the files to check in a folder; None for what is none."""
        if path == STDIN or not os.path.isdir(path):
            return None
        return list(search(path, self.failed, self.chooser.excluded))

    def tasks(self, folders: dict[str, list[str] | None]) -> Iterator[Task]:
        """Yield the files to check, each once."""
        seen: set[str] = set()
        for path, found in folders.items():
            if found is None and self.options.force_exclude and self.chooser.excluded(path):
                continue
            for file in [path] if found is None else found:
                key = file if file == STDIN else os.path.abspath(file)
                if key not in seen:
                    seen.add(key)
                    yield self.task(file)

    def task(self, path: str) -> Task:
        """Make the task to check a file."""
        name = self.options.stdin_filename if path == STDIN else ""
        options = self.options
        settings = self.chooser.settings(name or path)
        return Task(path, settings, name, options.fix or options.diff, options.unsafe_fixes)

    def judged(self, outcome: Outcome, checked: Checked) -> Checked:
        """Give what is new of what is found, and keep what was mended."""
        checked = self.new(self.unseen(checked), outcome.task.name or outcome.task.path)
        severities = {item.finding.severity for item in checked.findings}
        if self.options.diff:
            self.show(outcome)
        elif not severities.isdisjoint(self._failing):
            self.found()
        if self.options.fix and not self.options.diff:
            self.keep(outcome)
        self.fixed += outcome.fixed
        return checked

    def unseen(self, checked: Checked) -> Checked:
        """Leave out what was found before, in a file that several Corefiles import."""
        new = []
        for item in checked.findings:
            place = item.place
            where = (os.path.abspath(place.path), place.start, place.end)
            key = (item.finding.code, where, item.finding.message)
            if key not in self._shown:
                self._shown.add(key)
                new.append(item)
        return replace(checked, findings=tuple(new))

    def new(self, checked: Checked, path: str) -> Checked:
        """Leave out what the baseline knows."""
        name = self.chooser.configuration(path).baseline
        if not name or self.options.write_baseline:
            return checked
        if name not in self._baselines:
            self._baselines[name] = read_baseline(name)
        return self._baselines[name].new(checked)

    def show(self, outcome: Outcome) -> None:
        """Print what a file's fixes change, as a patch."""
        if outcome.after == outcome.before:
            return
        from corefile.cli.output import put  # noqa: PLC0415 - seldom needed
        from corefile.report.patch import line_edits, patch  # noqa: PLC0415

        self.found()
        name = outcome.task.name or outcome.task.path
        edits = line_edits(outcome.before, outcome.after)
        put("".join(patch(outcome.before, edits, name)))

    def keep(self, outcome: Outcome) -> None:
        """Write a file that was mended; to standard output what came from standard input."""
        path = outcome.task.path
        if path == STDIN:
            from corefile.cli.output import put  # noqa: PLC0415 - seldom needed

            put(outcome.after)
        elif outcome.after != outcome.before:
            from corefile.cli.writing import replace_file  # noqa: PLC0415 - seldom needed

            try:
                replace_file(path, outcome.after.encode("utf-8", "surrogateescape"))
            except OSError as error:
                self.failed(path, error.strerror or str(error))

    def found(self) -> None:
        """Make the exit status say that there are findings."""
        if self.status == CLEAN:
            self.status = FINDINGS

    def failed(self, path: str, reason: str) -> None:
        """Say that a file cannot be read or written."""
        self.status = UNREADABLE
        complain(self.program, "error", f"{path}: {reason}")

    def conclude(self) -> None:
        """Say what was mended, and which of the files that were named hold no Corefile."""
        if self.fixed:
            verb = "would fix" if self.options.diff else "fixed"
            problems = "1 problem" if self.fixed == 1 else f"{self.fixed} problems"
            complain(self.program, "note", f"{verb} {problems}")
        remarks.of_files(self.program, self.without_corefile)
