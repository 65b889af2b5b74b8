"""The command `corefile extract`."""

import argparse
import sys
from collections.abc import Sequence

from corefile.cli.expand import variable
from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, complain, guarded
from corefile.cli.help import Parser, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents import Document, Embedded

__all__ = ["main"]

_DESCRIPTION = """\
Print the Corefiles inside a file: the keys of ConfigMaps that CoreDNS reads, the examples of
Markdown, or the file itself.
"""

_EPILOG = """\
One Corefile is printed as it is. If there are several, a comment before each says where it is.
As JSON it is a list of {"label", "kind", "text", "line"}; the kinds are `corefile`,
`server` and `override` for keys that a Corefile imports, `backup`, and `example`.

With --effective each Corefile is printed as CoreDNS reads it: a list of {"label", "line"} and the
output of `corefile expand`. Imports are followed from one ConfigMap of the file to another; a file
that is itself a Corefile imports from the disk. Examples that are lines of a server block are
skipped.

examples:
  kubectl -n kube-system get configmap coredns -o yaml | corefile extract -
  corefile extract --output-format json k8s/coredns.yaml
  corefile extract --effective k8s/coredns.yaml

exit status:
  0  done
  1  with --effective: CoreDNS would refuse one of them
  2  wrong usage
  3  the file could not be read, or not all of it, or contains no Corefile
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile extract") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Print what is in a file."""
    options = arguments(program).parse_args(argv)
    # Loaded here, so that `--help` costs next to nothing.
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.documents import read  # noqa: PLC0415

    try:
        document = read(load(options.file), options.file)
    except Unreadable as error:
        complain(program, "error", f"{options.file}: {error}")
        return UNREADABLE
    for problem in document.problems:
        line = line_of(document, problem.offset)
        level = "error" if problem.fatal else "warning"
        complain(program, level, f"{options.file}:{line}: {problem.message}")
    fatal = any(problem.fatal for problem in document.problems)
    if not document.corefiles:
        if not fatal:
            complain(program, "error", f"{options.file}: no Corefile")
        return UNREADABLE
    if options.effective and not effective(program, document):
        return UNREADABLE
    status = CLEAN
    if options.effective:
        status = print_effective(document, dict(options.env))
    elif options.output_format == "json":
        print_json([entry(document, number) for number in range(len(document.corefiles))])
    else:
        print_texts(document)
    return UNREADABLE if fatal else status


def effective(program: str, document: "Document") -> bool:
    """Tell whether a file holds a configuration, and say which examples are none."""
    whole = any(item.is_whole for item in document.corefiles)
    for item in document.corefiles:
        if item.kind == "example" and not item.is_whole:
            line = line_of(document, item.map.outer(0))
            reason = "lines of a server block, which CoreDNS does not read alone; left out"
            complain(program, "note", f"{document.name}:{line}: {reason}")
    if not whole and not document.problems:
        complain(program, "error", f"{document.name}: no whole Corefile")
    return whole


def shown(item: "Embedded") -> str:
    """Return the text of a Corefile; an example with what it leaves to its readers."""
    return item.origin.as_written(item)


def print_texts(document: "Document") -> None:
    """Print the texts alone, bytes that are not UTF-8 and all."""
    from corefile.text.printable import printable  # noqa: PLC0415

    pieces = []
    for item in document.corefiles:
        if len(document.corefiles) == 1:
            pieces.append(shown(item))
        else:
            end = "" if shown(item).endswith("\n") else "\n"
            pieces.append(f"# {printable(item.origin.title)}\n{shown(item)}{end}")
    sys.stdout.buffer.write("".join(pieces).encode("utf-8", "surrogateescape"))


def entry(document: "Document", number: int) -> dict[str, object]:
    """Return a text and where it is."""
    item = document.corefiles[number]
    line = line_of(document, item.map.outer(0))
    return {"label": item.origin.title, "kind": item.kind, "text": shown(item), "line": line}


def print_effective(document: "Document", env: dict[str, str]) -> int:
    """Print the configurations as CoreDNS reads them, and give the exit status."""
    from corefile import Files, Source, expand, parse  # noqa: PLC0415
    from corefile.lint import Cluster, CorefileId  # noqa: PLC0415

    cluster = Cluster((document,))
    found: list[dict[str, object]] = []
    for number, item in enumerate(document.corefiles):
        if item.is_whole:
            where = entry(document, number)
            tree = parse(Source(shown(item), item.origin.key or document.name))
            others = None if item.origin.is_embedded else Files()
            read = cluster.mount(CorefileId(0, number), tree) if item.origin.key else others
            result = expand(tree, env=env, read=read).to_dict()
            found.append({"label": where["label"], "line": where["line"], **result})
    print_json(found)
    return FINDINGS if any("error" in item for item in found) else CLEAN


def print_json(found: list[dict[str, object]]) -> None:
    """Print a list as JSON."""
    import json  # noqa: PLC0415

    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def line_of(document: "Document", offset: int) -> int:
    """Return the 1-based line of a place in a file."""
    return document.text.count("\n", 0, offset) + 1


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(
        prog=program,
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    what_file = "a manifest, a Markdown file, or - for standard input"
    parser.add_argument("file", metavar="FILE", help=what_file)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--output-format",
        metavar="{text,json}",
        type=one_of(("text", "json")),
        default="text",
        help="how to print the texts (default: text)",
    )
    what.add_argument(
        "--effective", action="store_true", help="print what CoreDNS reads from them, as JSON"
    )
    parser.add_argument(
        "--env",
        metavar="NAME=VALUE",
        type=variable,
        action="append",
        default=[],
        help="with --effective: give a variable; NAME alone takes its value from the environment",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
