"""A command line taken apart as the plugin `on` does it (github.com/flynn/go-shlex)."""

from corefile.go.errors import Invalid

PLAIN = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-,/@$*()+=><:;&^%~|!?[]{}"
)
SPACE = frozenset(" \t\r\n")
KNOWN = PLAIN | SPACE | frozenset("\"'\\#")


def split_words(text: str) -> list[str]:
    """Return the words of a command line. Raises Invalid."""
    words: list[str] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character in SPACE:
            position += 1
        elif character == "#":
            end = text.find("\n", position)
            position = end + 1 if end >= 0 else len(text)
        elif character not in KNOWN:
            raise Invalid(f"Unknown rune: {ord(character)}")
        else:
            word, position = read_word(text, position)
            words.append(word)
    return words


def read_word(text: str, position: int) -> tuple[str, int]:
    """Read a word; give it and where it ends. Raises Invalid."""
    word = ""
    while position < len(text) and text[position] not in SPACE:
        character = text[position]
        if character == "\\":
            piece, position = read_escape(text, position)
        elif character in "\"'":
            piece, position = read_quoted(text, position)
        elif character in KNOWN:
            piece, position = character, position + 1
        else:
            raise Invalid(f"Uknown rune: {ord(character)}")
        word += piece
    return word, position


def read_escape(text: str, position: int) -> tuple[str, int]:
    """Read the character after a backslash. Raises Invalid."""
    character = text[position + 1 : position + 2]
    if not character:
        raise Invalid("EOF found after escape character")
    if character not in KNOWN:
        raise Invalid(f"Uknown rune: {ord(character)}")
    return character, position + 2


def read_quoted(text: str, position: int) -> tuple[str, int]:
    """Read up to the closing quote; between double quotes backslashes count. Raises Invalid."""
    quote = text[position]
    position += 1
    piece = ""
    while position < len(text):
        character = text[position]
        if character == quote:
            return piece, position + 1
        if character == "\\" and quote == '"':
            character, position = read_escape(text, position)
        else:
            position += 1
        piece += character
    raise Invalid("EOF found when expecting closing quote.")
