"""A run in which every file is as it was the last time: nothing is loaded but what shows that."""

import os
import sys
from collections.abc import Callable

from corefile.cli import remarks
from corefile.cli.cache import Cache, Known
from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE
from corefile.cli.inputs import search, together
from corefile.cli.options import Options, failing
from corefile.report import default_format
from corefile.report.tally import Tally
from corefile.vocabulary import STDIN

__all__ = ["Unknown", "shown_again"]

#: What is known of a file, and the manifests that it may import from.
Recalled = tuple[Known, tuple[str, ...]]

#: The formats that say nothing of clean files but how many there are.
_FORMATS = frozenset(("text", "github-log"))


class Unknown(Exception):
    """There is something that has to be looked at."""


def shown_again(options: Options, program: str, cache: Cache) -> int:
    """Show what was found the last time, and give the exit status.

    Raises Unknown, before anything is shown, where it is not sure that it would be found again.
    """
    if options.exclude:
        raise Unknown
    folders = {path: files_in(path, cache) for path in options.paths or ["."]}
    recalled = all_known(folders, cache)
    known = [each for each, _ in recalled.values()]
    name = options.output_format or default_format(os.environ)
    status = CLEAN
    plain = name in _FORMATS and not (options.statistics or options.output_file)
    if not plain or any(record for _, _, record in known):
        status = show(options, program, recalled, cache.text)
    elif not options.quiet:
        tally = Tally(sum(number for number, *_ in known), sum(left for _, left, _ in known))
        sys.stdout.write("\n".join(tally.lines()) + "\n")
    holding = [path for path, ((number, _, record), _) in recalled.items() if number or record]
    remarks.of_folders(program, folders, holding)
    held = frozenset(holding)
    if not options.force_exclude:
        without = [path for path in recalled if path in folders and path not in held]
        remarks.of_files(program, without)
    return status


def files_in(folder: str, cache: Cache) -> list[str] | None:
    """Return the files to check in a folder; None for what is none. Raises Unknown."""
    if folder == STDIN or not os.path.isdir(folder):
        return None

    def skipped(path: str, _: bool) -> bool:
        if "f" in cache.shelf(path).leaves_out:
            raise Unknown
        return False

    return list(search(folder, unreadable, skipped))


def unreadable(path: str, reason: str) -> None:
    """Leave it to a run that looks at everything to say what cannot be read."""
    raise Unknown(path, reason)


def all_known(folders: dict[str, list[str] | None], cache: Cache) -> dict[str, Recalled]:
    """Return what was found in each file. Raises Unknown."""
    files: dict[str, str] = {}
    for folder, found in folders.items():
        for path in [folder] if found is None else found:
            files.setdefault(os.path.abspath(path), path)
    manifests = together(files.values())
    named = frozenset(manifests)
    recalled: dict[str, Recalled] = {}
    for path in files.values():
        # What `--force-exclude` leaves out is never checked with that option, so is never known.
        beside = manifests if path in named else ()
        known = cache.known(path, beside)
        # What a baseline lists may be gone, or an extension: who looks at everything says so.
        if known is None or not set("ke").isdisjoint(cache.shelf(path).leaves_out):
            raise Unknown
        recalled[path] = (known, beside)
    if not recalled:
        raise Unknown
    return recalled


def show(
    options: Options, program: str, recalled: dict[str, Recalled], text: Callable[[str], bytes]
) -> int:
    """Print what was found, and give the exit status. Raises Unknown, like `shown_again`.

    `text` gives what is in a file.
    """
    from corefile.cli.printing import print_findings  # noqa: PLC0415 - not for clean files
    from corefile.cli.recorded import checked_again  # noqa: PLC0415
    from corefile.cli.seen import Seen  # noqa: PLC0415

    seen = Seen()
    try:
        again = (checked_again(path, *found, text) for path, found in recalled.items())
        results = list(map(seen.new, again))
    except ValueError:
        raise Unknown from None
    if not print_findings(options, results, program):
        return UNREADABLE
    levels = failing(options)
    found = any(item.finding.severity in levels for each in results for item in each.findings)
    return FINDINGS if found and not options.exit_zero else CLEAN
