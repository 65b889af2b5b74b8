"""Manual pages and completion: made from the parsers, and read by real shells."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from corefile.cli.completion import SHELLS
from corefile.cli.main import COMMANDS, parser
from corefile.lint import all_rules
from corefile.report import FORMATS
from tests.cli.inside import run_inside
from tests.cli.programs import ROOT, corefile, corefile_process, environment
from tools import compile_shell
from tools.parsers import PROGRAMS

#: Ask bash for the completions of some words, the last of which is being typed.
BASH = """
source corefile/completion/corefile.bash
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
COMP_POINT=${#COMP_LINE}
spec=$(complete -p "$1")
function=${spec##*-F }
${function%% *} "$1" "${@: -1}" "${@: -2:1}" >/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


def typed(*words: str) -> set[str]:
    """Return what bash offers for the last word."""
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    done = subprocess.run(
        ["bash", "--norc", "-c", BASH, "bash", *words],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return {word.strip() for word in done.stdout.splitlines()}


def test_commands() -> None:
    assert set(COMMANDS) <= typed("corefile", "")
    assert typed("corefile", "ex") == {"explain", "extract", "expand"}


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["corefile-lint", "--output-f"], {"--output-format", "--output-file"}),
        (["corefile", "lint", "--output-f"], {"--output-format", "--output-file"}),
        (["corefile-fmt", "--stdin"], {"--stdin-filename"}),
        (["corefile", "plugins", "k8s"], {"k8s_external"}),
        (["corefile", "explain", "hosts-dup"], {"hosts-duplicate-name"}),
        (["corefile", "completion", "f"], {"fish"}),
    ],
)
def test_words(words: list[str], offered: set[str]) -> None:
    assert typed(*words) == offered


def test_values_of_options() -> None:
    assert typed("corefile-lint", "--output-format", "") >= set(FORMATS)
    offered = typed("corefile-lint", "--select", "")
    assert offered >= {name for rule in all_rules() for name in (rule.name, rule.code)}
    assert "examples/" in {f"{name.rstrip('/')}/" for name in typed("corefile-lint", "examp")}


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_takes_its_file(shell: str) -> None:
    ran = corefile("completion", shell)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (ROOT / "corefile" / "completion" / f"corefile.{shell}").read_text()
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    # zsh knows `compdef` only after this.
    before = "autoload -Uz compinit; compinit -u -D;" if shell == "zsh" else ""
    line = f"{before} . corefile/completion/corefile.{shell}"
    if shell == "zsh":
        line = f'{before} eval "$(cat corefile/completion/corefile.zsh)"; print $_comps[corefile]'
    if shell == "fish":
        line += "; complete -C 'corefile li'"
    done = subprocess.run(
        [shell, "-c", line], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    expected = {"bash": "", "zsh": "_shtab_corefile", "fish": "lint"}[shell]
    assert expected in done.stdout


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="each Python lays out help otherwise")
def test_files_are_what_the_parsers_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert compile_shell.main(["--check"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", sorted((ROOT / "man").glob("*.1")), ids=lambda path: path.stem)
def test_manual_pages_have_no_mistakes(path: Path) -> None:
    text = path.read_text()
    assert re.match(rf'\.TH {path.stem.upper()} "1" '.replace("-", r"\\-"), text)
    if shutil.which("man") is None:
        pytest.skip("needs man")
    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", str(path)],
        capture_output=True, text=True, check=True, env=environment({"MANWIDTH": "80"}),
    )  # fmt: skip
    assert done.stderr == ""
    assert path.stem in done.stdout


HELPS = [*((module, []) for module in PROGRAMS.values()),
         *(("corefile.cli.main", [name]) for name in COMMANDS)]  # fmt: skip


@pytest.mark.parametrize("columns", [80, 50])
@pytest.mark.parametrize(("module", "words"), HELPS, ids=lambda value: "-".join(value)[-30:])
def test_help_fits(module: str, words: list[str], columns: int) -> None:
    env = environment({"COLUMNS": str(columns)})
    ran = run_inside(module, [*words, "--help"], ROOT, b"", env)
    assert ran.status == 0
    wide = [line for line in ran.out.decode().splitlines() if len(line) > columns]
    assert wide == []


def test_help_without_argparse_is_that_of_argparse() -> None:
    env = environment({"COLUMNS": "80"})
    ran = run_inside("corefile.cli.main", ["--help"], ROOT, b"", env)
    with mock.patch.dict("os.environ", {"COLUMNS": "80"}):
        assert ran.out.decode() == parser().format_help()


@pytest.mark.parametrize("columns", ["80", "50"])
def test_without_a_command_the_help_is_an_error(columns: str) -> None:
    env = environment({"COLUMNS": columns})
    asked = run_inside("corefile.cli.main", ["--help"], ROOT, b"", env)
    ran = run_inside("corefile.cli.main", [], ROOT, b"", env)
    assert (ran.status, ran.out, ran.err) == (2, b"", asked.out)


def test_as_a_module_of_python() -> None:
    ran = corefile_process("--version")
    done = subprocess.run(
        [sys.executable, "-m", "corefile", "--version"],
        cwd=ROOT, env=environment(None), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == ran.out
