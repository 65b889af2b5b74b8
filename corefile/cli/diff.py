"""The command `corefile diff`."""

import argparse
import sys
from collections.abc import Sequence

from corefile.cli.asked import Asked, add_options, ask
from corefile.cli.guard import CLEAN, FINDINGS, complain, guarded
from corefile.cli.help import Parser
from corefile.cli.names import add_output

__all__ = ["main"]

_DESCRIPTION = """\
Compare two Corefiles by meaning: which names change who answers them, where they are sent, or how
their queries end. Layout, comments, snippets and an order that does not matter make no difference.
"""

_EPILOG = """\
With --to one Corefile is compared under two releases: --coredns before, --to after the upgrade.
Neither times, sizes and caches nor what is logged are compared, and of templates that patterns
choose only their text.

examples:
  corefile diff Corefile.old Corefile
  corefile diff --coredns 1.11.3 --to 1.15.0 Corefile
  git show HEAD:k8s/coredns.yaml | corefile diff - k8s/coredns.yaml

with git:
  git difftool --no-prompt --extcmd 'corefile diff' HEAD~1 -- Corefile
  git config difftool.corefile.cmd 'corefile diff "$LOCAL" "$REMOTE"'
  git difftool --no-prompt --tool corefile
  git config diff.corefile.textconv 'corefile names'
      with `Corefile diff=corefile` in .gitattributes: `git diff` of the maps

exit status:
  0  the same: no query changes who answers it or how it ends
  1  something changes, or CoreDNS starts with only one of the two
  2  wrong usage
  3  a file could not be read, or holds no Corefile
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile diff") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Compare two files, or one under two releases."""
    parser = arguments(program)
    options = parser.parse_intermixed_args(argv)
    files = options.files
    if options.to and len(files) == 1:
        files = [*files, *files]
    elif len(files) != 2:
        parser.error("write OLD and NEW, or one FILE with --to VERSION")
    elif files == ["-", "-"]:
        parser.error("only one of the two can be standard input")
    old = ask(program, options, files[0])
    if isinstance(old, int):
        return old
    later = argparse.Namespace(**vars(options))
    if options.to:
        later.coredns, later.kubernetes = options.to, ""
    again = len(options.files) == 1 and files[0] == "-"
    new = old.under(program, later) if again else ask(program, later, files[1])
    return new if isinstance(new, int) else show(program, options, old, new)


def show(program: str, options: argparse.Namespace, old: Asked, new: Asked) -> int:
    """Print what changes and return the exit status."""
    from corefile.coredns.model.difference import changes  # noqa: PLC0415
    from corefile.report.difference import Sides, concise, difference_dict, text  # noqa: PLC0415

    for label, asked in (("old", old), ("new", new)):
        for note in asked.notes():
            complain(program, "note", f"{label}: {note}")
    found = list(changes(old.prepared, new.prepared))
    sides = Sides(old.where, new.where, (old.document.name, new.document.name))
    if options.output_format == "json":
        import json  # noqa: PLC0415

        what = difference_dict(found, sides)
        sys.stdout.write(json.dumps(what, indent=2, ensure_ascii=False) + "\n")
    elif options.output_format == "concise":
        sys.stdout.write(concise(found, sides))
    else:
        sys.stdout.write(text(found, sides, every=options.all) or f"{_SAME}\n")
    return FINDINGS if found or bool(old.refusal) != bool(new.refusal) else CLEAN


_SAME = "the same: no query changes who answers it or how it ends"


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(
        prog=program,
        usage=f"{program} [OPTIONS] OLD NEW\n       {program} [OPTIONS] --to VERSION FILE",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument(
        "files", metavar="OLD NEW", nargs="*", help="Corefiles, manifests, Markdown, or -"
    )
    parser.add_argument(
        "--to", metavar="VERSION", default="", help="the release that runs the new Corefile"
    )
    add_output(parser)
    add_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
