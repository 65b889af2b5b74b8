"""The program `corefile-lint`."""

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress

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
from corefile.cli.options import Options, read_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.cli.cache import Cache
    from corefile.lint import CheckResult

__all__ = ["main"]

#: Commands of another program, which people write after the name of this one.
OF_COREFILE = frozenset(("check", "explain", "fmt", "format", "help", "lint", "rules"))


def main(argv: Sequence[str] | None = None, program: str = "corefile-lint") -> int:
    """Run the program and give its exit status. `argv` does not hold the program's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Do what the arguments ask for."""
    options = read_options(argv, program)
    if options.explain:
        return explain(options.explain, options, program)
    if options.watch:
        from corefile.cli.watching import watch  # noqa: PLC0415

        return watch(options, argv, program)
    first = next(iter(options.paths), "")
    if first in OF_COREFILE and program == "corefile-lint" and not os.path.exists(first):
        complain(program, "error", f"`{first}` is not a file: write `corefile {first}` for it")
        return USAGE
    if not options.paths and piped():
        complain(program, "error", unnamed(program))
        return USAGE
    # Loaded here, so that `--help` and `--version` cost next to nothing.
    from corefile.cli.cache import opened  # noqa: PLC0415
    from corefile.cli.unchanged import Unknown, shown_again  # noqa: PLC0415

    shows = options.show_files or options.show_settings
    cache = None if shows else opened(options)
    if cache:
        with suppress(Unknown):
            return shown_again(options, program, cache)
    # From here on, all is needed.
    from corefile.lint import ConfigurationError  # noqa: PLC0415

    try:
        return show(options, program) if shows else check(options, program, cache)
    except ConfigurationError as error:
        complain(program, "error", str(error))
        return USAGE


def explain(name: str, options: Options, program: str) -> int:
    """Print the page of a rule."""
    from corefile.cli.settings import Chooser  # noqa: PLC0415
    from corefile.lint import ConfigurationError, UnknownRule, find_rule  # noqa: PLC0415
    from corefile.reference.explain import explain as page  # noqa: PLC0415

    try:
        known = Chooser(options).configuration("").known_rules
        sys.stdout.write(page(find_rule(name, known)))
    except (ConfigurationError, UnknownRule) as error:
        complain(program, "error", str(error))
        return USAGE
    return CLEAN


def show(options: Options, program: str) -> int:
    """Print what would be looked at, or by which settings."""
    from corefile.cli.session import Session  # noqa: PLC0415
    from corefile.cli.showing import show_files, show_settings  # noqa: PLC0415

    print_them = show_files if options.show_files else show_settings
    return print_them(Session(program, options), options.paths or ["."])


def check(options: Options, program: str, cache: "Cache | None") -> int:
    """Check the files that the options name."""
    from corefile.cli.printing import print_findings, takes_parts  # noqa: PLC0415
    from corefile.cli.session import Session  # noqa: PLC0415

    session = Session(program, options, cache)
    results = session.results(options.paths or ["."], in_parts=takes_parts(options))
    if options.write_baseline:
        written = write_baseline(options.write_baseline, results, program)
        session.conclude()
        return CLEAN if written and session.status != UNREADABLE else UNREADABLE
    written = True
    if options.diff:
        # The patches are printed on the way.
        deque(results, maxlen=0)
    else:
        written = print_findings(options, results, program)
    session.conclude()
    if not written:
        return UNREADABLE
    if not (options.paths or session.holding) and piped(waiting=True):
        complain(program, "error", unnamed(program))
        return USAGE
    return CLEAN if options.exit_zero and session.status == FINDINGS else session.status


def write_baseline(path: str, results: Iterator["CheckResult"], program: str) -> bool:
    """List what is found in a baseline; False if it cannot be written.

    Raises ConfigurationError where there is a file that is something else.
    """
    from corefile.cli.output import written  # noqa: PLC0415
    from corefile.lint import baseline_of, read_baseline  # noqa: PLC0415

    if os.path.lexists(path):
        read_baseline(path)
    baseline = baseline_of(results, os.path.dirname(path) or ".")
    if not written(program, path, baseline.to_json()):
        return False
    number = baseline.counts.total()
    known = "1 finding, which is" if number == 1 else f"{number} findings, which are"
    complain(program, "note", f"{path} lists {known} known from now on")
    return True


if __name__ == "__main__":
    sys.exit(main())
