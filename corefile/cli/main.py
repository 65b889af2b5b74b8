"""The program `corefile`: commands, each in a module of its own that is loaded when it is used."""

import sys
from collections.abc import Sequence
from importlib import import_module

from corefile.cli.guard import CLEAN, USAGE, guarded
from corefile.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.cli.help import Parser

__all__ = ["main", "parser"]

#: The commands: module, and what it does.
COMMANDS = {
    "lint": ("corefile.cli.lint", "find mistakes (also installed as `corefile-lint`)"),
    "init": ("corefile.cli.init", "write a configuration to begin with, or hooks"),
    "explain": ("corefile.cli.explain", "explain a rule, a plugin, or what CoreDNS printed"),
    "rules": ("corefile.cli.rules", "list the rules and their pages"),
    "fmt": ("corefile.cli.fmt", "format Corefiles (also installed as `corefile-fmt`)"),
    "hosts": ("corefile.cli.edit_hosts", "add, change and remove addresses of hosts"),
    "stub": ("corefile.cli.edit_stub", "have zones looked up at other DNS servers"),
    "edit": ("corefile.cli.edit_file", "edit a file, and check it before it is written"),
    "kube-dns": ("corefile.cli.kube_dns", "turn the ConfigMap of kube-dns into a Corefile"),
    "migrate": ("corefile.cli.migrate", "change a Corefile for another release of CoreDNS"),
    "render": ("corefile.cli.render", "fill in the template of coredns/deployment"),
    "set": ("corefile.cli.edit_set", "change the arguments of a plugin or property"),
    "add": ("corefile.cli.edit_add", "add a line to a server block, or a server block"),
    "remove": ("corefile.cli.edit_remove", "remove a plugin or a property"),
    "trace": ("corefile.cli.trace", "show who answers a query, and what it meets before"),
    "graph": ("corefile.cli.graph", "draw a Corefile: listeners, server blocks, who answers"),
    "names": ("corefile.cli.names", "show who has each name, and where it leaves to"),
    "diff": ("corefile.cli.diff", "compare two Corefiles, or releases, by meaning"),
    "plugins": ("corefile.cli.plugins", "list the plugins, and what each one accepts"),
    "server": ("corefile.cli.server", "answer an editor (language server)"),
    "webhook": ("corefile.cli.webhook", "answer a Kubernetes API server (admission webhook)"),
    "completion": ("corefile.cli.completion", "print what completes words in a shell"),
    "extract": ("corefile.cli.extract", "print the Corefiles inside a manifest"),
    "expand": ("corefile.cli.expand", "print a Corefile as CoreDNS reads it, as JSON"),
}

#: What else a command may be called, and the words that it then stands for.
ALIASES = {
    "check": ["lint"],
    "format": ["fmt"],
}

#: What other programs call a command.
_HABITS = {
    "validate": "lint",
    "verify": "lint",
    "test": "lint",
    "fix": "lint --fix",
    "unset": "remove",
    "rm": "remove",
    "del": "remove",
    "delete": "remove",
    "show": "expand",
    "get": "expand",
    "version": "--version",
}

_EPILOG = "\n".join(
    (
        "commands:",
        *(f"  {name:10}  {about}" for name, (_, about) in COMMANDS.items()),
        "",
        "Also: `check` for `lint`, and `format` for `fmt`.",
        "Run `corefile COMMAND --help`, or `corefile help COMMAND`, for details.",
    )
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and give its exit status. `argv` does not hold the program's name."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["help"]:
        words = [*words[1:2], "--help"]
    if words and words[0] in ALIASES:
        words = [*ALIASES[words[0]], *words[1:]]
    if words and words[0] in COMMANDS:
        module, _ = COMMANDS[words[0]]
        status: int = import_module(module).main(words[1:], program=f"corefile {words[0]}")
        return status
    return guarded("corefile", lambda: run(words))


#: As argparse has it, which takes longer to load than Python itself.
_HELP = f"""usage: corefile COMMAND ...

Work with CoreDNS configuration (Corefiles).

options:
  -h, --help     show this help message and exit
  -V, --version  show program's version number and exit

{_EPILOG}
"""


def run(argv: Sequence[str]) -> int:
    """Answer what is not a command."""
    if not argv:
        # As ruff does: a script whose command is empty by mistake must not look fine.
        sys.stderr.write(_HELP if is_wide() else parser().format_help())
        return USAGE
    if argv[0] in ("-h", "--help") and is_wide():
        sys.stdout.write(_HELP)
        return CLEAN
    if argv[0] in ("-V", "--version"):
        print(f"corefile {__version__}")
        return CLEAN
    arguments = parser()
    if not argv[0].startswith("-"):
        arguments.error(unknown(argv[0]))
    arguments.parse_args(argv)
    raise AssertionError("a command is answered before")


def is_wide() -> bool:
    """Tell whether help fits as it is."""
    from corefile.cli.width import USUAL, columns  # noqa: PLC0415 - for help only

    return columns() >= USUAL


def parser() -> "Parser":
    """Make the parser of what is not a command."""
    import argparse  # noqa: PLC0415 - for mistakes and narrow terminals only

    from corefile.cli.help import Parser  # noqa: PLC0415

    made = Parser(
        prog="corefile",
        usage="corefile COMMAND ...",
        description="Work with CoreDNS configuration (Corefiles).",
        epilog=_EPILOG,
    )
    made.add_argument("command", metavar="COMMAND", help=argparse.SUPPRESS)
    made.add_argument("-V", "--version", action="version", version=f"corefile {__version__}")
    return made


def unknown(word: str) -> str:
    """Say what is wrong with a word that is not a command."""
    import os  # noqa: PLC0415 - for mistakes only

    from corefile.text.spelling import nearest  # noqa: PLC0415

    if os.path.exists(word):
        return f"{word!r} is a file: write the command first, as in `corefile lint {word}`"
    near = _HABITS.get(word) or nearest(word, (*COMMANDS, *ALIASES))
    advice = f"did you mean `{near}`?" if near else f"there are {', '.join(COMMANDS)}"
    return f"there is no command {word!r}: {advice}"


if __name__ == "__main__":
    sys.exit(main())
