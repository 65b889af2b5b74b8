"""Generates texts of the embedded languages: mostly in order, out of order, and from noise.

Everything is drawn from a `random.Random`, so that a seed gives the same texts again.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from tests.oracle.languages.expressions import random_expression
from tests.oracle.languages.records import random_record
from tests.oracle.languages.regexes import random_regex
from tests.oracle.languages.templates import random_template

GENERATORS: dict[str, Callable[[Random], str]] = {
    "regex": random_regex,
    "template": random_template,
    "expression": random_expression,
    "record": random_record,
    "render": random_template,
}


def generate(language: str, cases: Sequence[str], seed: str, count: int) -> Iterator[str]:
    """Yield texts, each independent of the count."""
    for number in range(count):
        random = Random(f"{language}/{seed}/{number}")
        if cases and random.random() < 0.5:
            text = random.choice(cases)
        else:
            text = GENERATORS[language](random)
        for _ in range(random.choice([0, 0, 1, 1, 2, 4])):
            text = mutate(random, text, cases)
        yield text


def mutate(random: Random, text: str, cases: Sequence[str]) -> str:
    """Change a text a little: leave out, double, move or replace a stretch of it."""
    start = random.randint(0, len(text))
    end = min(len(text), start + random.choice([0, 1, 1, 1, 2, 3, 8]))
    piece = text[start:end]
    other = random.choice([text, *(random.choices(cases, k=2) if cases else [])])
    there = random.randint(0, len(other))
    borrowed = other[there : there + random.choice([1, 1, 2, 3, 8])]
    new = random.choice(["", piece * 2, borrowed, borrowed, piece[::-1]])
    return text[:start] + new + text[end:]
