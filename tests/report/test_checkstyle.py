"""Checkstyle's XML."""

from xml.etree import ElementTree as ET

from hypothesis import given

from corefile.lint import CheckResult, Severity
from corefile.report.checkstyle import render
from corefile.text.printable import REPLACEMENT
from tests.report.findings import checked, hostile_results, located

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def report(*results: CheckResult) -> ET.Element:
    return ET.fromstring("".join(render(results, color=True)))


def test_findings_by_file() -> None:
    items = [located("ab", 1, 2, severity=each, help_text="fix it") for each in SEVERITIES]
    other = located(name="imported")
    root = report(checked(*items, other), checked(name="clean"), checked(corefiles=0))
    assert (root.tag, root.attrib) == ("checkstyle", {"version": "4.3"})
    files = root.findall("file")
    assert [each.get("name") for each in files] == ["Corefile", "imported", "clean"]
    assert [len(each) for each in files] == [3, 1, 0]
    errors = files[0].findall("error")
    assert [each.get("severity") for each in errors] == list(SEVERITIES)
    assert errors[0].attrib == {
        "line": "1",
        "column": "2",
        "severity": "error",
        "message": "wrong; fix it",
        "source": "corefile-lint.a-rule",
    }


def test_what_xml_cannot_hold_is_replaced_and_the_rest_is_kept() -> None:
    item = located(name="a\n&<b>", message="\t\"]]>'\x00\ufffe\udcff\U0001f680é")
    (file,) = report(checked(item))
    assert file.get("name") == "a\n&<b>"
    assert file[0].get("message") == f"\t\"]]>'\u2400{REPLACEMENT}{REPLACEMENT}\U0001f680é"


@given(hostile_results())
def test_every_finding_is_there(results: list[CheckResult]) -> None:
    errors = report(*results).findall("file/error")
    assert len(errors) == sum(len(each.findings) for each in results)
