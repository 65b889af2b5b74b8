"""The Corefiles in a text that a template may render to."""

from __future__ import annotations

from dataclasses import replace

from corefile.documents.kinds.template.rendering import with_references

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.model import Document

__all__ = ["filled_in"]


def filled_in(document: Document) -> Document:
    """Put references where the values of a variant stand, and imports where its lines do.

    They are as long as what stood there, so that no place changes.  Which files a Corefile finds
    beside it is then not known.
    """
    text = with_references(document.text)
    corefiles = tuple(replace(item, text=with_references(item.text)) for item in document.corefiles)
    if text != document.text:
        corefiles = tuple(replace(item, folder=None) for item in corefiles)
    return replace(document, text=text, corefiles=corefiles)
