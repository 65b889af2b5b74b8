"""Where Corefiles live: plain files, and the ConfigMaps of Kubernetes manifests.

`read` finds the Corefiles in a file and, for each, the exact place of every character in
that file, so that what is found in the Corefile can be shown where its author wrote it.
"""

from __future__ import annotations

from corefile.documents.model import Document, Embedded, Kind, OffsetMap, Problem, Segment
from corefile.documents.plain import read_plain
from corefile.documents.sniff import is_manifest, may_hold_corefile

__all__ = ["Document", "Embedded", "Kind", "OffsetMap", "Problem", "Segment", "read"]

_NO_YAML = (
    "This file holds a ConfigMap, and reading one needs the Python package PyYAML, which is not"
    " installed: no Corefile in it is checked. Install it with `pip install PyYAML`."
)


def read(text: str, name: str) -> Document:
    """Find the Corefiles in ``text``, the decoded content of the file called ``name``.

    A file named ``.yaml``, ``.yml`` or ``.json`` is a manifest; under any other name (``-`` for
    standard input) the text decides.  Anything that is not a manifest is a plain Corefile.
    Never raises: what cannot be read is among the problems of the document.
    """
    if not is_manifest(name, text):
        return read_plain(text, name)
    if not may_hold_corefile(text):
        return Document(name, text, (), ())
    try:
        # Importing a YAML parser takes longer than checking a Corefile.
        from corefile.documents.kubernetes import read_manifest  # noqa: PLC0415
    except ImportError:
        return Document(name, text, (), (Problem(0, 0, _NO_YAML),))
    return read_manifest(text, name)
