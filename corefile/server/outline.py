"""The structure of the Corefiles in a file: symbols, what folds, what a selection grows to."""

from collections.abc import Iterator, Sequence

from corefile.server.analysis import Analysis, Part
from corefile.server.spots import spot_at
from corefile.syntax.tree import Block, Body, Import, Node, ServerBlock, Snippet, Statement
from corefile.text.records import dataclass
from corefile.text.typed import Literal

__all__ = ["Fold", "Symbol", "folds", "selections", "symbols"]

#: The ends of a comment's line and of what is folded are lines; these are offsets in them.
_MARK = "#"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A part of a file that has a name; places are outer."""

    name: str
    kind: Literal["file", "server", "snippet", "plugin", "property", "import"]
    detail: str
    #: All of it.
    span: tuple[int, int]
    #: Its name.
    at: tuple[int, int]
    children: tuple["Symbol", ...] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """What an editor can fold, from the line of one outer place to that of another."""

    start: int
    end: int
    is_comment: bool = False


def symbols(analysis: Analysis) -> tuple[Symbol, ...]:
    """Return the outline of a file: of each Corefile where it is inside something else."""
    found: list[Symbol] = []
    for part in analysis.parts:
        own = tuple(filter(None, (symbol(part, item) for item in part.tree.items)))
        if part.embedded.is_lines:
            own = tuple(child for each in own for child in each.children)
        if not part.embedded.origin.is_embedded:
            found += own
        else:
            span = part.embedded.map.span(0, len(part.embedded.text))
            title = part.embedded.origin.title
            found.append(Symbol(title, "file", "", span, (span[0], span[0]), own))
    return tuple(found)


def symbol(part: Part, node: Node) -> Symbol | None:
    """Return the symbol of a node; None for one without a name."""
    span = part.outer(node.start, node.end)
    match node:
        case ServerBlock(keys=keys, body=body) if keys:
            at = part.outer(keys[0].start, keys[-1].end)
            return Symbol(
                " ".join(node.key_values),
                "server",
                "",
                inside(at, span),
                at,
                within(part, body.items),
            )
        case Snippet(keys=keys, body=body):
            at = part.outer(keys[0].start, keys[-1].end)
            return Symbol(
                f"({node.name})", "snippet", "", inside(at, span), at, within(part, body.items)
            )
        case Statement(name=name, args=args, block=block):
            detail = " ".join(word.value for word in args)
            at = part.outer(name.start, name.end)
            inner = within(part, block.items) if block else ()
            kind: Literal["import", "plugin"] = "import" if isinstance(node, Import) else "plugin"
            return Symbol(name.value or '""', kind, detail, inside(at, span), at, inner)
    return None


def inside(at: tuple[int, int], span: tuple[int, int]) -> tuple[int, int]:
    """Return a range widened to have its name in it, which a chart may put elsewhere."""
    return min(at[0], span[0]), max(at[1], span[1])


def within(part: Part, items: Sequence[Node]) -> tuple[Symbol, ...]:
    """Return the symbols of nodes."""
    return tuple(filter(None, (symbol(part, item) for item in items)))


def folds(analysis: Analysis) -> Iterator[Fold]:
    """Yield what can be folded: blocks, and comments of several lines."""
    for part in analysis.parts:
        for node in part.tree.walk():
            if isinstance(node, Body | Block) and node.open and node.close:
                start, end = part.outer(node.open.start, node.close.start)
                yield Fold(start, end)
        for token in part.tree.tokens():
            yield from comments(part, token.prefix, token.start - len(token.prefix))


def comments(part: Part, prefix: str, start: int) -> Iterator[Fold]:
    """Yield the comments of several lines before a word."""
    lines = prefix.split("\n")
    first: int | None = None
    place = start
    for line in [*lines, ""]:
        if line.lstrip().startswith(_MARK):
            first = place if first is None else first
            last = place + len(line)
        elif first is not None:
            if "\n" in part.source.text[first:last]:
                yield Fold(*part.outer(first, last), is_comment=True)
            first = None
        place += len(line) + 1


def selections(analysis: Analysis, offset: int) -> list[tuple[int, int]]:
    """Return the ranges around a place of a file, from the smallest to the whole file."""
    found = [(0, len(analysis.text))]
    spot = spot_at(analysis, offset)
    if spot is not None:
        nodes = [spot.part.outer(node.start, node.end) for node in spot.path[1:]]
        whole = spot.part.embedded.map.span(0, len(spot.part.embedded.text))
        words = [spot.part.outer(spot.word.start, spot.word.end)] if spot.word else []
        found += [whole, *nodes, *words]
    inner: list[tuple[int, int]] = []
    for start, end in found:
        # Each is inside the one before, and another one.
        if not inner or (
            inner[-1][0] <= start and end <= inner[-1][1] and inner[-1] != (start, end)
        ):
            inner.append((start, end))
    return inner[::-1]
