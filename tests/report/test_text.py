"""Text for people: excerpts, carets, and a terminal that hostile files cannot reach."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.lint import CheckResult, Edit, Finding, Fix, Located, Place, Related, RuleId, Severity
from corefile.reference.links import rule_uri
from corefile.report.color import painted_patch, wanted
from corefile.report.excerpt import MAX_LENGTH, excerpt
from corefile.report.finding_lines import finding_lines
from corefile.report.folding import MAX_IN_FILE, MAX_ON_LINE
from corefile.report.text import render
from corefile.text.patch import line_edits, patch
from corefile.text.printable import printable, width
from corefile.text.source import Source, Span


def located(text: str, start: int, end: int, severity: Severity = "error") -> Located:
    source = Source(text, "Corefile")
    rule = RuleId("CF999", "a-rule")
    finding = Finding(rule, severity, "wrong", source, Span(start, end), "fix it")
    return Located(finding, Place(source, start, end))


def shown(text: str, start: int, end: int, context: int = 0) -> list[str]:
    place = Place(Source(text), start, end)
    return excerpt(place, 1, mark="^", context=context, style="error", color=False)


def found(*items: Located, corefiles: int = 1, not_followed: int = 0) -> str:
    source = items[0].place.source if items else Source("")
    checked = CheckResult(source, items, corefiles, not_followed)
    return "".join(render([checked], color=False))


def test_a_finding() -> None:
    item = located("one\n  two three\nfour\nfive\n", 6, 9)
    note = Related(Place(item.place.source, 17, 21), "because of this")
    item = Located(item.finding, item.place, (note,))
    assert "\n".join(finding_lines(item, color=False)) == (
        "Corefile:2:3: error[a-rule] wrong\n"
        "  |\n"
        "1 | one\n"
        "2 |   two three\n"
        "  |   ^^^\n"
        "3 | four\n"
        "  |\n"
        "  = note: Corefile:3:2: because of this\n"
        "3 | four\n"
        "  |  ---\n"
        "  = help: fix it"
    )


def test_many_related_places_are_cut_short() -> None:
    item = located("one\n", 0, 3)
    note = Related(item.place, "this")
    lines = finding_lines(Located(item.finding, item.place, (note,) * 9), color=False)
    assert sum("this" in line for line in lines) == 5
    assert "  = note: and 4 more places" in lines


@pytest.mark.parametrize(
    ("text", "start", "end", "underline"),
    [
        ("abc def", 4, 7, "    ^^^"),
        ("\ta\tbc", 3, 5, "\t \t^^"),
        ("a\tb", 0, 3, "^\t^"),
        ("日本 x", 3, 4, "     ^"),
        ("日本 x", 0, 2, "^^^^"),
        ("e\u0301e x", 4, 5, "   ^"),
        ("abc", 3, 3, "   ^"),
        ("abc\ndef", 1, 6, " ^^"),
        ("abc\r\ndef", 3, 6, "   ^"),
        ("", 0, 0, "^"),
    ],
)
def test_carets_stand_below_the_place(text: str, start: int, end: int, underline: str) -> None:
    assert shown(text, start, end)[1] == f"  | {underline}"


def test_the_end_of_the_text_is_a_place() -> None:
    assert shown("abc\n", 4, 4, context=1) == ["1 | abc", "2 |", "  | ^"]


@pytest.mark.parametrize("start", [0, 59, 60, 61, 500, 998])
def test_long_lines_are_cut_around_the_place(start: int) -> None:
    text = "x" * start + "HERE" + "y" * (1000 - start)
    line, underline = shown(text, start, start + 4)
    assert len(line) <= MAX_LENGTH + 10
    assert line[underline.index("^") : underline.rindex("^") + 1] == "HERE"


def test_a_place_longer_than_the_line_shown() -> None:
    line, underline = shown("z" * 1000, 0, 1000)
    assert line == f"1 | {'z' * MAX_LENGTH}..."
    assert underline == f"  | {'^' * MAX_LENGTH}"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31m", "\u241b[31m"),
        ("\x00\x07\x7f", "\u2400\u2407\u2421"),
        ("\x9b", "\ufffd"),
        ("\u202eabc", "\ufffdabc"),
        ("\udcff", "\ufffd"),
        ("a\u2028b", "a\ufffdb"),
        ("\t tab", "\t tab"),
        ("a\nb", "a\u240ab"),
        ("ü日", "ü日"),
    ],
)
def test_harmful_characters_are_replaced(text: str, safe: str) -> None:
    assert printable(text) == safe


@given(st.text(st.characters(codec=None)))
def test_whatever_is_printed_is_harmless_and_as_long(text: str) -> None:
    safe = printable(text)
    assert len(safe) == len(text)
    assert not any(
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        for char in safe
        if char != "\t"
    )
    safe.encode()


@given(st.text(st.characters(codec=None), max_size=300), st.integers(0, 300), st.integers(0, 9))
def test_every_place_has_an_excerpt(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    lines = shown(text, start, min(start + length, len(text)), context=1)
    assert any("^" in line for line in lines)
    assert not any("\n" in line for line in lines)


def test_width() -> None:
    assert [width(char) for char in "a日\u0301é"] == [1, 2, 0, 1]


def test_the_message_and_the_path_are_made_harmless_too() -> None:
    source = Source("x", "a\x1b\nb")
    finding = Finding(RuleId("CF999", "a-rule"), "error", "m\x1b", source, Span(0, 1), "h\x1b")
    text = found(Located(finding, Place(source, 0, 1), (Related(Place(source, 0, 1), "n\x1b"),)))
    assert "\x1b" not in text
    assert text.startswith("a\u241b\u240ab:1:1: ")


def test_the_last_line() -> None:
    assert found() == "No problems found in 1 Corefile.\n"
    assert found(corefiles=2) == "No problems found in 2 Corefiles.\n"
    assert found(corefiles=0) == "No Corefile was checked.\n"
    assert found(not_followed=2).endswith("Corefile (2 imports of other files not followed).\n")
    error, warning, info = (located("a", 0, 1, word) for word in ("error", "warning", "info"))
    assert found(error, error, warning).endswith("Found 2 errors, 1 warning in 1 file.\n")
    assert found(info).endswith("Found 1 note in 1 file.\n")


@pytest.mark.parametrize(
    ("safe", "last"),
    [
        ([], "Found 2 errors in 1 file."),
        ([True], "1 fixable with `--fix`."),
        ([False], "1 fixable with `--fix --unsafe-fixes`."),
        ([True, True, False], "2 fixable with `--fix` (1 more with `--unsafe-fixes`)."),
    ],
)
def test_how_much_can_be_fixed(safe: list[bool], last: str) -> None:
    item = located("a", 0, 1)
    mended = (replace(item, fix=Fix("m", (Edit(0, 1, "b"),), safe=each)) for each in safe)
    assert found(item, item, *mended).splitlines()[-1] == last


def test_colours() -> None:
    plain = found(located("a b", 0, 1))
    item = located("a b", 0, 1)
    painted = "".join(render([CheckResult(item.place.source, (item,), 1, 0)], color=True))
    assert "\x1b[1;31merror[a-rule]\x1b[0m" in painted
    for code in ("1", "1;31", "1;32", "34", "0"):
        painted = painted.replace(f"\x1b[{code}m", "")
    for uri in (rule_uri(RuleId("CF999", "a-rule")), ""):
        painted = painted.replace(f"\x1b]8;;{uri}\x1b\\", "")
    assert painted == plain


FOUR = "one\ntwo\nthree\nfour\n"


@pytest.mark.parametrize(
    ("edits", "lines"),
    [
        ((Edit(5, 6, "W"),), ["2 - two", "2 + tWo"]),
        ((Edit(4, 4, "new\n"),), ["2 + new"]),
        ((Edit(4, 8, ""),), ["2 - two"]),
        ((Edit(3, 3, " {"), Edit(8, 8, "}\n")), ["1 - one", "2 - two", "1 + one {", "2 + two"]),
        ((Edit(19, 19, "}"),), ["5 -", "5 + }"]),
        ((Edit(0, 3, "\x1b"),), ["1 - one", "1 + \u241b"]),
        # What changes too much is only described.
        ((Edit(0, 0, "x\n" * 9),), []),
        ((), []),
    ],
)
def test_what_a_fix_changes(edits: tuple[Edit, ...], lines: list[str]) -> None:
    item = located(FOUR, 4, 7)
    item = replace(item, fix=Fix("fix it", edits))
    shown = finding_lines(item, color=False)
    assert "  = fix: fix it" in shown
    after = shown[shown.index("  = fix: fix it") + 1 :]
    assert after[: len(lines)] == lines
    assert bool(after) == bool(lines)


def test_a_fix_that_is_not_safe() -> None:
    item = replace(located(FOUR, 4, 7), fix=Fix("fix it", (), safe=False))
    assert finding_lines(item, color=False)[-1] == "  = fix: fix it (`--unsafe-fixes`)"


@pytest.mark.parametrize(
    ("environ", "terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_when_colours_are_wanted(environ: dict[str, str], terminal: bool, expected: bool) -> None:
    assert wanted(environ, terminal=terminal) is expected
    assert wanted(environ, terminal=terminal, when="always")
    assert not wanted(environ, terminal=terminal, when="never")


def test_very_many_alike_are_folded() -> None:
    line = "a " * 9 + "\n"
    text = line * 60
    items = [
        located(text, start, start + 1)
        for start in range(0, len(text), 2)
        if text[start : start + 1] == "a"
    ]
    shown = found(*items)
    # Five of nine on each line, until there are a hundred; then nothing but the rest.
    assert shown.count("error[a-rule]") == MAX_IN_FILE
    assert (
        shown.count("\n4 more like this on this line; `--output-format concise` lists all.")
        == MAX_IN_FILE // MAX_ON_LINE - 1
    )
    rest = len(items) - MAX_IN_FILE - 4 * 20
    assert f"4 more like this on this line, {rest} more like this in this file; " in shown
    assert shown.endswith(f"\nFound {len(items)} errors in 1 file.\n")


def test_few_alike_are_all_shown() -> None:
    shown = found(*(located("a b c d e\n", start, start + 1) for start in range(0, 9, 2)))
    assert shown.count("error[a-rule]") == MAX_ON_LINE
    assert "more like this" not in shown


def test_a_patch_in_colours() -> None:
    before, after = "-- a\n@@ b\nc\nd", "++ a\n@@ b\nc\nD"
    pieces = list(patch(before, line_edits(before, after), "x"))
    painted = "".join(painted_patch(pieces))
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == "".join(pieces)
    styles = [re.match(r"(?:\x1b\[([\d;]+)m)?", line) for line in painted.splitlines()]
    codes = [match and match[1] for match in styles]
    #: Names, place, `-- a` and `++ a`, two lines as before, `d`, no line feed, `D`, the same.
    assert codes == ["1", "1", "36", "31", "32", None, None, "31", None, "32", None]
