"""What holds for the layout of every text."""

from hypothesis import given

from tests.formatter.laws import check
from tests.formatter.texts import corefiles
from tests.syntax.texts import CLOSED_TEXTS, TEXTS, all_short_texts


@given(corefiles())
def test_corefiles(text: str) -> None:
    check(text)


@given(TEXTS | CLOSED_TEXTS)
def test_any_text(text: str) -> None:
    check(text)


def test_every_short_run_of_words() -> None:
    checked = [check(text) for text in all_short_texts()]
    assert any(checked)
