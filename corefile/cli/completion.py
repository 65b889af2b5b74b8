"""The command `corefile completion`: what completes the words of the programs in a shell."""

import os
import sys
from collections.abc import Sequence

import corefile
from corefile.cli.guard import CLEAN, guarded
from corefile.cli.help import Parser

__all__ = ["main"]

#: How each shell reads it.
SHELLS = {
    "bash": "source <(corefile completion bash)",
    "zsh": 'eval "$(corefile completion zsh)"',
    "fish": "corefile completion fish | source",
}

_DESCRIPTION = """\
Print what completes commands, options, and names of rules, plugins and files. It is made from the
command lines when the package is built: Python does not start while you type.
"""

_EPILOG = "\n".join(
    (
        "Write the line of your shell into ~/.bashrc, ~/.zshrc (after `compinit`) or",
        "~/.config/fish/config.fish:",
        *(f"  {line}" for line in SHELLS.values()),
    )
)


def main(argv: Sequence[str] | None = None, program: str = "corefile completion") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Print the file of a shell."""
    parser = Parser(prog=program, description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("shell", metavar="SHELL", choices=tuple(SHELLS), help="bash, zsh or fish")
    shell = parser.parse_args(argv).shell
    folder = os.path.join(os.path.dirname(corefile.__file__), "completion")
    with open(os.path.join(folder, f"corefile.{shell}"), encoding="utf-8") as file:
        sys.stdout.write(file.read())
    return CLEAN
