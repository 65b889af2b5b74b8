"""The command `corefile add`: a line of a server block, or a whole one."""

import sys
from collections.abc import Sequence

from corefile.cli.edit import EditOptions, arguments, edit, in_block, read_words
from corefile.cli.guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.editing import Editor, Server, SnippetBlock

__all__ = ["main"]

_USAGE = "[--server KEY] [--diff] LINE FILE"

_DESCRIPTION = """\
Add a plugin or an import to a server block, or a whole server block. FILE is a Corefile, a
Kubernetes manifest with one, or - for standard input; the result then goes to standard output.
"""

_EPILOG = """\
Write LINE as in a Corefile, with its block if it has one, without comments; several words form one
line. It is added below the last line of the same name, or above one that would take all its
queries, or where the order of CoreDNS's plugins suggests. A line that already exists, word for
word, is not added again. To add a property, use `corefile set`.

A LINE that begins with a zone or a snippet's name and not with a plugin is a whole server block or
snippet; server blocks go below all others, snippets above them.

examples:
  corefile add log Corefile
  corefile add 'rewrite name old.example.org new.example.org' Corefile
  corefile add --server example.org cache 60 Corefile
  corefile add --diff "$(cat template.txt)" k8s/coredns.yaml
  corefile add "$(cat block.txt)" Corefile
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile add") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Add what the words say."""
    parser = arguments(program, _USAGE, _DESCRIPTION, _EPILOG)
    options = read_words(parser, argv, 2)
    return edit(program, options, add)


def add(editor: "Editor", options: EditOptions) -> str:
    """Add what the words say: server blocks, or lines of one."""
    from corefile.editing.adding import add_blocks, is_blocks  # noqa: PLC0415

    words = options.words[:-1]
    if len(words) == 1 and not options.server and is_blocks(editor, words[0]):
        add_blocks(editor, words[0])
        return ""
    return in_block(lambda body: add_words(body, words))(editor, options)


def add_words(body: "Server | SnippetBlock", words: Sequence[str]) -> str:
    """Add the lines of a text, or the one line of several words, unless they are there already."""
    from corefile.editing import Refused  # noqa: PLC0415
    from corefile.editing.adding import add_lines  # noqa: PLC0415

    if len(words) > 1 and any("\n" in word for word in words):
        raise Refused("a line with a block is one word of the shell: put all of it in quotes")
    if len(words) == 1:
        add_lines(body, words[0])
    elif not any(list(line.args) == words[1:] for line in body.find(words[0])):
        body.add(*words)
    return ""


if __name__ == "__main__":
    sys.exit(main())
