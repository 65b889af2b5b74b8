"""How many examples are tried follows the profile."""

import os

import pytest
from hypothesis import settings

from tests.examples import examples, some


@pytest.mark.parametrize(
    ("profile", "wanted", "number", "of_a_hundred"),
    [
        ("default", 500, 10, 10),
        ("default", 5, 5, 10),
        ("gate", 500, 500, 100),
        ("gate", 30, 30, 100),
        ("thorough", 50, 10_000, 100),
    ],
)
def test_the_profile_decides(profile: str, wanted: int, number: int, of_a_hundred: int) -> None:
    settings.load_profile(profile)
    try:
        assert settings().derandomize is (profile != "thorough")
        assert settings().deadline is None
        assert examples(wanted) == number
        assert len(some(range(100))) == of_a_hundred
    finally:
        settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
