"""Runs a program inside this process as if it had one of its own.

Starting Python and loading the program takes ten times as long as what most tests ask for. What a
run changes is put back: arguments, environment, working directory, streams, caches, the collector
of garbage, filters of warnings. Standard input, output and error are exchanged as descriptors too,
so that nothing gets past them: neither what is written to `sys.stdout.buffer` or to descriptor 1,
nor what `corefile.cli.guard` does with them when writing fails.

What is loaded stays loaded, signals go to the tests, and streams are UTF-8. Tests that ask about
those, or about several processes, take `tests.cli.programs.run_process`.
"""

import concurrent.futures
import gc
import io
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

#: How much a pipe holds before somebody reads it.
_PIPE = 1 << 16


@dataclass(frozen=True, slots=True)
class Inside:
    """What came of a run."""

    status: int
    out: bytes
    err: bytes


def run_inside(
    module: str,
    args: Sequence[str],
    cwd: Path,
    stdin: bytes,
    env: Mapping[str, str],
    *,
    together: bool = False,
) -> Inside:
    """Run the `main` of a module, and return its exit status and what it wrote.

    With `together`, standard error goes where standard output goes. An exception that no program
    should let through is one of the test's, too.
    """
    program = import_module(module)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with (
            arguments(program, args),
            environ(env),
            fresh_caches(),
            streams(stdin, out, out if together else err),
            chdir(cwd),
            one_process(),
            deep_enough(),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("error")
            try:
                status = status_of(program.main())
            except SystemExit as stop:
                status = status_of(stop.code)
        return Inside(status, content(out), content(err))


def status_of(code: object) -> int:
    """Return what `sys.exit` makes of a value."""
    if code is None:
        return 0
    assert isinstance(code, int), f"the program ends with {code!r}"
    return code


def content(file: BinaryIO) -> bytes:
    """Return what was written to a file."""
    file.seek(0)
    return file.read()


@contextmanager
def arguments(program: ModuleType, args: Sequence[str]) -> Iterator[None]:
    """Set the words of the command line."""
    before = sys.argv
    sys.argv = [str(program.__file__), *args]
    try:
        yield
    finally:
        sys.argv = before


@contextmanager
def environ(env: Mapping[str, str]) -> Iterator[None]:
    """Set the environment."""
    before = dict(os.environ)
    change_environ(env)
    try:
        yield
    finally:
        change_environ(before)


def change_environ(env: Mapping[str, str]) -> None:
    """Change what is different in the environment."""
    for name in os.environ.keys() - env.keys():
        del os.environ[name]
    for name, value in env.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


@contextmanager
def fresh_caches() -> Iterator[None]:
    """Let the program know nothing of files that were read before, nor leave anything behind."""
    forget()
    threshold = gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        forget()


def forget() -> None:
    """Empty all caches of functions that could depend on files or on the environment."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_REMEMBERING):
            for remembered in caches_of(module):
                remembered.cache_clear()


@cache
def caches_of(module: ModuleType) -> list[Any]:
    """Return the functions in a module that remember what they return."""
    return [each for each in vars(module).values() if hasattr(each, "cache_clear")]


#: The packages that look at files; what others remember follows from arguments alone.
_REMEMBERING = ("corefile.cli", "corefile.lint.configuration")


@contextmanager
def streams(stdin: bytes, out: BinaryIO, err: BinaryIO) -> Iterator[None]:
    """Exchange standard input, output and error, those of Python and those of the system."""
    assert len(stdin) <= _PIPE, "nobody would read so much meanwhile: use `run_process`"
    before = sys.stdin, sys.stdout, sys.stderr
    for stream in before[1:]:
        stream.flush()
    reading, writing = os.pipe()
    os.write(writing, stdin)
    os.close(writing)
    with ExitStack() as after:
        after.callback(os.close, reading)
        for number, source in enumerate((reading, out.fileno(), err.fileno())):
            after.callback(put_back, number, os.dup(number))
            os.dup2(source, number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = io.TextIOWrapper(
            io.BufferedWriter(io.FileIO(2, "w", closefd=False)),
            "utf-8",
            "backslashreplace",
            line_buffering=True,
        )
        try:
            yield
        finally:
            ours = sys.stdin, sys.stdout, sys.stderr
            sys.stdin, sys.stdout, sys.stderr = before
            for stream in ours:
                stream.close()


def put_back(number: int, kept: int) -> None:
    """Let a descriptor be again what it was."""
    os.dup2(kept, number)
    os.close(kept)


@contextmanager
def one_process() -> Iterator[None]:
    """Refuse to start others: they would share what the tests have open."""

    class Refused:
        def __init__(self, *_: object, **__: object) -> None:
            raise AssertionError("the program starts processes: use `run_process`")

    before = concurrent.futures.ProcessPoolExecutor
    concurrent.futures.ProcessPoolExecutor = Refused  # type: ignore[assignment, misc]
    try:
        yield
    finally:
        concurrent.futures.ProcessPoolExecutor = before  # type: ignore[misc]


@contextmanager
def deep_enough() -> Iterator[None]:
    """Let the program call as deep as if nobody had called it."""
    before = sys.getrecursionlimit()
    depth, frame = 0, sys._getframe()
    while frame.f_back:
        depth, frame = depth + 1, frame.f_back
    sys.setrecursionlimit(before + depth)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
