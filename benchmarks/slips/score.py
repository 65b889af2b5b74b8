"""Scores what the linter says about a slip, and what `--fix` makes of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from benchmarks.slips.make import Slip
from corefile.coredns.model.verdict import verdict
from corefile.documents import read
from corefile.lint import lint_document
from corefile.lint.effective_config import effective_config
from corefile.lint.fixing import fix_document
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile
from corefile.text.edits import Edit, apply_edits

__all__ = ["Score", "is_sound", "matters", "score"]

Outcome = Literal["restored", "left", "worse"]


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one slip."""

    slip: Slip
    #: How many findings are above a note.
    findings: int
    #: Whether the first of them is at the slip.
    at_slip: bool
    #: Whether the help of that one names the repair.
    names_repair: bool
    #: What the safe fixes make of the text.
    fixed: Outcome
    #: The text after them.
    after: str


def is_sound(text: str, name: str = "Corefile") -> bool:
    """Tell whether CoreDNS takes a text and the linter has nothing against it."""
    checked = lint_document(read(text, name))
    return accepts(text, name) and all(item.finding.severity == "info" for item in checked.findings)


def corefile_of(text: str, name: str) -> Corefile | None:
    """Return the Corefile of a file; None if there is none, or if Kubernetes refuses the file."""
    document = read(text, name)
    found = [item.text for item in document.corefiles if item.kind == "corefile"]
    return parse(found[0]) if len(found) == 1 and not document.problems else None


def accepts(text: str, name: str) -> bool:
    """Tell whether CoreDNS takes the Corefile of a file."""
    tree = corefile_of(text, name)
    return tree is not None and verdict(tree, read=None).accepted


def meaning(text: str, name: str) -> object:
    """Return what CoreDNS reads from a file; None if it refuses it.

    Where a property stands among others of a plugin does not matter.
    """
    tree = corefile_of(text, name)
    read_as = None if tree is None else effective_config(tree)
    if read_as is None:
        return None
    return [{name: in_order(words) for name, words in server.items()} for server in read_as]


def in_order(words: Sequence[tuple[str, bool]]) -> list[list[str]]:
    """Return the lines of a plugin, those with different names in the order of their names."""
    lines: list[list[str]] = []
    for word, goes_on in words:
        if not goes_on or not lines:
            lines.append([])
        lines[-1].append(word)
    return [lines[0], *sorted(lines[1:], key=lambda line: line[0])] if lines else []


def matters(slip: Slip) -> bool:
    """Tell whether CoreDNS refuses a slip, or reads something else than the sound text."""
    if slip.kind == "argument lost":  # CoreDNS takes many lines with fewer words too
        return not accepts(slip.text, slip.name)
    same = meaning(slip.text, slip.name) == meaning(slip.sound, slip.name)
    return not same or not accepts(slip.text, slip.name)


def score(slip: Slip) -> Score:
    """Return what the linter makes of a slip."""
    document = read(slip.text, slip.name)
    checked = lint_document(document)
    found = [item for item in checked.findings if item.finding.severity != "info"]
    first = found[0] if found else None
    lines = range(first.place.first.line, first.place.last.line + 1) if first else range(0)
    at_slip = bool(slip.lines & set(lines[:1]))
    said = f"{first.finding.help} {first.finding.message}" if first else ""
    names = at_slip and bool(re.search(slip.repair, said))
    some = any(item.fix is not None and item.fix.safe for item in checked.findings)
    after = fix_document(document).text if some else slip.text
    return Score(slip, len(found), at_slip, names, outcome(slip, after), after)


def outcome(slip: Slip, after: str) -> Outcome:
    """Tell what the fixes have made of a slip.

    They are worse than nothing when CoreDNS takes the text for something else than was meant, or
    refuses it once the slip is corrected by hand.
    """
    if after == slip.text:
        return "left"
    if accepts(after, slip.name):
        if is_meant(slip, meaning(after, slip.name)):
            return "restored"
        if not accepts(slip.text, slip.name):
            return "worse"
    return "left" if accepts(merged(slip, after), slip.name) else "worse"


def is_meant(slip: Slip, now: object) -> bool:
    """Tell whether a meaning is that of the sound text, or of what fixes make of it."""
    if now == meaning(slip.sound, slip.name):
        return True
    fixed = fix_document(read(slip.sound, slip.name)).text
    return fixed != slip.sound and now == meaning(fixed, slip.name)


def merged(slip: Slip, after: str) -> str:
    """Return the text with the slip undone, and those of the fixes that are elsewhere."""
    undone = undoing(slip)
    elsewhere = [
        edit
        for edit in differences(slip.text, after)
        if all(edit.end < other.start or edit.start > other.end for other in undone)
    ]
    return apply_edits(slip.text, [*undone, *elsewhere])


def undoing(slip: Slip) -> list[Edit]:
    """Return the edits of the text with the slip that undo it."""
    edits = []
    shift = 0
    for edit in sorted(slip.edits):
        start = edit.start + shift
        edits.append(Edit(start, start + len(edit.text), slip.sound[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)
    return edits


def differences(before: str, after: str) -> list[Edit]:
    """Return the edits that make one text of another, line by line."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        Edit(starts[a], starts[b], "".join(new[c:d])) for tag, a, b, c, d in codes if tag != "equal"
    ]
