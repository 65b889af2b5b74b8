"""What each word of the Corefiles in a file is: what editors colour."""

from corefile.highlight.words import Kind, words_of
from corefile.server.analysis import Analysis
from corefile.text.records import dataclass

__all__ = ["Word", "words"]


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of the file, within a line."""

    start: int
    end: int
    kind: Kind


def words(analysis: Analysis) -> list[Word]:
    """Return the words of all Corefiles in a file, in order, none over another."""
    found: list[Word] = []
    for part in analysis.parts:
        for start, end, kind in words_of(part.tree):
            place = part.exact(start, end)
            # A stretch that is written otherwise than it reads has no words of its own.
            if place and "\n" not in analysis.text[place[0] : place[1]]:
                found.append(Word(*place, kind))
    found.sort(key=lambda word: (word.start, word.end))
    kept: list[Word] = []
    for word in found:
        if not kept or kept[-1].end <= word.start:
            kept.append(word)
    return kept
