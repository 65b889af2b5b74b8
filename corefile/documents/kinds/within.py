"""Where a Corefile is that a file has as a text, or in one of its texts."""

from __future__ import annotations

from corefile.documents.model import Origin
from corefile.documents.written import Written
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.model import Embedded, Piece
    from corefile.documents.yaml.string import YamlString
    from corefile.text.edits import Edit

__all__ = ["EncodedText", "InnerText", "TextKey"]


@dataclass(frozen=True, slots=True)
class TextKey(Origin):
    """A key of a YAML or JSON file that is called like a Corefile, or whose file is."""

    #: Nothing: it can be edited.
    read_only = ""

    #: The keys that lead to it, with dots between.
    path: str
    #: Its value.
    string: YamlString
    #: Whether other keys have its text by an alias.
    is_shared: bool = False

    @property
    def title(self) -> str:
        """Where it is, in words ("key spec.kubeDNS.externalCoreFile")."""
        return f"key {self.path}"

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the string. Raises Unwritable."""
        # Needed for edits only.
        from corefile.documents.yaml.writing import in_string  # noqa: PLC0415

        return in_string(file, self.string, edits)


@dataclass(frozen=True, slots=True)
class EncodedText(Origin):
    """A key whose value is a Corefile in base64, or in the URL that has it."""

    #: Why it cannot be edited.
    read_only = "it is encoded"

    #: The keys that lead to it, with dots between.
    path: str

    @property
    def title(self) -> str:
        """Where it is, in words ("key files.contents.source")."""
        return f"key {self.path}"


@dataclass(frozen=True, slots=True)
class InnerText(Origin):
    """A manifest, or the like, that is a text in a YAML or JSON file, and has a Corefile."""

    #: Nothing: it can be edited.
    read_only = ""
    #: The text is read again.
    is_costly = True

    #: The keys that lead to the text, with dots between.
    path: str
    #: The text.
    within: YamlString
    #: The Corefile as it is in that: its places are those of the text.
    corefile: Embedded
    #: What that is put together from.
    pieces: tuple[Piece, ...] = ()

    @property
    def title(self) -> str:
        """Where it is, in words ("ConfigMap coredns, key Corefile in addons")."""
        return f"{self.corefile.origin.title} in {self.path}"

    def around(self, file: str) -> str:
        """Return the text that the pieces have their places in: not that of the file."""
        return self.corefile.origin.around(self.within.text)

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the text it is in. Raises Unwritable."""
        # Needed for edits only.
        from corefile.documents.written import Unwritable  # noqa: PLC0415
        from corefile.documents.yaml.writing import in_string  # noqa: PLC0415

        origin = self.corefile.origin
        if origin.read_only:
            raise Unwritable(origin.read_only)
        inner = origin.write(self.within.text, self.corefile, edits)
        ordered = sorted(inner.edits, key=lambda edit: (edit.start, edit.end))
        outer = in_string(file, self.within, ordered) if ordered else inner
        return Written(outer.edits, inner.restyled or outer.restyled)
