"""Why a text is not read as a record."""

from corefile.go.records.lexer import Token


class BadRecord(Exception):
    """The library refuses a record: what it says, and at which token."""

    def __init__(self, message: str, token: Token) -> None:
        super().__init__(message)
        self.message: str = message
        self.token: Token = token


class NotKnown(Exception):
    """Whether the library takes a text is not worked out here, or does not follow from the text."""
