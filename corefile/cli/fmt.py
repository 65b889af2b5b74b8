"""The program `corefile-fmt`."""

import os
import sys
from collections.abc import Sequence
from functools import cached_property

from corefile.cli.guard import (
    CLEAN,
    FINDINGS,
    UNREADABLE,
    USAGE,
    complain,
    guarded,
    piped,
    unnamed,
)
from corefile.version import __version__
from corefile.vocabulary import MAX_INDENT, STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from corefile.cli.settings import Chooser
    from corefile.formatter.document import FormattedDocument

__all__ = ["main"]


_DESCRIPTION = """\
Format Corefiles: indentation, spaces, empty lines, needless quotes. There is one layout. It does
not change what CoreDNS reads or any comment.
"""

_EPILOG = """\
Rewrites files, and prints the names of those that changed. Searches folders as corefile-lint does,
and skips what a configuration file excludes. Does not change a file that CoreDNS would refuse to
parse, or one with a `}` missing or on the wrong line; use corefile-lint to see why. Formats
Corefiles inside ConfigMaps and Markdown, except in a YAML style that cannot hold the new layout and
in a code block without an end.

examples:
  corefile-fmt                           format what is in the working directory
  corefile-fmt --check                   only name the files that would change
  corefile-fmt --diff | git apply        look at changes, or have Git make them
  corefile-fmt - < Corefile              print a Corefile, formatted
  corefile-fmt --stdin-filename k8s/coredns.yaml    the same for an editor

exit status:
  0  done; with --check or --diff: nothing would change
  1  with --check or --diff: a file would change
  2  wrong usage or configuration
  3  a file could not be read, parsed or written; the others are formatted anyway
"""


class FormatOptions:
    """What the words of a command line say."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.check = False
        self.diff = False
        self.color = "auto"
        self.indent = 4
        self.stdin_filename = ""
        self.config = ""
        self.isolated = False
        self.exclude: list[str] = []
        self.force_exclude = False


def main(argv: Sequence[str] | None = None, program: str = "corefile-fmt") -> int:
    """Run the program and give its exit status. `argv` does not hold the program's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Format the files that the arguments name."""
    options = arguments(program).parse_args(argv, FormatOptions())
    if not (options.paths or options.stdin_filename) and piped():
        complain(program, "error", unnamed(program))
        return USAGE
    session = FormatSession(program, options)
    if options.stdin_filename and not options.paths:
        options.paths = [STDIN]
    for path in options.paths or ["."]:
        is_folder = path != STDIN and os.path.isdir(path)
        if not (session.folder(path) if is_folder else session.named(path)):
            return USAGE
    session.conclude()
    return session.status


