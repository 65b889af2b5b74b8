"""Two rounds of edits are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.editing.composing import compose
from corefile.text.edits import Edit, apply_edits


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Return edits that do not overlap."""
    places = st.integers(0, len(text))
    ends = sorted(draw(st.lists(places, max_size=6)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return [Edit(start, end, draw(st.text("xyz", max_size=3))) for start, end in pairs]


@given(st.data(), st.text("abc", max_size=12))
def test_one_round_does_what_two_do(data: st.DataObject, text: str) -> None:
    first = data.draw(edits_of(text))
    then = data.draw(edits_of(apply_edits(text, first)))
    both = compose(text, first, then)
    assert apply_edits(text, both) == apply_edits(apply_edits(text, first), then)
    ends = [(edit.start, edit.end) for edit in both]
    assert ends == sorted(ends)


CASES: list[tuple[list[Edit], list[Edit], tuple[Edit, ...]]] = [
    ([], [], ()),
    ([Edit(0, 1, "x")], [], (Edit(0, 1, "x"),)),
    ([Edit(0, 1, "x")], [Edit(3, 4, "y")], (Edit(0, 1, "x"), Edit(3, 4, "y"))),
    ([Edit(3, 4, "yyy")], [Edit(0, 1, "")], (Edit(0, 1, ""), Edit(3, 4, "yyy"))),
    ([Edit(0, 1, "xxx")], [Edit(4, 5, "y")], (Edit(0, 1, "xxx"), Edit(2, 3, "y"))),
    ([Edit(1, 1, "xyz")], [Edit(2, 3, "")], (Edit(1, 1, "xz"),)),
    ([Edit(1, 1, "x")], [Edit(1, 1, "y")], (Edit(1, 1, "yx"),)),
    ([Edit(1, 1, "x"), Edit(3, 3, "y")], [Edit(1, 5, "")], (Edit(1, 3, ""),)),
]


@pytest.mark.parametrize(("first", "then", "both"), CASES)
def test_what_is_apart_stays_apart(
    first: list[Edit], then: list[Edit], both: tuple[Edit, ...]
) -> None:
    assert compose("abcdef", first, then) == both
