"""Findings to report: plain ones, and such as a hostile file makes."""

from hypothesis import strategies as st

from corefile.documents import read
from corefile.lint import (
    CheckResult,
    Edit,
    Finding,
    Fix,
    Located,
    Place,
    Related,
    RuleId,
    Severity,
    lint_document,
)
from corefile.text.source import Source, Span
from corefile.vocabulary import SEVERITIES

#: Mistakes of three rules, with fixes that are safe and unsafe; one is a note.
TEXT = """\
. {
\tcache 30s
    hosts {
        192.0.2.1 a.example
    }
    forward . /etc/resolv.conf
}
"""


def linted(text: str = TEXT, name: str = "Corefile") -> CheckResult:
    """Return what the rules find."""
    return lint_document(read(text, name))


def checked(*items: Located, name: str = "Corefile", corefiles: int = 1) -> CheckResult:
    """Return the result of a file with these findings."""
    source = items[0].place.source if items else Source("", name)
    return CheckResult(source, items, corefiles, 0)


def located(
    text: str = "abc",
    start: int = 0,
    end: int = 1,
    *,
    name: str = "Corefile",
    severity: Severity = "error",
    message: str = "wrong",
    help_text: str = "",
    rule: str = "a-rule",
    code: str = "CF999",
    fix: Fix | None = None,
) -> Located:
    """Return a finding at a place of a text."""
    source = Source(text, name)
    finding = Finding(RuleId(code, rule), severity, message, source, Span(start, end), help_text)
    return Located(finding, Place(source, start, end), (), fix)


#: What means something to a format, or breaks one that does not look.
_TRICKS = (
    "]]>",
    "<!--",
    '&<>"',
    "\n::error::x",
    "%0A,:",
    "\x1b[31m",
    "\x00",
    "\r\n",
    "\udcff",
    "\ud800",
    "\ufffe\uffff",
    "\u2028\u202e",
    "[a](0)",
    "{0}",
    "../\\",
    "\U0001f680",
)

_CHARACTERS = st.characters(codec=None)

hostile_text = st.lists(
    st.one_of(st.sampled_from(_TRICKS), st.text(_CHARACTERS, max_size=5)), max_size=4
).map("".join)


@st.composite
def places(draw: st.DrawFn, source: Source) -> Place:
    """Return any place of a text."""
    size = len(source.text)
    start = draw(st.integers(0, size))
    return Place(source, start, draw(st.integers(start, size)))


@st.composite
def hostile_items(draw: st.DrawFn, source: Source) -> Located:
    """Return a finding whose every text is hostile."""
    place = draw(places(source))
    code, rule = draw(
        st.sampled_from([("CF201", "hosts-missing-fallthrough"), ("CF999", "a-rule")])
    )
    severity = draw(st.sampled_from(SEVERITIES))
    span = Span(place.start, place.end)
    finding = Finding(
        RuleId(code, rule), severity, draw(hostile_text), source, span, draw(hostile_text)
    )
    notes = tuple(
        Related(draw(places(source)), draw(hostile_text)) for _ in range(draw(st.integers(0, 2)))
    )
    edit = draw(places(source))
    fix = Fix(
        draw(hostile_text),
        (Edit(edit.start, edit.end, draw(hostile_text)),),
        draw(st.booleans()),
    )
    return Located(finding, place, notes, draw(st.sampled_from([None, fix])))


@st.composite
def hostile_results(draw: st.DrawFn) -> list[CheckResult]:
    """Return what was found in some hostile files."""
    results = []
    for _ in range(draw(st.integers(0, 3))):
        source = Source(draw(hostile_text), draw(hostile_text) or "-")
        items = draw(st.lists(hostile_items(source), max_size=3))
        results.append(CheckResult(source, tuple(items), draw(st.integers(0, 1)), 0))
    return results
