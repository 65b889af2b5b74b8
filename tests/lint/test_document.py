"""Findings of Corefiles inside other files stand at the right place of those."""

from corefile.documents import read
from corefile.lint import Checked, Settings, lint_document
from tests.lint.test_engine import MARK, SERVERS

MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    . {
        mark
    }
"""


def check(text: str, name: str = "coredns.yaml") -> Checked:
    return lint_document(read(text, name), settings=Settings((MARK, SERVERS)))


def marked(checked: Checked) -> list[tuple[str, int, int, str]]:
    return [
        (
            item.finding.code,
            item.place.first.line,
            item.place.first.column,
            item.place.source.text[item.place.start : item.place.end],
        )
        for item in checked.findings
    ]


def test_a_plain_file() -> None:
    checked = check(". {\n  mark\n}\n", "Corefile")
    assert marked(checked) == [("CF800", 1, 1, "."), ("CF900", 2, 3, "mark")]
    assert checked.corefiles == 1


def test_a_config_map() -> None:
    checked = check(MANIFEST)
    assert marked(checked) == [("CF800", 7, 5, "."), ("CF900", 8, 9, "mark")]
    assert {item.place.path for item in checked.findings} == {"coredns.yaml"}
    assert checked.corefiles == 1


def test_related_places_are_in_the_manifest_too() -> None:
    text = MANIFEST.replace(
        "    . {\n        mark\n", "    (s) {\n        mark\n    }\n    . {\n        import s\n"
    )
    (_, item) = sorted(check(text).findings, key=lambda item: item.finding.code)
    (note,) = item.notes
    assert (note.message, note.place.path, note.place.first.line) == (
        "imported here",
        "coredns.yaml",
        11,
    )


def test_several_corefiles_in_one_file() -> None:
    checked = check(f"{MANIFEST}---\n{MANIFEST}")
    assert [line for _, line, _, _ in marked(checked)] == [7, 8, 17, 18]
    assert checked.corefiles == 2


def test_lines_for_a_server_block_are_read_as_such() -> None:
    text = MANIFEST.replace("Corefile: |\n    . {\n        mark\n    }\n", "")
    text += "extra.override: |\n    errors\n    mark a\n"
    assert marked(check(text)) == [("CF900", 8, 5, "mark a")]
    (fault,) = lint_document(read(f"{text}    log }}\n", "x.yaml")).findings
    assert fault.finding.rule == "syntax-error"
    assert "CoreDNS refuses the file" in fault.finding.message
    assert (fault.place.first.line, fault.place.first.column) == (9, 9)


def test_a_backup_is_not_checked() -> None:
    checked = check(MANIFEST.replace("Corefile:", "Corefile-backup:"))
    assert (checked.findings, checked.corefiles) == ((), 0)


def test_imports_are_counted_that_are_not_followed() -> None:
    checked = check(MANIFEST.replace("mark", "import /etc/coredns/custom/*.override"))
    assert checked.not_followed == 1


def test_problems_of_the_document_are_findings() -> None:
    (item,) = check("kind: ConfigMap\ndata:\n  Corefile: 5\n").findings
    assert (item.finding.rule, item.finding.severity) == ("unreadable-document", "error")
    assert (item.place.first.line, item.place.first.column) == (3, 3)


def test_the_words_of_coredns_name_the_file_it_reads() -> None:
    (item,) = check(MANIFEST.replace("mark", "mark }"), "a.yaml").findings[-1:]
    fault = lint_document(read(MANIFEST.replace("mark", "mark }"), "a.yaml")).findings[0]
    assert '"Corefile:2 - Error during parsing: ' in fault.finding.message
    assert item.place.path == "a.yaml"
