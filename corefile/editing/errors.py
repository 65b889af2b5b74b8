"""What keeps an edit from being made. After each of these the text is what it was."""

__all__ = ["EditError", "Gone", "Inexpressible", "NotFound", "Refused"]


class EditError(ValueError):
    """An edit that was not made; the argument says why, in plain words."""


class Refused(EditError):
    """The text would be read differently from what was meant."""


class Inexpressible(Refused):
    """A value that a Corefile has no way to write."""


class Gone(EditError):
    """What is to be edited was removed before."""


class NotFound(EditError, LookupError):
    """There is no such server block, plugin or property."""
