"""Findings as tests."""

from xml.etree import ElementTree as ET

from hypothesis import given

from corefile.lint import CheckResult
from corefile.report.junit import render
from tests.report.findings import checked, hostile_results, located


def suites(*results: CheckResult) -> list[ET.Element]:
    root = ET.fromstring("".join(render(results, color=True)))
    assert root.tag == "testsuites"
    return root.findall("testsuite")


def test_a_file_is_a_suite() -> None:
    text = "a\nb"
    bad = located(text, 2, 3, message="bad", help_text="fix it")
    note = located(text, severity="info", message="look")
    (suite,) = suites(checked(bad, note))
    assert suite.attrib == {
        "name": "Corefile",
        "tests": "2",
        "failures": "1",
        "errors": "0",
        "skipped": "0",
    }
    failing, passing = suite.findall("testcase")
    assert failing.attrib == {
        "name": "a-rule 2:1",
        "classname": "Corefile",
        "file": "Corefile",
        "line": "2",
    }
    (failure,) = failing
    assert (failure.tag, failure.attrib) == ("failure", {"message": "bad", "type": "error"})
    assert failure.text == "Corefile:2:1: error[a-rule] bad\nhelp: fix it"
    (output,) = passing
    assert (output.tag, output.text) == ("system-out", "Corefile:1:1: info[a-rule] look")


def test_a_clean_file_passes() -> None:
    (suite,) = suites(checked())
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    (case,) = suite
    assert not list(case)


def test_a_file_without_corefile_is_left_out() -> None:
    assert suites(checked(corefiles=0)) == []


@given(hostile_results())
def test_the_counts_are_true(results: list[CheckResult]) -> None:
    for suite in suites(*results):
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
