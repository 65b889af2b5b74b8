"""Fingerprints: each its own, and the same where only lines move."""

from hypothesis import given

from corefile.lint import CheckResult, Located
from corefile.report.fingerprint import fingerprints
from tests.report.findings import TEXT, hostile_results, linted, located


def made(*items: Located) -> list[str]:
    return list(fingerprints(items))


def test_lines_above_change_nothing() -> None:
    before, after = linted().findings, linted("# a comment\n\n" + TEXT).findings
    assert made(*before) == made(*after)
    assert [item.place.first for item in before] != [item.place.first for item in after]


def test_what_else_changes_it() -> None:
    items = [
        located("abc"),
        located("xbc"),
        located("abd"),
        located("abc", 1, 2),
        located("abc", name="other"),
        located("abc", code="CF998"),
    ]
    assert len({made(item)[0] for item in items}) == len(items)


def test_indentation_and_message_do_not() -> None:
    same = [
        located("abc", message="line 1"),
        located("\t abc", 2, 3, message="line 2"),
        located(name="./Corefile"),
    ]
    assert len({made(item)[0] for item in same}) == 1


@given(hostile_results())
def test_no_two_are_the_same(results: list[CheckResult]) -> None:
    items = [item for each in results for item in each.findings] * 2
    assert len(set(made(*items))) == len(items)
