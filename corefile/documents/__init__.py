"""Where Corefiles live: plain files, and the ConfigMaps of Kubernetes manifests.

`read` finds the Corefiles in a file and, for each, the exact place of every character in
that file, so that what is found in the Corefile can be shown where its author wrote it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import partial
from importlib import import_module

from corefile.documents.kinds import kind_of
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
from corefile.documents.sniff import may_be_template, template_name
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
    from corefile.documents.kinds.plain import PlainFile
    from corefile.documents.kinds.template.marks import Tag
    from corefile.documents.yaml.string import YamlString

__all__ = [
    "CodeBlock",
    "ConfigMapKey",
    "DeepValues",
    "Document",
    "Embedded",
    "Extent",
    "Fence",
    "Folder",
    "HelmValues",
    "Kind",
    "OffsetMap",
    "Origin",
    "Piece",
    "PlainFile",
    "Problem",
    "Segment",
    "Slot",
    "Template",
    "Unwritable",
    "Variant",
    "Written",
    "YamlString",
    "ZoneFile",
    "has_unknown",
    "read",
]

#: What is loaded where it is asked for only, by its module: most files have no use for it.
_HOME = {
    "CodeBlock": "corefile.documents.kinds.markdown.origin",
    "ConfigMapKey": "corefile.documents.kinds.kubernetes",
    "DeepValues": "corefile.documents.kinds.helm.origin",
    "Extent": "corefile.documents.kinds.helm.values",
    "Fence": "corefile.documents.kinds.markdown.lines",
    "HelmValues": "corefile.documents.kinds.helm.origin",
    "PlainFile": "corefile.documents.kinds.plain",
    "Slot": "corefile.documents.kinds.helm.values",
    "YamlString": "corefile.documents.yaml.string",
    "ZoneFile": "corefile.documents.kinds.helm.origin",
}


def read(text: str, name: str) -> Document:
    """Find the Corefiles in `text`, the decoded content of the file called `name`.

    A file named `.yaml`, `.yml` or `.json` is a manifest; under any other name (`-` for
    standard input) the text decides: objects of Kubernetes of any kind and values for Helm are
    manifests. Anything that is not a manifest is a plain Corefile; one named `.override` is
    lines for a server block.
    One named `.md` or `.markdown` is Markdown, whose blocks of code may hold Corefiles.
    One named `.tf` is code for Terraform, in which no Corefile is looked for.
    Endings such as `.j2` and `.tmpl` say that it is a template of what is named before them.
    Never raises: what cannot be read is among the problems of the document.
    """
    bare, dialects = template_name(name)
    kind = kind_of(bare, text)
    document = kind.read(text, name, bare)
    if not kind.has_templates or (not dialects and not may_be_template(text)):
        return document
    # Most files are not templates.
    from corefile.documents.kinds.template.marks import placeholders  # noqa: PLC0415
    from corefile.documents.kinds.template.rendering import rendering_of  # noqa: PLC0415
    from corefile.documents.kinds.template.variants import TemplateFile  # noqa: PLC0415

    tags = placeholders(text, dialects)
    if tags and (dialects or document.problems or _in_corefile(document, tags)):
        template = TemplateFile(rendering_of(text, tags), partial(_read_variant, name, bare))
        return replace(document, template=template)
    return document


def _read_variant(name: str, bare: str, text: str) -> Document:
    """Find the Corefiles in a text that a template may render to."""
    return kind_of(bare, text).read(text, name, bare)


def _in_corefile(document: Document, tags: tuple[Tag, ...]) -> bool:
    """Tell whether a mark of a template is in a Corefile."""
    starts = [tag.start for tag in tags]
    return any(
        bisect_left(starts, run.outer) < bisect_left(starts, run.outer + run.length)
        for item in document.corefiles
        for run in item.map.segments
    )


def __getattr__(name: str) -> object:
    """Load what is asked for."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
