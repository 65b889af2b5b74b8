"""The command `corefile kube-dns`: the settings of kube-dns, for CoreDNS."""

import sys
from collections.abc import Sequence

from corefile.cli.edit import EditOptions, arguments, deliver, edit, failed, judged, read_words
from corefile.cli.guard import UNREADABLE, USAGE, complain, guarded
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.editing import Editor
    from corefile.kube.manifests import ConfigMap, Manifest
    from corefile.kube.settings import KubeDns

__all__ = ["main"]

_USAGE = "[--into FILE [--diff]] [--cluster-domain NAME] CONFIGMAP"

_DESCRIPTION = """\
Turn the ConfigMap of kube-dns into configuration for CoreDNS. CONFIGMAP is a manifest, or - for
standard input. The result is a ConfigMap for `kubectl apply`, with the Corefile that kubeadm
installs; with --into, a file that has a Corefile already is edited instead.
"""

_EPILOG = """\
A stub domain becomes a server block of its own, and the upstream nameservers become those of
`forward .`. What kube-dns would refuse is an error here too. Names of servers are left out, because
`forward` takes addresses only; federations are left out, because CoreDNS has none.

examples:
  kubectl get configmap kube-dns -n kube-system -o yaml |
      corefile kube-dns - > coredns.yaml
  corefile kube-dns kube-dns.yaml --into k8s/coredns.yaml --diff
"""

#: What is said where the result is judged, and is in no file.
_RESULT = "the ConfigMap"


def main(argv: Sequence[str] | None = None, program: str = "corefile kube-dns") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Translate a ConfigMap."""
    parser = arguments(program, _USAGE, _DESCRIPTION, _EPILOG)
    parser.add_argument("--into", metavar="FILE", default="", help="the file to edit")
    parser.add_argument(
        "--cluster-domain",
        metavar="NAME",
        default="",
        help="without --into: the zone of the cluster (default: cluster.local)",
    )
    options = read_words(parser, argv, 1)
    into, domain = options.into, options.cluster_domain
    if len(options.words) > 1:
        parser.error("it takes one CONFIGMAP; write `--into` before the file to edit")
    if options.server:
        parser.error("--server: the zones say which server blocks there are")
    if options.diff and not into:
        parser.error("--diff needs --into: without it nothing is edited")
    if into and domain:
        parser.error("--cluster-domain: the file has a Corefile, which says the zone")
    if into == options.file == STDIN:
        parser.error("standard input is one file only")
    settings = read(program, options.file)
    if isinstance(settings, int):
        return settings
    path = options.file
    if not into:
        return print_manifest(program, options, settings, domain)
    options.words = [into]
    return edit(program, options, lambda editor, _: add(program, path, settings, editor))


def read(program: str, path: str) -> "tuple[Manifest, KubeDns] | int":
    """Return the settings in a file, and the file; the exit status where there are none."""
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.kube.manifests import config_maps, read_manifest  # noqa: PLC0415
    from corefile.kube.settings import read_settings, settings_in  # noqa: PLC0415

    try:
        manifest = read_manifest(load(path))
    except Unreadable as error:
        return failed(program, path, str(error), UNREADABLE)
    for problem in manifest.problems:
        complain(program, "error", f"{manifest.place(path, problem.offset)}: {problem.message}")
    if manifest.problems:
        return UNREADABLE
    every = config_maps(manifest)
    found = settings_in(every)
    if len(found) != 1:
        return failed(program, path, not_one(every, found), UNREADABLE)
    settings = read_settings(found[0])
    for fault in settings.faults:
        level = "error" if fault.is_refused else "warning"
        complain(program, level, f"{manifest.place(path, fault.offset)}: {fault.message}")
    return USAGE if settings.is_refused else (manifest, settings)


def not_one(every: "Sequence[ConfigMap]", found: "Sequence[ConfigMap]") -> str:
    """Say why there is not the one ConfigMap of kube-dns."""
    from corefile.cli.edit_choice import listed  # noqa: PLC0415

    if found:
        return f"{len(found)} ConfigMaps for kube-dns; keep one in the file"
    if not every:
        return "there is no ConfigMap"
    names = listed(each.name for each in every)
    return f"no ConfigMap for kube-dns: none is called so or has its keys, only {names}"


def add(program: str, path: str, settings: "tuple[Manifest, KubeDns]", editor: "Editor") -> str:
    """Write settings into a Corefile, and print what there is to say about each."""
    from corefile.editing import Refused  # noqa: PLC0415
    from corefile.kube.translating import add_kube_dns  # noqa: PLC0415

    manifest, found = settings
    remarks = add_kube_dns(editor, found)
    for remark in remarks:
        level = "error" if remark.is_error else "warning"
        complain(program, level, f"{manifest.place(path, remark.offset)}: {remark.message}")
    if any(remark.is_error for remark in remarks):
        raise Refused("nothing was written, because not all settings can be taken over")
    return ""


def print_manifest(
    program: str, options: EditOptions, settings: "tuple[Manifest, KubeDns]", domain: str
) -> int:
    """Print a ConfigMap for CoreDNS with the settings."""
    from corefile.cli.running import said_for  # noqa: PLC0415
    from corefile.documents import read as read_document  # noqa: PLC0415
    from corefile.documents import write_back  # noqa: PLC0415
    from corefile.editing import EditError, Editor  # noqa: PLC0415
    from corefile.kube.translating import default_manifest  # noqa: PLC0415
    from corefile.lint import ConfigurationError, settings_of  # noqa: PLC0415
    from corefile.text.edits import apply_edits  # noqa: PLC0415

    path = options.file
    try:
        text = default_manifest(domain) if domain else default_manifest()
        document = read_document(text, _RESULT)
        embedded = document.corefiles[0]
        rules = settings_of(said_for(options, path))
        editor = Editor(embedded.text, build=rules.build, check=False)
        add(program, path, settings, editor)
        after = apply_edits(document.text, write_back(document, embedded, editor.edits).edits)
    except ConfigurationError as error:
        complain(program, "error", str(error))
        return USAGE
    except EditError as error:
        return failed(program, path, str(error), USAGE)
    if not judged(program, options, document, after, rules):
        return USAGE
    return deliver(program, STDIN, "", after)


if __name__ == "__main__":
    sys.exit(main())
