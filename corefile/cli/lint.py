"""The program `corefile-lint`."""

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence

from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, USAGE, complain, guarded
from corefile.cli.options import Options, read_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.lint.document import Checked

__all__ = ["main"]

STDIN = "-"


def main(argv: Sequence[str] | None = None, program: str = "corefile-lint") -> int:
    """Run the program and give its exit status. `argv` does not hold the program's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Do what the arguments ask for."""
    options = read_options(argv, program)
    # Loaded here, so that `--help` and `--version` cost next to nothing.
    from corefile.lint.configuration import ConfigurationError  # noqa: PLC0415

    try:
        if options.explain:
            return explain(options.explain)
        return check(options, program)
    except ConfigurationError as error:
        complain(program, "error", str(error))
        return USAGE


def explain(name: str) -> int:
    """Print the page of a rule. Raises ConfigurationError."""
    from corefile.lint.configuration import ConfigurationError  # noqa: PLC0415
    from corefile.lint.selection import UnknownRule, the_rule  # noqa: PLC0415

    try:
        sys.stdout.write(the_rule(name).documentation)
    except UnknownRule as error:
        raise ConfigurationError(str(error)) from None
    return CLEAN


def check(options: Options, program: str) -> int:
    """Check the files that the options name."""
    from corefile.cli.session import Session  # noqa: PLC0415

    session = Session(program, options)
    results = session.results(options.paths or ["."])
    if options.write_baseline:
        write_baseline(options.write_baseline, results, program)
        return UNREADABLE if session.status == UNREADABLE else CLEAN
    if options.diff:
        # The patches are printed on the way.
        deque(results, maxlen=0)
    else:
        render(options, results)
    session.conclude()
    return CLEAN if options.exit_zero and session.status == FINDINGS else session.status


def render(options: Options, results: Iterator["Checked"]) -> None:
    """Print what is found; on standard error where standard output is for a text that is mended."""
    from corefile.report import renderer  # noqa: PLC0415
    from corefile.report.color import wanted  # noqa: PLC0415

    stream = sys.stderr if options.fix and STDIN in options.paths else sys.stdout
    color = wanted(os.environ, terminal=stream.isatty())
    for piece in renderer(options.output_format or "text")(results, color=color):
        stream.write(piece)


def write_baseline(path: str, results: Iterator["Checked"], program: str) -> None:
    """List what is found in a baseline."""
    from corefile.lint.baseline import baseline_of  # noqa: PLC0415

    baseline = baseline_of(results, os.path.dirname(path) or ".")
    with open(path, "w", encoding="utf-8") as file:
        file.write(baseline.to_json())
    number = baseline.counts.total()
    known = "1 finding, which is" if number == 1 else f"{number} findings, which are"
    complain(program, "note", f"{path} lists {known} known from now on")


if __name__ == "__main__":
    sys.exit(main())
