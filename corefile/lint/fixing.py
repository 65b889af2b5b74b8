"""Makes the fixes of findings, in rounds, and keeps those that do what they say.

After each round the text is read again.  A safe fix is kept when CoreDNS reads what it read before,
but for the words that the fix says it adds or removes; and no fix is kept that brings a mistake
CoreDNS refuses, or whose finding is still there.  Where one file imports from another, all this is
asked of both.

What a text becomes depends on that text alone, and rounds that lead nowhere are undone.  So to fix
a file twice is to fix it once.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from corefile.coredns.imports.files import Reader
from corefile.documents import read as read_document
from corefile.documents.model import Document
from corefile.documents.writing import keeps
from corefile.lint.baseline import Baseline
from corefile.lint.cluster import Cluster, CorefileId, imports_some
from corefile.lint.document import identity, lint_document
from corefile.lint.effective_config import EffectiveConfig, differs_only, effective_config
from corefile.lint.embedded_fixes import inner_edits
from corefile.lint.engine import KnownNames
from corefile.lint.finding import Edit, Fix
from corefile.lint.result import CheckResult, Located, order
from corefile.lint.settings import Settings
from corefile.syntax.parser import parse
from corefile.text.brief import Brief
from corefile.text.edits import apply_edits
from corefile.text.records import dataclass, replace

__all__ = ["Fixed", "RelatedFile", "fix_document"]

#: What one fix uncovers another may fix; so many rounds after which there is no less to fix than
#: before are a circle, or have no end.
_MAX_IDLE_ROUNDS = 10

#: How often a round tries to make some of its fixes, where they cannot all be made together.
_MAX_ATTEMPTS = 64

#: How often fixes that do not help are left out at once, before they are looked for one by one.
_MAX_LEFT_OUT = 3


#: Gives a finding of a document another fix than its own.
Remedy = Callable[[Document, Located], Located]


@dataclass(frozen=True, slots=True)
class Fixed(Brief):
    """A file with its fixes made."""

    #: The text of the file.
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
class RelatedFile(Brief):
    """A file that shares imports with the one that is fixed, and stays as it is."""

    #: The file.
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
    baseline: Baseline | None = None,
    remedy: Remedy | None = None,
) -> Fixed:
    """Fix a file: safe fixes, and `unsafe` ones if wanted. The file itself is not written.

    `read` gives the files that it imports; without it none is read. `settings` are what the rules
    go by. `beside` are the files that it shares imports with; their own findings are not returned.
    What `baseline` knows is not fixed. `remedy` gives a finding of a document another fix.
    """
    fixer = Fixer(read, settings or Settings(), tuple(beside), unsafe, baseline, remedy)
    found = fixer.check(document)
    fixed: list[Located] = []
    best = document, found, fixed
    idle = 0
    while idle < _MAX_IDLE_ROUNDS:
        done = fixer.round(document, found)
        if done is None:
            best = document, found, fixed
            break
        document, found, made = done
        fixed = [*fixed, *made]
        idle += 1
        if fixer.wanted(found) < fixer.wanted(best[1]):
            best, idle = (document, found, fixed), 0
    document, found, fixed = best
    tried = fixer.new(found.checked)
    left, refused = without_fixes(found.checked, tried, unsafe=unsafe)
    reasons = tuple(read_only(document, tried, unsafe=unsafe))
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


def without_fixes(
    checked: CheckResult, wanted: CheckResult, *, unsafe: bool
) -> tuple[CheckResult, int]:
    """Take the fixes off that were tried, for none of them does as it says; and count them.

    `wanted` are the findings that were to be fixed.
    """
    tried = {
        id(item) for item in wanted.findings if item.fix is not None and (item.fix.safe or unsafe)
    }
    left = tuple(
        replace(item, fix=None) if id(item) in tried else item for item in checked.findings
    )
    return replace(checked, findings=left), len(tried)


FixResult = tuple[Document, FileFindings, Sequence[Located]]


@dataclass(frozen=True, slots=True)
class Fixer:
    """What stays the same while a file is fixed."""

    read: Reader | None
    settings: Settings
    beside: tuple[RelatedFile, ...]
    unsafe: bool
    baseline: Baseline | None
    remedy: Remedy | None

    def new(self, checked: CheckResult) -> CheckResult:
        """Return the findings that are to be fixed: those that no baseline knows."""
        return checked if self.baseline is None else self.baseline.new(checked)

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
        if self.remedy is not None:
            here = [self.remedy(document, item) for item in here]
        return FileFindings(replace(checked, findings=tuple(here)), errors(found.values()))

    def wanted(self, found: FileFindings) -> int:
        """Count the findings that have a fix to make."""
        fixes = (item.fix for item in self.new(found.checked).findings)
        return sum(fix is not None and (fix.safe or self.unsafe) for fix in fixes)

    def round(self, document: Document, found: FileFindings) -> FixResult | None:
        """Make the safe fixes that can be made together, else unsafe ones; None for no change."""
        new = self.new(found.checked)
        done = self.fix(document, found, fixable(new, safe=True))
        if done is None and self.unsafe:
            return self.fix(document, found, fixable(new, safe=False))
        return done

    def fix(
        self, document: Document, found: FileFindings, items: Sequence[Located]
    ) -> FixResult | None:
        """Fix findings, but for those whose fix does not do as it says; None for no change."""
        made: list[Located] = []
        waiting = [items]
        for _ in range(_MAX_ATTEMPTS):
            if not waiting:
                break
            part = waiting.pop()
            done = self.attempt(document, found, part)
            if done is not None:
                document, found = done[:2]
                made[:0] = done[2]
            elif len(part) > 1:
                half = len(part) // 2
                # The later ones first, so that the places of the others stay true.
                waiting += part[:half], part[half:]
        return (document, found, made) if made else None

    def attempt(
        self, document: Document, found: FileFindings, items: Sequence[Located]
    ) -> FixResult | None:
        """Fix findings together, but for those that no fix helps.

        None when there is nothing to do or it does not do as it says.
        """
        for _ in range(_MAX_LEFT_OUT):
            done = self.made(document, found, items)
            if done is None:
                return None
            helped = without_idle(items, found.checked, done[1].checked)
            if len(helped) == len(items):
                return done
            items = helped
        return None

    def made(
        self, document: Document, found: FileFindings, items: Sequence[Located]
    ) -> FixResult | None:
        """Make fixes together; None when there is nothing to do or they do not do as they say."""
        fixes = [item.fix for item in items if item.fix is not None]
        if not fixes:
            return None
        text = apply_edits(document.text, edits_of(fixes))
        if text == document.text:
            return None
        after = read_document(text, document.name)
        if all(fix.reveals for fix in fixes):
            return (after, self.check(after), items) if reveals(document, after, items) else None
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
        if not all(fix.safe and not fix.repairs for fix in fixes):
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
        if corefile.is_lines:
            return effective_config(f". {{\n{corefile.text}\n}}")
        if not corefile.origin.is_embedded:
            return effective_config(corefile.text, self.read)
        tree = parse(corefile.text)
        mount = cluster.mount(which, tree)
        return effective_config(tree, None if mount is None else KnownNames(mount))


def reveals(before: Document, after: Document, items: Iterable[Located]) -> bool:
    """Tell whether what kept Corefiles from being read as they are is gone, and others stay."""
    numbers = {item.corefile for item in items}
    texts = iter([item.text for item in after.corefiles])
    others = (item for at, item in enumerate(before.corefiles) if at not in numbers)
    fewer = len(before.problems) - (None in numbers)
    return all(item.text in texts for item in others) and len(after.problems) <= fewer


def without_idle(
    items: Sequence[Located], before: CheckResult, after: CheckResult
) -> Sequence[Located]:
    """Leave out those of the findings that were fixed together that are there as before."""
    old, new = starts(before), starts(after)
    moved = Moved(edits_of(item.fix for item in items if item.fix is not None))

    def is_idle(item: Located) -> bool:
        found = item.finding.rule.code, item.finding.message
        here, there = moved.around(item.place.start)
        # What an edit rewrites may hold several.
        return count(new.get(found, ()), *there) >= count(old[found], *here)

    return [item for item in items if item.place.source is not before.source or not is_idle(item)]


def starts(checked: CheckResult) -> dict[tuple[str, str], list[int]]:
    """Return where findings of each kind begin in a file, in order."""
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for item in checked.findings:
        if item.place.source is checked.source:
            found[item.finding.rule.code, item.finding.message].append(item.place.start)
    return found


def count(numbers: Sequence[int], first: int, last: int) -> int:
    """Count how many of some numbers, which are sorted, are from one up to another."""
    return bisect_right(numbers, last) - bisect_left(numbers, first)


class Moved:
    """Where places of a text are when edits are made."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = sorted(edits, key=lambda edit: (edit.start, edit.end))
        self._ends = [edit.end for edit in self._edits]
        changes = (len(edit.text) - (edit.end - edit.start) for edit in self._edits)
        self._shifts = [0, *accumulate(changes)]

    def around(self, place: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the first and last place of what an edit rewrites here, before and after.

        Where none does, that is the place alone.
        """
        number = bisect_right(self._ends, place)
        shift = self._shifts[number]
        edit = self._edits[number] if number < len(self._edits) else None
        if edit is None or place < edit.start:
            return (place, place), (place + shift, place + shift)
        begin = edit.start + shift
        return (edit.start, edit.end - 1), (begin, begin + len(edit.text) - 1)


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
    # What they reveal comes to its turn after.
    found = [item for item in found if item.fix is not None and item.fix.reveals] or found
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
