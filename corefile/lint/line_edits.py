"""Makes the edits of `corefile.lint.edits` with the functions that also edit for people.

What they write, and where, says `corefile.editing`; here is what a rule has: a token that CoreDNS
read, perhaps from another file. Each function returns no edits where the token is not in the
Corefile that is edited, where what is there is no plain line, or where the edit is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, wraps

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Instead
from corefile.editing.errors import Refused
from corefile.editing.inserting import append_edits, plugin_edits
from corefile.editing.outline import Path, path_to_server, path_to_word
from corefile.editing.removing import move_edits, removal_edit
from corefile.editing.rewriting import instead_edits
from corefile.editing.words import replacing, word_edits
from corefile.lint.embedded_fixes import edited_lines
from corefile.lint.property_names import Names
from corefile.lint.rule import Context
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile, Directive, Snippet, Statement
from corefile.text.edits import Edit
from corefile.text.source import Source
from corefile.text.typed import ParamSpec

__all__ = [
    "add_plugin",
    "add_property",
    "move_above",
    "path_to",
    "remove_line",
    "remove_snippet",
    "rename_key",
    "write_instead",
    "write_words",
]

P = ParamSpec("P")


def edited_tree(ctx: Context) -> Corefile:
    """Return the tree to edit. Lines that stand alone begin a line there, the first one too."""
    return tree_of_lines(ctx.tree.source) if ctx.is_lines else ctx.tree


@lru_cache(maxsize=1)
def tree_of_lines(source: Source) -> Corefile:
    """Return the tree of lines in braces of our own."""
    return parse(edited_lines(source))


def unless_refused(edits: Callable[P, Iterable[Edit]]) -> Callable[P, tuple[Edit, ...]]:
    """Have a function return no edits where it raises Refused."""

    @wraps(edits)
    def made(*args: P.args, **kwargs: P.kwargs) -> tuple[Edit, ...]:
        try:
            return tuple(edits(*args, **kwargs))
        except Refused:
            return ()

    return made


def path_to(ctx: Context, word: ExpandedToken) -> tuple[Path, int]:
    """Return the way to the line of a word and the word's place on it; the empty path for none."""
    if word.source is not ctx.tree.source:
        return (), 0
    return path_to_word(edited_tree(ctx), word.token)


@unless_refused
def add_property(ctx: Context, plugin: ExpandedToken, *row: str) -> Sequence[Edit]:
    """Return the edits that add a line to the block of a plugin, given by its name."""
    path, place = path_to(ctx, plugin)
    line = path[-1] if path else None
    if place or not isinstance(line, Directive) or line.tail:
        return ()
    if line.block is not None and line.block.close is None:
        return ()
    return append_edits(edited_tree(ctx), path, row)


@unless_refused
def add_plugin(ctx: Context, other: ExpandedToken, *row: str) -> Sequence[Edit]:
    """Return the edits that add a plugin to the server block of another, given by its name."""
    path, place = path_to(ctx, other)
    if other.via is not None or place or len(path) != 2:
        return ()
    return plugin_edits(edited_tree(ctx), path[:1], row)


def remove_line(
    ctx: Context, name: ExpandedToken, properties: Names = frozenset()
) -> tuple[Edit, ...]:
    """Return the edits that take out a plugin or property, given by its name.

    `properties` are those of its plugin, as `names_of` gives them: CoreDNS reads one property
    after another on a line, and then none is taken out.
    """
    path, place = path_to(ctx, name)
    line = path[-1] if path else None
    if name.via is not None or place or not isinstance(line, Statement) or line.tail:
        return ()
    source = id(name.source)
    behind = (token for token in line.tokens() if token is not line.name)
    if any((source, token.start) in properties for token in behind):
        return ()
    return (removal_edit(ctx.tree.source.text, path)[0],)


@unless_refused
def move_above(ctx: Context, name: ExpandedToken, other: ExpandedToken) -> Sequence[Edit]:
    """Return the edits that put a plugin above another of its server block, both given by name."""
    path, place = path_to(ctx, name)
    beside, number = path_to(ctx, other)
    if name.via is not None or other.via is not None or place or number:
        return ()
    if not len(path) == len(beside) == 2 or path[0] is not beside[0] or path[1] is beside[1]:
        return ()
    return move_edits(edited_tree(ctx), path, beside[-1], below=False)


@unless_refused
def write_words(
    ctx: Context, first: ExpandedToken, values: Sequence[str], *, count: int = 1
) -> Sequence[Edit]:
    """Return the edits that replace so many words of a line with values, from the first on.

    A `count` of 0 puts them before it.
    """
    path, place = path_to(ctx, first)
    line = path[-1] if path else None
    if not isinstance(line, Statement) or place + count > len(line.args) + 1:
        return ()
    if not place and not values:
        return ()  # without its name it would be another line
    return word_edits(ctx.tree.source.text, path, place, place + count, values)


@unless_refused
def write_instead(
    ctx: Context,
    word: ExpandedToken,
    instead: Instead,
    properties: Names,
    zones: Sequence[str] = (),
) -> Sequence[Edit]:
    """Return the edits that write something else instead of the line of a word.

    `properties` are those of its plugin, as `names_of` gives them: CoreDNS reads one property after
    another on a line, and then there are no edits. `zones` are those that the plugin names, for
    lines that go into another plugin.
    """
    path, _ = path_to(ctx, word)
    line = path[-1] if path else None
    if word.via is not None or not isinstance(line, Statement) or line.tail:
        return ()
    if line.block is not None or not instead.fits([token.value for token in line.args]):
        return ()
    if any((id(word.source), token.start) in properties for token in line.args):
        return ()
    return instead_edits(edited_tree(ctx), path, instead, zones)


@unless_refused
def rename_key(ctx: Context, key: ExpandedToken, value: str, *row: str) -> Sequence[Edit]:
    """Return the edits that rewrite the only key of a server block, and add a plugin to it.

    Without a `row` no plugin is added.
    """
    tree = ctx.tree
    path = path_to_server(tree, key.token) if key.source is tree.source else ()
    if not path or key.via is not None:
        return ()
    added = plugin_edits(tree, path, row) if row else ()
    return (*replacing(tree.source.text, key.token, value), *added)


def remove_snippet(ctx: Context, snippet: Snippet) -> tuple[Edit, ...]:
    """Return the edits that take a snippet out."""
    return (removal_edit(ctx.tree.source.text, (snippet,))[0],)
