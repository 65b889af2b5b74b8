"""The command `corefile remove`: a plugin or a property."""

import sys
from collections.abc import Sequence

from corefile.cli.edit import EditOptions, arguments, edit, read_words
from corefile.cli.guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.editing import Editor, Server, SnippetBlock

__all__ = ["main"]

_USAGE = "[--all] [--server KEY] [--diff] PLUGIN[.PROPERTY] [ARGUMENT ...] FILE"

_DESCRIPTION = """\
Remove a plugin, or a property of its block, from a Corefile, with its comments. FILE is a Corefile,
a Kubernetes manifest with one, or - for standard input; the result then goes to standard output.
"""

_EPILOG = """\
With arguments, only a line that begins with them is removed. If several lines match, nothing is
removed unless --all is given.

examples:
  corefile remove log Corefile
  corefile remove forward.max_concurrent Corefile
  corefile remove rewrite name old.example.org Corefile
  corefile remove --all --diff rewrite k8s/coredns.yaml
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile remove") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Remove what the words name."""
    parser = arguments(program, _USAGE, _DESCRIPTION, _EPILOG)
    parser.add_argument("--all", action="store_true", help="remove all lines that match")
    options = read_words(parser, argv, 2)
    name, *args = options.words[:-1]
    every = options.all
    return edit(
        program, options, lambda editor, options: change(editor, options, name, args, every=every)
    )


def change(
    editor: "Editor", options: EditOptions, name: str, args: Sequence[str], *, every: bool
) -> str:
    """Take lines out of the server block that is named; say so where a snippet has them."""
    from corefile.cli.edit_choice import chosen_body, plugin_of, refuse_imported  # noqa: PLC0415

    body = chosen_body(editor, options.server)
    plugin, _ = plugin_of(name)
    if not body.find(plugin):
        refuse_imported(editor, body, plugin, lambda lines: lines)
    return remove_lines(body, name, args, every=every)


def remove_lines(
    body: "Server | SnippetBlock", name: str, args: Sequence[str], *, every: bool
) -> str:
    """Take out the line of a name that begins with these arguments, or all of them."""
    from corefile.cli.edit_choice import listed, owner_and_name  # noqa: PLC0415
    from corefile.editing import EditError, NotFound  # noqa: PLC0415

    missing = f"there is no `{' '.join((name, *args))}`"
    try:
        owner, last = owner_and_name(body, name)
    except NotFound:
        return missing
    wanted = [*last.first, *args]
    found = [line for line in last.lines(owner) if line.args[: len(wanted)] == wanted]
    if not found:
        return missing
    if len(found) > 1 and not every:
        heads = listed(" ".join((line.name, *line.args)) for line in found)
        raise EditError(f"there are several: {heads}; name one with more arguments, or use --all")
    for line in found:
        line.remove()
    return ""


if __name__ == "__main__":
    sys.exit(main())
