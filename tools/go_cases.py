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
#: A switch on the word that the set-up has come to.
ON_WORD = re.compile(r"(?:\w+ := )?\w+ \. Val \( \)(?: ; \w+)?|strings \. ToLower \( \w+ \. Val \( \) \)")


def tokens(text: str) -> list[str]:
    """Split Go into words, strings and single characters."""
    return [m.group() for m in TOKEN.finditer(text) if m.lastgroup != "skip"]


def literals(text: str) -> Iterator[str]:
    """Give the values of all string literals."""
    for token in tokens(text):
        if token[0] == '"':
            yield ast.literal_eval(token)
        elif token[0] == "`":
            yield token[1:-1]


def properties(texts: Iterable[str]) -> frozenset[str]:
    """Give the properties of the plugin whose sources these are."""
    files = [tokens(text) for text in texts]
    bodies = {name: body for file in files for name, body in functions(file)}
    loops = [body for file in files for body in blocks(file, in_block)]
    called = {word for loop in loops for word in loop if word in bodies}
    called |= {word for name in called for word in bodies[name] if word in bodies}
    found: set[str] = set()
    for body in (*loops, *(bodies[name] for name in called)):
        for switch in blocks(body, on_word):
            found.update(labels(switch))
    return frozenset(found)


def in_block(head: list[str]) -> bool:
    """Tell whether a statement's head asks for the next line of the block."""
    return head[:1] in (["for"], ["if"]) and "NextBlock" in head


def on_word(head: list[str]) -> bool:
    """Tell whether a statement is a switch on the word at hand."""
    return head[:1] == ["switch"] and ON_WORD.fullmatch(" ".join(head[1:])) is not None


def functions(file: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Give the names and bodies of a file's functions."""
    for start, token in enumerate(file):
        if token == "func" and (start == 0 or file[start - 1] in "};)\"" or True):
            place = start + 1
            if file[place] == "(":
                place = closing(file, place) + 1
            if not file[place].isidentifier():
                continue
            name = file[place]
            place = closing(file, place + 1) + 1
            if file[place] == "(":
                place = closing(file, place) + 1
            while place < len(file) and file[place] != "{":
                place += 1
            if place < len(file):
                yield name, file[place + 1 : closing(file, place)]


def blocks(body: list[str], wanted: object) -> Iterator[list[str]]:
    """Give the bodies of the outermost statements with a head of the wanted kind."""
    assert callable(wanted)
    place = 0
    while place < len(body):
        if body[place] in ("for", "if", "switch"):
            end = body.index("{", place) if "{" in body[place:] else len(body)
            if end < len(body) and wanted(body[place:end]):
                last = closing(body, end)
                yield body[end + 1 : last]
                place = last
        place += 1


def labels(switch: list[str]) -> Iterator[str]:
    """Give the strings in the cases of a switch, not those of switches within."""
    depth = 0
    for place, token in enumerate(switch):
        depth += (token in ("{", "(", "[")) - (token in ("}", ")", "]"))
        if token == "case" and depth == 0:
            end = switch.index(":", place)
            yield from (ast.literal_eval(t) for t in switch[place:end] if t[0] == '"')


def closing(body: list[str], start: int) -> int:
    """Give the place of the bracket that closes the one at a place."""
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
