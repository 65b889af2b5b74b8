"""The program `corefile-lint`."""

import os
import sys
from collections.abc import Iterator, Sequence

from corefile.cli.builds import chosen_build
from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, USAGE, complain, guarded
from corefile.cli.options import read_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.coredns.builds import Build
    from corefile.lint.document import Checked

__all__ = ["main"]

_FAILING = frozenset(("error", "warning"))


def main(argv: Sequence[str] | None = None, program: str = "corefile-lint") -> int:
    """Run the program and give its exit status. `argv` does not hold the program's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Check the files that the arguments name."""
    options = read_options(argv, program)
    # Loaded here, so that `--help` and `--version` cost next to nothing.
    from corefile.report import renderer  # noqa: PLC0415
    from corefile.report.color import wanted  # noqa: PLC0415

    color = wanted(os.environ, terminal=sys.stdout.isatty())
    try:
        session = Session(program, chosen_build(options))
    except ValueError as error:
        complain(program, "error", str(error))
        return USAGE
    render = renderer(options.output_format)
    for piece in render(session.results(options.paths or ["."]), color=color):
        sys.stdout.write(piece)
    session.conclude()
    return session.status


class Session:
    """One run: what was looked at, and what came of it."""

    def __init__(self, program: str, build: "Build | None") -> None:
        self.program = program
        self.build = build
        self.status = CLEAN
        self.without_corefile: list[str] = []
        self._files: set[str] = set()
        self._shown: set[object] = set()

    def results(self, paths: Sequence[str]) -> Iterator["Checked"]:
        """Yield what is found in each file; say on standard error what cannot be read."""
        for path in paths:
            if path != "-" and os.path.isdir(path):
                yield from self.folder(path)
            else:
                yield from self.file(path, named=True)

    def folder(self, path: str) -> Iterator["Checked"]:
        """Yield what is found in each file of a folder."""
        from corefile.cli.inputs import search  # noqa: PLC0415

        empty = True
        for name in search(path, self.failed):
            for checked in self.file(name, named=False):
                empty = empty and not checked.corefiles and not checked.findings
                yield checked
        if empty and self.status != UNREADABLE:
            complain(self.program, "warning", f"no Corefile found in {path}")

    def file(self, path: str, *, named: bool) -> Iterator["Checked"]:
        """Yield what is found in a file that was not checked before."""
        from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415

        key = path if path == "-" else os.path.abspath(path)
        if key in self._files:
            return
        self._files.add(key)
        try:
            checked = self.check(path, load(path))
        except Unreadable as error:
            self.failed(path, str(error))
            return
        if not checked.corefiles and not checked.findings and named:
            self.without_corefile.append(path)
        yield checked

    def check(self, path: str, text: str) -> "Checked":
        """Check the text of a file."""
        from corefile.coredns.files import Files  # noqa: PLC0415
        from corefile.documents import read  # noqa: PLC0415
        from corefile.lint.document import lint_document  # noqa: PLC0415

        beside = None if path == "-" else Files(os.path.dirname(path) or ".")
        checked = lint_document(read(text, path), read=beside, build=self.build)
        checked = self.unseen(checked)
        severities = {item.finding.severity for item in checked.findings}
        if self.status == CLEAN and not _FAILING.isdisjoint(severities):
            self.status = FINDINGS
        return checked

    def unseen(self, checked: "Checked") -> "Checked":
        """Leave out what was found before, in a file that several Corefiles import."""
        from dataclasses import replace  # noqa: PLC0415

        new = []
        for item in checked.findings:
            place = item.place
            where = (os.path.abspath(place.path), place.start, place.end)
            key = (item.finding.code, where, item.finding.message)
            if key not in self._shown:
                self._shown.add(key)
                new.append(item)
        return replace(checked, findings=tuple(new))

    def failed(self, path: str, reason: str) -> None:
        """Say that a file cannot be read."""
        self.status = UNREADABLE
        complain(self.program, "error", f"{path}: {reason}")

    def conclude(self) -> None:
        """Say which of the files that were named hold no Corefile."""
        if self.without_corefile:
            first, *others = self.without_corefile
            more = f" and {len(others)} more" if others else ""
            complain(self.program, "warning", f"no Corefile in {first}{more}")


if __name__ == "__main__":
    sys.exit(main())
