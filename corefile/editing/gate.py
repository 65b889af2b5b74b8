"""The one way by which a text changes.

A change is edits of the text, and the outline that it is meant to have then. The new text is
parsed; if its outline is another, or CoreDNS would refuse what it took before, nothing changes.
So whatever wrote the edits, no text comes out that reads differently from what was meant.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.releases.builds import Build
from corefile.editing.composing import compose
from corefile.editing.errors import Gone, Refused
from corefile.editing.outline import Item, Path, Shape, outline
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile, SyntaxFault
from corefile.text.edits import Edit, apply_edits
from corefile.text.placeholders import only_placeholder
from corefile.text.regex import regex
from corefile.text.source import Source

__all__ = ["Entry", "Gate"]

#: The words of the text in the message of a fault.
NAMED = regex(r"`[^`]*`")


class Entry:
    """A line, server block or snippet that is followed through all changes."""

    __slots__ = ("_node", "index", "shape")

    def __init__(self, shape: Shape, node: Item | None, index: int = 0) -> None:
        self.shape: Shape = shape
        self._node = node
        #: Its place in the outline.
        self.index: int = index

    @property
    def node(self) -> Item:
        """What the tree has for it now. Raises Gone."""
        if self._node is None:
            raise Gone(f"`{' '.join(self.shape.words)}` is no longer in the text")
        return self._node

    def settle(self, shape: Shape, node: Item | None, index: int = 0) -> None:
        """Say where it is now; no node means that it is gone."""
        self.shape, self._node, self.index = shape, node, index


class Gate:
    """A text, its outline, and how they change together."""

    def __init__(self, tree: Corefile, build: Build, *, check: bool = True) -> None:
        self.tree: Corefile = tree
        #: The CoreDNS that the text is for.
        self.build: Build = build
        #: Whether it has to take the text.
        self.check: bool = check
        #: Whether the changes are those of one whole, which is judged at its end.
        self.is_inside: bool = False
        self._judged: tuple[tuple[Corefile, str], ...] = ()
        #: The text that the edits are edits of.
        self.original: str = tree.source.text
        #: All changes so far, as edits of the original text.
        self.edits: tuple[Edit, ...] = ()
        self.entries: list[Entry] = [
            Entry(s, node, place) for place, (s, node) in enumerate(outline(tree))
        ]

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self.tree.source.text

    def children(self, entry: Entry | None) -> list[Entry]:
        """Return what is directly inside an entry, or on the outermost level."""
        if entry is None:
            return [each for each in self.entries if each.shape.depth == 0]
        _, depth = entry.node, entry.shape.depth + 1
        inside = self.entries[entry.index + 1 : self.behind(entry)]
        return [each for each in inside if each.shape.depth == depth]

    def parent(self, entry: Entry) -> Entry | None:
        """Return what an entry is in; None on the outermost level."""
        _, depth = entry.node, entry.shape.depth
        above = reversed(self.entries[: entry.index])
        return next((each for each in above if each.shape.depth < depth), None)

    def path(self, entry: Entry | None) -> Path:
        """Return the way to an entry in the tree; the empty path for None."""
        path: Path = ()
        while entry is not None:
            path = (entry.node, *path)
            entry = self.parent(entry)
        return path

    def behind(self, entry: Entry) -> int:
        """Return the place in the outline after an entry and all that is inside it."""
        _, depth = entry.node, entry.shape.depth
        place = entry.index + 1
        while place < len(self.entries) and self.entries[place].shape.depth > depth:
            place += 1
        return place

    def change(
        self,
        edits: Sequence[Edit],
        start: int,
        stop: int,
        meant: Sequence[tuple[Shape, Entry | None]],
    ) -> list[Entry]:
        """Make edits that replace a part of the outline with shapes, and give their entries.

        An entry beside a shape is what has that shape from now on; without one it is new. Raises
        Refused.
        """
        placeholder = only_placeholder(self.text)
        if placeholder:
            raise Refused(
                f"the whole text is `{placeholder}`, which something else replaces: edit what is "
                "put in there"
            )
        tree = parse(Source(apply_edits(self.text, edits), self.tree.source.name))
        kept = [(entry.shape, entry) for entry in self.entries]
        planned = [*kept[:start], *meant, *kept[stop:]]
        found = list(outline(tree))
        if [shape for shape, _ in planned] != [shape for shape, _ in found]:
            raise Refused(difference([s for s, _ in planned], [s for s, _ in found]))
        fault = new_fault(self.tree, tree)
        if fault is not None:
            raise Refused(f"CoreDNS would refuse the text: {fault.message}")
        if not self.is_inside:
            self.judge(self.tree, tree)
        self.edits = compose(self.original, self.edits, edits)
        self.settle(tree, [entry or Entry(shape, None) for shape, entry in planned])
        return self.entries[start : start + len(meant)]

    def settle(self, tree: Corefile, entries: list[Entry]) -> None:
        """Take a tree, and the entries that its outline is made of."""
        for entry in self.entries:
            entry.settle(entry.shape, None)
        for place, (entry, (shape, node)) in enumerate(zip(entries, outline(tree), strict=True)):
            entry.settle(shape, node, place)
        self.tree, self.entries = tree, entries

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Make all changes inside, or none if there is an exception.

        CoreDNS has to take the text at the end, not in between.
        """
        tree, edits, entries, was_inside = self.tree, self.edits, self.entries, self.is_inside
        self.is_inside = True
        try:
            yield
            if not was_inside:
                self.judge(tree, self.tree)
        except BaseException:
            self.settle(tree, entries)
            self.edits = edits
            raise
        finally:
            self.is_inside = was_inside

    def judge(self, before: Corefile, after: Corefile) -> None:
        """Raise Refused for a text that CoreDNS would refuse, where it took the one before."""
        if after is before or not self.check:
            return
        refusal = self.refusal_of(after)
        if refusal and not self.refusal_of(before):
            raise Refused(f"CoreDNS would refuse the text: {refusal}")

    def refusal_of(self, tree: Corefile) -> str:
        """Return what CoreDNS says if it does not take a text; the last answers are kept."""
        for known, refusal in self._judged:
            if known is tree:
                return refusal
        refusal = refusal_of(tree, self.build)
        self._judged = ((tree, refusal), *self._judged[:1])
        return refusal


