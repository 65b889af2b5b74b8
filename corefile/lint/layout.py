"""Where new lines go: edits that keep the style of what stands around them."""

from corefile.coredns.expansion import ExpandedToken
from corefile.lint.finding import Edit
from corefile.lint.rule import Context
from corefile.syntax.tree import Directive, Statement, Token

__all__ = ["add_property", "directive_of", "move_above", "remove_lines", "remove_tokens"]


def directive_of(ctx: Context, name: ExpandedToken) -> Directive | None:
    """Give the line of a plugin's name, None when it stands in another file."""
    return next((node for node in ctx.tree.find(Directive) if node.name is name.token), None)


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
    lines, place = lines_of(ctx, name), lines_of(ctx, other)
    if lines is None or place is None or "#" in name.token.prefix:
        return ()
    text = ctx.tree.source.text
    moved = text[slice(*lines)]
    return (Edit(place[0], place[0], moved), Edit(*lines, ""))


def remove_lines(ctx: Context, name: Token) -> tuple[Edit, ...]:
    """Give the edit that takes out the line of a plugin or property; none where not plain."""
    lines = next((whole_lines(ctx, s) for s in ctx.tree.find(Statement) if s.name is name), None)
    return () if lines is None else (Edit(*lines, ""),)


def lines_of(ctx: Context, name: ExpandedToken) -> tuple[int, int] | None:
    """Give the stretch of the lines of a plugin, None when it shares them with something else."""
    directive = directive_of(ctx, name)
    return None if directive is None else whole_lines(ctx, directive)


def whole_lines(ctx: Context, statement: Statement) -> tuple[int, int] | None:
    """Give the stretch of a statement's lines, None when it shares them with something else."""
    text = ctx.tree.source.text
    start = statement.start - len(indentation(statement.name))
    end = text.find("\n", statement.end)
    rest = text[statement.end : end].strip()
    if not statement.name.begins_line or end < 0 or not (rest == "" or rest.startswith("#")):
        return None
    return start, end + 1
