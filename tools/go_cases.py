"""Find the properties of a plugin in its Go sources.

Set-ups are written alike: a loop over `c.NextBlock()` and in it, or in a function called from it, a
`switch c.Val()` with a `case` for each property. That much of Go is read here.
"""

import ast
import re
from collections.abc import Iterable, Iterator

#: What is skipped, strings, words and everything else.
TOKEN = re.compile(
    r"""(?s)(?P<skip>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`)"""
    r"""|(?P<rune>'(?:[^'\\]|\\.)*')|(?P<word>\w+)|(?P<other>.)"""
)
#: The head of a statement that asks for the next line of the block.
IN_BLOCK = re.compile(r"(?:for|if) .*\bNextBlock\b.*")
#: The word that a set-up has come to, and a variable that it is put into.
WORD = r"(?:strings \. ToLower \( )?\w+ \. Val \( \)(?: \))?"
VARIABLE = re.compile(rf"(\w+) : = {WORD}(?= |$)")


def tokens(text: str) -> list[str]:
    """Split Go into words, strings and single characters."""
    return [m.group() for m in TOKEN.finditer(text) if m.lastgroup != "skip"]


def literals(text: str) -> Iterator[str]:
    """Yield the values of all string literals."""
    for token in tokens(text):
        if token[0] == '"':
            yield ast.literal_eval(token)
        elif token[0] == "`":
            yield token[1:-1]


def properties(texts: Iterable[str]) -> frozenset[str]:
    """Return the properties of the plugin whose sources these are."""
    files = [tokens(text) for text in texts]
    bodies = {name: body for file in files for name, body in functions(file)}
    loops = [body for file in files for body in blocks(file, IN_BLOCK)]
    called = {word for loop in loops for word in loop if word in bodies}
    called |= {word for name in called for word in bodies[name] if word in bodies}
    found: set[str] = set()
    for body in (*loops, *(bodies[name] for name in called)):
        text = " ".join(body)
        word = "|".join([WORD, *map(re.escape, VARIABLE.findall(text))])
        switches = list(blocks(body, re.compile(rf"switch (?:\w+ : = )?(?:{word})(?: ; \w+)?")))
        found.update(label for switch in switches for label in labels(switch))
        if not switches:
            found.update(re.findall(rf'(?:{word}) [!=] = "(\w[\w-]+)"', text))
    return frozenset(found)


def functions(file: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the names and bodies of a file's functions."""
    for start in (place for place, word in enumerate(file) if word == "func"):
        place = start + 1
        if file[place] == "(":  # the receiver
            place = closing(file, place) + 1
        name = file[place]
        if not name.isidentifier() or file[place + 1] != "(":
            continue
        place = closing(file, place + 1) + 1
        if file[place] == "(":  # several results
            place = closing(file, place) + 1
        if "{" in file[place:]:
            begin = file.index("{", place)
            yield name, file[begin + 1 : closing(file, begin)]


def blocks(body: list[str], wanted: re.Pattern[str]) -> Iterator[list[str]]:
    """Yield the bodies of the outermost statements with a head of the wanted kind."""
    place = 0
    while place < len(body):
        if body[place] in ("for", "if", "switch") and "{" in body[place:]:
            begin = body.index("{", place)
            if wanted.fullmatch(" ".join(body[place:begin])):
                end = closing(body, begin)
                yield body[begin + 1 : end]
                place = end
        place += 1


def labels(switch: list[str]) -> Iterator[str]:
    """Yield the strings in the cases of a switch, not those of switches within."""
    depth = 0
    for place, word in enumerate(switch):
        depth += (word in ("{", "(", "[")) - (word in ("}", ")", "]"))
        if word == "case" and depth == 0:
            end = switch.index(":", place)
            yield from (ast.literal_eval(t) for t in switch[place:end] if t[0] == '"')


def closing(body: list[str], start: int) -> int:
    """Return the place of the bracket that closes the one at a place."""
    pairs = {"(": ")", "{": "}", "[": "]"}
    opened = body[start]
    depth = 0
    for place in range(start, len(body)):
        if body[place] == opened:
            depth += 1
        elif body[place] == pairs[opened]:
            depth -= 1
            if depth == 0:
                return place
    return len(body)
