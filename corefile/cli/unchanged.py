"""A run in which every file is known to be clean: nothing is loaded but what says so."""

import os
import sys

from corefile.cli import remarks
from corefile.cli.cache import Cache, Counts
from corefile.cli.inputs import STDIN, search, together
from corefile.cli.options import Options
from corefile.report import default_format
from corefile.report.tally import Tally

__all__ = ["is_done"]

#: The formats that say nothing of clean files but how many there are.
_FORMATS = frozenset(("text", "github-log"))


class Unknown(Exception):
    """There is something that has to be looked at."""


def is_done(options: Options, program: str, cache: Cache) -> bool:
    """Do the run if all of its files are known to be clean; else do nothing."""
    name = options.output_format or default_format(os.environ)
    if name not in _FORMATS or options.statistics or options.exclude:
        return False
    folders: dict[str, list[str] | None] = {}
    try:
        for path in options.paths or ["."]:
            folders[path] = files_in(path, cache)
        counts = all_counts(folders, cache)
    except Unknown:
        return False
    tally = Tally(*map(sum, zip(*counts.values(), strict=True)))
    sys.stdout.write("\n".join(tally.lines()) + "\n")
    remarks.of_folders(program, folders, [path for path, (number, _) in counts.items() if number])
    without = [path for path, (number, _) in counts.items() if not number and path in folders]
    remarks.of_files(program, without)
    return True


def files_in(folder: str, cache: Cache) -> list[str] | None:
    """Give the files to check in a folder; None for what is none. Raises Unknown."""
    if folder == STDIN or not os.path.isdir(folder):
        return None

    def skipped(path: str, _: bool) -> bool:
        if cache.shelf(path).excludes:
            raise Unknown
        return False

    return list(search(folder, unreadable, skipped))


def unreadable(path: str, reason: str) -> None:
    """Leave it to a run that looks at everything to say what cannot be read."""
    raise Unknown(path, reason)


def all_counts(folders: dict[str, list[str] | None], cache: Cache) -> dict[str, Counts]:
    """Give what was counted in each file. Raises Unknown."""
    files: dict[str, str] = {}
    for folder, found in folders.items():
        for path in [folder] if found is None else found:
            files.setdefault(os.path.abspath(path), path)
    manifests = together(files.values())
    named = frozenset(manifests)
    counts: dict[str, Counts] = {}
    for path in files.values():
        # What `--force-exclude` leaves out is never checked with that option, so is never known.
        known = cache.known(path, manifests if path in named else ())
        if known is None:
            raise Unknown
        counts[path] = known
    if not counts:
        raise Unknown
    return counts
