"""How `--help` looks."""

import argparse

__all__ = ["Help"]

_WIDTH = 96


class Help(argparse.RawDescriptionHelpFormatter):
    """Help with its own line breaks.

    argparse asks for the width of the terminal even when no help is printed, and loads as much for
    that as for all the rest.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_WIDTH)
