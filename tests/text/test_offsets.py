"""Texts that are made from another, with the place of each character."""

from corefile.text.offsets import MappedText, OffsetMap, Segment

OUTER = 'a "b\\tc" d'


def test_runs_that_follow_each_other_are_one() -> None:
    made = MappedText(OUTER)
    made.copy(3, 4)
    made.copy(4, 4)
    made.copy(4, 6, "??")
    assert made.text() == "b??"
    assert made.map() == OffsetMap((Segment(0, 3, 3),))


def test_a_made_character_has_a_place_and_an_end() -> None:
    made = MappedText(OUTER)
    made.copy(3, 4)
    made.make("\t", 4, 6)
    made.copy(6, 7)
    assert made.text() == "b\tc"
    places = made.map()
    assert [places.span(at, at + 1) for at in range(3)] == [(3, 4), (4, 6), (6, 7)]


def test_a_made_character_ends_where_it_is_said() -> None:
    made = MappedText(OUTER)
    made.make("\t", 4, 6)
    made.copy(9, 10)
    assert made.map().span(0, 1) == (4, 6)
    made = MappedText(OUTER)
    made.make("\t", 4)
    made.copy(9, 10)
    assert made.map().span(0, 1) == (4, 9)


def test_a_text_of_a_text() -> None:
    inner = MappedText(OUTER)
    inner.copy(3, 4)
    inner.make("\t", 4, 6)
    inner.copy(6, 7)
    made = MappedText(OUTER)
    made.make("<\n<", 0)
    made.copy_from(inner.text(), inner.map(), 1, 3)
    assert made.text() == "<\n<\tc"
    assert made.line() == "<\tc"
    assert [made.map().outer(at) for at in range(6)] == [0, 0, 0, 4, 6, 7]


def test_nothing_stands_at_the_start() -> None:
    assert MappedText(OUTER, 3).map() == OffsetMap.coarse(3)
