"""Texts that regular expressions match."""

import pytest

from corefile.go.regexp.match import search
from corefile.go.regexp.sample import sample


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^web[.]example[.]$", "web.example."),
        (r"^ip-(\d+)-([0-9]{2})[.]lan[.]$", "ip-1-11.lan."),
        ("(a|b)c?", "ac"),
        (".*", "x"),
        (r"x{0}y*\.", "y."),
        ("[^a-z]", "1"),
        ("(?i)WEB", "web"),
        ("", ""),
    ],
)
def test_sample(pattern: str, text: str) -> None:
    assert (sample(pattern) or "").lower() == text
    assert search(pattern, text)


@pytest.mark.parametrize("pattern", ["a$b", "(", "x" * 300, "^a^b"])
def test_no_sample(pattern: str) -> None:
    assert sample(pattern) is None
