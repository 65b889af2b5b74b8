"""What each word of a Corefile is: what editors and pages colour."""

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias, get_args

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.syntax.tree import (
    Corefile,
    Directive,
    Import,
    Node,
    Property,
    ServerBlock,
    Snippet,
    Token,
)
from corefile.text.regex import regex

__all__ = ["KINDS", "VARIABLE", "Kind", "words_of"]

#: What words are, by the names of the protocol's standard token types.
Kind: TypeAlias = Literal[
    "namespace",  # the key of a server block
    "macro",  # the name of a snippet
    "keyword",  # `import`
    "function",  # a plugin
    "property",  # a property of a plugin
    "variable",  # a reference to the environment
    "number",
    "string",
    "comment",
    "parameter",  # any other word
]

KINDS: tuple[Kind, ...] = get_args(Kind)

#: `{$NAME}` and `{%NAME%}` (caddyfile/parse.go, replaceEnvVars).
VARIABLE = regex(r"\{\$(?P<unix>[^{}\s]+)\}|\{%(?P<windows>[^{}%\s]+)%\}")

_COMMENT = regex(r"#[^\n]*")
_NUMBER = regex(r"[+-]?\d[\d.:]*+(?:ns|us|µs|ms|s|m|h|%)?(?:\d+(?:ms|s|m|h))*", re.ASCII)


def words_of(tree: Corefile) -> Iterator[tuple[int, int, Kind]]:
    """Yield the beginning, the end and the kind of each word of a Corefile, in order."""
    kinds = dict(named(tree))
    for token in tree.tokens():
        before = token.start - len(token.prefix)
        for comment in _COMMENT.finditer(token.prefix):
            yield before + comment.start(), before + comment.end(), "comment"
        kind = kinds.get(token.start) or kind_of(token)
        if kind is not None:
            yield from parts_of(token, kind)


def parts_of(token: Token, kind: Kind) -> Iterator[tuple[int, int, Kind]]:
    """Yield a word in parts: variables, and what is between them."""
    place = token.start
    for found in VARIABLE.finditer(token.raw):
        start, end = token.start + found.start(), token.start + found.end()
        if place < start:
            yield place, start, kind
        yield start, end, "variable"
        place = end
    end = token.end - len(token.glued_comment)
    if place < end:
        yield place, end, kind


def kind_of(token: Token) -> Kind | None:
    """Return what a word is that names nothing; None for a brace."""
    if token.quoted:
        return "string"
    if token.value in ("{", "}", ""):
        return None
    return "number" if _NUMBER.fullmatch(token.value) else "parameter"


def named(node: Node) -> Iterator[tuple[int, Kind]]:
    """Yield where words are that name something, and what."""
    for each in node.walk():
        match each:
            case ServerBlock(keys=keys):
                yield from ((key.start, "namespace") for key in keys)
            case Snippet(keys=keys):
                yield from ((key.start, "macro") for key in keys)
            case Import(name=name, args=args):
                yield name.start, "keyword"
                yield from ((word.start, "macro") for word in args[:1])
            case Directive(name=name, block=block):
                if plugin_class(name.value) is not None:
                    yield name.start, "function"
                yield from properties(name.value, block.properties if block else ())


def properties(plugin: str, lines: tuple[Property, ...]) -> Iterator[tuple[int, Kind]]:
    """Yield where the properties of a plugin are: a line of `hosts` may be none."""
    kind = plugin_class(plugin)
    for line in lines:
        if kind is None or line.name.value in kind.specs():
            yield line.name.start, "property"
