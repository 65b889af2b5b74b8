"""Where new lines go: edits that keep the style of what stands around them."""

from bisect import bisect_right
from collections.abc import Sequence

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.lint.finding import Edit
from corefile.lint.rule import Context
from corefile.syntax.tree import Block, Directive, Node, ServerBlock, Snippet, Statement, Token
from corefile.text.edits import line_break

__all__ = [
    "add_line_above",
    "add_property",
    "directive_of",
    "line_of",
    "move_above",
    "names_of",
    "remove_line",
    "remove_tokens",
    "server_block_of",
]

#: What may stand between lines, and is no comment.
BLANKS = " \t\r\n\f\v"


def directive_of(ctx: Context, name: ExpandedToken) -> Directive | None:
    """Return the line of a plugin's name, None when it stands in another file."""
    found = line_of(ctx, name)
    return found if isinstance(found, Directive) else None


def line_of(ctx: Context, name: ExpandedToken) -> Statement | None:
    """Return the line of a plugin's or property's name, None when it stands in another file."""
    if name.source is not ctx.tree.source:
        return None
    inside: Sequence[Node] = ctx.tree.items
    while inside:
        place = bisect_right(inside, name.token.start, key=lambda node: node.start) - 1
        node = inside[max(place, 0)]
        if isinstance(node, Statement) and node.name is name.token:
            return node
        inside = parts_of(node)
    return None


def parts_of(node: Node) -> Sequence[Node]:
    """Return the lines inside of a block or of a line with a block."""
    if isinstance(node, ServerBlock | Snippet):
        return node.body.items
    if isinstance(node, Statement):
        blocks = [part for part in node.tail if isinstance(part, Block)]
        return blocks if node.block is None else [node.block, *blocks]
    return node.items if isinstance(node, Block) else ()


def server_block_of(ctx: Context, key: ExpandedToken) -> ServerBlock | None:
    """Return the server block that has a key, None when it stands in another file."""
    items = ctx.tree.items
    place = bisect_right(items, key.token.start, key=lambda item: item.start) - 1
    item = items[place] if place >= 0 else None
    found = isinstance(item, ServerBlock) and any(token is key.token for token in item.keys)
    return item if isinstance(item, ServerBlock) and found else None


def add_property(ctx: Context, name: ExpandedToken, line: str) -> tuple[Edit, ...]:
    """Return the edit that adds a line at the end of a plugin's block; None where that is unclear.

    It comes below the last line that has something on it, be it a comment.

    `name` is the plugin's name.
    """
    directive = directive_of(ctx, name)
    if directive is None or directive.tail:
        return ()
    newline = line_break(ctx.tree.source.text)
    indent = indentation(directive.name)
    if directive.block is None:
        step = "\t" if "\t" in indent else "    "
        block = f" {{{newline}{indent}{step}{line}{newline}{indent}}}"
        end = directive.last_token
        return () if end.glued_comment else (Edit(end.end, end.end, block),)
    block_end, items = directive.block.close, directive.block.items
    if block_end is None or "\n" not in block_end.prefix or not items:
        return ()
    if not items[-1].first_token.begins_line:
        return ()
    # Empty lines at the end stay there.
    lines = block_end.prefix.rstrip(BLANKS)
    at = block_end.start - len(block_end.prefix) + block_end.prefix.index("\n", len(lines))
    if ctx.tree.source.text[at - 1 : at] == "\r":
        at -= 1
    return (Edit(at, at, f"{newline}{indentation(items[-1].first_token)}{line}"),)


def indentation(token: Token) -> str:
    """Return the blanks before the first token of a line; "" for a token that is none."""
    blanks = token.prefix.rpartition("\n")[2]
    return blanks if token.begins_line and blanks.isspace() else ""


def remove_tokens(tokens: list[Token]) -> tuple[Edit, ...]:
    """Return the edits that take tokens of a line out, each with the blanks before it."""
    return tuple(Edit(token.start - len(token.prefix), token.end, "") for token in tokens)


def add_line_above(ctx: Context, name: ExpandedToken, line: str) -> tuple[Edit, ...]:
    """Return the edit that puts a line above that of a plugin; none where that is not plain.

    `name` is the plugin's name.
    """
    directive = directive_of(ctx, name)
    if directive is None or not directive.name.begins_line or name.via is not None:
        return ()
    newline = line_break(ctx.tree.source.text)
    start = directive.start
    return (Edit(start, start, f"{line}{newline}{indentation(directive.name)}"),)


def remove_line(
    ctx: Context, name: ExpandedToken, properties: frozenset[int] = frozenset()
) -> tuple[Edit, ...]:
    """Return the edit that takes out a plugin or property; none where it shares its lines.

    `name` is its name; `properties` are those of its plugin, as `names_of` gives them, for CoreDNS
    reads one property behind another on a line. Comments above it stay.
    """
    line = line_of(ctx, name)
    if line is not None and any(id(t) in properties for t in line.tokens() if t is not line.name):
        return ()
    lines = None if line is None or name.via is not None else whole_lines(ctx, line)
    if line is None or lines is None or "#" in ctx.tree.source.text[line.end : lines[1]]:
        return ()
    return () if line.last_token.glued_comment else (Edit(*lines, ""),)


def names_of(plugin: Plugin) -> frozenset[int]:
    """Return the names of a plugin's properties, by their identity."""
    return frozenset(id(name.token) for name in plugin.property_tokens)


def move_above(ctx: Context, name: ExpandedToken, other: ExpandedToken) -> tuple[Edit, ...]:
    """Return the edits that put a plugin's lines above those of another; none where not plain.

    Both are named by their first tokens, and stand in one server block.
    """
    if name.via is not None or other.via is not None:
        return ()
    statement = line_of(ctx, name)
    lines = None if statement is None else whole_lines(ctx, statement)
    above = other.token
    if lines is None or not above.begins_line or "#" in name.token.prefix:
        return ()
    place = above.start - len(indentation(above))
    return (Edit(place, place, ctx.tree.source.text[slice(*lines)]), Edit(*lines, ""))


def whole_lines(ctx: Context, statement: Statement) -> tuple[int, int] | None:
    """Return the stretch of a statement's lines, None when it shares them with something else."""
    text = ctx.tree.source.text
    start = statement.start - len(indentation(statement.name))
    end = text.find("\n", statement.end)
    rest = text[statement.end : end].strip()
    if not statement.name.begins_line or end < 0 or not (rest == "" or rest.startswith("#")):
        return None
    return start, end + 1
