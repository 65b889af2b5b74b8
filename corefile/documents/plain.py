"""A file that is itself a Corefile."""

from __future__ import annotations

from corefile.documents.model import Document, Embedded, OffsetMap

__all__ = ["read_plain"]


def read_plain(text: str, name: str) -> Document:
    """Make the document of a plain Corefile: one text, every offset its own."""
    whole = Embedded(text, "corefile", OffsetMap.identity(len(text)))
    return Document(name, text, (whole,), ())
