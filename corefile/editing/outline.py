"""What a text says, without how it is laid out: what edits are held against."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

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
from corefile.text.records import dataclass
from corefile.text.typed import TypeAlias

__all__ = [
    "Item",
    "Path",
    "Shape",
    "items_of",
    "kind_of_line",
    "outline",
    "path_to_server",
    "path_to_word",
    "shape_of",
]

#: What an outline is made of.
Item: TypeAlias = ServerBlock | Snippet | Statement | Block

#: A node, and before it what it is in, outermost first. The empty one stands for the whole text.
Path: TypeAlias = tuple[Item, ...]


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
        stack.append(iter(items_of(node)))


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


def items_of(node: Item) -> Sequence[Item]:
    """Return what is directly inside a node."""
    if isinstance(node, ServerBlock | Snippet):
        return node.body.items
    if isinstance(node, Block):
        return node.items
    items = () if node.block is None else node.block.items
    behind = [part for part in node.tail if isinstance(part, Block)]
    return (*items, *behind) if behind else items


def path_to_word(tree: Corefile, word: Token) -> tuple[Path, int]:
    """Return the way to the line that has a word, and which one it is: 0 for the name.

    The path is empty where no line has it. A token of another reading of the text will do: only its
    offset matters.
    """
    path: Path = ()
    inside: Sequence[Item] = tree.items
    while inside:
        place = bisect_right(inside, word.start, key=lambda node: node.start) - 1
        if place < 0:
            break
        node = inside[place]
        path = (*path, node)
        if isinstance(node, Statement):
            words = (node.name, *node.args)
            number = bisect_left(words, word.start, key=lambda token: token.start)
            if number < len(words) and words[number].start == word.start:
                return path, number
        inside = items_of(node)
    return (), 0


def path_to_server(tree: Corefile, key: Token) -> Path:
    """Return the way to the server block that has a key; the empty path where none has."""
    place = bisect_right(tree.items, key.start, key=lambda item: item.start) - 1
    item = tree.items[place] if place >= 0 else None
    if isinstance(item, ServerBlock) and any(token.start == key.start for token in item.keys):
        return (item,)
    return ()


def kind_of_line(name: str, inside: type[Node]) -> type[Statement]:
    """Return what a line is, by its name and by what it is in."""
    if name == "import":
        return Import
    return Directive if inside in (ServerBlock, Snippet) else Property
