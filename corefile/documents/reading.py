"""Finds the Corefiles in a file, by the kind of the file, and what a template renders to."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial

from corefile.documents.kinds import kind_of
from corefile.documents.model import Document
from corefile.documents.sniff import may_be_template, template_name
from corefile.text.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.kinds.template.marks import Tag

__all__ = ["read"]


def read(text: str, name: str) -> Document:
    """Find the Corefiles in `text`, the decoded content of the file called `name`.

    A file named `.yaml`, `.yml` or `.json` (or `.ign`, `.bu`, `.sls`) is a manifest; under any
    other name (`-` for standard input) the text decides: objects of Kubernetes and values for Helm
    are manifests. Anything that is not a manifest is a plain Corefile; one named `.override` is
    lines for a server block.
    One named `.md`, `.markdown` or `.mdx` is Markdown, whose blocks of code may hold Corefiles.
    In code for Terraform (`.tf`) and in shell scripts, here-documents may hold Corefiles; in other
    code, strings of several lines. What is copied from a terminal is read with its commands.
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
    is_known = any(problem.about == "foreign" for problem in document.problems)
    if is_known or not tags:
        return document
    if dialects or document.problems or _in_corefile(document, tags):
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
