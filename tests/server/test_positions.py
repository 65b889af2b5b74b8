"""Places as editors count them, and the changes that they send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.server.positions import Change, Encoding, Lines, changed

TEXT = "a😀é\r\nb\rc\n"
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")

#: The units before each of the four places in the first line.
UNITS = {"utf-8": (0, 1, 5, 7), "utf-16": (0, 1, 3, 4), "utf-32": (0, 1, 2, 3)}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_units_of_a_line(encoding: Encoding) -> None:
    lines = Lines(TEXT, encoding)
    for offset, units in enumerate(UNITS[encoding]):
        assert lines.position(offset) == (0, units)
        assert lines.offset(0, units) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_lines_end_as_the_protocol_says(encoding: Encoding) -> None:
    lines = Lines(TEXT, encoding)
    assert [lines.offset(line, 0) for line in range(5)] == [0, 5, 7, 9, 9]
    assert lines.offset(1, 99) == 6


def test_other_separators_end_no_line() -> None:
    """Python's own lines end there, and a server that counts so is wrong from there on."""
    assert Lines("a\u2028b\x0bc\x85d").position(6) == (0, 6)


TEXTS = st.text("a{}😀é\r\n\u2028", max_size=20)


@given(TEXTS, st.integers(0, 25), st.sampled_from(ENCODINGS))
def test_a_place_is_found_again(text: str, offset: int, encoding: Encoding) -> None:
    offset = min(offset, len(text))
    lines = Lines(text, encoding)
    found = lines.offset(*lines.position(offset))
    between = text[max(offset - 1, 0) : offset + 1] == "\r\n"
    assert found == (offset - 1 if between and offset else offset)


@given(TEXTS, st.integers(0, 25), st.integers(0, 25), TEXTS, st.sampled_from(ENCODINGS))
def test_a_change_replaces_a_range(
    text: str, first: int, last: int, new: str, encoding: Encoding
) -> None:
    lines = Lines(text, encoding)
    start, end = sorted((min(first, len(text)), min(last, len(text))))
    places = lines.position(start), lines.position(end)
    got = changed(text, [Change(new, places)], encoding)
    start, end = lines.offset(*places[0]), lines.offset(*places[1])
    assert got == text[:start] + new + text[end:]


def test_each_change_is_about_the_text_after_the_one_before() -> None:
    changes = [Change("x\n", ((0, 0), (0, 0))), Change("y", ((1, 0), (1, 1)))]
    assert changed("a", changes, "utf-16") == "x\ny"
    assert changed("a", [*changes, Change("z")], "utf-16") == "z"
