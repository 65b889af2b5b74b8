"""The command `corefile expand`."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, complain, guarded
from corefile.cli.help import Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile import Reader, Source
    from corefile.documents import Document

__all__ = ["main"]

_DESCRIPTION = """\
Print a Corefile as CoreDNS reads it, as JSON: imports, snippets and variables are replaced.
"""

_EPILOG = """\
The output is {"blocks": [{"keys": [KEY, ...], "tokens": {PLUGIN: [[LINE, WORD], ...]}}, ...]},
or {"error": MESSAGE} if CoreDNS would refuse the file. "unresolved" lists the imports that were
not followed. Variables are empty unless --env gives them.

examples:
  corefile expand Corefile
  corefile expand --env ZONE=example.org --env HOME Corefile
  corefile expand --no-imports k8s/coredns.yaml

exit status:
  0  CoreDNS can read it
  1  CoreDNS would refuse it
  2  wrong usage
  3  the file could not be read
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile expand") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Print what a Corefile expands to."""
    options = arguments(program).parse_args(argv)
    # Loaded here, so that `--help` costs next to nothing.
    import json  # noqa: PLC0415

    from corefile import expand, parse  # noqa: PLC0415
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.documents import read  # noqa: PLC0415

    try:
        document = read(load(options.file), options.file)
        source, plain = only_corefile(document)
    except Unreadable as error:
        complain(program, "error", f"{options.file}: {error}")
        return UNREADABLE
    reader = reader_for(options, plain=plain)
    expansion = expand(parse(source), env=dict(options.env), read=reader)
    sys.stdout.write(json.dumps(expansion.to_dict(), indent=2) + "\n")
    return CLEAN if expansion.error is None else FINDINGS


def only_corefile(document: "Document") -> tuple["Source", bool]:
    """Return the one Corefile of a file, and whether it is the file itself. Raises Unreadable."""
    from corefile import Source  # noqa: PLC0415
    from corefile.cli.inputs import Unreadable  # noqa: PLC0415

    wholes = [item for item in document.corefiles if item.is_whole]
    found = wholes or [item for item in document.corefiles if item.kind == "server"]
    if len(found) == 1:
        plain = not found[0].origin.is_embedded
        return Source(found[0].text, document.name if plain else "Corefile"), plain
    if found:
        raise Unreadable(f"holds {len(found)} Corefiles, not one")
    if document.problems:
        raise Unreadable(document.problems[0].message)
    lines = any(item.is_lines for item in document.corefiles)
    raise Unreadable("no whole Corefile, only lines of server blocks" if lines else "no Corefile")


def reader_for(options: argparse.Namespace, *, plain: bool) -> "Reader | None":
    """Return what follows imports; the files beside a manifest are not those CoreDNS sees."""
    from corefile import Files  # noqa: PLC0415

    if options.no_imports or not (plain or options.root):
        return None
    return Files(options.root)


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(
        prog=program,
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("file", metavar="FILE", help="a Corefile, or - for standard input")
    parser.add_argument(
        "--env",
        metavar="NAME=VALUE",
        type=variable,
        action="append",
        default=[],
        help="give a variable; NAME alone takes its value from the environment (repeatable)",
    )
    imports = parser.add_mutually_exclusive_group()
    imports.add_argument("--root", metavar="DIR", help="follow imports inside this folder only")
    imports.add_argument("--no-imports", action="store_true", help="follow no imports of files")
    return parser


def variable(text: str, environ: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """Read the value of `--env`."""
    name, sign, value = text.partition("=")
    if not name:
        raise argparse.ArgumentTypeError(f"{text!r} has no name")
    return name, value if sign else environ.get(name, "")


if __name__ == "__main__":
    sys.exit(main())
