"""The command `corefile hosts import`: the names of pods, for all pods."""

import os
from collections.abc import Iterator, Sequence

from corefile.cli.edit import EditOptions, arguments, deliver, edit_file, edited, failed
from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, complain
from corefile.vocabulary import MANIFESTS, STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents import Document, Written
    from corefile.editing import Editor
    from corefile.kube.aliases import Aliases, HostAlias, Report
    from corefile.kube.manifests import Manifest
    from corefile.lint import Settings
    from corefile.text.edits import Edit

__all__ = ["run"]

_USAGE = "MANIFEST ... --into FILE [--prefer CHOICE] [--remove-from-manifests] [--diff]"

_DESCRIPTION = """\
Write the `hostAliases` of Pods, Deployments and what else has pods into the `hosts` of a Corefile,
so that all pods have the names. MANIFEST is a file, a folder, or - for standard input.
"""

_EPILOG = """\
Each name goes into the server block that is asked for it. Not imported, and reported with their
places: addresses of the pod itself (127.0.0.1), placeholders, names of Services and of the
cluster, the names of pods that ask other DNS servers, and names with several addresses, unless
--prefer says which one.

examples:
  corefile hosts import k8s/ --into k8s/coredns.yaml --diff
  corefile hosts import deploy.yaml --into coredns.yaml --remove-from-manifests
  kubectl get deployments -A -o yaml | corefile hosts import - --into coredns.yaml
"""


def run(argv: Sequence[str], program: str) -> int:
    """Import names of pods."""
    parser = arguments(program, _USAGE, _DESCRIPTION, _EPILOG)
    parser.add_argument("--into", metavar="FILE", default="", help="the file to edit")
    parser.add_argument(
        "--prefer",
        metavar="CHOICE",
        default="",
        help="of several addresses of a name: this address, or `first` or `last` of the table and"
        " the manifests, in this order",
    )
    parser.add_argument(
        "--remove-from-manifests",
        action="store_true",
        help="take what is imported out of the manifests",
    )
    options = parser.parse_intermixed_args(argv, EditOptions())
    sources = options.words
    if not sources:
        parser.error("MANIFEST is missing: name files or folders, or write `-`")
    if not options.into:
        parser.error("--into is missing: it names the file with the Corefile")
    if options.server:
        parser.error("--server: each name goes into the server block that is asked for it")
    if [*sources, options.into].count(STDIN) > 1:
        parser.error("standard input is one file only")
    if options.remove_from_manifests and STDIN in sources:
        parser.error("--remove-from-manifests: standard input is not a file to edit")
    if options.prefer not in ("", "first", "last") and not is_address(options.prefer):
        parser.error(f"--prefer: `{options.prefer}` is not an address, `first` or `last`")
    read = Manifests(program)
    for source in sources:
        read.add(source)
    if read.failed:
        return UNREADABLE
    options.words = [options.into]
    return read.into(options)


class Manifests:
    """The manifests of a run, and what becomes of them."""

    def __init__(self, program: str) -> None:
        self.program = program
        self.failed: bool = False
        self.files: dict[str, Manifest] = {}
        self.taken: tuple[HostAlias, ...] = ()

    def add(self, source: str) -> None:
        """Read a file, or those in a folder that may have names or Services."""
        from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
        from corefile.kube.manifests import read_manifest  # noqa: PLC0415

        is_folder = source != STDIN and os.path.isdir(source)
        for path in below(source) if is_folder else [source]:
            try:
                text = load(path)
            except Unreadable as error:
                failed(self.program, path, str(error), UNREADABLE)
                self.failed = True
                continue
            if not is_folder or "hostAliases" in text or "Service" in text:
                self.files[path] = read_manifest(text)

    def aliases(self) -> "Aliases":
        """Return the names of pods in all of them."""
        from corefile.kube.aliases import Aliases, read_aliases  # noqa: PLC0415

        found = Aliases()
        for path, manifest in self.files.items():
            found += read_aliases(manifest, path)
        return found

    def into(self, options: EditOptions) -> int:
        """Import the names, and give the exit status."""
        found = self.aliases()

        def change(editor: "Editor", _: EditOptions) -> str:
            from corefile.kube.importing import import_aliases  # noqa: PLC0415

            done = import_aliases(editor, found, options.prefer)
            self.taken = done.taken
            self.say(done.reports)
            return "" if found.names else "no name of a pod to import"

        def write(document: "Document", settings: "Settings") -> "tuple[Written, str]":
            from corefile.documents import Written  # noqa: PLC0415

            written, note = edited(document, settings, options, change)
            if options.remove_from_manifests and (path := self.same_file(options.file)):
                more = self.without(path)
                del self.files[path]
                written = Written((*written.edits, *more), written.restyled)
            return written, note

        status = edit_file(self.program, options, write)
        if status not in (CLEAN, FINDINGS) or not options.remove_from_manifests:
            return status
        return max(status, *(self.remove(path, options) for path in self.files), CLEAN)

    def say(self, reports: "Sequence[Report]") -> None:
        """Print reports, each at its place."""
        for report in sorted(reports, key=lambda each: (each.file, each.offset)):
            place = self.files[report.file].place(report.file, report.offset)
            level = "note" if report.is_note else "warning"
            complain(self.program, level, f"{place}: {report.message}")

    def same_file(self, path: str) -> str:
        """Return the manifest that is also the file with the Corefile; empty for none."""
        return next((each for each in self.files if is_same(each, path)), "")

    def without(self, path: str) -> "tuple[Edit, ...]":
        """Return the edits that take what is imported out of a manifest."""
        from corefile.kube.removing import without_aliases  # noqa: PLC0415

        removed = without_aliases(self.files[path], path, self.taken)
        self.say(removed.reports)
        return removed.edits

    def remove(self, path: str, options: EditOptions) -> int:
        """Take what is imported out of a manifest, and give the exit status."""
        from corefile.cli.output import put_patch  # noqa: PLC0415
        from corefile.text.edits import apply_edits  # noqa: PLC0415
        from corefile.text.patch import patch  # noqa: PLC0415

        edits, before = self.without(path), self.files[path].text
        if options.diff:
            put_patch(patch(before, edits, path))
            return FINDINGS if edits else CLEAN
        return deliver(self.program, path, before, apply_edits(before, edits))


def below(folder: str) -> Iterator[str]:
    """Yield the manifests in a folder and below; hidden folders are left out."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(MANIFESTS):
                yield os.path.join(here, name)


def is_address(text: str) -> bool:
    """Tell whether a text is an IP address."""
    from ipaddress import ip_address  # noqa: PLC0415

    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_same(one: str, other: str) -> bool:
    """Tell whether two paths are of one file."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
