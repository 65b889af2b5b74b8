"""Braces of texts that something else puts between braces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.files import Memory
from corefile.lint.braced_regions import BracedRegion, first_unpaired
from corefile.syntax.parser import parse

BASE = ". {\n log\n import lines\n whoami\n}\nexample.org {\n any\n}\n"

PLUGINS = ("a", "b", "log", "whoami", "any")


def culprit(text: str, by_chart: bool = False) -> int | None:
    """Return the offset in a text of the brace without a partner."""
    region = BracedRegion(4, 4 + len(text), "key", "block" if by_chart else "import")
    found = first_unpaired(parse(f". {{ {text}\n}}"), (region,))
    return None if found is None else found.brace.start - 4


CASES = [
    ("", None),
    ("log\nerrors\n", None),
    ("hosts {\n a\n}\n", None),
    ("hosts {\n a\n", 6),
    ("hosts {\n a\n}\n}\nlog\n", 13),
    ("}\n", 0),
    ("a {\n b {\n }\n", 2),
    ("a {\n}\nb {\n", 8),
    ("a {\n} }\n", None),  # refused wherever it is, like the next one
    ("{\n}\n}\n", None),
    ("a\n{\n}\n}\n", 6),
    ("a {\n # }\n", 2),
    ("a\n}\nb {\n c\n", None),  # another server block
    ("a\n}\nb {\n c {\n", 2),
    ('a {\n "}"\n', None),  # CoreDNS forgets the quotes
    ('a {\n "}\n', None),  # it takes what follows
    ("a{\n b\n}\n", None),  # the brace is glued to its word
    ("a {\n import b\n", None),  # which may have the brace
]


@pytest.mark.parametrize(("text", "offset"), CASES)
def test_a_brace_without_a_partner(text: str, offset: int | None) -> None:
    assert culprit(text) == offset


def test_the_chart_writes_the_braces_of_words() -> None:
    assert culprit("a } b", by_chart=True) == 2


def test_each_inset_is_for_itself() -> None:
    text = ". {\n a { b\n }\n}\n"
    first, second = BracedRegion(5, 8, "x", "words"), BracedRegion(9, 13, "y", "block")
    tree = parse(text)
    assert first_unpaired(tree, (first, second)) is not None
    assert first_unpaired(tree, (BracedRegion(5, 13, "z", "block"),)) is None


@given(
    st.lists(st.sampled_from(["a", "b", " {\n", "\n}\n", " { ", "}", " ", "\n", " #"]), max_size=20)
)
def test_where_braces_match_the_text_around_stays_what_it_was(words: list[str]) -> None:
    text = "".join(words)
    read = expand(parse(BASE), read=Memory({"/lines": text}), directives=PLUGINS)
    if read.error is not None:
        return
    ends = [
        (server.key_tokens[0].text, [line.name for line in server.directives][-1:])
        for server in read.servers
    ]
    same = [(".", ["whoami"]), ("example.org", ["any"])]
    if culprit(text) is not None:
        assert ends != same
    elif len(ends) == len(same):  # else there is another server block in the text
        assert ends == same
