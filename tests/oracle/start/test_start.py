"""The linter knows what stops CoreDNS when it starts, and says nothing of the kind elsewhere."""

import pytest

from corefile.lint.engine import lint
from tests.oracle.start import Start, load, start

CASES = load()


def errors(case: Start) -> list[str]:
    return [f.message for f in lint(case.text) if f.severity == "error"]


@pytest.mark.parametrize("case", [case for case in CASES if case.outcome == "text"])
def test_what_stops_coredns_is_found_in_its_words(case: Start) -> None:
    assert any(case.message in finding.message for finding in lint(case.text)), case


@pytest.mark.parametrize("case", [case for case in CASES if case.outcome != "text"])
def test_what_starts_has_no_error(case: Start) -> None:
    assert not errors(case)


@pytest.mark.coredns
def test_the_cases_still_end_so() -> None:
    """If not: python -m tests.oracle.start."""
    assert start(case.text for case in CASES) == CASES
