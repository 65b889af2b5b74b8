"""Write the manual pages and the completion for shells, which are made from the command lines.

python -m tools.compile_shell           write man/ and corefile/completion/
python -m tools.compile_shell --check   fail when a file is not what the parsers give
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import shtab
from argparse_manpage.manpage import Manpage

from corefile.cli.help import WORDS
from corefile.cli.main import ALIASES, COMMANDS
from corefile.lint import all_rules
from corefile.reference.plugins import plugin_names
from corefile.version import __version__
from corefile.vocabulary import PROFILES
from tools.parsers import PROGRAMS, commands, parser_of

ROOT = Path(__file__).resolve().parent.parent
MAN, COMPLETION = ROOT / "man", ROOT / "corefile" / "completion"

SHELLS = ("bash", "zsh", "fish")

#: What help calls the name of a file.
FILES = frozenset(("FILE", "PATH", "OLD NEW", "MANIFEST", "TEMPLATE", "NAME [TYPE] FILE"))

#: The columns of help that manual pages are made from.
WIDTH = "72"


def files() -> Iterator[tuple[Path, str]]:
    """Yield each file that is made, and its text."""
    with mock.patch.dict("os.environ", {"COLUMNS": WIDTH, "SOURCE_DATE_EPOCH": "0"}):
        for program, module in PROGRAMS.items():
            yield MAN / f"{program}.1", manual(parser_of(module, program), program)
        for name, about, parser in commands():
            if f"corefile-{name}" not in PROGRAMS:
                yield MAN / f"corefile-{name}.1", manual(parser, f"corefile-{name}", about)
        for shell in SHELLS:
            yield COMPLETION / f"corefile.{shell}", completion(shell)


def function_of(program: str) -> str:
    """Return the function that completes the words of a program in zsh."""
    return f"_shtab_{program.replace('-', '_')}"


def manual(parser: argparse.ArgumentParser, name: str, about: str = "") -> str:
    """Return a manual page."""
    page = Manpage(parser, format="pretty")
    first = (parser.description or "").strip().replace("\n", " ").partition(". ")[0]
    page.prog, page.description = name, (about or first).rstrip(".")
    # No day on which it was made, so that it stays the same.
    page.date, page.source, page.manual = "", f"corefile {__version__}", "corefile"
    text = f"{page}".rstrip("\n")
    # Examples and lists have their own line breaks.
    body, notes, rest = text.partition("\n.SH COMMENTS\n")
    rest = re.sub(r"(?m)^(?=[.'])", r"\\&", rest)
    return f"{body}\n.SH NOTES\n.nf\n{rest}\n.fi\n" if notes else f"{body}\n"


def completion(shell: str) -> str:
    """Return what completes the words of all three programs in a shell."""
    root = argparse.ArgumentParser(prog="corefile")
    children = root.add_subparsers(metavar="COMMAND")
    for name, about, parser in commands():
        complete(parser, name)
        for called in (name, *(alias for alias, words in ALIASES.items() if words == [name])):
            add_command(children, called, about, parser)
    asked = children.add_parser("help", help="show what a command takes", add_help=False)
    asked.add_argument("command", choices=[*COMMANDS], help="a command")
    made = [shtab.complete(root, shell)]
    for program, module in PROGRAMS.items():
        if program != "corefile":
            parser = parser_of(module, program)
            complete(parser, program.removeprefix("corefile-"))
            made.append(shtab.complete(parser, shell))
    return joined(made, shell)


def add_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    about: str,
    parser: argparse.ArgumentParser,
) -> None:
    """Add a command; one that does several things gets a command for each of them."""
    parts = list(parts_of(parser))
    if not parts:
        commands.add_parser(name, help=about, parents=[parser], add_help=False)
        return
    inner = commands.add_parser(name, help=about, add_help=False).add_subparsers()
    for part, does in parts:
        inner.add_parser(part, help=does, parents=[parser], add_help=False)


def parts_of(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """Yield what a command does, as its usage lists it, each with its line of the epilog."""
    listed = re.findall(rf"{re.escape(parser.prog)} ([a-z]+) [A-Z]", parser.usage or "")
    for part in dict.fromkeys(listed):
        about = re.search(rf"(?m)^  {part} +(.+)", parser.epilog or "")
        yield part, about[1].partition(":")[0] if about else ""


def complete(parser: argparse.ArgumentParser, command: str) -> None:
    """Say what the values of options and arguments may be."""
    for action in parser._actions:
        choices = words_of(action, command)
        if choices:
            action.choices = choices
        elif action.dest == "words" or action.metavar in FILES:
            if action.help == argparse.SUPPRESS:
                action.help = "words, and a file"
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar == "FOLDER":
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]


def words_of(action: argparse.Action, command: str) -> list[str]:
    """Return the words that an option or argument takes; none where it takes any."""
    rules = [rule.name for rule in all_rules()]
    known = {"RULE": rules, "RULE,...": [*rules, *(rule.code for rule in all_rules())]}
    if command == "explain" and action.metavar == "TEXT":
        return [*rules, *plugin_names()]
    if command == "plugins" and action.metavar == "NAME":
        return plugin_names()
    if action.metavar == "PROFILE":
        return list(PROFILES)
    if action.type in WORDS:
        return list(WORDS[action.type])
    return known.get(action.metavar if isinstance(action.metavar, str) else "", [])


def joined(made: list[str], shell: str) -> str:
    """Return the files of several programs as one."""
    head = "# Made by `python -m tools.compile_shell`; do not edit.\n"
    if shell == "zsh":
        names = " ".join(PROGRAMS)
        body = "\n".join(map(for_zsh, made))
        return f"#compdef {names}\n{head}{body}\n{AT_END}"
    return head + "\n".join(made)


#: What a file for zsh does when it is read: it makes the functions known, or, where zsh has found
#: it in a folder of `fpath`, it is the function itself.
AT_END = "\n".join(
    (
        "if [[ $zsh_eval_context[-1] == (eval|file) ]]; then",
        *(f"  compdef {function_of(program)} {program}" for program in PROGRAMS),
        "else",
        "  case $service in",
        *(f'    {program}) {function_of(program)} "$@" ;;' for program in PROGRAMS),
        "  esac",
        "fi\n",
    )
)


def for_zsh(text: str) -> str:
    """Return the functions for a program, without what shtab has them do when they are read.

    Where there may be several files, shtab stops after the first of them.
    """
    functions, _, _ = re.sub(r"(?m)^#compdef .*\n", "", text).partition("\nif [[ $zsh_eval_context")
    return re.sub(r'(?m)^  "\(\*\)::?', '  "*:', functions).replace("='(*)'", "='*:'")


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` compare them. Gives the exit status."""
    made = dict(files())
    there = {*MAN.glob("*.1"), *COMPLETION.glob("corefile.*")}
    if "--check" in arguments:
        stale = [
            path for path in made if path not in there or path.read_text("utf-8") != made[path]
        ]
        stale += sorted(there - made.keys())
        for path in stale:
            print(f"{path.name} is not what the parsers give: run `python -m tools.compile_shell`")
        return 1 if stale else 0
    for path in there - made.keys():
        path.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
