"""Names taken out of the `hostAliases` of manifests; all other characters stay."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import yaml

from corefile.documents.yaml.fields import fields_of, value_of
from corefile.documents.yaml.nodes import is_larger
from corefile.kube.aliases import KEY, HostAlias, Report, pods
from corefile.kube.manifests import Manifest, read_manifest
from corefile.text.brief import Brief
from corefile.text.edits import Edit, apply_edits
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import TypeAlias

__all__ = ["Removed", "without_aliases"]

#: Stands for the YAML of a document, to be compared.
Plain: TypeAlias = "str | list[Plain] | list[tuple[Plain, Plain]]"
#: What some lists say afterwards; None for one whose key goes too.
Expected: TypeAlias = Mapping[yaml.Node, "Plain | None"]

#: An anchor or an alias: other places have the text too.
SHARED = regex(r"(?:^|[\s\[{,:])[&*]\w")
#: The largest document that is compared, in nodes and characters.
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Removed(Brief):
    """The edits that take names out of a manifest."""

    #: In the text of the manifest.
    edits: tuple[Edit, ...]
    #: What stays though it is imported.
    reports: tuple[Report, ...]


def without_aliases(manifest: Manifest, file: str, taken: Collection[HostAlias]) -> Removed:
    """Return the edits that take imported names out of a manifest called `file`.

    An entry without names goes too, and `hostAliases` without entries. What cannot be taken out, as
    YAML with anchors, is reported and stays.
    """
    gone = {alias.offset for alias in taken if alias.file == file}
    edits: list[Edit] = []
    reports: list[Report] = []
    seen: set[yaml.Node] = set()
    for _, root in manifest.objects():
        for pod, key, value in pods(root, seen):
            if not isinstance(value, yaml.SequenceNode):
                continue
            own = list(of_pod(manifest.text, pod, key, value, gone))
            is_safe = not any(SHARED.search(manifest.text, e.start, e.end) for e in own)
            # A key that cannot go has an empty list instead.
            left = left_of(value, gone) or ([] if any(edit.text for edit in own) else None)
            if own and is_safe and proved(manifest, own, {value: left}):
                edits += own
            elif own:
                message = f"`{KEY}` stays: take what is imported out of it by hand"
                reports.append(Report(file, key.start_mark.index, message))
    return Removed(tuple(sorted(edits)), tuple(reports))


def of_pod(
    text: str,
    pod: yaml.MappingNode,
    key: yaml.Node,
    value: yaml.SequenceNode,
    gone: Collection[int],
) -> Iterator[Edit]:
    """Yield the edits for one list."""
    rows = [(item, hostnames_of(item)) for item in value.value]
    left = [[node for node in names if node.start_mark.index not in gone] for _, names in rows]
    if not any(len(names) > len(kept) for (_, names), kept in zip(rows, left, strict=True)):
        return
    if not any(left) and all(names for _, names in rows):
        yield member_edit(text, pod, key, value)
        return
    out = [item for (item, names), kept in zip(rows, left, strict=True) if names and not kept]
    yield from item_edits(text, value, out)
    for (item, names), kept in zip(rows, left, strict=True):
        if kept and len(kept) < len(names):
            hostnames = value_of(fields_of(item), "hostnames")
            if isinstance(hostnames, yaml.SequenceNode):
                yield from item_edits(text, hostnames, [each for each in names if each not in kept])


def hostnames_of(item: yaml.Node) -> list[yaml.Node]:
    """Return the names of an entry."""
    names = value_of(fields_of(item), "hostnames") if isinstance(item, yaml.MappingNode) else None
    return list(names.value) if isinstance(names, yaml.SequenceNode) else []


def member_edit(text: str, pod: yaml.MappingNode, key: yaml.Node, value: yaml.Node) -> Edit:
    """Return the edit that takes a key with its value out of a mapping; an empty list if alone."""
    keys = [each for each, _ in pod.value]
    values = [each for _, each in pod.value]
    place = keys.index(key)
    start, end = key.start_mark.index, end_of(value)
    if len(keys) == 1:
        return Edit(key.end_mark.index, end, ": []")
    if pod.flow_style:
        if place + 1 < len(keys):
            return Edit(start, keys[place + 1].start_mark.index, "")
        return Edit(end_of(values[place - 1]), end, "")
    line = text.rfind("\n", 0, start) + 1
    if not text[line:start].strip(" "):
        return Edit(line, end_of_line(text, end), "")
    # It is the first key of an item: `- hostAliases:`.
    after = keys[place + 1].start_mark.index
    return (
        Edit(key.end_mark.index, end, ": []") if "#" in text[end:after] else Edit(start, after, "")
    )


def item_edits(text: str, value: yaml.SequenceNode, out: Sequence[yaml.Node]) -> Iterator[Edit]:
    """Yield the edits that take some items, not all, out of a list."""
    rows = value.value
    for place, item in enumerate(rows):
        if item not in out:
            continue
        start, end = item.start_mark.index, end_of(item)
        if value.flow_style:
            if any(each not in out for each in rows[place + 1 :]):
                yield Edit(start, rows[place + 1].start_mark.index, "")
            else:
                yield Edit(end_of(rows[place - 1]), end, "")
        else:
            # Where the item is not alone on its lines, the proof fails.
            yield Edit(text.rfind("\n", 0, start) + 1, end_of_line(text, end), "")


def end_of(node: yaml.Node) -> int:
    """Return where the last character of a value ends; blocks of YAML end with what follows."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end: int = node.end_mark.index
    return end


def end_of_line(text: str, offset: int) -> int:
    """Return where the next line begins."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def proved(manifest: Manifest, edits: Sequence[Edit], expected: Expected) -> bool:
    """Tell whether a manifest with edits says what it said, but for some lists."""
    if "*" in manifest.text and any(is_larger(root, MOST) for root in manifest.roots):
        return False
    after = read_manifest(apply_edits(manifest.text, edits))
    return [plain(root, expected) for root in manifest.roots] == [
        plain(root, {}) for root in after.roots
    ]


def plain(node: yaml.Node, expected: Expected) -> Plain:
    """Return what a document says; of some lists, what is expected instead."""
    if node in expected:
        return expected[node] or []
    if isinstance(node, yaml.ScalarNode):
        return f"{node.tag} {node.value}"
    if isinstance(node, yaml.SequenceNode):
        return [plain(each, expected) for each in node.value]
    return [
        (plain(key, {}), plain(value, expected))
        for key, value in node.value
        if expected.get(value, []) is not None
    ]


def left_of(value: yaml.SequenceNode, gone: Collection[int]) -> "list[Plain]":
    """Return what a list says without some names."""
    found: list[Plain] = []
    for item in value.value:
        names = hostnames_of(item)
        kept = [node for node in names if node.start_mark.index not in gone]
        if kept or not names:
            whole = value_of(fields_of(item), "hostnames") if names else None
            found.append(plain(item, {whole: [plain(e, {}) for e in kept]} if whole else {}))
    return found
