"""The documentation says what the programs do: every `console` block is run again.

    python -m tests.test_docs     write what the programs print now into the documents

A block is a shell session: lines that begin with `$ ` are commands, what follows is their output.
"""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.inside import run_inside

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: Variables that change what is printed.
SET_BY_OTHERS = ("FORCE_COLOR", "GITHUB_ACTIONS", "PYTHONUNBUFFERED")

#: The programs as they are in this checkout, installed or not.
PRELUDE = """\
corefile-lint() { "$PYTHON" -m corefile.cli.lint "$@"; }
corefile-fmt() { "$PYTHON" -m corefile.cli.fmt "$@"; }
corefile() { "$PYTHON" -m corefile.cli.main "$@"; }
python() { "$PYTHON" "$@"; }
status=0
"""
STEP = """\
printf '%s\\n' {shown}
(exit $status)
{command}
status=$?
"""


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


#: The modules of the programs, which run inside this process where a session needs no shell.
MODULES = {
    "corefile-lint": "corefile.cli.lint",
    "corefile-fmt": "corefile.cli.fmt",
    "corefile": "corefile.cli.main",
}
#: Commands that a shell does no more with than to divide them into words.
PLAIN = re.compile(r"(?:[\w\s./:,=-]|'[^']*')*")
STATUS = "echo $?"


def run_again(block: str) -> str:
    """Return the block with the output that its commands have now."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    environ = {name: value for name, value in os.environ.items() if name not in SET_BY_OTHERS}
    return (run_inside_only if all(map(is_plain, commands)) else run_in_shell)(commands, environ)


def is_plain(command: str) -> bool:
    """Tell whether a command is a program of ours and its words, or asks for the last status."""
    is_ours = command.split(maxsplit=1)[0] in MODULES and PLAIN.fullmatch(command) is not None
    return is_ours or command == STATUS


def run_inside_only(commands: list[str], environ: dict[str, str]) -> str:
    """Run programs of ours one after the other."""
    printed, status = "", 0
    for command in commands:
        printed += f"$ {command}\n"
        if command == STATUS:
            printed, status = f"{printed}{status}\n", 0
        else:
            name, *words = shlex.split(command)
            ran = run_inside(MODULES[name], words, ROOT, b"", environ, together=True)
            printed, status = printed + ran.out.decode(), ran.status
    return printed


def run_in_shell(commands: list[str], environ: dict[str, str]) -> str:
    """Run commands in a shell."""
    steps = [STEP.format(shown=quoted(f"$ {command}"), command=command) for command in commands]
    done = subprocess.run(
        ["bash", "-c", PRELUDE + "".join(steps)],
        cwd=ROOT,
        env={**environ, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=60,
    )
    return done.stdout.decode()


CASES = [
    pytest.param(block, id=f"{document.name}-{number}")
    for document in DOCUMENTS
    for number, block in enumerate(BLOCK.findall(document.read_text("utf-8")), 1)
]


@pytest.mark.parametrize("block", CASES)
def test_the_output_in_the_documents_is_true(block: str) -> None:
    assert run_again(block) == block


@pytest.mark.parametrize("name", ["README.md", "docs/editing.md", "docs/cookbook.md"])
def test_the_sessions_in_python_are_true(name: str) -> None:
    failed, tried = doctest.testfile(str(ROOT / name), module_relative=False)
    assert (failed, tried > 0) == (0, True)


def test_the_main_example_is_there() -> None:
    assert any("hosts-missing-fallthrough" in str(case.values[0]) for case in CASES)


def test_what_ci_runs_is_the_command_of_the_readme() -> None:
    done = subprocess.run(
        ["bash", ".ci/run", "--show"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "pytest" in done.stdout
    assert f"\n{done.stdout.strip()}\n" in (ROOT / "README.md").read_text("utf-8")


def rewrite(document: Path) -> None:
    """Put the output that the commands have now into a document."""
    text = document.read_text("utf-8")
    new = BLOCK.sub(lambda match: f"```console\n{run_again(match[1])}```", text)
    document.write_text(new, "utf-8")


if __name__ == "__main__":
    for each in DOCUMENTS:
        rewrite(each)
