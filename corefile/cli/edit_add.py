"""The command `corefile add`: a line of a server block."""

import sys
from collections.abc import Sequence

from corefile.cli.edit import arguments, edit, read_words
from corefile.cli.guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.editing.handles import Line, Server, SnippetBlock
    from corefile.editing.outline import Item
    from corefile.syntax.tree import Statement

__all__ = ["main"]

#: More lines would take long, for each is proved alone, and are no longer a line.
_MOST = 1000

_USAGE = "[--server KEY] [--diff] LINE FILE"

_DESCRIPTION = """\
Add a plugin or an import to a server block. FILE is a Corefile, a Kubernetes manifest with one, or
- for standard input; the result then goes to standard output.
"""

_EPILOG = """\
Write LINE as in a Corefile, with its block if it has one, without comments; several words form one
line. It is added below the last line of the same name, or where the order of CoreDNS's plugins
suggests. A line that already exists, word for word, is not added again. To add a property, use
`corefile set`.

examples:
  corefile add log Corefile
  corefile add 'rewrite name old.example.org new.example.org' Corefile
  corefile add --server example.org cache 60 Corefile
  corefile add --diff "$(cat template.txt)" k8s/coredns.yaml
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile add") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Add what the words say."""
    parser = arguments(program, _USAGE, _DESCRIPTION, _EPILOG)
    options = read_words(parser, argv, 2)
    return edit(program, options, lambda body: add_lines(body, options.words[:-1]))


def add_lines(body: "Server | SnippetBlock", words: Sequence[str]) -> str:
    """Add the lines of a text, or the one of several words, but for what is there already."""
    if len(words) > 1:
        if not any(list(line.args) == words[1:] for line in body.find(words[0])):
            body.add(*words)
        return ""
    for statement in statements(words[0]):
        meant = content(statement)
        name, *args = meant[0][1]
        if not any(content(line.node) == meant for line in body.find(name)):
            fill(body.add(name, *args), meant[1:])
    return ""


def statements(text: str) -> "Sequence[Statement]":
    """Return the lines that a text adds to a server block. Raises Refused."""
    from corefile.editing.errors import Refused  # noqa: PLC0415
    from corefile.syntax.parser import parse  # noqa: PLC0415
    from corefile.syntax.tree import Block, Statement  # noqa: PLC0415

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
    if sum(len(content(item)) for item in found) > _MOST:
        raise Refused(f"more than {_MOST} lines are not added at once")
    return found


def content(line: "Statement") -> list[tuple[int, tuple[str, ...]]]:
    """Return the words of a line and of those in its block, each with its depth."""
    from corefile.editing.outline import items_of, shape_of  # noqa: PLC0415

    rows = []
    left: list[tuple[int, Item]] = [(0, line)]
    while left:
        depth, node = left.pop()
        rows.append((depth, shape_of(node, depth).words))
        left += [(depth + 1, item) for item in reversed(list(items_of(node)))]
    return rows


def fill(line: "Line", rows: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    """Put lines into a block, and into the blocks of these lines."""
    owners = [line]
    for depth, (name, *args) in rows:
        del owners[depth:]
        owners.append(owners[-1].append(name, *args))


if __name__ == "__main__":
    sys.exit(main())
