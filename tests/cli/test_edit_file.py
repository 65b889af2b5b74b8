"""The command `corefile edit`, with scripted editors, at a terminal and without."""

import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.programs import ROOT, Ran, corefile, run

GOOD = ". {\n    whoami\n}\n"
BETTER = ". {\n    errors\n    whoami\n}\n"
BAD = ". {\n    whoamI\n}\n"

#: An editor: each run writes the next of the texts, if there is one.
EDITOR = """\
import os, pathlib, signal, sys
texts = {texts!r}
turn = pathlib.Path({turn!r})
number = len(turn.read_text()) if turn.exists() else 0
turn.write_text("x" * (number + 1))
text = texts[min(number, len(texts) - 1)]
if text is not None:
    pathlib.Path(sys.argv[1]).write_text(text)
{then}
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A file, and an editor for it."""

    path: Path
    env: dict[str, str]

    def at_terminal(self, answers: str, interrupt: bool = False) -> tuple[int, str]:
        """Run the command at a terminal; return its exit status and what it printed."""
        master, slave = pty.openpty()
        command = [sys.executable, "-m", "corefile.cli.main", "edit", "--isolated", str(self.path)]
        running = subprocess.Popen(
            command, env=self.env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)
        seen = b""
        for answer in answers:
            seen += read_until(master, b"rite anyway: ")
            os.write(master, answer.encode() + b"\n")
        if interrupt:
            seen += read_until(master, b"rite anyway: ")
            end_by_interrupts(running)
        seen += read_until(master, b"\0never")
        status = running.wait(timeout=60)
        os.close(master)
        return status, seen.decode()

    def without_terminal(self, **env: str) -> Ran:
        """Run the command where nobody can be asked."""
        variables = {"VISUAL": "", "EDITOR": self.env["EDITOR"], **env}
        return run("corefile.cli.main", "edit", "--isolated", self.path, env=variables)

    def kept(self, printed: str) -> Path:
        """Return the copy that is kept, as the command says."""
        return Path(printed.partition("kept in ")[2].split()[0])


def end_by_interrupts(running: "subprocess.Popen[bytes]") -> None:
    """Interrupt a program that has asked, until it ends.

    Python keeps an interrupt that comes after the question and before the reading of the answer
    until something is read or the next interrupt comes, at every prompt: people press the keys
    again.
    """
    while running.poll() is None:
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            running.wait(timeout=10)


def read_until(master: int, end: bytes) -> bytes:
    """Return what a terminal shows, up to a text or the end."""
    seen, limit = b"", time.monotonic() + 60
    while not seen.endswith(end):
        left = max(0, limit - time.monotonic())
        if not select.select([master], [], [], left)[0]:
            break
        try:
            more = os.read(master, 4096)
        except OSError:  # nobody writes there any more
            break
        if not more:
            break
        seen += more
    return seen


@pytest.fixture(autouse=True)
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have copies made where the tests look for them; `tempfile` asks for TMPDIR only once."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def desk(tmp_path: Path, *texts: str | None, then: str = "") -> Desk:
    path = tmp_path / "Corefile"
    path.write_text(GOOD)
    script = tmp_path / "editor.py"
    script.write_text(EDITOR.format(texts=texts, turn=str(tmp_path / "turn"), then=then))
    env = {**os.environ, "EDITOR": f"'{sys.executable}' '{script}'", "TMPDIR": str(tmp_path)}
    env.pop("VISUAL", None)
    env["PYTHONPATH"] = str(ROOT)
    return Desk(path, env)


def left(tmp_path: Path) -> list[str]:
    """Return the folders with copies."""
    return [each.name for each in tmp_path.iterdir() if each.name.startswith("corefile-edit-")]


@pytest.mark.parametrize(
    ("texts", "then", "status", "after", "said", "is_kept"),
    [
        ([BETTER], "", 0, BETTER, "", False),
        ([None], "", 0, GOOD, "nothing was changed", False),
        ([BAD], "", 1, GOOD, "nobody to ask", True),
        ([BETTER], "sys.exit(3)", 2, GOOD, "ended with status 3", True),
        ([BETTER], "os.kill(os.getpid(), signal.SIGKILL)", 2, GOOD, "signal 9", True),
        ([None], "os.remove(sys.argv[1])", 1, GOOD, "left no file", False),
    ],
)
def test_without_a_terminal(
    tmp_path: Path,
    texts: list[str | None],
    then: str,
    status: int,
    after: str,
    said: str,
    is_kept: bool,
) -> None:
    at = desk(tmp_path, *texts, then=then)
    ran = at.without_terminal()
    assert (ran.status, ran.out, at.path.read_text()) == (status, "", after)
    assert said in ran.err
    assert len(left(tmp_path)) == is_kept
    if is_kept:
        assert at.kept(ran.err).read_text() == texts[0]


@pytest.mark.parametrize(
    ("texts", "answers", "status", "after"),
    [
        ([BAD, BETTER], "e", 0, BETTER),
        ([BAD, BAD, BETTER], "e?e", 0, BETTER),
        ([BAD], "x", 1, GOOD),
        ([BAD], "w", 0, BAD),
    ],
)
def test_at_a_terminal(
    tmp_path: Path, texts: list[str], answers: str, status: int, after: str
) -> None:
    at = desk(tmp_path, *texts)
    found, printed = at.at_terminal(answers)
    assert (found, at.path.read_text()) == (status, after)
    assert "whoamI" in printed
    assert left(tmp_path) == []


def test_an_interrupt_loses_nothing(tmp_path: Path) -> None:
    at = desk(tmp_path, BAD)
    status, printed = at.at_terminal("", interrupt=True)
    assert (status, at.path.read_text()) == (130, GOOD)
    assert at.kept(printed).read_text() == BAD


def test_what_somebody_else_wrote_stays(tmp_path: Path) -> None:
    at = desk(tmp_path, BETTER, then=f"pathlib.Path({str(tmp_path / 'Corefile')!r}).write_text('')")
    ran = at.without_terminal()
    assert (ran.status, at.path.read_text()) == (3, "")
    assert "another program has changed it" in ran.err
    assert at.kept(ran.err).read_text() == BETTER


@pytest.mark.parametrize("editor", ["no-such-program-x", "'"])
def test_no_editor(tmp_path: Path, editor: str) -> None:
    at = desk(tmp_path, BETTER)
    ran = at.without_terminal(EDITOR=editor)
    assert (ran.status, at.path.read_text(), left(tmp_path)) == (2, GOOD, [])
    assert "cannot be run" in ran.err


def test_what_is_not_edited(tmp_path: Path) -> None:
    assert corefile("edit", "-").status == 2
    assert corefile("edit", tmp_path / "none").status == 3
