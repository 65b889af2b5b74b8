"""Where the Corefile is that CoreDNS's chart makes of its values."""

from __future__ import annotations

from corefile.documents.model import Origin
from corefile.documents.written import Written
from corefile.text.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.kinds.helm.values import Extent, Slot
    from corefile.documents.model import Embedded, Piece
    from corefile.documents.yaml.string import YamlString
    from corefile.text.edits import Edit

__all__ = ["DeepValues", "HelmValues", "ZoneFile"]


@dataclass(frozen=True, slots=True)
class HelmValues(Origin):
    """Values for the chart of CoreDNS, from which it puts a Corefile together."""

    #: Nothing: it can be edited.
    read_only = ""

    #: The keys that lead to them, with dots between; empty where they are the whole file.
    path: str
    #: The values, in the order of the Corefile.
    pieces: tuple[Piece, ...]
    #: Where more can be put, in the order of the Corefile.
    slots: tuple[Slot, ...] = ()
    #: What can be taken away.
    extents: tuple[Extent, ...] = ()
    #: The string of the file that the values are a text in, whose places all of them have.
    within: YamlString | None = None

    @property
    def title(self) -> str:
        """Where they are, in words ("Helm values in spec.values")."""
        return f"Helm values in {self.path}" if self.path else "Helm values"

    def around(self, file: str) -> str:
        """Return the text that the values are written in."""
        return file if self.within is None else self.within.text

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the values. Raises Unwritable."""
        # Needed for edits only.
        from corefile.documents.kinds.helm.pieces import by_piece  # noqa: PLC0415
        from corefile.documents.kinds.helm.slots import in_slots  # noqa: PLC0415
        from corefile.documents.yaml.writing import in_string  # noqa: PLC0415

        if self.within is not None:
            inner = replace(self, within=None).write(self.within.text, corefile, edits)
            ordered = sorted(inner.edits, key=lambda edit: (edit.start, edit.end))
            outer = in_string(file, self.within, ordered) if ordered else inner
            return Written(outer.edits, inner.restyled or outer.restyled)
        anew = False
        found, rest = in_slots(file, corefile.text, self.slots, self.extents, edits)
        for string, each in by_piece(corefile.text, self.pieces, rest):
            changes = [edit for edit in each if edit.text or edit.start < edit.end]
            if changes:
                written = in_string(file, string, changes)
                found += written.edits
                anew = anew or written.restyled
        return Written(tuple(found), anew)


@dataclass(frozen=True, slots=True)
class DeepValues(Origin):
    """Values that are a text in a text in a text."""

    #: Why it cannot be edited.
    read_only = "it is a text in a text in a text"

    #: The keys that lead to them, with dots between.
    path: str

    @property
    def title(self) -> str:
        """Where they are, in words ("Helm values in spec.values")."""
        return f"Helm values in {self.path}"


@dataclass(frozen=True, slots=True)
class ZoneFile(Origin):
    """A file that the chart puts beside the Corefile, for plugins to read too."""

    #: Why it cannot be edited.
    read_only = "files beside the Corefile are not edited"

    #: Its name.
    name: str

    @property
    def title(self) -> str:
        """Which one it is, in words ("zone file example.db")."""
        return f"zone file {self.name}"
