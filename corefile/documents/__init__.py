"""Where Corefiles live: plain files, and the ConfigMaps of Kubernetes manifests.

`read` finds the Corefiles in a file and, for each, the exact place of every character in
that file, so that what is found in the Corefile can be shown where its author wrote it.
"""

from __future__ import annotations

from importlib import import_module

from corefile.documents.model import (
    Document,
    Embedded,
    Folder,
    Kind,
    Origin,
    Piece,
    Problem,
    Template,
    Variant,
)
from corefile.documents.reading import read
from corefile.documents.unknown import has_unknown
from corefile.documents.written import Unwritable, Written
from corefile.text.offsets import OffsetMap, Segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.kinds.helm.origin import DeepValues, HelmValues, ZoneFile
    from corefile.documents.kinds.helm.values import Extent, Slot
    from corefile.documents.kinds.kubernetes import ConfigMapKey
    from corefile.documents.kinds.markdown.lines import Fence
    from corefile.documents.kinds.markdown.origin import CodeBlock
    from corefile.documents.kinds.new_key import has_config_map, with_key
    from corefile.documents.kinds.plain import PlainFile
    from corefile.documents.kinds.scripts import HereDocument
    from corefile.documents.kinds.within import EncodedText, InnerText, TextKey
    from corefile.documents.portions import Portion
    from corefile.documents.writing import write_back
    from corefile.documents.yaml.string import YamlString

__all__ = [
    "CodeBlock",
    "ConfigMapKey",
    "DeepValues",
    "Document",
    "Embedded",
    "EncodedText",
    "Extent",
    "Fence",
    "Folder",
    "HelmValues",
    "HereDocument",
    "InnerText",
    "Kind",
    "OffsetMap",
    "Origin",
    "Piece",
    "PlainFile",
    "Portion",
    "Problem",
    "Segment",
    "Slot",
    "Template",
    "TextKey",
    "Unwritable",
    "Variant",
    "Written",
    "YamlString",
    "ZoneFile",
    "has_config_map",
    "has_unknown",
    "read",
    "with_key",
    "write_back",
]

#: What is loaded where it is asked for only, by its module: most files have no use for it.
_HOME = {
    "CodeBlock": "corefile.documents.kinds.markdown.origin",
    "ConfigMapKey": "corefile.documents.kinds.kubernetes",
    "DeepValues": "corefile.documents.kinds.helm.origin",
    "EncodedText": "corefile.documents.kinds.within",
    "Extent": "corefile.documents.kinds.helm.values",
    "Fence": "corefile.documents.kinds.markdown.lines",
    "HelmValues": "corefile.documents.kinds.helm.origin",
    "HereDocument": "corefile.documents.kinds.scripts",
    "InnerText": "corefile.documents.kinds.within",
    "PlainFile": "corefile.documents.kinds.plain",
    "Portion": "corefile.documents.portions",
    "Slot": "corefile.documents.kinds.helm.values",
    "TextKey": "corefile.documents.kinds.within",
    "YamlString": "corefile.documents.yaml.string",
    "ZoneFile": "corefile.documents.kinds.helm.origin",
    "has_config_map": "corefile.documents.kinds.new_key",
    "with_key": "corefile.documents.kinds.new_key",
    "write_back": "corefile.documents.writing",
}


def __getattr__(name: str) -> object:
    """Load what is asked for."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
