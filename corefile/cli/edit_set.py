"""The command `corefile set`: the arguments of a plugin or of a property."""

import sys
from collections.abc import Sequence

from corefile.cli.edit import arguments, edit, read_words
from corefile.cli.guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.editing.handles import Server, SnippetBlock

__all__ = ["main"]

_USAGE = "[--server KEY] [--diff] PLUGIN[.PROPERTY] [ARGUMENT ...] FILE"

_DESCRIPTION = """\
Replace the arguments of a plugin, or of a property in its block. A plugin or property that does not
exist is added. FILE is a Corefile, a Kubernetes manifest with one, or - for standard input; the
result then goes to standard output.
"""

_EPILOG = """\
The block of a plugin stays. If there are several lines of one name, the line with the same first
argument, or with the argument in brackets, is changed.

examples:
  corefile set cache 60 Corefile
  corefile set forward . 9.9.9.9 1.1.1.1 Corefile
  corefile set forward.max_concurrent 1000 Corefile
  corefile set --server example.org 'forward[example.org].policy' sequential Corefile
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
    return edit(program, options, lambda body: set_words(body, name, args))


def set_words(body: "Server | SnippetBlock", name: str, args: Sequence[str]) -> str:
    """Return a line these arguments; add it where there is none."""
    from corefile.cli.edit_choice import chosen_line, owner_and_name  # noqa: PLC0415

    owner, last = owner_and_name(body, name)
    lines = last.lines(owner)
    if lines or last.first:
        chosen_line(last, lines, args).args = args
    else:
        owner.add(last.word, *args)
    return ""


if __name__ == "__main__":
    sys.exit(main())
