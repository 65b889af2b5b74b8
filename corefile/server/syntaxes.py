"""The words of a syntax as reference pages show it, `[round_robin|weighted FILE]`, one by one."""

from collections.abc import Iterator

from corefile.text.records import dataclass
from corefile.text.regex import regex

__all__ = ["Slot", "at", "slots"]

_SLOT = regex(r"\S+")
_LITERAL = regex(r"[a-z][a-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Slot:
    """A word of a syntax."""

    #: As it is shown.
    text: str
    #: Where it is in the syntax.
    start: int
    end: int
    #: Whether it may be left out.
    optional: bool
    #: Whether more words like it may follow.
    repeats: bool
    #: What may be written in its place: words as they are, and names of kinds of words.
    choices: tuple[str, ...]

    @property
    def literals(self) -> tuple[str, ...]:
        """The words that are written as they are."""
        return tuple(word for word in self.choices if _LITERAL.fullmatch(word))


def slots(syntax: str) -> Iterator[Slot]:
    """Yield the words of a syntax."""
    depth = 0
    for found in _SLOT.finditer(syntax):
        text = found[0]
        inner = text.replace("[", "").replace("]", "").removesuffix("…")
        choices = tuple(filter(None, inner.split("|")))
        optional = depth > 0 or text.startswith("[")
        yield Slot(inner, *found.span(), optional, "…" in text, choices)
        depth += text.count("[") - text.count("]")


def at(syntax: str, index: int) -> list[Slot]:
    """Return the words of a syntax that can be the one of this number, from 0.

    Those that may be left out before it may have been.
    """
    found: list[Slot] = []
    least, goes_on = 0, False
    for number, slot in enumerate(slots(syntax)):
        if least <= index and (number >= index or goes_on or slot.repeats):
            found.append(slot)
        least += not slot.optional
        goes_on = goes_on or slot.repeats
    return found
