"""The folder that the Helm chart of CoreDNS puts its Corefile in.

The chart (github.com/coredns/helm, charts/coredns/templates/deployment.yaml) mounts its ConfigMap
at `/etc/coredns`: the Corefile, and a file for each of the `zoneFiles`, with the `contents`
as they are. `extraSecrets` and `extraVolumeMounts` may put more there. Values may be given to
Helm in several files, so the folder is known only where these have `zoneFiles`: Helm does not
merge lists, so those of another file would not add to them.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import posixpath

import yaml

from corefile.documents.kinds.helm.origin import ZoneFile
from corefile.documents.kinds.helm.printing import decoded, is_true, printed
from corefile.documents.model import Embedded, Folder, Problem
from corefile.documents.yaml.fields import TEXT_TAGS, fields_of, text_of, value_of
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.documents.yaml.fields import Entry
    from corefile.text.edits import Edit

__all__ = ["chart_problem", "find_folder", "zone_file_problems"]

_HOME = "/etc/coredns"
_COREFILE = "Corefile"

#: The image of CoreDNS itself, under the name of any registry. It starts CoreDNS in `/`, some
#: releases in the home of its user, and none beside the Corefile (Dockerfile).
_IMAGE = "coredns/coredns"

#: What Kubernetes takes for a key, without what another program may be meant to replace.
_NAME = regex(r"(?!.*__)[-._a-zA-Z0-9]+")

_NO_FILENAME = (
    "This zone file has no `filename`: the chart writes it without a key, and Helm fails on"
    ' this invalid YAML ("did not find expected key"). Write `filename:`.'
)
_REPEATED = (
    "The chart writes a second key `{name}` for this, and only the last one applies: what is"
    " in the other never reaches CoreDNS. Keep one, or rename one."
)


def find_folder(fields: dict[str, Entry], text: str, parsed: str) -> Folder | None:
    """Return the folder of a chart with these values, None where it is not known what is in it."""
    zone_files, mounts = _items(fields, "zoneFiles"), _mounted(fields)
    if not zone_files or mounts is None:
        return None
    files: dict[str, Embedded | None] = {_COREFILE: None}
    for item in zone_files:
        name, content = _zone_file(item, text, parsed)
        if not _NAME.fullmatch(name):
            return None
        files[name] = content
    files |= dict.fromkeys(mounts)
    return Folder(_HOME, files, elsewhere=_is_own_image(fields))


def zone_file_problems(fields: dict[str, Entry], text: str, parsed: str) -> Iterator[Problem]:
    """Yield what keeps zone files from reaching CoreDNS."""
    seen = {_COREFILE}
    for item in _items(fields, "zoneFiles") or ():
        own = fields_of(item)
        key, node = own["filename"][:2] if "filename" in own else (None, None)
        if not is_true(node):
            shown = key or (item.value[0][0] if item.value else item)
            yield chart_problem(shown, _NO_FILENAME)
            continue
        name, _ = _zone_file(item, text, parsed)
        if name in seen and node is not None and _NAME.fullmatch(name):
            yield chart_problem(node, _REPEATED.format(name=name))
        seen.add(name)


def _zone_file(item: yaml.MappingNode, text: str, parsed: str) -> tuple[str, Embedded | None]:
    """Return the name of a zone file, and its text if it is one."""
    fields = fields_of(item)
    name, node = value_of(fields, "filename"), value_of(fields, "contents")
    written = "" if name is None else printed(name, parsed, text)[0]
    if not isinstance(node, yaml.ScalarNode) or node.tag not in TEXT_TAGS:
        return written, None
    content, places = decoded(node, parsed, text)
    return written, Embedded(content, "file", places, ZoneFile(written))


def _mounted(fields: dict[str, Entry]) -> list[str] | None:
    """Return the names of what is mounted beside the Corefile; None where that is not known."""
    names: list[str] = []
    for key in ("extraSecrets", "extraVolumeMounts"):
        mounts = _items(fields, key)
        if mounts is None:
            return None
        for mount in mounts:
            path = text_of(fields_of(mount), "mountPath") or ""
            if not _NAME.fullmatch(path.replace("/", "")):
                return None
            folder, name = posixpath.split(posixpath.normpath(f"/{path.lstrip('/')}"))
            if folder == _HOME:
                names.append(name)
            elif f"{_HOME}/".startswith(f"{posixpath.join(folder, name)}/"):
                return None  # this takes the place of the chart's folder
    return names


def _items(fields: dict[str, Entry], key: str) -> list[yaml.MappingNode] | None:
    """Return the members of a list of mappings, None where it is something else."""
    node = value_of(fields, key)
    if not is_true(node):
        return []
    items = node.value if isinstance(node, yaml.SequenceNode) else [None]
    found = [item for item in items if isinstance(item, yaml.MappingNode)]
    return found if len(found) == len(items) else None


def _is_own_image(fields: dict[str, Entry]) -> bool:
    """Tell whether the image is CoreDNS's own."""
    image = value_of(fields, "image")
    if image is None:
        return True
    options = fields_of(image) if isinstance(image, yaml.MappingNode) else {}
    repository = text_of(options, "repository")
    return repository is None or f"/{repository}".endswith(f"/{_IMAGE}")


def chart_problem(
    node: yaml.Node,
    message: str,
    *,
    fatal: bool = False,
    over: yaml.Node | None = None,
    around: yaml.Node | None = None,
    remedy: Edit | None = None,
) -> Problem:
    """Make the problem of a value that does not do what it is there for.

    What is found in the node `over` follows from it; in the node `around`, all but errors does, as
    far as the edit `remedy` solves it.
    """
    first, last = node.start_mark.index, node.end_mark.index
    follows, doubtful = (
        None if each is None else (each.start_mark.index, each.end_mark.index)
        for each in (over, around)
    )
    return Problem(
        first,
        last,
        message,
        fatal=fatal,
        about="chart",
        follows=follows,
        doubtful=doubtful,
        remedy=remedy,
    )
