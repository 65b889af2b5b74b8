"""What holds for the layout of every text."""

import pytest
from hypothesis import given

from corefile.formatter import format_corefile
from tests.formatter.laws import check
from tests.formatter.texts import corefiles
from tests.syntax.texts import CLOSED_TEXTS, TEXTS, short_texts
from tests.work import steps


@given(corefiles())
def test_corefiles(text: str) -> None:
    check(text)


@given(TEXTS | CLOSED_TEXTS)
def test_any_text(text: str) -> None:
    check(text)


def test_every_short_run_of_words() -> None:
    checked = [check(text) for text in short_texts()]
    assert any(checked)


def steps_of(text: str) -> int:
    return steps(lambda: format_corefile(text))


LONG = ["a ", "a\n", '"a"', "a  b\nc  d\n", "a,\n", "# c\n", "\n", " ", "a  # c\n", "b \t c  d\n"]
LONG += [". {\n}\n", ".\n{\n\n\n a {\n}\n\n}\n", f"{'a' * 60} b\na{' ' * 60}b\n", '"\n"\n']


@pytest.mark.parametrize("piece", LONG, ids=ascii)
def test_twice_the_text_takes_twice_the_steps(piece: str) -> None:
    once, twice = (steps_of(piece * count) for count in (100, 200))
    assert twice <= 2.2 * once


def test_blocks_in_blocks_take_steps_in_proportion() -> None:
    once, twice = (
        steps_of(". {\n" + "a {\n" * count + "}\n" * (count + 1)) for count in (300, 600)
    )
    assert twice <= 2.2 * once


@pytest.mark.parametrize("piece", LONG, ids=ascii)
def test_the_text_does_not_grow_without_limit(piece: str) -> None:
    assert len(format_corefile(piece * 1000).text) <= 2 * len(piece * 1000) + 2
