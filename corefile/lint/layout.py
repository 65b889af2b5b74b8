"""Where new lines go: edits that keep the style of what stands around them."""

from bisect import bisect_right
from collections.abc import Sequence

from corefile.coredns.expansion import ExpandedToken
from corefile.lint.finding import Edit
from corefile.lint.rule import Context
from corefile.syntax.tree import Block, Directive, Node, ServerBlock, Snippet, Statement, Token

__all__ = [
    "add_property",
    "directive_of",
    "move_above",
    "remove_lines",
    "remove_tokens",
    "server_block_of",
    "statement_of",
]


def directive_of(ctx: Context, name: ExpandedToken) -> Directive | None:
    """Give the line of a plugin's name, None when it stands in another file."""
    statement = statement_of(ctx, name.token)
    return statement if isinstance(statement, Directive) else None


def statement_of(ctx: Context, name: Token) -> Statement | None:
    """Give the line that begins with a token, None when it stands in another file."""
    items: Sequence[Node] = ctx.tree.items
    while items:
        item = items[max(0, bisect_right(items, name.start, key=lambda item: item.start) - 1)]
        if isinstance(item, Statement) and item.name is name:
            return item
        items = inside(item)
    return None


def inside(node: Node) -> Sequence[Node]:
    """Give the lines in the block of a node."""
    if isinstance(node, ServerBlock | Snippet):
        return node.body.items
    block = node.block if isinstance(node, Statement) else node
    return block.items if isinstance(block, Block) else ()


def server_block_of(ctx: Context, key: ExpandedToken) -> ServerBlock | None:
    """Give the server block that has a key, None when it stands in another file."""
    items = ctx.tree.items
    place = bisect_right(items, key.token.start, key=lambda item: item.start) - 1
    item = items[place] if place >= 0 else None
    found = isinstance(item, ServerBlock) and any(token is key.token for token in item.keys)
    return item if isinstance(item, ServerBlock) and found else None


def add_property(ctx: Context, name: ExpandedToken, line: str) -> tuple[Edit, ...]:
    """Give the edit that puts a line at the end of a plugin's block; none where that is not plain.

    `name` is the plugin's name.
    """
    directive = directive_of(ctx, name)
    if directive is None or directive.tail:
        return ()
    newline = "\r\n" if "\r\n" in ctx.tree.source.text else "\n"
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
    at = block_end.start - len(block_end.prefix) + block_end.prefix.rindex("\n")
    if ctx.tree.source.text[:at].endswith("\r"):
        at -= 1
    return (Edit(at, at, f"{newline}{indentation(items[-1].first_token)}{line}"),)


def indentation(token: Token) -> str:
    """Give the blanks before the first token of a line."""
    blanks = token.prefix.rpartition("\n")[2]
    return blanks if blanks.isspace() else ""


def remove_tokens(tokens: list[Token]) -> tuple[Edit, ...]:
    """Give the edits that take tokens of a line out, each with the blanks before it."""
    return tuple(Edit(token.start - len(token.prefix), token.end, "") for token in tokens)


def move_above(ctx: Context, name: ExpandedToken, other: ExpandedToken) -> tuple[Edit, ...]:
    """Give the edits that put a plugin's lines above those of another; none where not plain.

    Both are named by their first tokens, and stand in one server block.
    """
    if name.via is not None or other.via is not None:
        return ()
    statement = statement_of(ctx, name.token)
    lines = None if statement is None else whole_lines(ctx, statement)
    above = other.token
    if lines is None or not above.begins_line or "#" in name.token.prefix:
        return ()
    place = above.start - len(indentation(above))
    return (Edit(place, place, ctx.tree.source.text[slice(*lines)]), Edit(*lines, ""))


def remove_lines(ctx: Context, name: Token) -> tuple[Edit, ...]:
    """Give the edit that takes out the line of a plugin or property; none where not plain."""
    statement = statement_of(ctx, name)
    lines = None if statement is None else whole_lines(ctx, statement)
    return () if lines is None else (Edit(*lines, ""),)


def whole_lines(ctx: Context, statement: Statement) -> tuple[int, int] | None:
    """Give the stretch of a statement's lines, None when it shares them with something else."""
    text = ctx.tree.source.text
    start = statement.start - len(indentation(statement.name))
    end = text.find("\n", statement.end)
    rest = text[statement.end : end].strip()
    if not statement.name.begins_line or end < 0 or not (rest == "" or rest.startswith("#")):
        return None
    return start, end + 1
