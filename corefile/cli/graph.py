"""The command `corefile graph`."""

import argparse
import os
import sys
from collections.abc import Sequence

from corefile.cli.asked import add_options, ask
from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, complain, guarded
from corefile.cli.help import Parser

__all__ = ["main"]

_DESCRIPTION = """\
Draw a Corefile: where it listens, the server blocks there, the plugins in the order in which
CoreDNS asks them, and the upstream servers. What no query reaches is struck out.
"""

_EPILOG = """\
The format is text unless --output-format or the ending of --output-file says otherwise: .svg, .mmd
or .mermaid, .dot or .gv, .json. The same input gives the same bytes, so pictures can be committed.

↴ marks plugins that pass unknown names on (`fallthrough`).

examples:
  corefile graph Corefile
  corefile graph -o dns.svg k8s/coredns.yaml
  corefile graph --output-format mermaid Corefile
  kubectl -n kube-system get configmap coredns -o yaml |
      corefile graph -o dns.svg -

exit status:
  0  the picture is drawn
  1  the same, but CoreDNS does not start with this Corefile
  2  wrong usage
  3  the file could not be read or written, or contains no Corefile
"""

_FORMATS = ("text", "svg", "mermaid", "dot", "json")


def main(argv: Sequence[str] | None = None, program: str = "corefile graph") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Draw the Corefile that a command line names."""
    options = arguments(program).parse_args(argv)
    asked = ask(program, options, options.file)
    if isinstance(asked, int):
        return asked
    from corefile.coredns.model.picture import picture  # noqa: PLC0415
    from corefile.report.graph import draw  # noqa: PLC0415

    for note in asked.template_notes():
        complain(program, "note", note)
    if asked.refusal:
        complain(program, "note", f"CoreDNS does not start with this Corefile: {asked.refusal}")
    title = "Corefile" if options.file == "-" else os.path.basename(options.file)
    drawn = draw(picture(asked.config), format_of(options), title, asked.where)
    if not put_out(program, options.output_file, drawn):
        return UNREADABLE
    return FINDINGS if asked.refusal else CLEAN


def format_of(options: argparse.Namespace) -> str:
    """Return the format that is asked for, or that the ending of the output file stands for."""
    from corefile.report.graph import FORMATS  # noqa: PLC0415

    if options.output_format:
        return str(options.output_format)
    ending = os.path.splitext(options.output_file)[1].lower()
    return next((name for name, endings in FORMATS.items() if ending in endings), "text")


def put_out(program: str, path: str, drawn: str) -> bool:
    """Write a picture to a file, or to standard output; tell whether it is written."""
    if path in ("", "-"):
        from corefile.cli.output import put  # noqa: PLC0415

        put(drawn)
        return True
    from corefile.text.writing import write_file  # noqa: PLC0415

    try:
        write_file(path, drawn.encode("utf-8", "surrogateescape"))
    except OSError as error:
        complain(program, "error", f"{path}: {error.strerror or error}")
        return False
    return True


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(
        prog=program,
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("file", metavar="FILE", help="a Corefile, a manifest, or -")
    parser.add_argument(
        "--output-format",
        choices=_FORMATS,
        default="",
        help="what to draw (default: by the ending of --output-file, else text)",
    )
    parser.add_argument(
        "-o",
        "--output-file",
        metavar="PATH",
        default="",
        help="write to this file, whole or not at all",
    )
    add_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
