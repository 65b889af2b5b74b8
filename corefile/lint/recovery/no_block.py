"""Proposes a server block for lines of plugins that are in none."""

from collections.abc import Iterator, Sequence

from corefile.lint.recovery.slip import Slip
from corefile.lint.recovery.words import Words
from corefile.syntax.tree import Token
from corefile.text.edits import Edit
from corefile.text.source import Span

__all__ = ["propose"]


def propose(text: str, tokens: Sequence[Token], words: Words) -> Iterator[Slip]:
    """Yield the slip of a Corefile whose lines are all those of plugins."""
    depth = 0
    for token in tokens[:-1]:
        is_plugin = token.value in words.plugins and token.value != "local"
        if not depth and token.begins_line and token.raw != "}" and not is_plugin:
            return
        depth += (token.raw == "{") - (token.raw == "}")
        if depth < 0:
            return
    if depth or len(tokens) < 2:
        return
    first, end = tokens[0], len(text.rstrip())
    line = [token for token in tokens[:-1] if token.line == first.line]
    keys = [token.value for token in line if token.raw != "{"]
    yield Slip(
        "no-server-block",
        Span(first.start, line[-1].end),
        f"there is no server block: CoreDNS reads `{' '.join(keys)}` as what it should serve, "
        f"{'the name of a zone' if len(keys) == 1 else 'the names of zones'}",
        "write the lines into a server block: `.:53 {` above them, and `}` below",
        "",
        (Edit(first.start, first.start, ".:53 {\n"), Edit(end, end, "\n}")),
        is_repair=False,
    )
