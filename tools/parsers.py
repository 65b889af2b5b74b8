"""The parsers of all command lines, as `--help` shows them."""

import argparse
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from unittest import mock

from corefile.cli.help import Parser
from corefile.cli.main import COMMANDS
from corefile.cli.main import parser as main_parser

__all__ = ["PROGRAMS", "commands", "parser_of"]

#: The programs that are installed, and their modules.
PROGRAMS = {
    "corefile": "corefile.cli.main",
    "corefile-lint": "corefile.cli.lint",
    "corefile-fmt": "corefile.cli.fmt",
}


class Found(BaseException):
    """Carries a parser out of the program that made it."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self.parser = parser


def found(parser: Parser, file: object = None) -> None:
    """Take the place of printing help."""
    del file
    raise Found(parser)


def parser_of(module: str, program: str) -> argparse.ArgumentParser:
    """Return the parser of a program or command."""
    if program == "corefile":
        return main_parser()
    main = import_module(module).main
    with mock.patch.object(Parser, "print_help", found), redirect_stdout(StringIO()):
        try:
            main(["--help"], program=program)
        except Found as caught:
            return caught.parser
    raise AssertionError(f"{program} --help prints no help")


def commands() -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Yield the name of each command of `corefile`, what it does, and its parser."""
    for name, (module, about) in COMMANDS.items():
        yield name, about, parser_of(module, f"corefile {name}")
