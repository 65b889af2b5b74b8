"""Measure what starting costs, and print one table: python -m benchmarks.start.

Counts instructions where valgrind is there: the same on a busy machine as on an idle one. Elsewhere
it takes the processor's time. All in one run, so that the ratios hold. Needs yamllint (the extra
`benchmark`).
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from benchmarks.measure import processes
from benchmarks.run import ROOT, holds, installed

EXAMPLES = ROOT / "examples"
CONFIG_MAP, COREFILE, EDITED = "coredns-configmap.yaml", "Corefile", "edited.yaml"
RUNS = 15

#: What is compared with: a name, and the command.
BASES = {
    "bare": [],
    f"yamllint {CONFIG_MAP}": ["yamllint.cli:run", "-d", "relaxed", CONFIG_MAP],
    f"yamllint {COREFILE}": ["yamllint.cli:run", "-d", "relaxed", COREFILE],
}
_LINT, _MAIN, _FMT = "corefile.cli.lint:main", "corefile.cli.main:main", "corefile.cli.fmt:main"

#: Command, base, how many times the base it may take, and whether it comes after another like it.
TARGETS = (
    ([_LINT, CONFIG_MAP], f"yamllint {CONFIG_MAP}", 1.0, False),
    ([_LINT, COREFILE], f"yamllint {COREFILE}", 0.8, False),
    ([_FMT, "--check", COREFILE], f"yamllint {COREFILE}", 0.8, False),
    ([_MAIN, "--help"], "bare", 1.5, False),
    ([_MAIN, "--version"], "bare", 1.5, False),
    (
        [_MAIN, "hosts", "add", "192.0.2.1", "a.example", EDITED],
        f"yamllint {CONFIG_MAP}",
        1.5,
        False,
    ),
    ([_LINT, CONFIG_MAP], "bare", 2.5, True),
)

_COUNTED = re.compile(rb"Collected : (\d+)")


def instructions(arguments: Sequence[str], folder: str, environ: Mapping[str, str]) -> float:
    """Return how many instructions one run of Python takes, in millions.

    Findings, for which linters exit with 1, are no failure.
    """
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run(
        [*valgrind, sys.executable, *arguments],
        check=False,
        cwd=folder,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    found = _COUNTED.search(done.stderr)
    if done.returncode not in (0, 1) or b"Traceback" in done.stderr or found is None:
        raise subprocess.CalledProcessError(done.returncode, arguments, None, done.stderr)
    return int(found[1]) / 1_000_000


def script(command: Sequence[str]) -> list[str]:
    """Return the arguments of a Python that does what an installed program does."""
    if not command:
        return ["-c", "pass"]
    module, _, function = command[0].partition(":")
    return [
        "-c",
        f"import sys; from {module} import {function}; sys.exit({function}())",
        *command[1:],
    ]


def measured(
    commands: Sequence[Sequence[str]], folder: str, environ: Mapping[str, str]
) -> list[float]:
    """Return what each command takes: millions of instructions, or milliseconds."""
    if shutil.which("valgrind"):
        return [instructions(command, folder, environ) for command in map(script, commands)]
    return [1000 * time for time in processes([*map(script, commands)], RUNS, folder, environ)]


def main() -> int:
    """Print the table; the exit status says whether all targets are met."""
    unit = "M instructions" if shutil.which("valgrind") else "ms"
    with installed() as (folder, users):
        environ = {**users, "PYTHONHASHSEED": "0"}
        for name in (CONFIG_MAP, COREFILE):
            shutil.copy(EXAMPLES / name, folder)
        shutil.copy(EXAMPLES / CONFIG_MAP, os.path.join(folder, EDITED))
        cold = {**environ, "XDG_CACHE_HOME": os.devnull}
        bases = dict(zip(BASES, measured([*BASES.values()], folder, cold), strict=True))
        warm_up = [_LINT, CONFIG_MAP]
        subprocess.run([sys.executable, *script(warm_up)], check=True, cwd=folder, env=environ)
        took = [
            measured([command], folder, environ if warm else cold)[0]
            for command, _, _, warm in TARGETS
        ]
    print(f"\n| What | {unit} | Ratio | Target | Met |\n|---|---|---|---|---|")
    for name, value in bases.items():
        print(f"| {name} | {value:.0f} |  |  |  |")
    met = True
    for (command, base, most, warm), value in zip(TARGETS, took, strict=True):
        name = " ".join((command[0].split(":")[0].replace("corefile.cli.", ""), *command[1:]))
        name += ", cached" if warm else ""
        ratio = value / bases[base]
        met = met and ratio <= most
        print(f"| {name} | {value:.0f} | {ratio:.2f} of {base} | {most} | {holds(ratio <= most)} |")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
