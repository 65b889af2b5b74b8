"""A file that is itself a Corefile, or lines for a server block of one that imports it."""

from __future__ import annotations

from corefile.documents.model import Document, Embedded
from corefile.text.offsets import OffsetMap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.model import Kind

__all__ = ["read_plain"]

#: The ending of files, as of keys of a ConfigMap, that a Corefile imports into a server block.
_LINES = ".override"


def read_plain(text: str, name: str, bare: str = "") -> Document:
    """Make the document of a plain Corefile: one text, every offset its own.

    `bare` is its name without the endings of templates, where that is another.
    """
    whole = Embedded(text, kind_of_file(bare or name), OffsetMap.identity(len(text)))
    return Document(name, text, (whole,), ())


def kind_of_file(name: str) -> Kind:
    """Tell by its name what a file is; what begins like a Corefile is another one of these."""
    own = name.rpartition("/")[2]
    return "override" if own.endswith(_LINES) and not own.startswith("Corefile") else "corefile"
