"""What an editor can do about findings: fix one, fix all, suppress one, explain the rule."""

from collections.abc import Iterator

from corefile.lint.failures import FAILED
from corefile.lint.fixing import fix_document
from corefile.lint.result import Located
from corefile.reference.links import rule_uri
from corefile.server.analysis import Analysis, Part
from corefile.server.diagnostics import Diagnostic, diagnostics
from corefile.text.edits import Edit
from corefile.text.patch import line_edits
from corefile.text.records import dataclass

__all__ = ["Action", "actions", "fix_all"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do about a finding."""

    title: str
    diagnostic: Diagnostic
    #: What changes in the file.
    edits: tuple[Edit, ...] = ()
    #: Whether it keeps what the configuration does, the mistake aside.
    safe: bool = False
    #: The page to open.
    uri: str = ""


def actions(analysis: Analysis, start: int, end: int) -> Iterator[Action]:
    """Yield what can be done about the findings that a range of the file touches."""
    for found in diagnostics(analysis):
        if found.start > end or found.end < start:
            continue
        rule, fix = found.item.finding.rule, found.item.fix
        if fix is not None and found.item.place.source.name == analysis.name:
            note = "" if fix.safe else " (changes what CoreDNS does)"
            title = f"{fix.message[:1].upper()}{fix.message[1:]}{note}"
            yield Action(title, found, fix.edits, fix.safe)
        edits = suppression(analysis, found.item)
        if edits:
            yield Action(f"Ignore `{rule.name}` in this line", found, edits)
        uri = rule_uri(rule)
        if uri:
            yield Action(f"Explain `{rule.name}`", found, uri=uri)


def suppression(analysis: Analysis, item: Located) -> tuple[Edit, ...]:
    """Return the edits that add a comment about a finding; none where no comment can be."""
    finding = item.finding
    if finding.rule == FAILED:
        return ()
    for part in analysis.parts:
        if finding.source.text == part.source.text and part.number == (item.corefile or 0):
            return part.written([comment(part, finding.span.end, finding.rule.name)]) or ()
    return ()


def comment(part: Part, offset: int, rule: str) -> Edit:
    """Return the edit that adds a comment to the line of a place.

    A line with a comment gets another one above it: a line has one comment.
    """
    text = part.source.text
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    stop = len(text) if end < 0 else end
    words = f"# corefile: ignore[{rule}]"
    line = text[begin:stop]
    if "#" not in line:
        return Edit(begin + len(line.rstrip()), begin + len(line.rstrip()), f" {words}")
    indent = line[: len(line) - len(line.lstrip())]
    place = max(begin, part.added)
    return Edit(place, place, f"{indent}{words}\n")


def fix_all(analysis: Analysis) -> tuple[Edit, ...]:
    """Return the edits of all safe fixes that can be made, as `corefile-lint --fix` makes them."""
    fixed = fix_document(
        analysis.document, read=analysis.reader, settings=analysis.settings, unsafe=False
    )
    return tuple(line_edits(analysis.text, fixed.text))
