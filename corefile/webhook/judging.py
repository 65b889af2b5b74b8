"""Judges what an object has for CoreDNS, by the rules of the linter."""

import json
from base64 import b64decode
from collections.abc import Mapping

from corefile.documents import read
from corefile.documents.kinds.kubernetes import read_file
from corefile.documents.model import Document, Embedded
from corefile.documents.recognise import kind_of_key
from corefile.lint.document import lint_document
from corefile.lint.embedded_fixes import added_to
from corefile.lint.result import Located
from corefile.lint.settings import Settings
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.source import Source
from corefile.vocabulary import SEVERITIES
from corefile.webhook.targets import CONFIG_MAP

__all__ = ["Told", "judge"]

#: What node-cache replaces in its Corefile when it starts.
_REPLACED = "__PILLAR__"

#: A field of HelmChartConfig and HelmChart (k3s, RKE2) with values for Helm as text.
_VALUES = "valuesContent"


@dataclass(frozen=True, slots=True)
class Told(Brief):
    """A finding as the webhook tells it."""

    #: How grave it is: error, warning or info.
    severity: str
    #: The name of the rule.
    rule: str
    #: Where it is: `Corefile:5:9`, key, line and column; empty where it is in no text.
    place: str
    #: What is wrong, and what to do about it.
    message: str


def judge(
    kind: str, namespace: str, name: str, content: Mapping[str, object], settings: Settings
) -> list[Told]:
    """Return what is wrong in the content of an object, the gravest first."""
    values = _values_of(content)
    document = (
        _manifest(kind, namespace, name, content) if values is None else read(values, "values.yaml")
    )
    found = lint_document(document, settings=settings).findings
    told = [_told(item, document, in_values=values is not None) for item in found]
    return sorted(told, key=lambda each: SEVERITIES.index(each.severity))


def _values_of(content: Mapping[str, object]) -> str | None:
    """Return the values for Helm that an object has as text; None for any other."""
    spec = content.get("spec")
    values = spec.get(_VALUES) if isinstance(spec, dict) else None
    return values if isinstance(values, str) else None


def _manifest(kind: str, namespace: str, name: str, content: Mapping[str, object]) -> Document:
    """Read an object as the manifest that it would be in a file."""
    metadata = {"namespace": namespace, "name": name}
    fields = _decoded(content) if kind == CONFIG_MAP else content
    text = json.dumps({"apiVersion": "v1", "kind": kind, "metadata": metadata, **fields})
    # Nothing that is in a cluster is a template any more, whatever it looks like.
    return read(text, "object.json.base") if _REPLACED in text else read_file(text, "object.json")


def _decoded(content: Mapping[str, object]) -> dict[str, object]:
    """Return the data of a ConfigMap, with those keys of `binaryData` that are for CoreDNS."""
    data, binary = content.get("data", {}), content.get("binaryData", {})
    if not isinstance(data, dict) or not isinstance(binary, dict):
        return dict(content)
    texts = {key: _text(value) for key, value in binary.items() if kind_of_key(key)}
    return {"data": {**data, **texts}}


def _text(encoded: object) -> object:
    """Return the text that is written in base64; what is not, as it is."""
    try:
        return b64decode(str(encoded), validate=True).decode("utf-8", "surrogateescape")
    except ValueError:
        return encoded


def _told(item: Located, document: Document, *, in_values: bool) -> Told:
    """Return a finding with its place in a text that its author knows."""
    finding = item.finding
    message = f"{finding.message} ({finding.help})" if finding.help else finding.message
    place = _in_values(item) if in_values else _in_key(item, document)
    return Told(finding.severity, finding.rule.name, place, message)


def _in_values(item: Located) -> str:
    """Return the place of a finding in values for Helm."""
    position = item.place.source.position(item.place.start)
    return f"{_VALUES}:{position.line}:{position.column}"


def _in_key(item: Located, document: Document) -> str:
    """Return the place of a finding in a key of the object."""
    source, start = item.finding.source, item.finding.span.start
    if item.corefile is None:
        return ""
    embedded = _embedded(source, document.corefiles[item.corefile], document)
    if embedded.origin.pieces:
        return embedded.origin.title
    offset = start if source.text == embedded.text else max(start - added_to(embedded), 0)
    position = Source(embedded.text).position(offset)
    return f"{source.name.rpartition('/')[2]}:{position.line}:{position.column}"


def _embedded(source: Source, found: Embedded, document: Document) -> Embedded:
    """Return the text that a finding is in, which may be one that another imports."""
    return next((each for each in document.corefiles if each.text == source.text), found)
