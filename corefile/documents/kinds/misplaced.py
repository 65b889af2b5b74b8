"""Corefiles that are in a ConfigMap, but not where CoreDNS gets them.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode

import yaml

from corefile.documents.model import Problem
from corefile.documents.yaml.fields import TEXT_TAGS, Entry, fields_of, text_of, value_of
from corefile.documents.yaml.indentation import colon_lost
from corefile.text.edits import Edit
from corefile.text.regex import regex
from corefile.text.spelling import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.documents.model import About
    from corefile.documents.yaml.string import YamlString

__all__ = ["CUSTOM_SERVER", "elsewhere", "swallowed", "unimported"]

#: What keys of `coredns-custom` with server blocks end in at Selectel and Servercore.
CUSTOM_SERVER = ".custom"

_COREFILE = "Corefile"

#: What people call the key that a slip does not make of its name.
_OTHER_NAMES = frozenset(("core-file", "core_file", "corefile.conf", "corefile.txt", "corefiles"))

#: The fields of a ConfigMap; keys of a Corefile in other mappings are in none.
_FIELDS = frozenset(("apiVersion", "kind", "metadata", "data", "binaryData", "immutable"))

#: Other keys for CoreDNS: a ConfigMap with one of them may be a part of another.
_OTHERS = regex(r"\.(?:server|override)\Z|\ACorefile")

#: Each is looked for in the texts of all.
_MOST_KEYS = 100

#: What is imported: by AKS and others; by AKS Engine; by Linode.
_IMPORTED = regex(r"\.(?:server|override|include|custom|md|txt)\Z|\ACorefile\Z|\A(?i:readme)")

#: A key of YAML with a text below it, on a line of its own.
_KEY_OF_TEXT = regex(r"^[ \t]*+([\w./-]+:)[ \t]++[|>][-+0-9]{0,2}[ \t]*$", re.MULTILINE)

_MISSING = (
    "This ConfigMap has no key `Corefile`: Kubernetes does not start CoreDNS with it"
    ' ("configmap references non-existent config key: Corefile")'
)
_MISSPELT = (
    "This key is called `{key}`, and CoreDNS is given the key `Corefile`: without one, Kubernetes"
    ' does not start it ("configmap references non-existent config key: Corefile")'
)
_OUTSIDE = (
    "`{key}` is {where}, and not in `data`: Kubernetes refuses this ConfigMap"
    ' ("unknown field "{path}"")'
)
_NOT_BASE64 = (
    "`{key}` is in `binaryData` and not written in base64: Kubernetes refuses this ConfigMap"
    ' ("illegal base64 data")'
)
_BASE64 = "`{key}` is in `binaryData`: CoreDNS gets it, but base64 is not read here"
_UNIMPORTED = (
    "CoreDNS does not read the key `{key}`: the Corefiles of AKS, k3s and others import keys of"
    " `coredns-custom` that end in `.server` or `.override`"
)
_SWALLOWED = (
    "`{key}` is indented as deep as the text after `{owner}: |`, so for YAML it is a part of that"
    " text: CoreDNS reads it as a line of the Corefile, and there is no such key"
)


def elsewhere(fields: dict[str, Entry], text: str) -> Iterator[Problem]:
    """Yield what keeps the Corefile of a ConfigMap with such fields from CoreDNS.

    `text` is that of the file.
    """
    data = value_of(fields, "data")
    keys = fields_of(data) if isinstance(data, yaml.MappingNode) else {}
    if isinstance(data, yaml.ScalarNode):
        problem = colon_lost(text, data.start_mark.index, data.end_mark.index)
        if problem is not None:
            yield problem
            return
    outside = [*_outside(fields, text)]
    binary = value_of(fields, "binaryData")
    encoded = fields_of(binary) if isinstance(binary, yaml.MappingNode) else {}
    yield from outside
    yield from _binary(fields, encoded)
    metadata = value_of(fields, "metadata")
    named = fields_of(metadata) if isinstance(metadata, yaml.MappingNode) else {}
    name, namespace = text_of(named, "name") or "", text_of(named, "namespace")
    if outside or _COREFILE in keys or _COREFILE in encoded or "$patch" in fields:
        return
    is_own = name == "coredns" and namespace in (None, "", "kube-system")
    misspelt = next((entry for key, entry in keys.items() if _is_misspelt(key, entry)), None)
    if misspelt is not None and ("coredns" in name or not name):
        key_node = misspelt[0]
        edit = Edit(key_node.start_mark.index, key_node.end_mark.index, _COREFILE)
        yield _problem(
            key_node,
            _MISSPELT.format(key=key_node.value),
            "missing",
            help="call the key `Corefile`",
            fix="call the key `Corefile`",
            edits=(edit,),
        )
    elif is_own and not any(map(_OTHERS.search, keys)):
        place = fields["data"][0] if "data" in fields else named["name"][0]
        yield _problem(
            place,
            _MISSING,
            "missing",
            help="write `Corefile: |` in `data`, and the Corefile, indented, on the lines below",
        )


def unimported(keys: dict[str, Entry]) -> Iterator[Problem]:
    """Yield the keys of `coredns-custom` that no vendor's Corefile imports, nor other keys use.

    Some vendors import `Corefile`, `*.include` or `*.custom`; plugins read what another key names.
    """
    if len(keys) > _MOST_KEYS:
        return
    texts = [str(node.value) for _, node, _ in keys.values() if isinstance(node, yaml.ScalarNode)]
    for key, (key_node, node, _) in keys.items():
        is_text = isinstance(node, yaml.ScalarNode) and node.tag in TEXT_TAGS
        if is_text and not _IMPORTED.search(key) and not any(key in text for text in texts):
            yield _problem(
                key_node,
                _UNIMPORTED.format(key=key if key.isprintable() else ascii(key)),
                "unimported",
                fatal=False,
                help="end the key in `.server` if it has server blocks, in `.override` if it has"
                " lines for the vendor's server block",
            )


def swallowed(
    value: YamlString, text: str, key_node: yaml.ScalarNode, *, in_braces: bool
) -> Iterator[Problem]:
    """Yield the first key that is in the text of another because it is indented too deep.

    `text` is that of the file.
    """
    found = _KEY_OF_TEXT.search(value.text) if ": |" in value.text or ": >" in value.text else None
    if found is None:
        return
    start, end = value.map.span(*found.span(1))
    column = key_node.start_mark.column
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    can_move = value.style in ("|", ">") and not in_braces and not text[line:start].strip(" ")
    yield Problem(
        start,
        end,
        _SWALLOWED.format(key=found[1], owner=key_node.value),
        about="swallowed",
        help=f"indent `{found[1]}` as `{key_node.value}:` is, by {column} spaces",
        fix="indent the key as the one above",
        edits=(Edit(line, start, " " * column),) if can_move else (),
    )


def _has_corefile(mapping: yaml.MappingNode) -> bool:
    """Tell whether a mapping itself has a Corefile, not what is merged into it."""
    return any(
        isinstance(key, yaml.ScalarNode) and key.value == _COREFILE for key, _ in mapping.value
    )


def _is_misspelt(key: str, entry: Entry) -> bool:
    """Tell whether a key is meant to be `Corefile`, and has a text."""
    node = entry[1]
    is_text = isinstance(node, yaml.ScalarNode) and node.tag in TEXT_TAGS
    return is_text and (key.lower() in _OTHER_NAMES or nearest(key, (_COREFILE,)) != "")


def _outside(fields: dict[str, Entry], text: str) -> Iterator[Problem]:
    """Yield the Corefiles beside `data`, in the metadata, or in a field of another name."""
    metadata = value_of(fields, "metadata")
    places = [("", "beside `data`", fields)]
    if isinstance(metadata, yaml.MappingNode):
        places.append(("metadata.", "in `metadata`", fields_of(metadata)))
    for prefix, where, members in places:
        for key, (key_node, _, in_braces) in members.items():
            if nearest(key, (_COREFILE,)):
                what = where if prefix or "data" in fields else "at the top"
                edits = () if in_braces else _into_data(text, fields, members, key)
                yield _problem(
                    key_node,
                    _OUTSIDE.format(key=key, where=what, path=prefix + key),
                    "misplaced",
                    help=f"put `{_COREFILE}: |` below `data:`, all of it indented deeper",
                    fix="put it in `data`",
                    edits=edits,
                )
    for name in fields.keys() - _FIELDS:
        key_node, node, _ = fields[name]
        if isinstance(node, yaml.MappingNode) and _has_corefile(node):
            shown = name if name.isprintable() else ascii(name)
            span = key_node.start_mark.index, key_node.end_mark.index
            yield _problem(
                key_node,
                _OUTSIDE.format(key=_COREFILE, where=f"in `{shown}`", path=shown),
                "misplaced",
                help=f"write `data:` instead of `{shown}:`",
                fix="write `data`",
                edits=(Edit(*span, "data"),) if "data" not in fields else (),
            )


def _into_data(
    text: str, fields: dict[str, Entry], members: dict[str, Entry], key: str
) -> tuple[Edit, ...]:
    """Return the edits that put a member of a ConfigMap, or of its metadata, into `data`.

    Nothing where `data` does not end right before it, or what comes after it is not text too.
    """
    key_node, value, _ = members[key]
    if not isinstance(value, yaml.ScalarNode) or "\r" in text:
        return ()
    start, end = key_node.start_mark.index, value.end_mark.index
    name = Edit(start, key_node.end_mark.index, _COREFILE)
    if key_node.start_mark.column:
        after = [node for each, node, _ in members.values() if each.start_mark.index >= start]
        can_move = "data" not in fields and all(map(_is_block_of_text, after))
        line = text.rfind("\n", 0, start) + 1
        return (Edit(line, line, "data:\n"), name) if can_move else ()
    lead = "data:\n  "
    if "data" in fields:
        places = {entry[0].start_mark.index: each for each, entry in members.items()}
        data = fields["data"][1]
        if places[max(at for at in places if at < start or at == min(places))] != "data":
            return ()
        is_block = isinstance(data, yaml.MappingNode) and not data.flow_style
        lead = " " * (data.value[0][0].start_mark.column if is_block else 2)
    breaks = (at.end() for at in re.finditer(r"\n(?=[^\n])", text[start:end].rstrip()))
    depth = " " * len(lead.rpartition("\n")[2])
    moved = (Edit(start + at, start + at, depth) for at in breaks)
    return (Edit(start, start, lead), name, *moved)


def _is_block_of_text(node: yaml.Node) -> bool:
    """Tell whether a value is text after `|` or `>`."""
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _binary(fields: dict[str, Entry], encoded: dict[str, Entry]) -> Iterator[Problem]:
    """Yield the problem of a Corefile in `binaryData`; `encoded` is what is in there."""
    if _COREFILE not in encoded:
        return
    name = fields["binaryData"][0]
    key_node = encoded[_COREFILE][0]
    is_wrong = not _is_base64(encoded[_COREFILE])
    renamed = is_wrong and "data" not in fields and not any(map(_is_base64, encoded.values()))
    message = _NOT_BASE64 if is_wrong else _BASE64
    yield _problem(
        key_node,
        message.format(key=_COREFILE),
        "misplaced",
        fatal=is_wrong,
        help="write the text of the Corefile in `data`, as `Corefile: |`",
        fix="write `data`",
        edits=(Edit(name.start_mark.index, name.end_mark.index, "data"),) if renamed else (),
    )


def _is_base64(entry: Entry) -> bool:
    """Tell whether a value is written in base64."""
    written = "".join(str(entry[1].value).split())
    try:
        b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return False
    return written != ""


def _problem(
    node: yaml.Node,
    message: str,
    about: About,
    *,
    fatal: bool = True,
    help: str = "",  # noqa: A002 - the name of the field
    fix: str = "",
    edits: tuple[Edit, ...] = (),
) -> Problem:
    start, end = node.start_mark.index, node.end_mark.index
    return Problem(start, end, message, fatal, about, help, fix, edits)
