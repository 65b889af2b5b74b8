"""YAML joins the lines of a Corefile into one.

Finds keys of a ConfigMap, and `configBlock` in Helm values, whose text is in quotes, after `>` or
after no mark at all, if the text was meant to be lines: one ends in `{`, or begins with `}` or with
a plugin's name, or CoreDNS takes the text with its line breaks and reads something else. In a
`configBlock` after `>` every line is checked. Text that a program may have folded because it was
long is not reported.

Why it matters: YAML replaces each of those line breaks with a space. For CoreDNS, a directive ends
at the end of its line, so it reads the next line as more arguments. It refuses the file, or does
something else, or, after a comment, ignores everything that follows.

How to fix it: write `|` after the key and put the lines below it, all indented by the same number
of spaces. A block after `>` keeps the breaks around lines that are indented deeper than its first,
so some of it may work.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  nsid.override: >
    nsid ns1
    debug
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  example.server:
    example.org {
        whoami
    }
```

```yaml
servers:
  - zones:
      - zone: .
    port: 53
    plugins:
      - name: hosts
        configBlock: >-
          192.0.2.1 a.example
          fallthrough
      - name: whoami
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  nsid.override: |
    nsid ns1
    debug
  example.server: |
    example.org {
        whoami
    }
```
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.release import every_plugin
from corefile.documents.model import Embedded
from corefile.documents.yaml.scalar import BREAK_PATTERN
from corefile.documents.yaml.string import YamlString
from corefile.lint.embedded_fixes import added_to
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.rule import FileContext, FileRule
from corefile.syntax.parser import parse
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex
from corefile.text.source import Source, Span

__all__ = ["RULE"]

_KINDS = frozenset(("corefile", "server", "override"))

#: How each style of a string joins lines; a block after `|` does not.
_STYLES = {
    "": "without `|`, YAML joins",
    '"': "in quotes, YAML joins",
    "'": "in quotes, YAML joins",
    ">": "after `>`, YAML joins",
}

_FOLD = regex(rf"[ \t]*+{BREAK_PATTERN}")
_COMMENT = regex(r"(?<!\S)#")
_COMMENT_LINE = regex(r"[ ]*#")
_WORD = regex(r"\S")
_BEHIND = regex(r" [ \t]*+([^ \t\n]++)")

#: Programs fold lines at 80 columns: some after the word that goes beyond, some before it.
_WIDTH = 76

#: How much of a line is shown.
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fold:
    """A line break that YAML makes a space of, and what it joins."""

    #: Offsets of the blank in the text of the string, and of the line before it as it was written.
    at: int
    start: int
    #: The word after it.
    word: str
    #: Whether a comment is before it, or is what it begins.
    in_comment: bool
    #: How wide the line before it is in the file.
    width: int

    @property
    def may_be_a_programs(self) -> bool:
        """Whether a program may have folded a long line here."""
        return self.width + 1 + len(self.word) > _WIDTH

    def divides_lines(self, text: str) -> bool:
        """Tell whether what it joins shows that these are lines of a Corefile, in such a text."""
        opens = text[self.start : self.at].rstrip().endswith("{")
        shows = opens or self.word == "}" or self.word in every_plugin()
        return shows and not (self.in_comment and self.may_be_a_programs)


def check(ctx: FileContext) -> Iterator[Finding]:
    """Yield the findings in each Corefile of a file."""
    for embedded, inner in zip(ctx.document.corefiles, ctx.corefiles, strict=True):
        yield from joined(embedded, inner, ctx.source.text)


def joined(embedded: Embedded, inner: Source, outer: str) -> Iterator[Finding]:
    """Yield a finding for each string of a Corefile whose lines are joined.

    `inner` is the Corefile's text as it is parsed, `outer` that of its file.
    """
    origin = embedded.origin
    text = origin.around(outer)
    if embedded.kind in _KINDS and origin.string is not None:
        found = [*folds(origin.string, text)]
        shown = [fold for fold in found if fold.divides_lines(origin.string.text)]
        if not shown and found and are_lines(embedded.kind, origin.string.text, found):
            shown = found
        for fold in shown[:1]:
            said = finding(origin.key, origin.string, fold, inner, added_to(embedded))
            yield replace(said, fix=with_mark(origin.string, outer) if text is outer else None)
    for piece in origin.pieces:
        value = piece.string
        # A line feed begins the piece, and spaces each of its lines; a single word has none.
        if piece.indent:
            every = value.style == ">"
            for fold in islice(lines_of(value, text, every=every), 1):
                lines = value.text.count("\n", 0, fold.at) + 1
                yield finding(piece.key, value, fold, inner, piece.start + 1 + lines * piece.indent)


def are_lines(kind: str, text: str, found: Sequence[Fold]) -> bool:
    """Tell whether CoreDNS takes a text with the line breaks that YAML made spaces of.

    It reads something else then. Words that a program folded are not lines of a Corefile.
    """
    signs = list(text)
    for fold in found:
        signs[fold.at] = "\n"
    before, after = text, "".join(signs)
    if kind == "override":
        before, after = f". {{\n{before}\n}}", f". {{\n{after}\n}}"
    if not verdict(parse(after), read=None).accepted:
        return False
    from corefile.lint.effective_config import effective_config  # noqa: PLC0415 - for few files

    if effective_config(before) == effective_config(after):
        return False
    is_a_programs = any(fold.in_comment and fold.may_be_a_programs for fold in found)
    return not is_a_programs or odd(before) > odd(after)


def odd(text: str) -> float:
    """Return how odd a text looks as a Corefile."""
    from corefile.lint.recovery.braces import oddness  # noqa: PLC0415 - for few files
    from corefile.lint.recovery.words import Words  # noqa: PLC0415

    tokens = [*parse(text).tokens()]
    return oddness(tokens, Words.of(stock(), tokens))


def lines_of(value: YamlString, outer: str, *, every: bool = False) -> Iterator[Fold]:
    """Yield the folds of a string that are between lines; `every` one that no program made is."""
    return (
        fold
        for fold in folds(value, outer)
        if fold.divides_lines(value.text) or (every and not fold.may_be_a_programs)
    )


def folds(value: YamlString, outer: str) -> Iterator[Fold]:
    """Yield the line breaks in a string that became spaces between words."""
    text, segments = value.text, value.map.segments
    if value.style not in _STYLES:
        return
    # Each part of the text is looked at once: all of it may be one line.
    last, in_comment, is_first = 0, False, True
    for run, after in zip(segments, (*segments[1:], None), strict=True):
        at = run.inner
        made = not run.length and (after is None or after.inner > at)
        if not (made and text[at : at + 1] == " " and _FOLD.match(outer, run.outer)):
            continue
        begin = text.rfind("\n", last, at) + 1
        if begin:
            last, in_comment, is_first = begin, False, True
        written = _WORD.search(text, last, at)
        behind = _BEHIND.match(text, at)
        in_comment = in_comment or _COMMENT.search(text, last, at) is not None
        if behind and (written or not is_first):
            word = behind[1]
            start = written.start() if written else last
            begins = in_comment or word.startswith("#")
            yield Fold(at, start, word, begins, width(outer, run.outer))
        is_first = is_first and written is None
        last = at


def width(text: str, end: int) -> int:
    """Count the columns of a line before an offset, no further than matters."""
    least = max(end - _WIDTH, 0)
    line = max(text.rfind("\n", least, end), text.rfind("\r", least, end)) + 1
    return end - max(line, least)


def finding(key: str, value: YamlString, fold: Fold, inner: Source, shift: int) -> Finding:
    """Say that two lines of a key's value are joined; it is in `inner` so much further on."""
    begin, end = value.text.rfind("\n", 0, fold.at) + 1, value.text.find("\n", fold.at)
    line = " ".join(value.text[begin : end if end >= 0 else None].split())
    shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
    return Finding(
        RULE,
        RULE.severity,
        f"{_STYLES[value.style]} this line and the next into one: CoreDNS reads `{shown}`",
        inner,
        Span(fold.start + shift, fold.at + shift),
        f"write `{key}: |` and the lines below it, indented: then each stays a line",
    )


def with_mark(value: YamlString, outer: str) -> Fix | None:
    """Return the fix that makes a block after `|` of a string, where that takes nothing else."""
    if value.style == ">" and outer[value.start] == ">":
        edit = Edit(value.start, value.start + 1, "|")
        return Fix("write `|` instead of `>`", (edit,), reveals=True)
    if value.style or value.parent is None:
        return None
    first = start = outer.rfind("\n", 0, value.start) + 1
    while _COMMENT_LINE.match(outer, outer.rfind("\n", 0, start - 1) + 1, start):
        start = outer.rfind("\n", 0, start - 1) + 1
    key = outer[:start].rstrip()
    lines = [line for line in outer[start : value.end].split("\n") if line.strip()]
    depths = [len(line) - len(line.lstrip(" ")) for line in lines]
    if not key.endswith(":") or outer[first : value.start].strip(" ") or min(depths) < depths[0]:
        return None
    if depths[0] <= value.parent:
        return None
    return Fix("write `|` after the key", (Edit(len(key), len(key), " |"),), reveals=True)


RULE = FileRule(
    "CF016",
    "lines-joined-by-yaml",
    "warning",
    check,
    fixes=True,
    explains=True,
    about=("joined lines",),
)
