"""Writes the comments that suppress what is found.

Such a comment is made as a fix is: in rounds, proved, and taken back if the finding stays.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from corefile.coredns.imports.files import Reader
from corefile.documents import read as read_document
from corefile.documents.model import Document
from corefile.lint.baseline import Baseline
from corefile.lint.embedded_fixes import added_to, fix_translator, inner_source
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.fixing import Fixed, RelatedFile, fix_document
from corefile.lint.result import Located
from corefile.lint.rule import FindingsRule
from corefile.lint.settings import Settings
from corefile.lint.suppression import Suppression, read_suppressions
from corefile.syntax.parser import parse
from corefile.text.edits import apply_edits
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex
from corefile.text.source import Source, Span, line_starts

__all__ = ["suppress_document"]

#: A key, or an entry of a list, at the beginning of a line of YAML.
_KEY = regex(r"( *)(?:(?:- +)*[\w.-]+:(?=\s)|- )")

#: In a longer file, in characters, no comments of YAML are written: for each, all of it is read.
_LONGEST = 1 << 16

#: Why no comment suppresses a mistake from which others follow.
_CAUSE = (
    "a comment does not help where CoreDNS cannot read the text as it is meant: correct the mistake"
)


def suppress_document(
    document: Document,
    reason: str,
    *,
    read: Reader | None = None,
    settings: Settings | None = None,
    beside: Sequence[RelatedFile] = (),
    baseline: Baseline | None = None,
) -> Fixed:
    """Add a comment with a reason for each finding in a file. The file itself is not written.

    `read`, `settings`, `beside` and `baseline` are as for `fix_document`, and so is what this
    returns, with comments instead of fixes; `read_only` also says where no comment helps. What is
    found outside the Corefiles of this file stays.
    """

    def commented(here: Document, item: Located) -> Located:
        return with_comment(here, item, reason)

    done = fix_document(
        document,
        read=read,
        settings=settings,
        beside=beside,
        baseline=baseline,
        remedy=commented,
    )
    causes = sum(map(is_cause, done.checked.findings))
    if not (done.refused and causes):
        return done
    refused = max(done.refused - causes, 0)
    return replace(done, refused=refused, read_only=(*done.read_only, _CAUSE))


def is_cause(item: Located) -> bool:
    """Tell whether what CoreDNS refuses follows from a mistake: without it, that is reported."""
    return item.finding.severity == "error" and bool(item.consequences)


def with_comment(document: Document, item: Located, reason: str) -> Located:
    """Return a finding with the comment that suppresses it for its fix, or without any."""
    fix = outer = None
    source = item.place.source
    is_ours = document.template is None and not isinstance(item.finding.rule, FindingsRule)
    if is_ours and item.corefile is not None:
        embedded = document.corefiles[item.corefile]
        inner = item.finding.source
        if source.text == document.text and inner_source(embedded, source).text == inner.text:
            fix = comment_for(item.finding, added_to(embedded), reason)
            outer = fix and fix_translator(embedded, source)(fix)
            if (outer is None or not outer.safe) and embedded.origin.is_embedded:
                fix = outer = outer_comment_for(document, item, reason)
    return replace(item, finding=replace(item.finding, fix=fix if outer else None), fix=outer)


def outer_comment_for(document: Document, item: Located, reason: str) -> Fix | None:
    """Return the comment of YAML that suppresses a finding where the Corefile can hold none.

    So it is with the names and parameters of plugins in values for Helm.
    """
    name, text = item.finding.rule.name, document.text
    if len(text) > _LONGEST or not document.name.lower().endswith((".yaml", ".yml")):
        return None
    start = line_starts(text)[item.place.first.line - 1]
    indent = _KEY.match(text, start)
    if indent is None:
        return None
    comment = f"{indent[1]}# corefile: ignore[{name}] {reason}\n"
    edit = Edit(start, start, comment)
    after = read_document(apply_edits(text, (edit,)), document.name)
    if [each.text for each in after.corefiles] != [each.text for each in document.corefiles]:
        return None
    return Fix(f"suppress `{name}`", (edit,), reveals=True)


def comment_for(finding: Finding, added: int, reason: str) -> Fix | None:
    """Return the edit that suppresses a finding; None where there is no room for a comment.

    `added` is the number of characters before the text that are not its own.
    """
    lines, name = lines_of(finding.source.text), finding.rule.name
    line = finding.source.position(max(finding.span.start, added)).line
    edit = lines.known(line, name) or lines.new(line, added, f"# corefile: ignore[{name}] {reason}")
    return None if edit is None else Fix(f"suppress `{name}`", (edit,))


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a Corefile, and what is at the ends of them."""

    text: str
    #: Comments about rules, by the line that they are about.
    comments: dict[int, Suppression]
    #: The spans of words with a line feed in them, in order.
    long_words: tuple[Span, ...]
    #: The lines with a comment at their end.
    commented: frozenset[int]

    def known(self, line: int, name: str) -> Edit | None:
        """Return the edit that adds a rule to a comment about a line; None where there is none."""
        comment = self.comments.get(line)
        if comment is None:
            return None
        _, last = comment.names[-1]
        return Edit(last.end, last.end, f", {name}")

    def new(self, line: int, added: int, comment: str) -> Edit | None:
        """Return the edit that writes a comment after a line, or else above it."""
        starts = line_starts(self.text)
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        bare = self.text[start:end].rstrip()
        if line not in self.commented and bare and not self.is_in_word(end):
            at = start + len(bare)
            return Edit(at, at, f"  {comment}")
        if start < added or self.is_in_word(start):
            return None
        indent = self.text[start:end][: len(bare) - len(bare.lstrip())]
        return Edit(start, start, f"{indent}{comment}\n")

    def is_in_word(self, offset: int) -> bool:
        """Tell whether a place is in a word of several lines."""
        at = bisect_left(self.long_words, offset, key=lambda span: span.start) - 1
        return at >= 0 and offset < self.long_words[at].end


@lru_cache(maxsize=4)
def lines_of(text: str) -> Lines:
    """Look at the lines of a Corefile; all findings in it ask for them."""
    source = Source(text)
    tree = parse(source)
    comments = {
        comment.line: comment
        for comment in read_suppressions(tree)
        if comment.valid and comment.line is not None
    }
    tokens = tuple(tree.tokens())
    long_words = tuple(Span(t.start, t.start + len(t.raw)) for t in tokens if "\n" in t.raw)
    commented: set[int] = set()
    for token in tokens:
        begin = token.start - len(token.prefix)
        at = token.prefix.find("#")
        while at >= 0:
            commented.add(source.position(begin + at).line)
            end = token.prefix.find("\n", at)
            at = token.prefix.find("#", end) if end >= 0 else -1
    return Lines(text, comments, long_words, frozenset(commented))
