"""A file that is itself a Corefile, or lines for a server block of one that imports it."""

from __future__ import annotations

import re

from corefile.documents.kinds.foreign import foreign, strange
from corefile.documents.model import Document, Embedded, Origin
from corefile.documents.recognise import (
    has_only_plugins,
    is_corefile_name,
    reads_as_lines,
    reads_as_part,
)
from corefile.documents.written import Written
from corefile.text.offsets import OffsetMap
from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.model import Kind
    from corefile.text.edits import Edit

__all__ = ["PlainFile", "read_file"]

#: The ending of files, as of keys of a ConfigMap, that a Corefile imports into a server block.
_LINES = ".override"
#: The endings of files that are not.
_WHOLE = (".server", ".corefile")
#: A line without a block.
_ALONE = regex(r"^[a-z][^\n{}]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PlainFile(Origin):
    """A file that is itself a Corefile."""

    #: It is the file itself.
    is_embedded = False
    #: Nothing: it can be edited.
    read_only = ""

    @property
    def title(self) -> str:
        """Nothing: it is nowhere else."""
        return ""

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Return the edits as they are."""
        return Written(tuple(edits))


def read_file(text: str, name: str, bare: str) -> Document:
    """Make the document of a plain Corefile: one text, every offset its own.

    A file that is plainly something else holds none.
    `bare` is its name without the endings of templates.
    """
    problem = foreign(text) or strange(text, bare)
    if problem is not None:
        return Document(name, text, (), (problem,))
    places = OffsetMap.identity(len(text))
    whole = Embedded(text, kind_of_file(bare, text), places, PlainFile())
    return Document(name, text, (whole,), ())


def kind_of_file(name: str, text: str) -> Kind:
    """Tell what a file is: by its name, or that it is lines for an import if that tells nothing."""
    own = name.rpartition("/")[2]
    is_named = own.endswith(_LINES) and not own.startswith("Corefile")
    return "override" if is_named or is_part(own, text) else "corefile"


def is_part(own: str, text: str) -> bool:
    """Tell whether a file that is not called like a Corefile has only lines of a server block."""
    if own in ("", "-", "Corefile") or _ALONE.search(text) is None or is_corefile_name(own):
        return False
    may_be = not own.endswith(_WHOLE) and reads_as_lines(text)
    return may_be and (reads_as_part(text) or ("{" in text and has_only_plugins(text)))
