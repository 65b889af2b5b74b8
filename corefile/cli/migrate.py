"""The command `corefile migrate`: Corefiles for one release of CoreDNS, made ones for another."""

import argparse
import sys
from collections.abc import Callable, Sequence

from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, USAGE, complain, guarded
from corefile.cli.help import Parser
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.coredns.releases.builds import Build
    from corefile.documents import Document
    from corefile.migrating import FileMigration

__all__ = ["main"]

_USAGE = "[OPTIONS] --to VERSION FILE ..."

_DESCRIPTION = """\
Change Corefiles for one release of CoreDNS so that another release does the same with them, and say
what there is to know. FILE is a Corefile, a Kubernetes manifest with one, values for Helm or
Markdown, or - for standard input; the result then goes to standard output.
"""

_EPILOG = """\
What has exactly one right replacement is changed in place; layout and comments stay, but for the
comment at the end of a line that goes. Where nothing does the same, no file is written. The release
that runs now is that of --from, or that of CoreDNS's image in the files; a warning says where it
refuses the Corefile. To an older release, what that lacks is taken out and listed. The result is
checked as the new release reads it, and who answers is compared under both.

examples:
  corefile migrate --from 1.8.6 --to 1.12.0 Corefile --diff
  corefile migrate --from-kubernetes 1.23 --to-kubernetes 1.34 coredns.yaml
  kubectl get configmap coredns coredns-custom -n kube-system -o yaml |
    corefile migrate --from 1.11.3 --to 1.15.0 - > new.yaml

exit status:
  0  done, or there was nothing to change; with --diff: no file would change
  1  with --diff: a file would change
  2  wrong usage, no Corefile for the new release does the same, or it refuses the result; no
     file changes
  3  a file could not be read or written, or contains no Corefile
"""

_NO_RELEASE = (
    "which CoreDNS runs it now is not known: say so with --from or --from-kubernetes, or give the"
    " manifest with its image too"
)

_REFUSED = "nothing was written: not everything has a counterpart in the new release"


class _Stop(Exception):
    """Ends the command with an exit status, when what is wrong has been said."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


def main(argv: Sequence[str] | None = None, program: str = "corefile migrate") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Migrate files."""
    parser = arguments(program)
    options = parser.parse_intermixed_args(argv)
    if not options.files:
        parser.error("FILE is missing: name it, or write `-` for standard input")
    if options.files.count(STDIN) > 1 or (STDIN in options.files and len(options.files) > 1):
        parser.error("standard input is one file, and the only one")
    if bool(options.to) is bool(options.to_kubernetes):
        parser.error("write --to VERSION, or --to-kubernetes VERSION")
    if options.from_ and options.from_kubernetes:
        parser.error("--from and --from-kubernetes say the same: write one of them")
    try:
        return migrate(program, options)
    except _Stop as stop:
        return stop.status


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(
        prog=program, usage=f"{program} {_USAGE}", description=_DESCRIPTION, epilog=_EPILOG
    )
    add = parser.add_argument
    add("files", metavar="FILE", nargs="*", help="Corefiles, manifests, values, Markdown, or -")
    add("--to", metavar="VERSION", default="", help="the release of CoreDNS to come")
    add("--from", metavar="VERSION", default="", dest="from_", help="the release that runs now")
    add(
        "--to-kubernetes",
        metavar="VERSION",
        default="",
        help="the release of CoreDNS that kubeadm installs with this Kubernetes",
    )
    add("--from-kubernetes", metavar="VERSION", default="", help="the same for what runs now")
    add(
        "--defaults",
        action="store_true",
        help="also write what kubeadm's default has for the new release: `loop`, `ready`, …",
    )
    add(
        "--deprecated",
        action="store_true",
        help="also replace what the new release still takes, and a later one does not",
    )
    add("--possible", action="store_true", help="also list the new options of what is used")
    add("--diff", action="store_true", help="write nothing; print the changes as a patch")
    add(
        "--output-format",
        choices=("text", "json"),
        default="text",
        help="how to say what there is to know (default: text)",
    )
    # What it was called.
    add(
        "--format",
        choices=("text", "json"),
        default=argparse.SUPPRESS,
        dest="output_format",
        help=argparse.SUPPRESS,
    )
    add(
        "--external-plugins",
        metavar="NAMES",
        action="append",
        default=[],
        help="more plugins that your CoreDNS has: NAME, `NAME before PLUGIN`, …",
    )
    add("--isolated", action="store_true", help="read no configuration file")
    return parser


def migrate(program: str, options: argparse.Namespace) -> int:
    """Migrate files and return the exit status. Raises _Stop."""
    from corefile.migrating import migrate_files  # noqa: PLC0415

    documents = [read(program, path) for path in options.files]
    builds = builder(program, options)
    new = builds(options.to, options.to_kubernetes, documents[0].name)
    old = [builds(*release_now(program, options, documents, each), each.name) for each in documents]
    found = migrate_files(
        list(zip(documents, old, strict=True)),
        new,
        defaults=options.defaults,
        deprecated=options.deprecated,
    )
    show(options, found, str(new.release))
    remind(program, documents, str(new.release))
    refused = check_old_release(program, options, found, new)
    for file in found:
        if file.unwritable:
            complain(program, "error", f"{file.document.name}: cannot be edited: {file.unwritable}")
    if any(file.unwritable for file in found):
        return UNREADABLE
    if any(file.is_refused for file in found):
        complain(program, "error", _REFUSED)
        return USAGE
    if refused:
        return USAGE
    for file in found:
        if not file.edits and options.output_format == "text":
            complain(program, "note", f"{file.document.name}: nothing to change")
    if options.diff:
        return FINDINGS if any(file.edits for file in found) else CLEAN
    return deliver(program, options, found)