class FormatSession:
    """One run: what was formatted, and what came of it."""

    def __init__(self, program: str, options: FormatOptions) -> None:
        self.program = program
        self.options = options
        self.status: int = CLEAN
        self.unwritten: list[str] = []
        #: Templates that cannot be formatted.
        self.left: list[str] = []
        self.without_corefile: list[str] = []
        self._files: set[str] = set()

    def folder(self, path: str) -> bool:
        """Format each file in a folder; False where the configuration is wrong."""
        from corefile.cli.inputs import search  # noqa: PLC0415
        from corefile.lint import ConfigurationError  # noqa: PLC0415

        try:
            names = list(search(path, self.failed, self.chooser.excluded))
        except ConfigurationError as error:
            complain(self.program, "error", str(error))
            return False
        found = [self.file(name, named=False) for name in names]
        if not any(found) and self.status != UNREADABLE:
            complain(self.program, "warning", f"no Corefile found in {path}")
            if not self.options.paths and piped(waiting=True):
                complain(self.program, "error", unnamed(self.program))
                return False
        return True

    def named(self, path: str) -> bool:
        """Format a file unless it is to be left out; False where the configuration is wrong."""
        if self.options.force_exclude or self.options.config:
            from corefile.lint import ConfigurationError  # noqa: PLC0415

            try:
                left_out = self.chooser.excluded(self.called(path))
            except ConfigurationError as error:
                complain(self.program, "error", str(error))
                return False
            if left_out and self.options.force_exclude:
                return self.passed_on(path)
        self.file(path, named=True)
        return True

    def called(self, path: str) -> str:
        """Return what a file is called; standard input may have the name of another."""
        return (self.options.stdin_filename or path) if path == STDIN else path

    def passed_on(self, path: str) -> bool:
        """Leave a file as it is; what would take the place of standard input is the same text."""
        if path == STDIN and not (self.options.check or self.options.diff):
            from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
            from corefile.cli.output import put  # noqa: PLC0415

            try:
                put(load(path, self.options.stdin_filename))
            except Unreadable as error:
                self.failed(path, str(error))
        return True

    @cached_property
    def chooser(self) -> "Chooser":
        """What says which files are left out. It takes long to load, and few runs need it."""
        from corefile.cli.options import Options as Defaults  # noqa: PLC0415
        from corefile.cli.settings import Chooser  # noqa: PLC0415

        options = Defaults()
        options.config, options.isolated = self.options.config, self.options.isolated
        options.exclude = self.options.exclude
        return Chooser(options)

    def file(self, path: str, *, named: bool) -> bool:
        """Format a file that was not formatted before; False if it holds no Corefile."""
        from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
        from corefile.documents import read  # noqa: PLC0415
        from corefile.formatter.document import format_document  # noqa: PLC0415

        key = path if path == STDIN else os.path.realpath(path)
        if key in self._files:
            return True
        self._files.add(key)
        try:
            document = read(load(path, self.options.stdin_filename), self.called(path))
        except Unreadable as error:
            self.failed(path, str(error))
            return True
        path = document.name
        formatted = format_document(document, indent=self.options.indent)
        for obstacle in formatted.obstacles:
            place = f"{path}:{obstacle.position.line}:{obstacle.position.column}"
            self.failed(place, f"{obstacle.message}; left as it is")
        if formatted.unwritten:
            self.unwritten.append(path)
        if formatted.is_left:
            self.left.append(path)
        if named and not (document.corefiles or document.problems or formatted.is_left):
            self.without_corefile.append(path)
        self.deliver(key, path, document.text, formatted)
        return bool(document.corefiles or document.problems)

    def deliver(self, key: str, path: str, text: str, formatted: "FormattedDocument") -> None:
        """Do what was asked for with a file that is formatted; `key` tells standard input."""
        from corefile.cli.output import put, put_patch  # noqa: PLC0415

        writes = not self.options.check and not self.options.diff
        if key == STDIN and writes:
            put(formatted.text)
        elif not formatted.changed:
            return
        elif self.options.diff:
            from corefile.text.patch import patch  # noqa: PLC0415

            put_patch(patch(text, formatted.edits, path), self.options.color)
        elif not writes or self.write(path, text, formatted.text):
            put(f"{path}\n")
        if not writes and self.status == CLEAN:
            self.status = FINDINGS

    def write(self, path: str, before: str, after: str) -> bool:
        """Replace the text of a file; False if that cannot be done."""
        from corefile.cli.replacing import replaced  # noqa: PLC0415

        failure = replaced(path, before, after)
        if failure:
            self.failed(path, failure)
        return not failure

    def failed(self, place: str, reason: str) -> None:
        """Say that a file is not formatted."""
        self.status = UNREADABLE
        complain(self.program, "error", f"{place}: {reason}")

    def conclude(self) -> None:
        """Say which files were left alone."""
        if self.unwritten:
            names = several(self.unwritten)
            reason = "this place cannot hold a new layout; not changed"
            complain(self.program, "note", f"{names}: {reason}")
        if self.left:
            reason = "what a template renders to is not known; not changed"
            complain(self.program, "note", f"{several(self.left)}: {reason}")
        if self.without_corefile and not self.options.force_exclude:
            complain(self.program, "warning", f"no Corefile in {several(self.without_corefile)}")


def several(names: Sequence[str]) -> str:
    """Return the first of some names and the number of the others."""
    return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]


def arguments(program: str) -> "argparse.ArgumentParser":
    """Make the parser of the command line."""
    from corefile.cli.help import Parser  # noqa: PLC0415
    from corefile.cli.shared_options import add_color, add_exclude, add_stdin_filename  # noqa: PLC0415

    parser = Parser(
        prog=program,
        usage=f"{program} [OPTION ...] [PATH ...]",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="a file, a folder, or - for standard input; the working directory by default",
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument(
        "--check", action="store_true", help="write nothing; list the files to change"
    )
    mode.add_argument("--diff", action="store_true", help="write nothing; print a patch")
    parser.add_argument(
        "--indent",
        metavar="N",
        type=indentation,
        default=FormatOptions().indent,
        help="spaces for each level of blocks (default: %(default)s)",
    )
    add_color(parser)
    add_exclude(parser)
    add_stdin_filename(parser)
    parser.add_argument("-V", "--version", action="version", version=f"{program} {__version__}")
    return parser


def indentation(text: str) -> int:
    """Read the value of `--indent`."""
    if text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= MAX_INDENT:
        return int(text)
    from argparse import ArgumentTypeError  # noqa: PLC0415

    raise ArgumentTypeError(f"{text!r} is not a number from 0 to {MAX_INDENT}")


if __name__ == "__main__":
    sys.exit(main())
