"""A signal ends the program and the processes it has started, soon, with the status it should."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corefile.cli.signals import raised
from tests.cli.programs import environment

#: What shells and subprocesses call the end by a signal that nobody handles.
KILLED = -signal.SIGKILL


def wait_for_reader(path: Path) -> int:
    """Open a named pipe as soon as somebody else waits for what is in it."""
    for _ in range(3000):
        try:
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)
    raise AssertionError("nobody reads")


@pytest.fixture
def busy(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the linter until two of its processes wait for files that never end."""
    pipes = [tmp_path / "first", tmp_path / "last"]
    for pipe in pipes:
        os.mkfifo(pipe)
    names = [str(pipes[0]), *(f"no{number}" for number in range(120)), str(pipes[1])]
    program = subprocess.Popen(
        [sys.executable, "-m", "corefile.cli.lint", "--isolated", "--jobs", "2", *names],
        cwd=tmp_path,
        env=environment(None),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    handles = [wait_for_reader(pipe) for pipe in pipes]
    yield program
    for handle in handles:
        os.close(handle)
    program.kill()
    program.communicate()


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 143),
        (signal.SIGKILL, KILLED),
    ],
)
def test_all_processes_end(
    busy: "subprocess.Popen[bytes]", number: signal.Signals, status: int
) -> None:
    busy.send_signal(number)
    # The others hold the pipes too: to read them to the end takes the end of all.
    _, err = busy.communicate(timeout=20)
    assert busy.returncode == status
    assert b"Traceback" not in err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_undoes_what_was_begun(number: signal.Signals) -> None:
    with pytest.raises(SystemExit) as stop, raised():
        signal.raise_signal(number)
    assert stop.value.code == 128 + number
    assert signal.getsignal(number) is signal.SIG_DFL


def test_a_signal_that_is_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with raised():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
