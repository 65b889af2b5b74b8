"""Makes mutants of a Corefile: one small mistake in each, as people make them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

from tests.oracle.protocol import Request

#: A quoted word, blanks, or a word.
PIECES = re.compile(r'"(?:\\.|[^"\\])*"|\s+|[^\s"]+|"', re.DOTALL)


def mutants(requests: Sequence[Request], seed: int | str, count: int) -> Iterator[Request]:
    """Yield mutants of texts drawn from `requests`; the same for the same seed."""
    for number in range(count):
        random = Random(f"{seed}/{number}")
        yield mutant(random.choice(requests), random)


def mutant(request: Request, random: Random) -> Request:
    """Return the text with one mistake, sometimes two."""
    text = request.text
    for _ in range(random.choice((1, 1, 1, 2))):
        text = mistake(text, random)
    return replace(request, text=text)


def mistake(text: str, random: Random) -> str:
    """Make one mistake in a text."""
    pieces = PIECES.findall(text)
    words = [number for number, piece in enumerate(pieces) if not piece.isspace()]
    if not words:
        return text + random.choice(("{", "}", '"', "x"))
    return "".join(random.choice(MISTAKES)(pieces, random.choice(words), random))


def dropped(pieces: list[str], at: int, _: Random) -> list[str]:
    """Leave a word out."""
    return pieces[:at] + pieces[at + 1 :]


def doubled(pieces: list[str], at: int, _: Random) -> list[str]:
    """Say a word twice."""
    return [*pieces[: at + 1], " ", *pieces[at:]]


def swapped(pieces: list[str], at: int, _: Random) -> list[str]:
    """Exchange two words that follow each other."""
    after = pieces[at : at + 3]
    return pieces[:at] + after[::-1] + pieces[at + 3 :]


def glued(pieces: list[str], at: int, _: Random) -> list[str]:
    """Forget the blanks after a word."""
    return pieces[: at + 1] + pieces[at + 2 :]


def quoted(pieces: list[str], at: int, random: Random) -> list[str]:
    """Put quotation marks around a word, or only in front of it."""
    return [*pieces[:at], '"', pieces[at], random.choice(('"', '"', "")), *pieces[at + 1 :]]


def broken(pieces: list[str], at: int, random: Random) -> list[str]:
    """Break the line before a word, or join it with the one before."""
    blank = random.choice(("\n", "\n", " ", "\n}\n", " {\n", " # "))
    return [*pieces[: max(at - 1, 0)], blank, *pieces[at:]]


def changed(pieces: list[str], at: int, random: Random) -> list[str]:
    """Change a word: misspell it, or spoil the number in it."""
    return [*pieces[:at], random.choice(CHANGES)(pieces[at], random), *pieces[at + 1 :]]


def misspelt(word: str, random: Random) -> str:
    """Leave out, double or exchange a letter."""
    at = random.randrange(len(word))
    spoilt = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        word.swapcase(),
    )
    return random.choice(spoilt)


def without_unit(word: str, _: Random) -> str:
    """Take the unit from a duration."""
    return re.sub(r"(\d)[a-z]+", r"\1", word, count=1)


def with_digit(word: str, random: Random) -> str:
    """Add a digit to a number."""
    return re.sub(r"\d+", lambda found: found[0] + random.choice("0359"), word, count=1)


def negative(word: str, _: Random) -> str:
    """Make a number negative."""
    return re.sub(r"\d", lambda found: "-" + found[0], word, count=1)


def huge(word: str, random: Random) -> str:
    """Make a number huge."""
    return re.sub(r"\d+", random.choice(("65536", "4294967296", "9" * 20)), word, count=1)


def zero(word: str, _: Random) -> str:
    """Make a number zero."""
    return re.sub(r"\d+", "0", word, count=1)


def fractional(word: str, _: Random) -> str:
    """Return a number a fraction."""
    return re.sub(r"\d+", lambda found: found[0] + ".5", word, count=1)


def emptied(_: str, random: Random) -> str:
    """Put something quite different."""
    return random.choice(('""', "{$NONE}", "*", ".", "localhost", "1", "import", "{"))


MISTAKES: tuple[Callable[[list[str], int, Random], list[str]], ...] = (
    *(dropped, doubled, swapped, glued, quoted, broken),
    *(changed, changed, changed, changed, changed),
)
CHANGES: tuple[Callable[[str, Random], str], ...] = (
    *(misspelt, misspelt, without_unit, with_digit, negative, huge, zero, fractional, emptied),
)
