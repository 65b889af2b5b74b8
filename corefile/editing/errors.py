"""What keeps an edit from being made. After each of these the text is what it was."""

from collections.abc import Iterable

from corefile.text.brief import Brief
from corefile.text.spelling import did_you_mean

__all__ = ["EditError", "Gone", "Inexpressible", "NotFound", "Refused"]


def missing(message: str, word: str, known: Iterable[str]) -> str:
    """Return the message for what is not there, with the name that may have been meant."""
    near = did_you_mean(word, known)
    return f"{message}: {near}" if near else message


class EditError(Brief, ValueError):
    """An edit that was not made; the argument says why, in plain words."""


class Refused(EditError):
    """The text would be read differently from what was meant."""


class Inexpressible(Refused):
    """A value that a Corefile has no way to write."""


class Gone(EditError):
    """What is to be edited was removed before."""


class NotFound(EditError, LookupError):
    """There is no such server block, plugin or property."""
