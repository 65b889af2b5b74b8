"""The command `corefile names`."""

import argparse
import sys
from collections.abc import Sequence

from corefile.cli.asked import Asked, add_options, ask
from corefile.cli.guard import CLEAN, FINDINGS, complain, guarded
from corefile.cli.help import Parser

__all__ = ["add_output", "main"]

_DESCRIPTION = """\
Show the whole map of a Corefile: each zone and each name that it mentions, who has it, and where
its queries leave to. Nothing is sent anywhere.
"""

_EPILOG = """\
Names are listed under the server block that has them. "other types" are those that the Corefile
makes no difference for. What the text leaves open is told as it is: "kubernetes, else NXDOMAIN".

examples:
  corefile names Corefile
  corefile names --all k8s/coredns.yaml
  kubectl -n kube-system get configmap coredns -o yaml | corefile names -

git shows changes of a Corefile as changes of its map with
  git config diff.corefile.textconv 'corefile names'
  echo 'Corefile diff=corefile' >> .gitattributes

exit status:
  0  the map is printed
  1  CoreDNS does not start with this Corefile; the map is that of the rest
  2  wrong usage
  3  the file could not be read, or holds no Corefile
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile names") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Print the map of a file."""
    options = arguments(program).parse_args(argv)
    found = ask(program, options, options.file)
    return found if isinstance(found, int) else show(program, options, found)


def show(program: str, options: argparse.Namespace, asked: Asked) -> int:
    """Print the map and return the exit status."""
    from corefile.coredns.model.names import name_map  # noqa: PLC0415
    from corefile.report.names import concise, names_dicts, text  # noqa: PLC0415

    for note in asked.notes():
        complain(program, "note", note)
    held = list(name_map(asked.prepared))
    if options.output_format == "json":
        import json  # noqa: PLC0415

        what = names_dicts(held, asked.where)
        sys.stdout.write(json.dumps(what, indent=2, ensure_ascii=False) + "\n")
    elif options.output_format == "concise":
        sys.stdout.write(concise(held, asked.where))
    else:
        sys.stdout.write(text(held, asked.where, every=options.all))
    return FINDINGS if asked.refusal else CLEAN


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is printed, and how."""
    parser.add_argument("--all", action="store_true", help="list all names, however many they are")
    parser.add_argument(
        "--output-format",
        choices=("text", "concise", "json"),
        default="text",
        help="how to print it (default: text)",
    )


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(
        prog=program,
        usage=f"{program} [OPTIONS] FILE",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("file", metavar="FILE", help="a Corefile, a manifest, Markdown, or -")
    add_output(parser)
    add_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
