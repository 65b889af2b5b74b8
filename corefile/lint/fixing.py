"""Makes the fixes of findings, in rounds, and keeps those that do what they say.

After each round the text is read again.  A safe fix is kept when CoreDNS reads what it read before,
but for the words that the fix says it adds or removes; and no fix is kept that brings a mistake
CoreDNS refuses.  Where one file imports from another, all this is asked of both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corefile.coredns.imports.files import Reader
from corefile.documents import read as read_document
from corefile.documents.model import Document
from corefile.documents.writing import keeps
from corefile.lint.cluster import Cluster, CorefileId, imports_some
from corefile.lint.document import identity, lint_document, order
from corefile.lint.effective_config import EffectiveConfig, differs_only, effective_config
from corefile.lint.embedded_fixes import inner_edits, is_lines
from corefile.lint.engine import KnownNames
from corefile.lint.finding import Edit, Fix
from corefile.lint.result import CheckResult, Located
from corefile.lint.settings import Settings
from corefile.syntax.parser import parse
from corefile.text.edits import apply_edits

__all__ = ["Fixed", "RelatedFile", "fix_document"]

#: What one fix uncovers another may fix; more rounds than this are a circle.
_MAX_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file with its fixes made."""

    text: str
    #: What was fixed, in the order in which it was.
    fixed: tuple[Located, ...]
    #: What is left; what could not be fixed has no fix.
    checked: CheckResult
    #: How many fixes could not be made, of those that were wanted.
    refused: int = 0
    #: Why fixes that were wanted cannot be written, where the kind of file is to blame; each once.
    read_only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedFile:
    """A file that shares imports with the one that is fixed, and stays as it is."""

    document: Document
    #: What the rules go by there.
    settings: Settings


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What is wrong in a file."""

    #: All that is in it, also what is found with a Corefile of another file.
    checked: CheckResult
    #: How many errors each rule finds, in all files that are looked at.
    errors: Counter[str]


def fix_document(
    document: Document,
    *,
    read: Reader | None = None,
    settings: Settings | None = None,
    unsafe: bool = False,
    beside: Sequence[RelatedFile] = (),
) -> Fixed:
    """Fix a file: safe fixes, and `unsafe` ones if wanted. The file itself is not written.

    `beside` are the files that it shares imports with; what is left in those they say themselves.
    """
    fixer = Fixer(read, settings or Settings(), tuple(beside))
    found = fixer.check(document)
    fixed: list[Located] = []
    for _ in range(_MAX_ROUNDS):
        safe = fixer.fix(document, found, fixable(found.checked, safe=True))
        done = safe or (
            fixer.fix(document, found, fixable(found.checked, safe=False)) if unsafe else None
        )
        if done is None:
            break
        document, found, made = done
        fixed += made
    left, refused = without_fixes(found.checked, unsafe=unsafe)
    reasons = tuple(read_only(document, left, unsafe=unsafe))
    return Fixed(document.text, tuple(fixed), left, refused, reasons)


def read_only(document: Document, checked: CheckResult, *, unsafe: bool) -> Iterable[str]:
    """Return why Corefiles with mistakes that could be fixed cannot be edited."""
    numbers = {
        item.corefile: None
        for item in checked.findings
        if item.finding.fix is not None and (item.finding.fix.safe or unsafe)
    }
    reasons = (document.read_only(number) for number in numbers if number is not None)
    return dict.fromkeys(reason for reason in reasons if reason)


def without_fixes(checked: CheckResult, *, unsafe: bool) -> tuple[CheckResult, int]:
    """Take the fixes off that were tried, for none of them does as it says; and count them."""
    tried = [item.fix is not None and (item.fix.safe or unsafe) for item in checked.findings]
    left = tuple(
        replace(item, fix=None) if was_tried else item
        for item, was_tried in zip(checked.findings, tried, strict=True)
    )
    return replace(checked, findings=left), sum(tried)


FixResult = tuple[Document, FileFindings, Sequence[Located]]


@dataclass(frozen=True, slots=True)
class Fixer:
    """What stays the same while a file is fixed."""

    read: Reader | None
    settings: Settings
    beside: tuple[RelatedFile, ...]

    def cluster(self, document: Document) -> Cluster:
        """Return the ConfigMaps of a file and of those beside it."""
        return Cluster((document, *(each.document for each in self.beside)))

    def check(self, document: Document) -> FileFindings:
        """Lint a text, and what imports it."""
        cluster = self.cluster(document)
        checked = lint_document(document, read=self.read, settings=self.settings, cluster=cluster)
        all_checked = [checked] + [
            lint_document(each.document, settings=each.settings, cluster=cluster)
            for each in self.beside
        ]
        found: dict[object, Located] = {}
        for item in (item for each in all_checked for item in each.findings):
            found.setdefault(identity(item), item)
        elsewhere = {id(each.source) for each in all_checked[1:]}
        here = [item for item in found.values() if id(item.place.source) not in elsewhere]
        here.sort(key=lambda item: order(item, checked.source))
        return FileFindings(replace(checked, findings=tuple(here)), errors(found.values()))

    def fix(
        self, document: Document, found: FileFindings, items: Sequence[Located]
    ) -> FixResult | None:
        """Fix findings, but for those whose fix does not do as it says; None for no change."""
        done = self.attempt(document, found, items)
        if done is not None or len(items) < 2:
            return done
        half = len(items) // 2
        # The later ones first, so that the places of the others stay true.
        later = self.fix(document, found, items[half:])
        if later is None:
            return self.fix(document, found, items[:half])
        document, found, made = later
        earlier = self.fix(document, found, items[:half])
        return later if earlier is None else (*earlier[:2], [*earlier[2], *made])

    def attempt(
        self, document: Document, found: FileFindings, items: Sequence[Located]
    ) -> FixResult | None:
        """Fix findings together; None when there is nothing to do or it does not do as it says."""
        fixes = [item.fix for item in items if item.fix is not None]
        if not fixes:
            return None
        text = apply_edits(document.text, edits_of(fixes))
        if text == document.text:
            return None
        after = read_document(text, document.name)
        if not as_written(document, after, items) or not self.holds(document, after, fixes):
            return None
        found_after = self.check(after)
        if not found_after.errors <= found.errors:
            return None
        return after, found_after, items

    def holds(self, before: Document, after: Document, fixes: Sequence[Fix]) -> bool:
        """Tell whether a text means what fixes say; where they are unsafe, it may mean anything."""
        if len(before.corefiles) != len(after.corefiles):
            return False
        if not all(fix.safe for fix in fixes):
            return True
        adds = {word for fix in fixes for word in fix.adds}
        removes = {word for fix in fixes for word in fix.removes}
        clusters = self.cluster(before), self.cluster(after)
        pairs = zip(*(cluster.corefiles() for cluster in clusters), strict=True)
        return all(
            same(self.reads(clusters[0], which), self.reads(clusters[1], which), adds, removes)
            for (which, old), (_, new) in pairs
            # What a Corefile imports may change while its own text does not.
            if old.text != new.text or imports_some(old.text)
        )

    def reads(self, cluster: Cluster, which: CorefileId) -> EffectiveConfig | None:
        """Return what CoreDNS reads from a Corefile; lines for a server block are read in one."""
        corefile = cluster.corefile(which)
        if is_lines(corefile):
            return effective_config(f". {{\n{corefile.text}\n}}")
        if not corefile.origin.is_embedded:
            return effective_config(corefile.text, self.read)
        tree = parse(corefile.text)
        mount = cluster.mount(which, tree)
        return effective_config(tree, None if mount is None else KnownNames(mount))


def as_written(before: Document, after: Document, items: Iterable[Located]) -> bool:
    """Tell whether the Corefiles in a file are as their fixes make them, and all else as it was."""
    edits: defaultdict[int, list[Edit]] = defaultdict(list)
    for item in items:
        if item.corefile is not None and item.finding.fix is not None:
            embedded = before.corefiles[item.corefile]
            edits[item.corefile] += inner_edits(item.finding.fix, embedded) or ()
    changed = [(before.corefiles[number], made) for number, made in edits.items()]
    return keeps(before, after, [(item, apply_edits(item.text, made)) for item, made in changed])


def same(
    before: EffectiveConfig | None,
    after: EffectiveConfig | None,
    adds: Iterable[str],
    removes: Iterable[str],
) -> bool:
    """Tell whether a meaning is as it was but for some words; what was refused has none to keep."""
    if before is None:
        return True
    return after is not None and differs_only(before, after, {*adds}, {*removes})


def edits_of(fixes: Iterable[Fix]) -> list[Edit]:
    """Return the edits of fixes."""
    return [edit for fix in fixes for edit in fix.edits]


def fixable(checked: CheckResult, *, safe: bool) -> list[Located]:
    """Return findings whose fixes can be made together, safe ones or unsafe ones: no two touch."""
    found = [item for item in checked.findings if item.fix is not None and item.fix.safe is safe]
    chosen: list[Located] = []
    end = -1
    for item in sorted(found, key=reach):
        start, stop = reach(item)
        if start > end:
            chosen.append(item)
            end = stop
    return chosen


def reach(item: Located) -> tuple[int, int]:
    """Return the first and last offset that the fix of a finding changes."""
    edits = item.fix.edits if item.fix is not None else ()
    starts, ends = [edit.start for edit in edits], [edit.end for edit in edits]
    return min(starts, default=0), max(ends, default=0)


def errors(found: Iterable[Located]) -> Counter[str]:
    """Count the findings of severity error, by rule."""
    return Counter(item.finding.rule.code for item in found if item.finding.severity == "error")
