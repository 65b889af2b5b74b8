"""The program `corefile-lint`."""

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress

from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, USAGE, complain, guarded
from corefile.cli.options import Options, read_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.cli.cache import Cache
    from corefile.lint.result import CheckResult

__all__ = ["main"]


def main(argv: Sequence[str] | None = None, program: str = "corefile-lint") -> int:
    """Run the program and give its exit status. `argv` does not hold the program's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Do what the arguments ask for."""
    options = read_options(argv, program)
    if options.explain:
        return explain(options.explain, program)
    # Loaded here, so that `--help` and `--version` cost next to nothing.
    from corefile.cli.cache import opened  # noqa: PLC0415
    from corefile.cli.unchanged import Unknown, shown_again  # noqa: PLC0415

    cache = opened(options)
    if cache:
        with suppress(Unknown):
            return shown_again(options, program, cache)
    # From here on, all is needed.
    from corefile.lint.configuration import ConfigurationError  # noqa: PLC0415

    try:
        return check(options, program, cache)
    except ConfigurationError as error:
        complain(program, "error", str(error))
        return USAGE


def explain(name: str, program: str) -> int:
    """Print the page of a rule."""
    from corefile.lint.selection import UnknownRule, the_rule  # noqa: PLC0415
    from corefile.reference.explain import explain as page  # noqa: PLC0415

    try:
        sys.stdout.write(page(the_rule(name)))
    except UnknownRule as error:
        complain(program, "error", str(error))
        return USAGE
    return CLEAN


def check(options: Options, program: str, cache: "Cache | None") -> int:
    """Check the files that the options name."""
    from corefile.cli.printing import print_findings  # noqa: PLC0415
    from corefile.cli.session import Session  # noqa: PLC0415

    session = Session(program, options, cache)
    results = session.results(options.paths or ["."])
    if options.write_baseline:
        written = write_baseline(options.write_baseline, results, program)
        session.conclude()
        return CLEAN if written and session.status != UNREADABLE else UNREADABLE
    if options.diff:
        # The patches are printed on the way.
        deque(results, maxlen=0)
    else:
        print_findings(options, results)
    session.conclude()
    return CLEAN if options.exit_zero and session.status == FINDINGS else session.status


def write_baseline(path: str, results: Iterator["CheckResult"], program: str) -> bool:
    """List what is found in a baseline; False if it cannot be written.

    Raises ConfigurationError where there is a file that is something else.
    """
    from corefile.lint.baseline import baseline_of, read_baseline  # noqa: PLC0415
    from corefile.text.writing import write_file  # noqa: PLC0415

    if os.path.lexists(path):
        read_baseline(path)
    baseline = baseline_of(results, os.path.dirname(path) or ".")
    try:
        write_file(path, baseline.to_json().encode())
    except OSError as error:
        complain(program, "error", f"{path}: cannot be written: {error.strerror or error}")
        return False
    number = baseline.counts.total()
    known = "1 finding, which is" if number == 1 else f"{number} findings, which are"
    complain(program, "note", f"{path} lists {known} known from now on")
    return True


if __name__ == "__main__":
    sys.exit(main())
