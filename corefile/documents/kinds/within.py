"""Where a Corefile is that a file has as a text, or in one of its texts."""

from __future__ import annotations

from corefile.documents.model import Origin
from corefile.documents.written import Unwritable, Written
from corefile.text.edits import Edit
from corefile.text.offsets import OffsetMap, Segment
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.model import Embedded, Piece
    from corefile.documents.yaml.string import YamlString

__all__ = ["EncodedText", "Filled", "InnerText", "Stretch", "TextKey"]


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
    """A key whose value is in base64, or in the URL that has it: a Corefile, or a manifest."""

    #: Why it cannot be edited.
    read_only = "it is encoded"

    #: The keys that lead to it, with dots between; "" for a manifest.
    path: str
    #: Where the Corefile is in the manifest, in words.
    inner: str = ""
    #: The ConfigMap of the Corefile, as `NAMESPACE/NAME` as far as they are given.
    config_map: str = ""
    #: Its key there.
    key: str = ""

    @property
    def title(self) -> str:
        """Where it is, in words ("key files.contents.source")."""
        return self.inner or f"key {self.path}"


@dataclass(frozen=True, slots=True)
class Filled(Origin):
    """A string of a program that values are put into, or whose signs stand for others."""

    #: Why it cannot be edited.
    read_only = "a program puts values into it"

    #: What it is, in words.
    what: str
    #: Where the Corefile is in that, in words.
    inner: str
    #: The ConfigMap of the Corefile, as `NAMESPACE/NAME` as far as they are given.
    config_map: str
    #: Its key there.
    key: str

    @property
    def title(self) -> str:
        """Where it is, in words ("string 1, ConfigMap coredns, key Corefile")."""
        return f"{self.what}, {self.inner}" if self.inner else self.what


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
    #: The ConfigMap of the Corefile, as `NAMESPACE/NAME` as far as they are given.
    config_map: str = ""
    #: Its key there.
    key: str = ""

    @property
    def title(self) -> str:
        """Where it is, in words ("ConfigMap coredns, key Corefile in addons")."""
        return f"{self.corefile.origin.title} in {self.path}"

    @property
    def innermost(self) -> Origin:
        """Where it is in that text."""
        return self.corefile.origin.innermost

    @property
    def ends_around(self) -> bool:
        """Whether its last line is that of the text."""
        return self.corefile.map.outer(len(self.corefile.text)) == len(self.within.text)

    def around(self, file: str) -> str:
        """Return the text that the pieces have their places in: not that of the file."""
        return self.corefile.origin.around(self.within.text)

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the text it is in. Raises Unwritable."""
        # Needed for edits only.
        from corefile.documents.yaml.writing import in_string  # noqa: PLC0415

        origin = self.corefile.origin
        if origin.read_only:
            raise Unwritable(origin.read_only)
        inner = origin.write(self.within.text, self.corefile, edits)
        ordered = sorted(inner.edits, key=lambda edit: (edit.start, edit.end))
        outer = in_string(file, self.within, ordered) if ordered else inner
        return Written(outer.edits, inner.restyled or outer.restyled)


@dataclass(frozen=True, slots=True)
class Stretch(Origin):
    """A stretch of a file that is read as a file of its own, and has a Corefile."""

    #: Nothing: it can be edited.
    read_only = ""
    #: All of it is read again.
    is_costly = True

    #: What it is, in words.
    what: str
    #: Where it begins in the file.
    start: int
    #: Its text.
    content: str
    #: The Corefile as it is in that: its places are those of the text.
    corefile: Embedded
    #: What it cannot have in it.
    quote: str
    #: The ConfigMap of the Corefile, as `NAMESPACE/NAME` as far as they are given.
    config_map: str
    #: Its key there.
    key: str
    #: What the Corefile is put together from.
    pieces: tuple[Piece, ...] = ()

    @classmethod
    def of(
        cls, what: str, start: int, content: str, corefile: Embedded, quote: str = ""
    ) -> Stretch:
        """Make the origin of a Corefile that is found in a stretch of a file."""
        inner = corefile.origin
        return cls(what, start, content, corefile, quote, inner.config_map, inner.key, inner.pieces)

    @property
    def title(self) -> str:
        """Where it is, in words ("output 1, ConfigMap coredns, key Corefile")."""
        inner = self.corefile.origin.title
        return f"{self.what}, {inner}" if inner else self.what

    @property
    def inside(self) -> tuple[str, OffsetMap, Embedded]:
        """The stretch, and the Corefile in that."""
        places = OffsetMap((Segment(0, self.start, len(self.content)),))
        return self.content, places, self.corefile

    @property
    def innermost(self) -> Origin:
        """Where it is in that text."""
        return self.corefile.origin.innermost

    def around(self, file: str) -> str:
        """Return the text that the pieces have their places in: not that of the file."""
        return self.corefile.origin.around(self.content)

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the stretch. Raises Unwritable."""
        origin, at = self.corefile.origin, self.start
        if origin.read_only:
            raise Unwritable(origin.read_only)
        inner = origin.write(self.content, self.corefile, edits)
        if self.quote and any(self.quote in edit.text for edit in inner.edits):
            raise Unwritable("the edited text would end the quoted one it is in")
        moved = (Edit(edit.start + at, edit.end + at, edit.text) for edit in inner.edits)
        return Written(tuple(moved), inner.restyled)
