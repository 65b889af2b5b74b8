"""Lines and blocks that are given as text: what they say, and putting them into a Corefile."""

from collections.abc import Sequence

from corefile.editing.editor import Editor
from corefile.editing.errors import Refused
from corefile.editing.handles import Holder, Server, SnippetBlock
from corefile.editing.outline import Item, items_of, shape_of
from corefile.syntax.parser import parse
from corefile.syntax.tree import Block, ServerBlock, Snippet, Statement

__all__ = ["Rows", "add_blocks", "add_lines", "content", "fill", "is_blocks"]

#: The words of lines, each with its depth.
Rows = Sequence[tuple[int, tuple[str, ...]]]

#: How many lines are added at once at most: each is proved alone, which takes its time.
_MOST_LINES = 1000


def add_lines(body: Server | SnippetBlock, text: str) -> None:
    """Add the lines of a text, with their blocks, to a server block or snippet.

    Comments are left out, and so are lines that are there already, word for word. Raises Refused
    for a text that is not lines of a server block.
    """
    with body.atomic():
        for statement in statements(text):
            meant = content(statement)
            name, *args = meant[0][1]
            if not any(content(line.node) == meant for line in body.find(name)):
                line = body.add(name, *args)
                fill(line, meant[1:])
                body.raise_above(line)


def statements(text: str) -> Sequence[Statement]:
    """Return the lines that a text adds to a server block. Raises Refused."""
    tree = parse(f". {{\n{text}\n}}\n")
    for fault in tree.errors:
        raise Refused(f"the line to add is not a line of a server block: {fault.message}")
    if len(tree.items) != 1 or len(tree.servers) != 1:
        raise Refused("the line to add closes the server block that it should be in")
    body = tree.servers[0].body
    if body.close is None:
        raise Refused("the line to add has a block that does not end")
    items = body.items
    found = [item for item in items if isinstance(item, Statement)]
    if not found:
        raise Refused("there is no line to add")
    if any(isinstance(item, Block) for item in items) or any(item.tail for item in found):
        raise Refused("the line to add has a block that belongs to no plugin")
    if sum(len(content(item)) for item in found) > _MOST_LINES:
        raise Refused(f"more than {_MOST_LINES} lines are not added at once")
    return found


def content(node: Item) -> Rows:
    """Return the words of a line or server block and of the lines in it, each with its depth."""
    rows = []
    left: list[tuple[int, Item]] = [(0, node)]
    while left:
        depth, each = left.pop()
        rows.append((depth, shape_of(each, depth).words))
        left += [(depth + 1, item) for item in reversed(list(items_of(each)))]
    return rows


def fill(holder: Holder, rows: Rows) -> None:
    """Put lines into a block, and into the blocks of these lines."""
    owners = [holder]
    for depth, (name, *args) in rows:
        del owners[depth:]
        owners.append(owners[-1].append(name, *args))


def add_blocks(editor: Editor, text: str) -> None:
    """Add the server blocks and snippets of a text, but for those that are there word for word.

    Comments are left out. Raises Refused where `is_blocks` does not hold for the text.
    """
    if not is_blocks(editor, text):
        raise Refused("the text to add is not server blocks and snippets")
    there = [content(item) for item in editor.tree.items]
    items = [(item, content(item)) for item in parse(text).items]
    if sum(len(rows) for _, rows in items) > _MOST_LINES:
        raise Refused(f"more than {_MOST_LINES} lines are not added at once")
    with editor.atomic():
        for item, meant in items:
            if meant in there:
                continue
            if isinstance(item, Snippet):
                fill(editor.add_snippet(item.name), meant[1:])
            elif isinstance(item, ServerBlock):
                (_, (key, *keys)), *rows = meant
                fill(editor.add_server(key, *keys), rows)


def is_blocks(editor: Editor, text: str) -> bool:
    """Tell whether a text is server blocks and snippets, and not lines of a server block.

    A text that begins with the name of a plugin is a line.
    """
    tree = parse(text)
    if tree.errors or not tree.items:
        return False
    return all(
        isinstance(item, ServerBlock | Snippet)
        and item.body.open is not None
        and bool(item.keys)
        and item.keys[0].value not in editor.build.plugins
        and all(words for _, words in content(item))
        for item in tree.items
    )