def read(program: str, path: str) -> "Document":
    """Read a file that has a Corefile. Raises _Stop."""
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.documents import read as read_document  # noqa: PLC0415

    try:
        document = read_document(load(path), path)
    except Unreadable as error:
        complain(program, "error", f"{path}: {error}")
        raise _Stop(UNREADABLE) from None
    if not any(each.kind not in ("backup", "file") for each in document.corefiles):
        reason = next((problem.message for problem in document.problems), "no Corefile")
        complain(program, "error", f"{path}: {reason}")
        raise _Stop(UNREADABLE)
    return document


def release_now(
    program: str, options: argparse.Namespace, documents: "Sequence[Document]", own: "Document"
) -> tuple[str, str]:
    """Return the releases of CoreDNS and Kubernetes that run a file now, one of them "".

    Without an option it is that of the image in the file, or in the only one that has one. Raises
    _Stop.
    """
    from corefile.migrating import release_of  # noqa: PLC0415

    if options.from_ or options.from_kubernetes:
        return options.from_, options.from_kubernetes
    found = release_of(own)
    others = {release_of(each) for each in documents} - {""}
    if not found and len(others) == 1:
        found = others.pop()
    if not found:
        complain(program, "error", f"{own.name}: {_NO_RELEASE}")
        raise _Stop(USAGE)
    return found, ""


def builder(program: str, options: argparse.Namespace) -> "Callable[[str, str, str], Build]":
    """Return what gives the build for a release of CoreDNS or Kubernetes, and a file."""
    from corefile.cli.running import said_for  # noqa: PLC0415
    from corefile.coredns.releases.builds import stock  # noqa: PLC0415
    from corefile.coredns.releases.release import NEWEST, is_newer  # noqa: PLC0415
    from corefile.lint import ConfigurationError, build_of  # noqa: PLC0415
    from corefile.text.records import replace  # noqa: PLC0415

    options.coredns = options.kubernetes = ""

    def build(coredns: str, kubernetes: str, file: str) -> "Build":
        try:
            said = replace(said_for(options, file), coredns=coredns, kubernetes=kubernetes)
            found = build_of(said)
        except ConfigurationError as error:
            complain(program, "error", str(error))
            raise _Stop(USAGE) from None
        if is_newer(coredns):
            text = f"CoreDNS {coredns} is newer than all that is known here: {NEWEST} is taken"
            complain(program, "warning", text)
        return found or stock()

    return build


def show(options: argparse.Namespace, found: "Sequence[FileMigration]", new: str) -> None:
    """Print what there is to know, and the changes as a patch if that is wanted."""
    from corefile.cli.output import put  # noqa: PLC0415
    from corefile.report.migration import migration_dict, migration_text  # noqa: PLC0415
    from corefile.text.patch import patch  # noqa: PLC0415

    if options.output_format == "json":
        import json  # noqa: PLC0415

        whole = {"files": [migration_dict(file, new) for file in found]}
        sys.stdout.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
        return
    aside = options.diff or STDIN in options.files
    for file in found:
        told = migration_text(file, new, possible=options.possible)
        (sys.stderr if aside else sys.stdout).write(told)
    if options.diff:
        for file in found:
            put("".join(patch(file.document.text, file.edits, file.document.name)))


def remind(program: str, documents: "Sequence[Document]", new: str) -> None:
    """Say which files have the image of another release than the one to come."""
    from corefile.migrating import release_of  # noqa: PLC0415

    for document in documents:
        image = release_of(document)
        if image not in ("", new):
            text = f"{document.name}: the image of CoreDNS in it is still that of {image}"
            complain(program, "note", text)


def check_old_release(
    program: str, options: argparse.Namespace, found: "Sequence[FileMigration]", new: "Build"
) -> bool:
    """Say what the release refuses that is to run now; tell whether the new one is the same."""
    asked = "--from" if options.from_ else "--from-kubernetes" if options.from_kubernetes else ""
    refused = False
    for file in found:
        if file.document.template is not None:
            continue  # CoreDNS reads what it renders to
        whole = (each.migration for each in file.corefiles if each.embedded.kind == "corefile")
        for words in dict.fromkeys(filter(None, (each.before.refusal for each in whole))):
            text = f'CoreDNS {file.old.release} refuses this Corefile ("{words}")'
            question = f"is {asked or 'the release of the image'} right?"
            if "Unknown directive" in words:
                question += " Plugins that only your build has are for --external-plugins"
            is_same = file.old == new
            level = "error" if is_same else "warning"
            complain(program, level, f"{file.document.name}: {text}: {question}")
            refused = refused or is_same
    return refused


def deliver(program: str, options: argparse.Namespace, found: "Sequence[FileMigration]") -> int:
    """Write the files, or standard output, and return the exit status."""
    from corefile.cli.output import put  # noqa: PLC0415
    from corefile.cli.replacing import replaced  # noqa: PLC0415

    status = CLEAN
    for file in found:
        path = file.document.name
        if path == STDIN:
            if options.output_format == "text":
                put(file.text)
        elif file.edits and (failure := replaced(path, file.document.text, file.text)):
            complain(program, "error", f"{path}: {failure}")
            status = UNREADABLE
    return status


if __name__ == "__main__":
    sys.exit(main())
