"""How `--help` looks."""

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Help", "one_of"]

_WIDTH = 96


class Help(argparse.RawDescriptionHelpFormatter):
    """Help with its own line breaks.

    argparse asks for the width of the terminal even when no help is printed, and loads as much for
    that as for all the rest.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_WIDTH)


def one_of(words: "Iterable[str]") -> "Callable[[str], str]":
    """Return what reads one of some words.

    argparse has `choices` for that, and says otherwise in each release of Python what is wrong.
    """
    known = tuple(words)

    def read(text: str) -> str:
        if text not in known:
            raise argparse.ArgumentTypeError(f"must be one of {', '.join(known)}, not {text!r}")
        return text

    return read
