"""Lines written in another way, as the releases of CoreDNS want them."""

from collections.abc import Sequence

from corefile.coredns.releases.changes import Instead
from corefile.editing.indents import steps_of
from corefile.editing.inserting import append_edits, line_edits, plugin_place, row_lines
from corefile.editing.outline import Path, items_of
from corefile.editing.quoting import written
from corefile.editing.removing import removal_edit
from corefile.editing.words import word_edits
from corefile.syntax.tree import Corefile, Directive, Statement
from corefile.text.edits import Edit

__all__ = ["common_end", "instead_edits"]


def instead_edits(
    tree: Corefile, path: Path, instead: Instead, zones: Sequence[str] = ()
) -> list[Edit]:
    """Return the edits that write something else instead of a line.

    `zones` are those that the plugin of the line names, for lines that go into another plugin.
    Raises Refused.
    """
    line = path[-1]
    assert isinstance(line, Statement)  # noqa: S101 - only lines have words
    words = [token.value for token in (line.name, *line.args)]
    rows = instead.rows(words[1:])
    if instead.plugin or not rows:
        edits = [removal_edit(tree.source.text, path, comments=False)[0]]
        return edits + (moved(tree, path, (instead.plugin, *zones), rows) if rows else [])
    first, *others = rows
    same = common_end(words, first)
    end = len(words) - same
    edits = word_edits(tree.source.text, path, 0, end, first[: len(first) - same])
    if others:
        edits += line_edits(tree, path[:-1], row_lines(path[-2], others), line, below=True)
    return edits


def common_end(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words at the end two lines share; the first of a line is not among them."""
    most = min(len(one), len(other)) - 1
    return next((n for n in range(most) if one[-1 - n] != other[-1 - n]), most)


def moved(
    tree: Corefile, path: Path, plugin: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[Edit]:
    """Return the edits that put lines into a plugin of the same server block. Raises Refused."""
    body = path[0]
    items = items_of(body)
    for item in items:
        if isinstance(item, Directive) and takes(item, plugin):
            return [edit for row in rows for edit in append_edits(tree, (body, item), row)]
    step = steps_of(tree).at(2)
    inner = [step + " ".join(map(written, row)) for row in rows]
    place, is_below = plugin_place(items, plugin[0])
    (line,) = row_lines(body, [plugin])
    return line_edits(tree, (body,), [f"{line} {{", *inner, "}"], items[place], below=is_below)


def takes(line: Directive, words: Sequence[str]) -> bool:
    """Tell whether a line has these words and a block that more lines fit in."""
    same = [token.value for token in (line.name, *line.args)] == [*words]
    return same and line.block is not None and not line.tail
