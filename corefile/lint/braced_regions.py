"""Texts that something else puts between braces: their own braces have to match.

The lines of an `*.override` key become a part of the server block that imports them, and the chart
writes the braces around the values for Helm.
"""

from collections.abc import Iterator, Sequence

from corefile.documents.model import Embedded
from corefile.syntax.tree import Corefile, Token
from corefile.text.records import dataclass
from corefile.text.typed import Literal

__all__ = ["BracedRegion", "Unpaired", "braced_regions", "first_unpaired", "unpaired"]


@dataclass(frozen=True, slots=True)
class BracedRegion:
    """A stretch of a text, from a 0-based offset to another, that is put between braces."""

    start: int
    end: int
    #: The key that holds it.
    key: str
    #: How it comes there: by an import, or by the chart, as lines of a block or words of a line.
    by: Literal["import", "block", "words"]


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A brace of a region without its partner."""

    region: BracedRegion
    brace: Token
    #: The first token of its line.
    line: Token


def braced_regions(embedded: Embedded, added: int) -> tuple[BracedRegion, ...]:
    """Return what of a Corefile is between braces of others; `added` characters precede it."""
    if embedded.kind == "override":
        return (BracedRegion(added, added + len(embedded.text), embedded.origin.key, "import"),)
    return tuple(
        BracedRegion(piece.start, piece.end, piece.key, "block" if piece.indent else "words")
        for piece in embedded.origin.pieces
    )


def unpaired(tree: Corefile, regions: Sequence[BracedRegion]) -> Iterator[Unpaired]:
    """Yield the first brace without a partner of each region, in the order of the text.

    What CoreDNS refuses wherever it is imported is none of these: a `}` on the line of a plugin,
    a `{` instead of the first.
    """
    left = iter(regions)
    region = next(left, None)
    inside: list[Token] = []
    for token in tree.tokens():
        while region is not None and token.start >= region.end:
            yield from among(region, inside)
            region, inside = next(left, None), []
        if region is not None and token.start >= region.start:
            inside.append(token)
    if region is not None:
        yield from among(region, inside)


def among(region: BracedRegion, tokens: Sequence[Token]) -> Iterator[Unpaired]:
    """Yield the first brace of a region that has no partner among its tokens.

    What closes the braces around it and opens as many again is ignored: that can be meant.
    """
    opened: list[Unpaired] = []
    stray: list[Unpaired] = []
    line: Token | None = None
    for token in tokens:
        line = token if line is None or token.begins_line else line
        if may_hold_braces(token, line):
            return
        if (
            region.by == "import"
            and not opened
            and not stray
            and is_refused(token, tokens[0], line)
        ):
            return
        if token.value == "{":
            opened.append(Unpaired(region, token, line))
        elif token.value == "}" and opened:
            opened.pop()
        elif token.value == "}":
            stray.append(Unpaired(region, token, token))
    anew = [each for each in opened if each.line.value not in ("{", "}")]
    if len(stray) != len(opened) or len(anew) != len(opened):
        yield (*stray, *opened)[0]


def is_refused(token: Token, first: Token, line: Token) -> bool:
    """Tell whether CoreDNS refuses a brace between plugins; `first` is what an import begins with.

    Elsewhere a `{` at the begin of a line belongs to the plugin above it.
    """
    return token is first if token.value == "{" else token.value == "}" and line is not token


def may_hold_braces(token: Token, line: Token) -> bool:
    """Tell whether a word may have braces that seem to be missing; `line` begins its line.

    It does if it is a string without an end, a word with a brace glued to it, or an import.
    """
    glued = token.value.endswith("{") and token.value != "{" and not token.quoted
    return not token.closed or glued or (token.value == "import" and line is token)


def first_unpaired(tree: Corefile, regions: Sequence[BracedRegion]) -> Unpaired | None:
    """Return the first brace without a partner: what is after it is read as something else."""
    return next(unpaired(tree, regions), None)
