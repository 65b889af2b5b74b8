"""A version of a file, read once: all that an editor asks about it is answered from here.

What takes time is worked out when it is first asked for: completion needs no rules.
"""

from bisect import bisect_right
from functools import cached_property

from corefile.coredns.imports.files import Reader
from corefile.coredns.releases.builds import Build, stock
from corefile.documents.model import Document, Embedded, Problem
from corefile.documents.reading import read
from corefile.documents.writing import Unwritable, outer_edits
from corefile.lint.braced_regions import braced_regions
from corefile.lint.cluster import Cluster, CorefileId
from corefile.lint.document import lint_document
from corefile.lint.embedded_fixes import added_to, inner_source
from corefile.lint.engine import context
from corefile.lint.named_builds import release_of
from corefile.lint.result import CheckResult
from corefile.lint.rule import Context
from corefile.lint.settings import Settings
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile
from corefile.text.edits import Edit
from corefile.text.offsets import Segment
from corefile.text.records import dataclass, field, replace
from corefile.text.source import Source

__all__ = ["Analysis", "Part"]

#: How many characters a text has at most that is looked at after every keystroke.
_LONGEST = 1 << 20
_TOO_LONG = "longer than a million characters: the editor does not check it, `corefile-lint` does"


@dataclass(frozen=True, eq=False)
class Analysis:
    """A version of a file."""

    #: The text of the file, and its name.
    text: str
    name: str
    #: What the rules go by, as users say.
    said: Settings
    #: Follows the imports of a plain Corefile; None where none may be followed.
    reader: Reader | None = None
    _checked: list[CheckResult] = field(default_factory=list, repr=False)

    @cached_property
    def document(self) -> Document:
        """The file, and the Corefiles in it; none in a text that is too long to type in."""
        if len(self.text) > _LONGEST:
            return Document(self.name, self.text, (), (Problem(0, 0, _TOO_LONG),))
        return read(self.text, self.name)

    @cached_property
    def settings(self) -> Settings:
        """What the rules go by, with the release of the file's image if nobody says one."""
        release = release_of(self.document) if self.said.build is None else ""
        return replace(self.said, build=stock(release)) if release else self.said

    @cached_property
    def refusing(self) -> Settings:
        """The rules for what CoreDNS refuses, which run much quicker than all.

        What a slip of the hand has caused is not explained by the slip.
        """
        severities = self.settings.severities
        rules = tuple(
            rule
            for rule in self.settings.rules
            if severities.get(rule.code, rule.severity) == "error"
        )
        return replace(self.settings, rules=rules, explain_slips=False)

    @property
    def checked(self) -> CheckResult:
        """What is wrong in the file."""
        # Not a `cached_property`: this one is asked for in a thread, and those share a lock.
        if not self._checked:
            found = lint_document(self.document, read=self.reader, settings=self.settings)
            self._checked.append(found)
        return self._checked[0]

    @property
    def is_checked(self) -> bool:
        """Whether `checked` is known already."""
        return bool(self._checked)

    @cached_property
    def refused(self) -> CheckResult:
        """What CoreDNS refuses."""
        return lint_document(self.document, read=self.reader, settings=self.refusing)

    @cached_property
    def parts(self) -> tuple["Part", ...]:
        """The Corefiles in the file."""
        return tuple(Part(self, number) for number in range(len(self.document.corefiles)))

    @cached_property
    def cluster(self) -> Cluster:
        """The ConfigMaps of the file."""
        return Cluster((self.document,))

    @property
    def build(self) -> Build:
        """The CoreDNS that decides."""
        return self.settings.build or stock()

    def at(self, offset: int) -> tuple["Part", int] | None:
        """Return the Corefile at a place of the file, and the place in its own text."""
        for part in self.parts:
            inner = part.inner(offset)
            if inner is not None:
                return part, inner
        return None


@dataclass(frozen=True, eq=False)
class Part:
    """A Corefile of a file. Offsets are those of its tree unless they are said to be outer."""

    analysis: Analysis
    #: Which of the Corefiles in the file it is.
    number: int

    @property
    def embedded(self) -> Embedded:
        """Where it is, and how it is edited there."""
        return self.analysis.document.corefiles[self.number]

    @property
    def added(self) -> int:
        """How many characters are before its own text in that of the tree."""
        return added_to(self.embedded)

    @cached_property
    def source(self) -> Source:
        """The text that is parsed."""
        return inner_source(self.embedded, Source(self.analysis.text, self.analysis.name))

    @cached_property
    def tree(self) -> Corefile:
        """Its tree."""
        return parse(self.source)

    @cached_property
    def reader(self) -> Reader | None:
        """What follows its imports: files beside a plain Corefile, keys beside another one."""
        embedded = self.embedded
        if embedded.is_lines:
            return None
        if not embedded.origin.is_embedded:
            return self.analysis.reader
        return self.analysis.cluster.mount(CorefileId(0, self.number), self.tree)

    @cached_property
    def context(self) -> Context:
        """What CoreDNS reads."""
        embedded = self.embedded
        return context(
            self.tree,
            self.reader,
            self.analysis.settings,
            embedded.folder,
            braced_regions(embedded, self.added),
            is_lines=embedded.is_lines,
        )

    @cached_property
    def _runs(self) -> tuple[Segment, ...]:
        """The stretches of the file in its order: values of a chart are put together in another."""
        return tuple(sorted(self.embedded.map.segments, key=lambda run: (run.outer, run.length)))

    def inner(self, outer: int) -> int | None:
        """Return the place of an outer one; None for what is outside the Corefile."""
        runs = self._runs
        at = bisect_right(runs, outer, key=lambda run: run.outer) - 1
        if at < 0:
            return None
        run = runs[at]
        if outer - run.outer <= run.length:
            return self.added + run.inner + outer - run.outer
        after = runs[at + 1] if at + 1 < len(runs) else None
        if after is None or self.embedded.origin.pieces:
            return None
        if self.analysis.text[run.outer + run.length : after.outer].strip():
            return None
        # In the indentation that the file puts before a line.
        return self.added + after.inner

    def outer(self, start: int, end: int) -> tuple[int, int]:
        """Return the outer range of a stretch."""
        last = len(self.embedded.text)
        first = min(max(start - self.added, 0), last)
        return self.embedded.map.span(first, min(max(end - self.added, first), last))

    def exact(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the outer range whose characters are those of a stretch; None where none is."""
        if start < self.added:
            return None
        return self.embedded.map.exact(start - self.added, end - self.added)

    def written(self, edits: list[Edit]) -> tuple[Edit, ...] | None:
        """Return edits of the Corefile as edits of the file; None where it cannot hold them."""
        if self.analysis.document.read_only(self.number):
            return None
        moved = [replace(e, start=e.start - self.added, end=e.end - self.added) for e in edits]
        try:
            return outer_edits(self.analysis.text, self.embedded, moved).edits
        except Unwritable:
            return None
