"""The program `corefile`: commands, each in a module of its own that is loaded when it is used."""

import sys
from collections.abc import Sequence
from importlib import import_module

from corefile.cli.guard import guarded
from corefile.version import __version__

__all__ = ["main"]

#: The commands: module, and what it does.
_COMMANDS = {
    "lint": ("corefile.cli.lint", "find mistakes (also installed as `corefile-lint`)"),
    "rules": ("corefile.cli.rules", "list the rules and their pages"),
    "fmt": ("corefile.cli.fmt", "format Corefiles (also installed as `corefile-fmt`)"),
    "hosts": ("corefile.cli.edit_hosts", "add, change and remove addresses of hosts"),
    "set": ("corefile.cli.edit_set", "change the arguments of a plugin or property"),
    "add": ("corefile.cli.edit_add", "add a line to a server block"),
    "remove": ("corefile.cli.edit_remove", "remove a plugin or a property"),
    "trace": ("corefile.cli.trace", "show who answers a query, and what it meets before"),
    "graph": ("corefile.cli.graph", "draw a Corefile: listeners, server blocks, who answers"),
    "names": ("corefile.cli.names", "show who has each name, and where it leaves to"),
    "diff": ("corefile.cli.diff", "compare two Corefiles, or releases, by meaning"),
    "plugins": ("corefile.cli.plugins", "list the plugins, and what each one accepts"),
    "extract": ("corefile.cli.extract", "print the Corefiles inside a manifest"),
    "expand": ("corefile.cli.expand", "print a Corefile as CoreDNS reads it, as JSON"),
}

_EPILOG = "\n".join(
    (
        "commands:",
        *(f"  {name:8} {about}" for name, (_, about) in _COMMANDS.items()),
        "",
        "Run `corefile COMMAND --help` for details.",
    )
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and give its exit status. `argv` does not hold the program's name."""
    words = sys.argv[1:] if argv is None else argv
    if words and words[0] in _COMMANDS:
        module, _ = _COMMANDS[words[0]]
        status: int = import_module(module).main(words[1:], program=f"corefile {words[0]}")
        return status
    return guarded("corefile", lambda: run(words))


def run(argv: Sequence[str]) -> int:
    """Answer what is not a command."""
    # Commands do without, where they can.
    import argparse  # noqa: PLC0415

    from corefile.cli.help import Help, one_of  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog="corefile",
        usage="corefile COMMAND ...",
        description="Work with CoreDNS configuration (Corefiles).",
        epilog=_EPILOG,
        formatter_class=Help,
        allow_abbrev=False,
    )
    parser.add_argument("command", metavar="COMMAND", type=one_of(_COMMANDS), help="see below")
    parser.add_argument("--version", action="version", version=f"corefile {__version__}")
    parser.parse_args(argv)
    raise AssertionError("a command is answered before")


if __name__ == "__main__":
    sys.exit(main())
