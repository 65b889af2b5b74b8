"""The command `corefile set`: the arguments of a plugin or of a property."""

import sys
from collections.abc import Sequence

from corefile.cli.edit import EditOptions, arguments, edit, read_words
from corefile.cli.guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.editing import Editor, Line, Server, SnippetBlock

__all__ = ["main"]

_USAGE = "[--server KEY] [--diff] PLUGIN[.PROPERTY] [ARGUMENT ...] FILE"

_DESCRIPTION = """\
Replace the arguments of a plugin, or of a property in its block. A plugin or property that does not
exist is added. FILE is a Corefile, a Kubernetes manifest with one, or - for standard input; the
result then goes to standard output.
"""

_EPILOG = """\
The block of a plugin stays. If there are several lines of one name, the line with the same first
argument, or with the argument in brackets, is changed. `forward` for another zone, `rewrite` of
another name and `template` for other queries are added beside those that exist.

examples:
  corefile set cache 60 Corefile
  corefile set forward . 9.9.9.9 1.1.1.1 Corefile
  corefile set forward.max_concurrent 1000 Corefile
  corefile set --server example.org \\
      'forward[example.org].policy' sequential Corefile
  corefile set --diff kubernetes.pods verified k8s/coredns.yaml
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile set") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Set what is named by the first word."""
    parser = arguments(program, _USAGE, _DESCRIPTION, _EPILOG)
    options = read_words(parser, argv, 2)
    name, *args = options.words[:-1]
    return edit(program, options, lambda editor, options: change(editor, options, name, args))


def change(editor: "Editor", options: EditOptions, name: str, args: Sequence[str]) -> str:
    """Set a line of the server block that is named, but not beside the same one of a snippet."""
    from corefile.cli.edit_choice import chosen_body, plugin_of, refuse_imported  # noqa: PLC0415

    body = chosen_body(editor, options.server)
    plugin, is_property = plugin_of(name)
    if not body.find(plugin):
        refuse_imported(
            editor,
            body,
            plugin,
            lambda lines: lines if is_property else about_the_same(plugin, lines, args),
        )
    return set_words(body, name, args)


def set_words(body: "Server | SnippetBlock", name: str, args: Sequence[str]) -> str:
    """Return a line these arguments; add it where there is none."""
    from corefile.cli.edit_choice import chosen_line, owner_and_name  # noqa: PLC0415

    owner, last = owner_and_name(body, name)
    lines = last.lines(owner)
    if owner is body and not last.first:
        lines = about_the_same(last.word, lines, args)
    if lines or last.first:
        chosen_line(last, lines, args).args = args
    else:
        owner.add(last.word, *args)
    return ""


def about_the_same(plugin: str, lines: "Sequence[Line]", args: Sequence[str]) -> "list[Line]":
    """Return those lines of a plugin that are about the same as one with these arguments."""
    from corefile.coredns.model.config import plugin_class  # noqa: PLC0415

    kind = plugin_class(plugin)
    if kind is None:
        return list(lines)
    subject = kind.subject(args)
    return [line for line in lines if kind.subject(list(line.args)) == subject]


if __name__ == "__main__":
    sys.exit(main())
