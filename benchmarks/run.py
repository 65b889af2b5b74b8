"""Measure, and print one table: python -m benchmarks.run.

Needs the extra `benchmark`. Nothing here fails for being slow: machines differ, ratios less so.
"""

import compileall
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import configupdater
import crossplane
import hcl2

from benchmarks import texts
from benchmarks.measure import processes, seconds
from corefile import parse

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
LINT = ("-m", "corefile.cli.lint")
MB = 1_000_000
RUNS = 5
PROCESS_RUNS = 15
Row = tuple[str, str, str, str]
Work = Callable[[str], object]


def throughput() -> Iterator[Row]:
    """Compare parsing with other libraries, each on a text of one megabyte in its own language."""
    ours = speed(parse, texts.COREFILE)
    updater = speed(lambda text: configupdater.ConfigUpdater().read_string(text), texts.INI)
    yield "parse a Corefile", f"{ours:.2f} MB/s", "at least 1.5", holds(ours >= 1.5)
    target = f"faster: {ours / updater:.1f} times"
    yield "configupdater, INI", f"{updater:.2f} MB/s", target, holds(ours > updater)
    nginx = speed(parse_nginx, texts.NGINX)
    yield "crossplane, nginx", f"{nginx:.2f} MB/s", f"{ours / nginx:.1f} times", ""
    terraform = speed(hcl2.loads, texts.HCL, 1)
    yield "python-hcl2, HCL", f"{terraform:.3f} MB/s", f"{ours / terraform:.0f} times", ""


def speed(work: Work, block: str, runs: int = RUNS) -> float:
    """Return how many megabytes of a language are parsed in a second."""
    text = texts.text(block, MB)
    return len(text) / MB / seconds(lambda: work(text), runs)


def parse_nginx(text: str) -> object:
    """Parse a text with crossplane, which reads files only, its checks turned off."""
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write(text)
        file.flush()
        found = crossplane.parse(
            file.name, comments=True, single=True, check_ctx=False, check_args=False
        )
    assert found["status"] == "ok", found["errors"]
    return found


def linearity() -> Iterator[Row]:
    """Parse larger and larger texts: the time for a megabyte must stay the same."""
    first = 0.0
    for size in (1, 2, 5, 10):
        text = texts.text(texts.COREFILE, size * MB)
        each = seconds(lambda text=text: parse(text), 3) / size  # type: ignore[misc]
        first = first or each
        yield f"parse {size} MB", f"{each * 1000:.0f} ms/MB", f"{each / first:.2f} times", ""


def whole_processes() -> Iterator[Row]:
    """Compare whole runs of the linter with those of yamllint: a ConfigMap, and a folder of YAML.

    A run is cold when every file is checked, and warm when none has changed since the last one.
    """
    nothing = ["-c", "pass"]
    with installed() as (folder, environ):
        shutil.copytree(EXAMPLES, Path(folder, "examples"))
        targets = ("examples/coredns-configmap.yaml", "examples/clusters", "examples")
        commands = [nothing]
        for target in targets:
            commands += [
                ["-m", "yamllint", "-d", "relaxed", target],
                [*LINT, "--no-cache", target],
                [*LINT, target],
            ]
        bare, *times = processes(commands, PROCESS_RUNS, folder, environ)
    yield "start Python, do nothing", f"{bare * 1000:.0f} ms", "", ""
    for target, (yamllint, cold, warm) in zip(targets, batched(times, 3), strict=True):
        yield f"yamllint {target}", f"{yamllint * 1000:.0f} ms", "", ""
        for name, time in (("cold", cold), ("warm", warm)):
            ratio = time / yamllint
            goal = f"{ratio:.2f} of yamllint, at most 0.7"
            yield f"lint it, {name}", f"{time * 1000:.0f} ms", goal, holds(ratio <= 0.7)


def batched(times: Sequence[float], size: int) -> Iterator[Sequence[float]]:
    """Yield the times in batches."""
    for start in range(0, len(times), size):
        yield times[start : start + size]


@contextmanager
def installed() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield a folder to run the package in as users have it: compiled, and with a cache.

    A working copy has neither.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corefile", Path(folder, "corefile"))
        compileall.compile_dir(folder, quiet=1)
        yield folder, {**os.environ, "XDG_CACHE_HOME": folder, "PYTHONPATH": folder}


def fleet() -> Iterator[Row]:
    """Lint the ConfigMaps of more and more clusters in one file: the time for each must stay."""
    first = 0.0
    manifest = Path(EXAMPLES, "coredns-configmap.yaml").read_text("utf-8")
    with installed() as (folder, environ):
        for size in (500, 1000, 2000):
            path = Path(folder, f"{size}.yaml")
            path.write_text(texts.fleet(manifest, size), "utf-8")
            command = [*LINT, "--no-cache", str(path)]
            (whole,) = processes([command], 3, folder, environ)
            each = whole / size
            first = first or each
            yield (
                f"lint a List of {size:,} ConfigMaps",
                f"{whole:.1f} s",
                f"{each * 1000:.2f} ms each, {each / first:.2f} times",
                "",
            )


def holds(target_met: bool) -> str:
    """Say whether a target is met."""
    return "yes" if target_met else "NO"


def main() -> int:
    """Print the table."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n", flush=True)
    print("| What | Measured | Target or ratio | Met |")
    print("|---|---|---|---|", flush=True)
    for rows in (throughput(), linearity(), whole_processes(), fleet()):
        for row in rows:
            print("|", " | ".join(row), "|", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
