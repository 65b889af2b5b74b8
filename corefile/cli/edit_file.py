"""The command `corefile edit`: an editor, and a look at what it wrote before the file changes."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, USAGE, complain, guarded
from corefile.cli.help import Parser
from corefile.cli.running import add_build, said_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.lint import CheckResult, Settings

__all__ = ["main"]

_DESCRIPTION = """\
Edit a file in your editor, and write it only if CoreDNS would take it. FILE is a Corefile, a
Kubernetes manifest with one, or any other kind of file that the linter reads.
"""

_EPILOG = """\
The editor is $VISUAL, else $EDITOR, else vi. It is given a copy: FILE does not change until the
text is checked. If there is an error that was not there before, you are asked what to do. Without a
terminal to ask at, FILE stays as it was.

examples:
  corefile edit /etc/coredns/Corefile
  KUBE_EDITOR='corefile edit' kubectl edit configmap coredns -n kube-system

exit status:
  0  the file is written, or nothing was changed
  1  the file stays as it was
  2  wrong usage, or no editor
  3  the file could not be read or written
"""

_QUESTION = "What now? (e)dit again, (x) leave without changes, (w)rite anyway: "


def main(argv: Sequence[str] | None = None, program: str = "corefile edit") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Edit a file."""
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.lint import ConfigurationError, settings_of  # noqa: PLC0415

    options = arguments(program).parse_args(argv)
    path = options.file
    if path == "-":
        complain(program, "error", "standard input has no editor: name a file")
        return USAGE
    try:
        settings = settings_of(said_for(options, path))
        before = load(path)
    except Unreadable as error:
        complain(program, "error", f"{path}: {error}")
        return UNREADABLE
    except ConfigurationError as error:
        complain(program, "error", str(error))
        return USAGE
    return EditSession(program, path, before, settings, strict=options.strict).run()


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(
        prog=program,
        usage=f"{program} [OPTIONS] FILE",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("file", metavar="FILE", help="the file to edit")
    parser.add_argument("--strict", action="store_true", help="ask for findings of any kind")
    add_build(parser)
    return parser


class EditSession:
    """One file, from the first look at it to the end."""

    def __init__(
        self, program: str, path: str, before: str, settings: "Settings", *, strict: bool
    ) -> None:
        self.program = program
        self.path = path
        self.before = before
        self.settings = settings
        self.strict = strict

    def run(self) -> int:
        """Let the user edit a copy until it is good, given up or to be written anyway."""
        import shutil  # noqa: PLC0415 - not for --help
        import tempfile  # noqa: PLC0415

        folder = tempfile.mkdtemp(prefix="corefile-edit-")
        copy = os.path.join(folder, os.path.basename(self.path) or "Corefile")
        is_kept = True
        try:
            with open(copy, "wb") as file:
                file.write(encoded(self.before))
            status, is_kept = self.rounds(copy)
        finally:
            # Whatever happens, an interrupt too, what was typed is not lost.
            if is_kept and self.differs(copy):
                complain(self.program, "note", f"your text is kept in {copy}")
            else:
                shutil.rmtree(folder, ignore_errors=True)
        return status

    def rounds(self, copy: str) -> tuple[int, bool]:
        """Edit and check, again and again. Gives the exit status, and whether to keep the copy."""
        while True:
            problem = run_editor(copy)
            if problem:
                complain(self.program, "error", f"{problem}; {self.path} stays as it was")
                return USAGE, True
            after = text_of(copy)
            if after is None:
                complain(self.program, "error", f"the editor left no file; {self.path} stays")
                return FINDINGS, False
            if after == self.before:
                complain(self.program, "note", f"{self.path}: nothing was changed")
                return CLEAN, False
            answer = self.answer(after)
            if answer == "w":
                return self.write(after)
            if answer == "x":
                complain(self.program, "note", f"{self.path} stays as it was")
                return FINDINGS, False
            if answer == "":
                complain(self.program, "error", f"nobody to ask; {self.path} stays as it was")
                return FINDINGS, True

    def answer(self, after: str) -> str:
        """Return what to do with a text: `w`rite it, `e`dit it again, `x` out; "" for nobody."""
        from corefile.report import renderer  # noqa: PLC0415

        result, bad = self.findings(after)
        color = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        for piece in renderer("text")([result], color=color) if result.findings else ():
            sys.stderr.write(piece)
        if not bad:
            return "w"
        return ask()

    def findings(self, after: str) -> "tuple[CheckResult, bool]":
        """Return the findings that a text has and the file had not, and whether any is grave."""
        from corefile.lint import new_findings  # noqa: PLC0415
        from corefile.text.records import replace  # noqa: PLC0415

        new = new_findings(self.check(self.before), result := self.check(after))
        bad = [item for item in new if self.strict or item.finding.severity == "error"]
        return replace(result, findings=tuple(new)), bool(bad)

    def check(self, text: str) -> "CheckResult":
        """Return what is wrong with a text of the file."""
        from corefile import Files  # noqa: PLC0415
        from corefile.documents import read  # noqa: PLC0415
        from corefile.lint import lint_document  # noqa: PLC0415

        files = Files(os.path.dirname(self.path) or ".")
        return lint_document(read(text, self.path), read=files, settings=self.settings)

    def write(self, after: str) -> tuple[int, bool]:
        """Write a text into the file. Gives the exit status, and whether to keep the copy."""
        from corefile.cli.replacing import replaced  # noqa: PLC0415

        reason = replaced(self.path, self.before, after)
        if reason:
            complain(self.program, "error", f"{self.path}: {reason}")
            return UNREADABLE, True
        return CLEAN, False

    def differs(self, copy: str) -> bool:
        """Tell whether a copy holds something that the file did not."""
        text = text_of(copy)
        return text is not None and text != self.before


def run_editor(path: str) -> str:
    """Run the user's editor on a file; return what went wrong, empty for nothing."""
    import shlex  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = shlex.split(words)
    except ValueError:
        command = [words]
    try:
        with interrupts_left_to_others():
            done = subprocess.run([*command, path], check=False)  # noqa: S603 - the user's own
    except OSError as error:
        return f"the editor `{words}` cannot be run: {error.strerror or error}"
    if done.returncode:
        how = f"signal {-done.returncode}" if done.returncode < 0 else f"status {done.returncode}"
        return f"the editor `{words}` ended with {how}"
    return ""


@contextmanager
def interrupts_left_to_others() -> Iterator[None]:
    """Leave the keys that interrupt to the editor, as long as it runs."""
    import signal  # noqa: PLC0415

    known = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        for number in known:
            signal.signal(number, lambda *_: None)  # not SIG_IGN, which the editor would inherit
        yield
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)


def ask() -> str:
    """Ask the user what to do; "" where nobody can answer."""
    if not sys.stdin or not sys.stdin.isatty():
        return ""
    while True:
        sys.stderr.write(_QUESTION)
        sys.stderr.flush()
        line = sys.stdin.readline()
        word = line.strip().lower()[:1]
        if not line or word in ("e", "x", "w"):
            return word


def text_of(path: str) -> str | None:
    """Return the text of a file; None where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "surrogateescape")
    except OSError:
        return None


def encoded(text: str) -> bytes:
    """Return the bytes of a text, those that are not UTF-8 as they were."""
    return text.encode("utf-8", "surrogateescape")


if __name__ == "__main__":
    sys.exit(main())
