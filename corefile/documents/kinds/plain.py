"""A file that is itself a Corefile, or lines for a server block of one that imports it."""

from __future__ import annotations

from corefile.documents.kinds.foreign import foreign, strange
from corefile.documents.model import Document, Embedded, Origin
from corefile.documents.written import Written
from corefile.text.offsets import OffsetMap
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.model import Kind
    from corefile.text.edits import Edit

__all__ = ["PlainFile", "read_file"]

#: The ending of files, as of keys of a ConfigMap, that a Corefile imports into a server block.
_LINES = ".override"


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
    whole = Embedded(text, kind_of_file(bare), places, PlainFile())
    return Document(name, text, (whole,), ())


def kind_of_file(name: str) -> Kind:
    """Tell by its name what a file is; what begins like a Corefile is another one of these."""
    own = name.rpartition("/")[2]
    return "override" if own.endswith(_LINES) and not own.startswith("Corefile") else "corefile"
