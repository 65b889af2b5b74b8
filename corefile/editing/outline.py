"""What a text says, without how it is laid out: what edits are held against."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from corefile.syntax.tree import (
    Block,
    Corefile,
    Directive,
    Import,
    Node,
    Property,
    ServerBlock,
    Snippet,
    Statement,
    Token,
)

__all__ = ["Item", "Shape", "kind_of_line", "outline", "shape_of"]

#: What an outline is made of.
Item: TypeAlias = ServerBlock | Snippet | Statement | Block


@dataclass(frozen=True, slots=True)
class Shape:
    """One server block, snippet, plugin, property or import, without what is inside it."""

    #: How many others it is in.
    depth: int
    kind: type[Node]
    #: The keys of a server block or snippet; the name and the arguments of a line.
    words: tuple[str, ...]
    #: Whether a line has a block.
    block: bool = False
    #: What follows the block of a line on the line (hardly ever anything); None is another block.
    tail: tuple[str | None, ...] = ()


def outline(tree: Corefile) -> Iterator[tuple[Shape, Item]]:
    """Yield the shapes of a text in its order, outer before inner, and the nodes they are of."""
    stack: list[Iterator[Item]] = [iter(tree.items)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        yield shape_of(node, len(stack) - 1), node
        stack.append(items_of(node))


def shape_of(node: Item, depth: int) -> Shape:
    """Return the shape of a node."""
    if isinstance(node, ServerBlock | Snippet):
        words = tuple(key.value.removesuffix(",") for key in node.keys if key.value)
        return Shape(depth, type(node), words, block=True)
    if isinstance(node, Block):
        return Shape(depth, Block, (), block=True)
    tail = tuple(part.value if isinstance(part, Token) else None for part in node.tail)
    words = tuple(token.value for token in (node.name, *node.args))
    return Shape(depth, type(node), words, node.block is not None, tail)


def items_of(node: Item) -> Iterator[Item]:
    """Yield what is directly inside a node."""
    if isinstance(node, ServerBlock | Snippet):
        yield from node.body.items
    elif isinstance(node, Block):
        yield from node.items
    else:
        if node.block is not None:
            yield from node.block.items
        yield from (part for part in node.tail if isinstance(part, Block))


def kind_of_line(name: str, inside: type[Node]) -> type[Statement]:
    """Return what a line is, by its name and by what it stands in."""
    if name == "import":
        return Import
    return Directive if inside in (ServerBlock, Snippet) else Property
