"""Where an example is in Markdown."""

from __future__ import annotations

from corefile.documents.model import Origin
from corefile.documents.written import Unwritable, Written
from corefile.text.edits import Edit, apply_edits
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.kinds.markdown.lines import Fence
    from corefile.documents.kinds.template.rendering import Rendered
    from corefile.documents.model import Embedded, Piece
    from corefile.text.offsets import OffsetMap

__all__ = ["CodeBlock", "Derived", "Printed"]

#: In characters. A block of code may hold many Corefiles, and is read again for each edit of one.
_LARGEST_MANIFEST = 50_000


@dataclass(frozen=True, slots=True)
class Printed(Origin):
    """What a command prints, after its prompt."""

    #: It is all that the block of code is there for.
    is_embedded = False
    #: Nothing: it can be edited.
    read_only = ""

    #: How many characters are before it.
    start: int

    @property
    def title(self) -> str:
        """Nothing: it is all there is."""
        return ""

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Return the edits where the text is."""
        at = self.start
        return Written(tuple(Edit(edit.start + at, edit.end + at, edit.text) for edit in edits))


@dataclass(frozen=True, slots=True)
class Derived(Origin):
    """A Corefile in a text that is made of a block of code, which shows a part of a file."""

    #: Why it cannot be edited.
    read_only: str
    #: What the text is, in words.
    what: str
    #: Where the Corefile is in that, in words; empty where it is all of it.
    inner: str
    #: The ConfigMap of the Corefile, as `NAMESPACE/NAME` as far as they are given.
    config_map: str
    #: Its key there.
    key: str

    @property
    def title(self) -> str:
        """Where it is, in words ("new side, ConfigMap coredns, key Corefile")."""
        return f"{self.what}, {self.inner}" if self.inner else self.what

    @property
    def has_own_layout(self) -> bool:
        """Whether nothing lays it out: it cannot be written."""
        return True


@dataclass(frozen=True, slots=True)
class CodeBlock(Origin):
    """A block of code in Markdown."""

    #: Nothing: it can be edited.
    read_only = ""
    #: All of the block is read again.
    is_costly = True

    #: Which of the file's blocks of code it is, from 1 on.
    block: int
    #: The block.
    fence: Fence
    #: Its text with words for what it leaves to its readers.
    rendered: Rendered
    #: The places of the characters of that.
    places: OffsetMap
    #: The Corefile as it is in that: its places are those of the rendered text.
    corefile: Embedded
    #: What that is put together from.
    pieces: tuple[Piece, ...] = ()

    @property
    def title(self) -> str:
        """Where it is, in words ("code block 1, ConfigMap coredns, key Corefile")."""
        inner = self.corefile.origin.title
        return f"code block {self.block}" + (f", {inner}" if inner else "")

    @property
    def has_own_layout(self) -> bool:
        """Whether something else than the author lays it out."""
        return self.corefile.origin.has_own_layout

    @property
    def inside(self) -> tuple[str, OffsetMap, Embedded]:
        """The text of the block, and the Corefile in that."""
        return self.rendered.text, self.places, self.corefile

    @property
    def innermost(self) -> Origin:
        """Where it is in that text."""
        return self.corefile.origin.innermost

    def around(self, file: str) -> str:
        """Return the text that the pieces have their places in: not that of the file."""
        return self.corefile.origin.around(self.rendered.text)

    def as_written(self, corefile: Embedded) -> str:
        """Return the Corefile with what it leaves to its readers."""
        from corefile.documents.kinds.template.rendering import STAND_IN  # noqa: PLC0415

        if self.corefile.origin.read_only:
            return corefile.text
        content = self.fence.content
        words = STAND_IN.finditer(corefile.text)
        places = ((word, self.corefile.map.span(*word.span())) for word in words)
        spans = ((word, self.rendered.map.span(*place)) for word, place in places)
        edits = [Edit(*word.span(), content[slice(*span)]) for word, span in spans]
        return apply_edits(corefile.text, edits)

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the block's lines. Raises Unwritable."""
        # Needed for edits only.
        from corefile.documents.kinds.markdown.examples import unfilled_edits  # noqa: PLC0415
        from corefile.documents.kinds.markdown.lines import prefixed_edits  # noqa: PLC0415

        origin = self.corefile.origin
        if origin.is_embedded and len(self.fence.content) > _LARGEST_MANIFEST:
            raise Unwritable("this block of code is too large to be edited")
        inner = origin.write(self.rendered.text, self.corefile, edits)
        found = unfilled_edits(self.fence.content, self.rendered, self.corefile, inner.edits)
        return Written(prefixed_edits(file, self.fence, found), inner.restyled)
