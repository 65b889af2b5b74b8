"""Measure fleets and large files, and print tables: python -m benchmarks.fleet [NUMBER].

NUMBER is how many ConfigMaps there are, by default 10,000. Times are processor time, all processes
of a run together, so that other work on the machine matters less; elapsed time is given besides.
Where valgrind is there, the first table counts the instructions for one more ConfigMap, which other
work does not change, next to those of yamllint (the extra `benchmark`).
"""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which

from benchmarks import texts
from benchmarks.start import instructions
from corefile.text.records import dataclass

ROOT = Path(__file__).resolve().parent.parent
LINT = ("-m", "corefile.cli.lint", "--no-cache", "--isolated")
#: Lints the text of a file, which may have more words than the command line reads.
LINT_TEXT = "import sys, corefile; corefile.lint(open(sys.argv[1]).read())"
#: The sizes of a Corefile, in megabytes.
SIZES = (1, 2.5, 5, 10)
#: Numbers of ConfigMaps that show what one more takes.
MANY = (40, 140)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of Python took."""

    #: Processor time of all its processes, in seconds.
    seconds: float
    #: From its begin to its end, in seconds.
    elapsed: float
    #: Of its first process at most, in megabytes.
    memory: float


def run(*arguments: str) -> Run:
    """Run Python with some arguments, and tell what that took."""
    before = time.monotonic()
    nothing = os.open(os.devnull, os.O_WRONLY)
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, *arguments]
    actions = [(os.POSIX_SPAWN_DUP2, nothing, 1)]
    process = os.posix_spawn(sys.executable, command, environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    os.close(nothing)
    assert os.waitstatus_to_exitcode(status) in (0, 1), command
    elapsed = time.monotonic() - before
    return Run(usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss / 1024)


def one_more(folder: str) -> Iterator[Sequence[str]]:
    """Yield what one more ConfigMap takes, and how that compares with yamllint."""
    paths = []
    for number in MANY:
        manifests = list(texts.config_maps(number))
        files = Path(folder, f"few-{number}")
        files.mkdir()
        for place, manifest in enumerate(manifests):
            Path(files, f"{place:07}.yaml").write_text(manifest, "utf-8")
        whole = Path(folder, f"few-{number}.yaml")
        whole.write_text(texts.as_list(manifests), "utf-8")
        paths.append((str(files), str(whole)))
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    base = 0.0
    for what, command, of_list in (
        ("yamllint, files", ("-m", "yamllint", "-d", "relaxed"), False),
        ("files", (*LINT, "--jobs", "1"), False),
        ("one List", (*LINT, "--jobs", "1"), True),
    ):
        fewer, more = (instructions((*command, each[of_list]), folder, environ) for each in paths)
        each = (more - fewer) / (MANY[1] - MANY[0])
        base = base or each
        yield what, f"{each:.2f}", f"{each / base:.2f}"


def fleets(number: int, folder: str) -> Iterator[Sequence[str]]:
    """Yield what so many ConfigMaps take: in files, and as one List."""
    start = run(*LINT, "--version").seconds
    for same in (False, True):
        manifests = list(texts.config_maps(number, same=same))
        files = Path(folder, f"files-{same}")
        files.mkdir()
        for place, manifest in enumerate(manifests):
            Path(files, f"{place:07}.yaml").write_text(manifest, "utf-8")
        whole = Path(folder, f"list-{same}.yaml")
        whole.write_text(texts.as_list(manifests), "utf-8")
        text = "one text" if same else "all different"
        for what, path, jobs in (
            ("files", files, 1),
            ("files", files, os.cpu_count() or 1),
            ("one List", whole, 1),
            ("one List", whole, os.cpu_count() or 1),
        ):
            took = run(*LINT, "--jobs", str(jobs), str(path))
            each = (took.seconds - start) / number * 1000
            yield (
                f"{number:,} ConfigMaps, {text}",
                what,
                str(jobs),
                f"{each:.2f} ms",
                f"{took.elapsed:.1f} s",
                f"{took.memory:.0f} MB",
            )


def large(folder: str) -> Iterator[Sequence[str]]:
    """Yield what larger and larger Corefiles take."""
    first = 0.0
    for size in SIZES:
        path = Path(folder, "Corefile")
        path.write_text(texts.text(texts.COREFILE, int(size * 1_000_000)), "utf-8")
        took = run("-c", LINT_TEXT, str(path))
        each = took.seconds / size
        first = first or each
        yield (
            f"{size} MB",
            f"{each:.1f} s/MB",
            f"{each / first:.2f} times",
            f"{took.memory:.0f} MB",
            f"{took.memory / size:.0f} bytes",
        )


def main(number: int = 10_000) -> int:
    """Print the tables."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    heads = ("Fleet", "As", "Processes", "Processor time each", "Elapsed", "Memory")
    with tempfile.TemporaryDirectory() as folder:
        if which("valgrind"):
            table(("One more ConfigMap, as", "M instructions", "Of yamllint"), one_more(folder))
        table(heads, fleets(number, folder))
        columns = ("A Corefile of", "Processor time", "Of the first", "Memory", "For each byte")
        table(columns, large(folder))
    return 0


def table(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
    """Print a table as its rows come."""
    for row in (heads, ["---"] * len(heads)):
        print("|", " | ".join(row), "|", flush=True)
    for row in rows:
        print("|", " | ".join(row), "|", flush=True)
    print()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
