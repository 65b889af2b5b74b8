"""Runs a program again whenever a file has changed."""

import os
import subprocess
import sys
from collections.abc import Sequence

from corefile.cli.guard import CLEAN, USAGE, complain
from corefile.cli.options import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from watchfiles import Change

__all__ = ["watch"]


def watch(options: Options, argv: Sequence[str], program: str) -> int:
    """Check the files, and again after each change, until an interrupt, which this raises.

    Each run has a process of its own, so it remembers nothing of the last one.
    """
    try:
        from watchfiles import DefaultFilter  # noqa: PLC0415 - an extra
        from watchfiles import watch as changes  # noqa: PLC0415
    except ImportError:
        missing = "--watch needs the package `watchfiles`: `pip install 'corefile[watch]'`"
        complain(program, "error", missing)
        return USAGE
    written = {os.path.abspath(options.output_file)} if options.output_file else set()

    class Ours(DefaultFilter):
        """All but what this program itself writes, and folders such as `.git`."""

        def __call__(self, change: "Change", path: str) -> bool:
            ours = path in written or is_standard_output(path)
            return not ours and super().__call__(change, path)

    folders = {
        path if os.path.isdir(path) else os.path.dirname(path) or "."
        for path in options.paths or ["."]
    }
    missing_folder = next((path for path in sorted(folders) if not os.path.isdir(path)), None)
    if missing_folder is not None:
        complain(program, "error", f"{missing_folder}: there is no such folder to watch")
        return USAGE
    words = [word for word in argv if word != "--watch"]
    run(words, program)
    for _ in changes(*sorted(folders), watch_filter=Ours()):
        if sys.stdout.isatty():
            sys.stdout.write("\x1b[2J\x1b[H")
            sys.stdout.flush()
        run(words, program)
    return CLEAN


def is_standard_output(path: str) -> bool:
    """Tell whether what is printed goes into a file."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


def run(words: Sequence[str], program: str) -> None:
    """Check the files once. What is in the working directory is not imported."""
    code = "import sys; from corefile.cli.lint import main; sys.exit(main(program=sys.argv.pop(1)))"
    subprocess.run([sys.executable, "-P", "-c", code, program, *words], check=False)  # noqa: S603
    complain(program, "note", "waiting for changes; Ctrl+C ends this")
