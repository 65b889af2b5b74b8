"""XML that is well-formed whatever text it holds.

It is in ASCII, so that any terminal and pipe can carry it.
"""

from corefile.text.printable import REPLACEMENT, printable

__all__ = ["HEAD", "empty", "escaped", "opening"]

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

#: The last two are not characters in XML 1.0; printable() replaces the others that are not.
_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
        "\ufffe": REPLACEMENT,
        "\uffff": REPLACEMENT,
    }
)


def escaped(text: str) -> str:
    """Return a text as it is between tags or in an attribute."""
    safe = printable(text.translate(_ENTITIES))
    return safe.encode("ascii", "xmlcharrefreplace").decode("ascii")


def opening(tag: str, /, **attributes: str | int) -> str:
    """Return the tag that begins an element."""
    words = (f' {name}="{escaped(str(value))}"' for name, value in attributes.items())
    return f"<{tag}{''.join(words)}>"


def empty(tag: str, /, **attributes: str | int) -> str:
    """Return an element without content."""
    return opening(tag, **attributes)[:-1] + "/>"
