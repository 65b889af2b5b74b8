"""Where new lines go: edits that keep the style of what stands around them."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

from corefile.coredns.expansion import ExpandedToken
from corefile.lint.finding import Edit
from corefile.lint.rule import Context
from corefile.syntax.tree import Directive, Node, ServerBlock, Snippet, Token

__all__ = ["add_property", "directive_of", "line_above", "remove_directive", "remove_tokens"]

N = TypeVar("N", bound=Node)


def directive_of(ctx: Context, name: ExpandedToken) -> Directive | None:
    """Give the line of a plugin's name, None when it stands in another file."""
    item = last_before(ctx.tree.items, name.token.start)
    lines = item.body.items if isinstance(item, ServerBlock | Snippet) else ()
    line = last_before(lines, name.token.start)
    return line if isinstance(line, Directive) and line.name is name.token else None


def last_before(nodes: Sequence[N], place: int) -> N | None:
    """Give the last of some nodes that begins no later than at a place."""
    at = bisect_right(nodes, place, key=lambda node: node.start)
    return nodes[at - 1] if at else None


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


def line_above(ctx: Context, name: ExpandedToken, line: str) -> tuple[Edit, ...]:
    """Give the edit that puts a line above that of a plugin; none where that is not plain."""
    directive = directive_of(ctx, name)
    if directive is None or not directive.name.begins_line or name.via is not None:
        return ()
    newline = "\r\n" if "\r\n" in ctx.tree.source.text else "\n"
    start = directive.name.start
    return (Edit(start, start, f"{line}{newline}{indentation(directive.name)}"),)


def remove_directive(ctx: Context, name: ExpandedToken) -> tuple[Edit, ...]:
    """Give the edit that takes a plugin's line and block out; none where more stands beside it."""
    directive = directive_of(ctx, name)
    if directive is None or name.via is not None or directive.last_token.glued_comment:
        return ()
    if directive.block is not None and directive.block.close is None:
        return ()
    text = ctx.tree.source.text
    start = text.rfind("\n", 0, directive.start) + 1
    end = text.find("\n", directive.end) + 1 or len(text)
    beside = text[start : directive.start] + text[directive.end : end]
    return () if beside.strip() else (Edit(start, end, ""),)
