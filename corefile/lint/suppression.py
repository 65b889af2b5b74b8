"""Comments that keep rules silent.

``# corefile: ignore[RULE, …] reason`` at the end of a line is about that line; alone on a line it
is about the next one.  ``# corefile: ignore-file[RULE, …] reason`` is about the whole text.
RULE is a rule's name or code.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from corefile.lint.finding import Finding
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile, Token
from corefile.text.source import Source, Span

__all__ = ["Suppressed", "Suppression", "read_suppressions", "suppress"]

_COMMENT = re.compile(r"#[^\n]*")
_MARK = re.compile(
    r"#+[ \t]*corefile:[ \t]*(?P<word>ignore(?:-\w+)*)(?![\w-])[ \t]*(?:\[(?P<names>[^\]\n]*)\])?"
)
_NAME = re.compile(r"[^,\s]+")
_FILE, _LINE = "ignore-file", "ignore"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that keeps rules silent, or means to."""

    #: What is after `corefile:`.
    word: str
    #: The rules, as written, and where each is.
    names: tuple[tuple[str, Span], ...]
    #: Where the comment is.
    span: Span
    #: The 1-based line it is about; None for the whole text.
    line: int | None

    @property
    def valid(self) -> bool:
        """Whether it says what to suppress."""
        return self.word in (_FILE, _LINE) and bool(self.names)

    def covers(self, finding: Finding, name: str) -> bool:
        """Tell whether a finding is one that the comment's name of a rule is about."""
        if not self.valid or name not in (finding.rule.name, finding.rule.code):
            return False
        if self.line is None:
            return True
        lines = (finding.source.position(at).line for at in (finding.span.start, finding.span.end))
        return self.line in lines


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What is left of findings, and which comments did nothing."""

    kept: tuple[Finding, ...]
    #: Comments of the Corefile itself, each with a name in it that kept nothing silent.
    unused: tuple[tuple[Suppression, str, Span], ...]


def suppress(tree: Corefile, findings: Collection[Finding]) -> Suppressed:
    """Remove the findings that comments suppress, in the Corefile and in what it imports."""
    comments = read_suppressions(tree)
    sources = {id(finding.source): finding.source for finding in findings}
    by_source = {
        key: comments if source is tree.source else of_import(source)
        for key, source in sources.items()
    }
    kept = []
    used: set[Span] = set()
    for finding in findings:
        spans = covering(by_source[id(finding.source)], finding)
        if finding.source is tree.source:
            used.update(spans)
        if not spans:
            kept.append(finding)
    unused = tuple(
        (comment, name, span)
        for comment in comments
        if comment.valid
        for name, span in comment.names
        if span not in used
    )
    return Suppressed(tuple(kept), unused)


def covering(comments: Iterable[Suppression], finding: Finding) -> list[Span]:
    """Return the places of the names that keep a finding silent."""
    return [
        span
        for comment in comments
        for name, span in comment.names
        if comment.covers(finding, name)
    ]


def of_import(source: Source) -> list[Suppression]:
    """Return the comments of an imported file."""
    return read_suppressions(parse(source)) if "corefile:" in source.text else []


def read_suppressions(tree: Corefile) -> list[Suppression]:
    """Return the comments that keep rules silent, in the order of the text."""
    if "corefile:" not in tree.source.text:
        return []
    return list(chosen(tree.tokens()))


def chosen(tokens: Iterable[Token]) -> Iterator[Suppression]:
    """Yield the comments before each token that are about rules."""
    ended = 0
    for token in tokens:
        begin = token.start - len(token.prefix)
        for comment in _COMMENT.finditer(token.prefix):
            mark = _MARK.match(comment[0])
            if mark is None:
                continue
            start = begin + comment.start()
            names = tuple(
                (name[0], Span(start + name.start(), start + name.end()))
                for name in _NAME.finditer(comment[0], *mark.span("names"))
            )
            alone = ended == 0 or "\n" in token.prefix[: comment.start()]
            line = None if mark["word"] == _FILE else token.line if alone else ended
            yield Suppression(mark["word"], names, Span(start, begin + comment.end()), line)
        ended = token.line + token.raw.count("\n")
