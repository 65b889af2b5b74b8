"""Edits of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.text.edits import Edit, apply_edits

CASES = [
    ("abc", [], "abc"),
    ("abc", [Edit(1, 2, "xyz")], "axyzc"),
    ("abc", [Edit(2, 3, ""), Edit(0, 1, "")], "b"),
    ("abc", [Edit(1, 1, "x"), Edit(1, 1, "y")], "axybc"),
    ("abc", [Edit(0, 1, "x"), Edit(1, 1, "y"), Edit(1, 3, "z")], "xyz"),
    ("", [Edit(0, 0, "x")], "x"),
]


@pytest.mark.parametrize(("text", "edits", "result"), CASES)
def test_apply(text: str, edits: list[Edit], result: str) -> None:
    assert apply_edits(text, edits) == result


@pytest.mark.parametrize(
    "edits", [[Edit(0, 2, ""), Edit(1, 3, "")], [Edit(2, 1, "")], [Edit(0, 4, "")]]
)
def test_edits_that_cannot_be_made(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps another or lies outside"):
        apply_edits("abc", edits)


@given(st.text(), st.text(), st.text(), st.text())
def test_only_the_stretch_changes(before: str, old: str, after: str, new: str) -> None:
    edit = Edit(len(before), len(before) + len(old), new)
    assert apply_edits(before + old + after, [edit]) == before + new + after
