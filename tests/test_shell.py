"""Manual pages and completion: made from the parsers, and read by real shells."""

import re
import shutil
import subprocess
import sys
import tempfile
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from corefile.cli.completion import SHELLS
from corefile.cli.main import ALIASES, COMMANDS, parser
from corefile.lint import all_rules
from corefile.report import FORMATS
from tests.cli.inside import run_inside
from tests.cli.programs import ROOT, corefile, corefile_process, environment
from tools import compile_shell
from tools.parsers import PROGRAMS, commands

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


#: Has zsh, which completes only for somebody who types, type a line, and prints what it offers.
ZSH = """
zmodload zsh/zpty
zpty typist zsh -f -i
zpty -w typist "source $1"
while zpty -r typist line; do
    [[ $line == ready* ]] && break
done
zpty -w typist "$2"$'\\t'
while zpty -r typist line; do
    [[ $line == offers* ]] && print -r -- ${${line%%$'\\r'*}#offers }
done
zpty -d typist
"""
TYPIST = """
PROMPT=
autoload -Uz compinit
compinit -u -C -d {known}/zcompdump
{load}
bindkey '^I' complete-word
compprefuncs=(print)
comppostfuncs=(exit)
compadd() {{
    if [[ ${{@[1,(i)(-|--)]}} != *-(O|A|D)\\ * ]]; then
        local -a hits
        builtin compadd -A hits "$@"
        (( $#hits )) && printf 'offers %s\\n' $hits
    fi
    builtin compadd "$@"
}}
print ready
"""


#: Where zsh keeps what it knows of completions, which takes a second to find out.
KNOWN = tempfile.TemporaryDirectory()


def in_bash(*words: str) -> set[str]:
    """Return what bash offers for the last word."""
    return offers("bash", "--norc", "-c", BASH, "bash", *words)


def in_fish(*words: str) -> set[str]:
    """Return what fish offers for the last word."""
    file = ROOT / "corefile" / "completion" / "corefile.fish"
    line = f"source {file}; complete -C '{' '.join(words)}'"
    return {each.partition("\t")[0] for each in offers("fish", "--no-config", "-c", line)}


def in_zsh(*words: str, load: str = 'eval "$(cat corefile/completion/corefile.zsh)"') -> set[str]:
    """Return what zsh offers for the last word; `load` makes the file known."""
    with tempfile.NamedTemporaryFile("w", suffix=".zsh") as file:
        file.write(TYPIST.format(load=load, known=KNOWN.name))
        file.flush()
        return offers("zsh", "-f", "-c", ZSH, "zsh", file.name, " ".join(words))


def offers(shell: str, *arguments: str) -> set[str]:
    """Return the lines that a shell prints."""
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    done = subprocess.run(
        [shell, *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    assert done.stderr == ""
    return {line.strip() for line in done.stdout.splitlines()}


TYPED: dict[str, Callable[..., set[str]]] = {"bash": in_bash, "fish": in_fish, "zsh": in_zsh}


@pytest.mark.parametrize("shell", SHELLS)
def test_commands(shell: str) -> None:
    assert {*COMMANDS, *ALIASES, "help"} <= TYPED[shell]("corefile", "")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("corefile ex", {"explain", "extract", "expand"}),
        ("corefile-lint --output-f", {"--output-format", "--output-file"}),
        ("corefile lint --output-f", {"--output-format", "--output-file"}),
        ("corefile check --output-f", {"--output-format", "--output-file"}),
        ("corefile lint --output-format rd", {"rdjson"}),
        ("corefile-lint --fix pyproj", {"pyproject.toml"}),
        ("corefile-lint Dockerfile pyproj", {"pyproject.toml"}),
        ("corefile set cache 30 pyproj", {"pyproject.toml"}),
        ("corefile trace a.example pyproj", {"pyproject.toml"}),
        ("corefile-fmt --stdin", {"--stdin-filename"}),
        ("corefile-fmt Dockerfile --che", {"--check"}),
        ("corefile plugins k8s", {"k8s_external"}),
        ("corefile explain hosts-dup", {"hosts-duplicate-name"}),
        ("corefile rules hosts-duplicate-name log-w", {"log-word-is-name"}),
        ("corefile completion f", {"fish"}),
        ("corefile help tr", {"trace"}),
        ("corefile hosts re", {"remove"}),
        ("corefile hosts remove --dif", {"--diff"}),
        ("corefile stub add a.example 192.0.2.1 pyproj", {"pyproject.toml"}),
    ],
)
@pytest.mark.parametrize("shell", SHELLS)
def test_words(shell: str, words: str, offered: set[str]) -> None:
    assert TYPED[shell](*words.split()) == offered


@pytest.mark.parametrize("shell", SHELLS)
def test_values_of_options(shell: str) -> None:
    typed = TYPED[shell]
    assert typed("corefile-lint", "--output-format", "") >= set(FORMATS)
    offered = typed("corefile-lint", "--select", "")
    assert offered >= {name for rule in all_rules() for name in (rule.name, rule.code)}
    assert "examples/" in {f"{name.rstrip('/')}/" for name in typed("corefile-lint", "examp")}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("name", "parser"), [(row[0], row[2]) for row in commands()])
def test_all_options_of_a_command(shell: str, name: str, parser: ArgumentParser) -> None:
    told = [action for action in parser._actions if action.help != SUPPRESS]
    options = {option for action in told for option in action.option_strings}
    part = "list" if name in ("hosts", "stub") else ""
    offered = TYPED[shell](*f"corefile {name} {part}".split(), "--")
    assert {option for option in options if option.startswith("--")} <= offered


def test_zsh_finds_the_file_in_its_path(tmp_path: Path) -> None:
    shutil.copy(ROOT / "corefile" / "completion" / "corefile.zsh", tmp_path / "_corefile")
    load = f"fpath=({tmp_path} $fpath); compinit -u -D"
    assert in_zsh("corefile-fmt", "--che", load=load) == {"--check"}
    assert in_zsh("corefile", "completion", "f", load=load) == {"fish"}


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
