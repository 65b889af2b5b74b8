"""What Go refuses, in its own words."""

from corefile.text.brief import Brief


class Invalid(Brief, ValueError):
    """A value that Go refuses; the argument is Go's message."""

    def __init__(self, message: str, help_text: str = "") -> None:
        super().__init__(message)
        #: What to write instead; empty where that is the same for all values of the kind.
        self.help = help_text


class TooMuch(Exception):
    """A pattern is too large to be matched here: whether Go matches it is not known."""
