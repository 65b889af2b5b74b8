"""When two texts mean the same to CoreDNS."""

import pytest

from corefile.lint.effective_config import differs_only, effective_config

BASE = ". {\n hosts {\n  192.0.2.1 a b\n }\n cache 30\n forward . 192.0.2.53\n}\n"
OTHER_ORDER = ". {\n cache 30\n forward . 192.0.2.53\n hosts {\n  192.0.2.1 a b\n }\n}\n"

CASES = [
    (BASE, set(), set(), True),
    (BASE.replace("\n ", "\n\t # comment\n   "), set(), set(), True),
    (OTHER_ORDER, set(), set(), True),
    (BASE.replace(" a b", " a b\n fallthrough"), {"fallthrough"}, set(), True),
    (BASE.replace(" a b", " a b fallthrough"), {"fallthrough"}, set(), True),
    (BASE.replace(" a b", " a b\n fallthrough"), {"no_reverse"}, set(), False),
    (BASE.replace(" a b", " a b\n fallthrough"), set(), set(), False),
    (BASE.replace(" a b", " a\n b"), set(), set(), False),
    (BASE.replace(" a b", " b a"), set(), set(), False),
    (BASE.replace(" a b", " a"), set(), {"b"}, True),
    (BASE.replace(" a b", " a"), set(), {"a"}, False),
    (BASE.replace(" a b", " a c"), {"c"}, {"b"}, True),
    (BASE.replace(" a b", " a c"), {"b"}, {"c"}, False),
    (BASE.replace(" cache 30\n", " cache 30\n loop\n"), {"loop"}, set(), True),
    (BASE.replace(". {", "a {", 1), {"a"}, {"."}, True),
    (BASE.replace(". {", "a {", 1), set(), set(), False),
    (BASE + "b {\n}\n", {"b"}, set(), False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "adds", "removes", "same"), CASES)
def test_differs_only(text: str, adds: set[str], removes: set[str], same: bool) -> None:
    before, after = effective_config(BASE), effective_config(text)
    assert before is not None
    assert after is not None
    assert differs_only(before, after, adds, removes) is same


def test_what_coredns_refuses_means_nothing() -> None:
    assert effective_config(". {\n") is None
