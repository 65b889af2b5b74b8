"""Generates Corefiles: from the grammar, mostly in order, and from noise.

Everything is drawn from a `random.Random`, so that a seed gives the same texts again.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from tests.oracle.protocol import Request

VOCABULARY: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
)
VALUES: dict[str, dict[str, list[str]]] = VOCABULARY["values"]
STANZAS: dict[str, dict[str, Any]] = VOCABULARY["stanzas"]

#: How often a value is one that does not fit, in the three tempers a text may have.
TEMPERS = (0.0, 0.05, 0.3)


def generate(seed: int | str, count: int) -> Iterator[Request]:
    """Yield texts of all kinds; the same for the same seed, and each independent of the count."""
    for number in range(count):
        random = Random(f"{seed}/{number}")
        yield random.choice([whole, whole, one_plugin, one_plugin, soup])(random)


def whole(random: Random) -> Request:
    """Return a Corefile with snippets, servers and several plugins."""
    spoil = random.choice(TEMPERS)
    parts = [
        snippet(random, name, spoil) for name in random.sample("ab", random.choice((0, 0, 1, 2)))
    ]
    parts += [server(random, spoil) for _ in range(random.choice((1, 1, 2, 3)))]
    return in_world(random, random.choice(("\n", "\n\n", "# end\n")).join(parts))


def one_plugin(random: Random, name: str | None = None) -> Request:
    """Return a server with one plugin, once or twice."""
    name = name or random.choice(list(STANZAS))
    spoil = random.choice(TEMPERS)
    stanzas = "".join(stanza(random, name, spoil) for _ in range(random.choice((1, 1, 1, 2))))
    return Request(f"{random.choice(('.', 'example.org', '10.0.0.0/8'))} {{\n{stanzas}}}\n")


def soup(random: Random) -> Request:
    """Return words and signs in no order."""
    words = random.choices(VOCABULARY["soup"]["words"], k=random.randint(1, 24))
    return in_world(random, random.choice(("", " ", " ")).join(words))


def in_world(random: Random, text: str) -> Request:
    """Return a text with an environment and files beside it."""
    environments, files = VOCABULARY["environments"], VOCABULARY["files"]
    return Request(text, random.choice(environments), random.choice(files))


def snippet(random: Random, name: str, spoil: float) -> str:
    """Return a snippet."""
    return f"({name}) {{\n{body(random, spoil)}}}\n"


def server(random: Random, spoil: float) -> str:
    """Return a server block."""
    keys = [key(random, spoil) for _ in range(random.choice((1, 1, 2, 3)))]
    head = random.choice((" ", ", ", ",\n")).join(keys)
    opening = random.choice(
        (" {\n", " {\n", " {\n", " { # here\n", "\n{\n", "{\n" if spoil else " {\n")
    )
    return f"{head}{opening}{body(random, spoil)}}}\n"


def key(random: Random, spoil: float) -> str:
    """Return the key of a server block."""
    scheme = random.choice(("", "", "", "", "dns://", "tls://", "https://", "grpc://", "quic://"))
    port = random.choice(("", "", "", ":53", ":5353", ":0053", ":70000" if spoil else ":1053"))
    return scheme + value(random, "zone", spoil) + port


def body(random: Random, spoil: float) -> str:
    """Return the lines of a server block or snippet."""
    lines = []
    for name in random.choices(list(STANZAS), k=random.randint(0, 5)):
        lines.append(stanza(random, name, spoil))
        if random.random() < 0.1:
            lines.append(
                random.choice(("    # a remark\n", "\n", "    import a\n", "    import b\n"))
            )
    return "".join(lines)


def stanza(random: Random, name: str, spoil: float) -> str:
    """Return a plugin's line and perhaps its block."""
    pattern = STANZAS[name]
    line = " ".join(["    " + name, *Pattern(random, spoil).words(pattern["line"])])
    if not pattern["block"] or random.random() < 0.3:
        return line + random.choice(("\n", "\n", " # a remark\n", " {\n    }\n"))
    properties = random.choices(pattern["block"], k=random.choice((1, 1, 2, 3)))
    block = [" ".join(Pattern(random, spoil).words(property_)) for property_ in properties]
    if random.random() < spoil:
        block.append(random.choice(("nonsense", "nonsense 1 2", "{", "fallthrough a b")))
    return line + " {\n" + "".join(f"        {words}\n" for words in block) + "    }\n"


def value(random: Random, kind: str, spoil: float) -> str:
    """Return a value of a kind."""
    return random.choice(VALUES[kind]["bad" if random.random() < spoil else "good"])


class Pattern:
    """Words after a pattern of the vocabulary."""

    SIGNS = re.compile(r"<\w+>[+*]?|[][(|]|\)[+*]?|[^\s()\[\]|]+")

    def __init__(self, random: Random, spoil: float) -> None:
        self.random = random
        self.spoil = spoil
        self.signs: list[str] = []

    def words(self, pattern: str) -> list[str]:
        """Return words that fit the pattern."""
        self.signs = self.SIGNS.findall(pattern)[::-1]
        return self.choice("")

    def choice(self, closing: str) -> list[str]:
        """Read alternatives up to a closing sign and take one of them."""
        alternatives = [self.sequence()]
        while self.signs and self.signs[-1] == "|":
            self.signs.pop()
            alternatives.append(self.sequence())
        if closing and self.signs:
            closing = self.signs.pop()
        return self.random.choice(alternatives)

    def sequence(self) -> list[str]:
        """Read one alternative."""
        words: list[str] = []
        while self.signs and self.signs[-1][0] not in "|])":
            sign = self.signs.pop()
            if sign == "[":
                inner = self.choice("]")
                words += inner if self.random.random() < 0.5 else []
            elif sign == "(":
                words += self.choice(")")
            elif sign.startswith("<"):
                words += self.values(sign)
            else:
                words.append(sign)
        return words

    def values(self, sign: str) -> list[str]:
        """Return as many values as the sign asks for."""
        count = {"+": self.random.choice((1, 1, 2, 3)), "*": self.random.choice((0, 0, 1, 2))}
        kind = sign.rstrip("+*")[1:-1]
        return [value(self.random, kind, self.spoil) for _ in range(count.get(sign[-1], 1))]
