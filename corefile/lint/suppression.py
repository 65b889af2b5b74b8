"""Comments that keep rules silent.

``# corefile: ignore[RULE, …] reason`` at the end of a line is about that line; alone on a line it
is about the next one.  ``# corefile: ignore-file[RULE, …] reason`` is about the whole text.
RULE is a rule's name or code.
"""

from collections.abc import Collection, Iterable, Iterator

from corefile.lint.finding import Finding
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile, Token
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.source import Source, Span
from corefile.text.typed import TypeAlias

__all__ = [
    "Suppressed",
    "Suppression",
    "naming",
    "of_import",
    "read_comment",
    "read_suppressions",
    "suppress",
]

_COMMENT = regex(r"#[^\n]*")
_MARK = regex(
    r"#+[ \t]*corefile:[ \t]*(?P<word>ignore(?:-\w+)*)(?![\w-])[ \t]*(?:\[(?P<names>[^\]\n]*)\])?"
)
_NAME = regex(r"[^,\s]+")
_FILE, _LINE = "ignore-file", "ignore"

#: The name or code of a rule, as written, and a line; None for the whole text.
Asked: TypeAlias = tuple[str, int | None]


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

    def asked(self) -> Iterator[Asked]:
        """Yield what is to be suppressed: a rule, and in which line."""
        if self.valid:
            for name, _ in self.names:
                yield name, self.line


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
        key: {
            asked
            for comment in (comments if source is tree.source else of_import(source))
            for asked in comment.asked()
        }
        for key, source in sources.items()
    }
    kept = []
    used: set[Asked] = set()
    for finding in findings:
        known = by_source[id(finding.source)]
        suppressed = [asked for asked in ways(finding) if asked in known] if known else ()
        if finding.source is tree.source:
            used.update(suppressed)
        if not suppressed:
            kept.append(finding)
    unused = tuple(
        (comment, name, span)
        for comment in comments
        if comment.valid
        for name, span in comment.names
        if (name, comment.line) not in used
    )
    return Suppressed(tuple(kept), unused)


def ways(finding: Finding) -> Iterator[Asked]:
    """Yield all that suppresses a finding: the rule's name or code, in the text or in a line."""
    lines = (finding.source.position(at).line for at in (finding.span.start, finding.span.end))
    for line in (None, *lines):
        yield finding.rule.name, line
        yield finding.rule.code, line


def naming(comments: Iterable[Suppression], finding: Finding) -> Iterator[Span]:
    """Yield the places of the names in comments that suppress a finding."""
    asked = set(ways(finding))
    for comment in comments:
        if comment.valid:
            yield from (span for name, span in comment.names if (name, comment.line) in asked)


def of_import(source: Source) -> list[Suppression]:
    """Return the comments of a file that is imported, or can be."""
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
            alone = ended == 0 or "\n" in token.prefix[: comment.start()]
            line = token.line if alone else ended
            suppression = read_comment(comment[0], begin + comment.start(), line)
            if suppression is not None:
                yield suppression
        ended = token.line + token.raw.count("\n")


def read_comment(comment: str, start: int, line: int) -> Suppression | None:
    """Read a comment that begins at an offset and is next to a line; None for any other comment."""
    mark = _MARK.match(comment)
    if mark is None:
        return None
    names = tuple(
        (name[0], Span(start + name.start(), start + name.end()))
        for name in _NAME.finditer(comment, *mark.span("names"))
    )
    about = None if mark["word"] == _FILE else line
    return Suppression(mark["word"], names, Span(start, start + len(comment)), about)
