"""New lines and blocks: where they go, and what is written around them."""

from collections.abc import Iterable, Sequence

from corefile.coredns.releases.builds import stock
from corefile.editing.columns import aligned
from corefile.editing.errors import Refused
from corefile.editing.indents import indent_of, steps_of
from corefile.editing.layout import above, below, end_of_line, indentation, joined
from corefile.editing.outline import Item, Path, items_of
from corefile.editing.quoting import Word, text_of, written
from corefile.editing.words import apart
from corefile.syntax.tree import (
    Block,
    Corefile,
    Import,
    Node,
    ServerBlock,
    Snippet,
    Statement,
    Token,
)
from corefile.text.edits import Edit, line_break

__all__ = [
    "append_edits",
    "brace_of",
    "divided",
    "line_edits",
    "plugin_edits",
    "plugin_place",
    "row_lines",
]


def row_lines(owner: Item, rows: Iterable[Sequence[Word]]) -> list[str]:
    """Return the lines that words make among those inside a node."""
    lines = [node for node in items_of(owner) if isinstance(node, Statement)]
    return [aligned([*map(written, row)], lines) for row in rows]


def append_edits(tree: Corefile, owner: Path, row: Sequence[Word]) -> list[Edit]:
    """Return the edits that put a line below all others inside something. Raises Refused."""
    items = items_of(owner[-1])
    last = items[-1] if items else None
    return line_edits(tree, owner, row_lines(owner[-1], [row]), last, below=True)


def plugin_edits(tree: Corefile, body: Path, row: Sequence[Word]) -> list[Edit]:
    """Return the edits that put a plugin where the order of CoreDNS's plugins suggests.

    `body` leads to a server block or snippet. Raises Refused.
    """
    items = items_of(body[-1])
    place, is_below = plugin_place(items, text_of(row[0]))
    beside = items[place] if items else None
    return line_edits(tree, body, row_lines(body[-1], [row]), beside, below=is_below)


def plugin_place(items: Sequence[Item], name: str) -> tuple[int, bool]:
    """Return the place of the line that a plugin is best put beside, and whether below it.

    That is below the last one of its name, or else above the first that queries reach later; below
    all others for a plugin that CoreDNS itself does not have.
    """
    order = {each: place for place, each in enumerate(stock().plugins)}
    own = order.get(name, len(order))
    lines = [(place, item) for place, item in enumerate(items) if isinstance(item, Statement)]
    same = [place for place, line in lines if line.name.value == name]
    if same:
        return same[-1], True
    for place, line in lines:
        if not isinstance(line, Import) and order.get(line.name.value, -1) > own:
            return place, False
    return len(items) - 1, True


def end_of(node: Item) -> int:
    """Return the offset after a node. Raises Refused where nothing can be after it."""
    last = node.last_token
    if not last.closed:
        raise Refused(f"the string of line {last.line} has no end, so it would hold the new line")
    return last.end


def divided(
    parts: Iterable[tuple[type[Node], Sequence[str]]], beside: Item | None, *, below: bool
) -> list[str]:
    """Return the lines of things on the outermost level, with empty ones around all blocks.

    `beside` is what they go `below` or above.
    """
    lines: list[str] = []
    before: type[Node] | None = type(beside) if beside is not None and below else None
    for kind, part in parts:
        lines += [*divider(before, kind), *part]
        before = kind
    after = type(beside) if beside is not None and not below else None
    return [*lines, *divider(before, after)]


def divider(one: type[Node] | None, other: type[Node] | None) -> list[str]:
    """Return the empty line between two things, where they need one."""
    return [""] if one and other and {one, other} != {Import} else []


def line_edits(
    tree: Corefile, owner: Path, lines: Sequence[str], beside: Item | None, *, below: bool
) -> list[Edit]:
    """Return the edits that put lines into something, or into the text for the empty path.

    They go `below` or above what is `beside` them there, which is None where nothing is. Raises
    Refused.
    """
    if beside is not None:
        return beside_edits(tree, (*owner, beside), lines, is_below=below)
    return inside(tree, owner, lines) if owner else [at_the_end(tree.source.text, lines)]


def beside_edits(
    tree: Corefile, other: Path, lines: Sequence[str], *, is_below: bool
) -> list[Edit]:
    """Return the edits that put lines above or below something."""
    text, node = tree.source.text, other[-1]
    newline, indent = line_break(text), indent_of(tree, other)
    if not is_below:
        return [above(node.first_token, lines, indent, newline)]
    braces = closing_edits(text, node) if isinstance(node, ServerBlock) else []
    return [*braces, below(text, end_of(node), lines, indent, newline, indent)]


def closing_edits(text: str, server: ServerBlock) -> list[Edit]:
    """Return the edits that put braces around a server block that runs to the end of the text."""
    if server.body.open is not None or not server.keys:
        return []
    key, end = server.keys[-1].end, end_of_line(text, server.end)
    opening = Edit(key, key, " {" if apart(text, key) else " { ")
    if server.body.close is not None or end is None:
        return [opening]
    indent = indentation(server.first_token)
    return [opening, Edit(end, end, f"{line_break(text)}{indent}}}")]


def at_the_end(text: str, lines: Sequence[str]) -> Edit:
    """Return the edit that puts lines at the end of a text in which nothing but comments is."""
    newline = line_break(text)
    start = newline if text and not text.endswith("\n") else ""
    if text.strip("\ufeff \t\r\n"):
        start += newline
    return Edit(len(text), len(text), start + joined([*lines, ""], "", newline))


def inside(tree: Corefile, owner: Path, lines: Sequence[str]) -> list[Edit]:
    """Return the edits that put lines into something that is empty. Raises Refused."""
    text, node = tree.source.text, owner[-1]
    newline, outer = line_break(text), indent_of(tree, owner)
    inner = outer + steps_of(tree).at(len(owner))
    opening = brace_of(node)
    if opening is not None:
        return [below(text, opening.end, lines, inner, newline, outer)]
    if isinstance(node, ServerBlock | Snippet):
        return [below(text, node.end, lines, outer, newline, outer)]
    if node.last_token.raw == "}":
        raise Refused(f"`{node.first_token.value}` has something after its block")
    at = end_of(node)
    end = end_of_line(text, at)
    block = newline + inner + joined(lines, inner, newline) + newline + outer + "}"
    opened = " {" if apart(text, at) else " { "
    return [Edit(at, at, opened), Edit(end or at, end or at, block)]


def brace_of(node: Item) -> Token | None:
    """Return the brace after which the lines inside a node begin."""
    if isinstance(node, ServerBlock | Snippet):
        return node.body.open
    if isinstance(node, Block):
        return node.open
    return None if node.block is None else node.block.open