def refusal_of(tree: Corefile, build: Build) -> str:
    """Return what CoreDNS says if it does not take a text; empty if it does.

    What the text leaves open, such as variables and imported files, is never a reason.
    """
    expansion = expand(tree, env=None, read=None, directives=build.plugins)
    if expansion.error is not None:
        return expansion.error.message
    found = configure(expansion, build=build).refusals
    return next((refusal.message for refusal in found if refusal.certain), "")


def new_fault(before: Corefile, after: Corefile) -> SyntaxFault | None:
    """Return a fault of a tree of a kind that another tree has not, or has not as often."""
    left = Counter(NAMED.sub("", fault.message) for fault in before.errors)
    for fault in after.errors:
        kind = NAMED.sub("", fault.message)
        if not left[kind]:
            return fault
        left[kind] -= 1
    return None


def difference(meant: Sequence[Shape], found: Sequence[Shape]) -> str:
    """Say what is first read in another way than was meant."""
    pairs = zip([*meant, None], [*found, None], strict=False)
    one, other = next(pair for pair in pairs if pair[0] != pair[1])
    read, wanted = described(other), described(one)
    if read == wanted:
        return f"CoreDNS would read {read} in another place than is meant"
    return f"CoreDNS would read {read} where {wanted} is meant"


def described(shape: Shape | None) -> str:
    """Return a shape in words."""
    if shape is None:
        return "the end of the text"
    kinds = {"ServerBlock": "a server block", "Snippet": "a snippet", "Block": "a lone brace"}
    kinds |= {"Directive": "a plugin", "Property": "a property", "Import": "an import"}
    words = " ".join(shape.words)
    named = f" `{words if len(words) <= 60 else words[:59] + '…'}`" if words else ""
    return f"{kinds[shape.kind.__name__]}{named}{' with a block' if shape.block and named else ''}"
