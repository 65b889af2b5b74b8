"""How many examples are tried follows the profile."""

import os

import pytest
from hypothesis import settings

from tests.examples import examples


@pytest.mark.parametrize(
    ("profile", "wanted", "number"),
    [
        ("default", 500, 25),
        ("default", 10, 10),
        ("gate", 500, 500),
        ("gate", 30, 30),
        ("thorough", 50, 10_000),
    ],
)
def test_the_profile_decides(profile: str, wanted: int, number: int) -> None:
    settings.load_profile(profile)
    try:
        assert settings().derandomize is False
        assert settings().deadline is None
        assert examples(wanted) == number
    finally:
        settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
