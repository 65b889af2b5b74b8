"""Where new lines go: edits that keep the style of what stands around them."""

from corefile.coredns.expansion import ExpandedToken
from corefile.lint.finding import Edit
from corefile.lint.rule import Context
from corefile.syntax.tree import Directive, Token

__all__ = ["add_property", "directive_of", "remove_tokens"]


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
