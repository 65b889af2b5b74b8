"""Which names an expression can match."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.go.regexp.names import fits, never_fits
from tests.work import growth

NEVER = [
    r"^www\.example\.org$",
    r"(foo|bar)$",
    r"(.*)\.svc$",
    r"[^.]$",
    r"(?m)^foo$",
    r"a{3,5}$",
    "Foo",
    "[A-Z]+x",
    "^$",
    "foo$x",
    "x^foo",
    r"^\.foo",
]
SOME = [
    "",
    r"^www\.example\.org\.$",
    r"a.$",
    "[a-z.]+$",
    r"(foo|bar\.)$",
    r"(a$|b\.$)",
    "(?i)Foo",
    "[A-Z]?x",
    r"\pL$",
    r"^\.$",
    r"\w+\.$",
    "x*$",
    "(",
    # Not ASCII, and what has a meaning in names, stands in them behind a backslash.
    r"\\195\.",
    r"\\\.",
]


@pytest.mark.parametrize("pattern", NEVER)
def test_expressions_that_fit_no_name(pattern: str) -> None:
    assert never_fits(pattern)


@pytest.mark.parametrize("pattern", SOME)
def test_expressions_that_fit_some_name(pattern: str) -> None:
    assert not never_fits(pattern)


LETTERS = st.sampled_from(["a", "b", "B", ".", r"\.", "[ab]", "[^a]", "[.]", "(?i:B)", "^", "$"])
PATTERNS = st.recursive(
    LETTERS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: f"({'|'.join(some)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}"])).map(
            lambda both: f"(?:{both[0]}){both[1]}"
        ),
    ),
    max_leaves=8,
)
NAMES = st.lists(st.text("abc", min_size=1, max_size=3), max_size=3).map(
    lambda labels: "".join(f"{label}." for label in labels) or "."
)


@given(PATTERNS, NAMES)
def test_fits_is_what_a_matcher_says(pattern: str, name: str) -> None:
    # `$` of Python also matches before a line feed, of which names have none.
    assert fits(pattern, name) == (re.search(pattern, name) is not None)


@given(PATTERNS, NAMES)
def test_what_never_fits_does_not_fit_a_name(pattern: str, name: str) -> None:
    assert not (never_fits(pattern) and fits(pattern, name))


@pytest.mark.parametrize(
    "pattern",
    [
        lambda size: "(" * size + "a" + "+)" * size,
        lambda size: "(a*)*" * size,
        lambda size: "(a|b|.*)" * size,
        lambda size: "((a{1,9}){1,9}){1,9}$" * size,
    ],
    ids=["nested", "stars", "choices", "counts"],
)
def test_no_expression_takes_long(pattern: Callable[[int], str]) -> None:
    def work(size: int) -> None:
        fits(pattern(size), "a" * 60 + ".example.org.")
        never_fits(pattern(size))

    assert growth(work, 25) < 3
