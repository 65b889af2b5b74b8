"""Where Corefiles live: plain files, and the ConfigMaps of Kubernetes manifests.

`read` finds the Corefiles in a file and, for each, the exact place of every character in
that file, so that what is found in the Corefile can be shown where its author wrote it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from corefile.documents.kinds.plain import read_plain
from corefile.documents.model import (
    Document,
    Embedded,
    Extent,
    Folder,
    Kind,
    Piece,
    Problem,
    Slot,
)
from corefile.documents.sniff import (
    TERRAFORM,
    is_manifest,
    is_markdown,
    may_be_template,
    may_hold_block,
    may_hold_corefile,
    template_name,
)
from corefile.text.offsets import OffsetMap, Segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.kinds.template.marks import Tag
    from corefile.documents.kinds.template.rendering import Variant

__all__ = [
    "Document",
    "Embedded",
    "Extent",
    "Folder",
    "Kind",
    "OffsetMap",
    "Piece",
    "Problem",
    "Segment",
    "Slot",
    "read",
    "read_variant",
]

_NO_YAML = (
    "This file holds a ConfigMap, and reading one needs the Python package PyYAML, which is not"
    " installed: no Corefile in it is checked. Install it with `pip install PyYAML`."
)

_NO_MARKDOWN = (
    "This file has blocks of code that may hold Corefiles, and reading them needs the Python"
    " package markdown-it-py, which is not installed: none is checked. Install it with"
    " `pip install 'corefile[markdown]'`."
)


def read(text: str, name: str) -> Document:
    """Find the Corefiles in ``text``, the decoded content of the file called ``name``.

    A file named ``.yaml``, ``.yml`` or ``.json`` is a manifest; under any other name (``-`` for
    standard input) the text decides: objects of Kubernetes of any kind and values for Helm are
    manifests.  Anything that is not a manifest is a plain Corefile; one named ``.override`` is
    lines for a server block.
    One named ``.md`` or ``.markdown`` is Markdown, whose blocks of code may hold Corefiles.
    One named ``.tf`` is code for Terraform, in which no Corefile is looked for.
    Endings such as ``.j2`` and ``.tmpl`` say that it is a template of what is named before them.
    Never raises: what cannot be read is among the problems of the document.
    """
    bare, dialects = template_name(name)
    if is_markdown(bare):
        return _read_markdown(text, name)
    document = _read(text, name, bare)
    if not dialects and not may_be_template(text):
        return document
    # Most files are no templates.
    from corefile.documents.kinds.template.marks import placeholders  # noqa: PLC0415
    from corefile.documents.kinds.template.rendering import template_of  # noqa: PLC0415

    tags = placeholders(text, dialects)
    if tags and (dialects or document.problems or _in_corefile(document, tags)):
        return replace(document, template=template_of(text, tags))
    return document


def read_variant(document: Document, variant: Variant) -> Document:
    """Find the Corefiles in a text that a template may render to."""
    from corefile.documents.kinds.template.variants import filled_in  # noqa: PLC0415 - not for most files

    bare, _ = template_name(document.name)
    return filled_in(_read(variant.text, document.name, bare))


def _read_markdown(text: str, name: str) -> Document:
    if not may_hold_block(text):
        return Document(name, text, (), ())
    try:
        from corefile.documents.kinds.markdown.blocks import read_markdown  # noqa: PLC0415 - an extra
    except ImportError:
        return Document(name, text, (), (Problem(0, 0, _NO_MARKDOWN, about="package"),))
    return read_markdown(text, name)


def _in_corefile(document: Document, tags: tuple[Tag, ...]) -> bool:
    """Tell whether a mark of a template stands in a Corefile."""
    starts = [tag.start for tag in tags]
    return any(
        bisect_left(starts, run.outer) < bisect_left(starts, run.outer + run.length)
        for item in document.corefiles
        for run in item.map.segments
    )


def _read(text: str, name: str, bare: str) -> Document:
    if bare.lower().endswith(TERRAFORM):
        return Document(name, text, (), ())
    if not is_manifest(bare, text):
        return read_plain(text, name, bare)
    if not may_hold_corefile(text):
        return Document(name, text, (), ())
    try:
        # Importing a YAML parser takes longer than checking a Corefile.
        from corefile.documents.kinds.kubernetes import read_manifest  # noqa: PLC0415
    except ImportError:
        return Document(name, text, (), (Problem(0, 0, _NO_YAML, about="package"),))
    return read_manifest(text, name)
