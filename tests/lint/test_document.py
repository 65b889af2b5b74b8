"""Findings of Corefiles inside other files stand at the right place of those."""

import gc
from dataclasses import replace

import pytest

from corefile.coredns.imports.files import Memory
from corefile.documents import read
from corefile.lint import CheckResult, Settings, lint, lint_document
from corefile.lint.fixing import fix_document
from corefile.lint.selection import select
from corefile.text.edits import apply_edits
from tests.lint.test_engine import MARK, SERVERS
from tests.lint.test_fixing import replacing
from tests.work import steps

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


def check(text: str, name: str = "coredns.yaml") -> CheckResult:
    return lint_document(read(text, name), settings=Settings((MARK, SERVERS)))


def marked(checked: CheckResult) -> list[tuple[str, int, int, str]]:
    return [
        (
            item.finding.rule.code,
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
    (_, item) = sorted(check(text).findings, key=lambda item: item.finding.rule.code)
    (note,) = item.related
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
    text = text.replace("    mark a\n", "    whoami\n")
    (fault,) = lint_document(read(f"{text}    log }}\n", "x.yaml")).findings
    assert fault.finding.rule.name == "unbalanced-braces"
    assert "CoreDNS refuses the file" in fault.finding.message
    assert (fault.place.first.line, fault.place.first.column) == (9, 9)


def test_the_rules_do_not_judge_a_backup_as_they_do_a_corefile() -> None:
    checked = check(MANIFEST.replace("Corefile:", "Corefile-backup:"))
    assert (checked.findings, checked.corefiles) == ((), 0)


def test_imports_are_counted_that_are_not_followed() -> None:
    checked = check(MANIFEST.replace("mark", "import /etc/coredns/custom/*.override"))
    assert checked.not_followed == 1


def test_problems_of_the_document_are_findings() -> None:
    (item,) = check("kind: ConfigMap\ndata:\n  Corefile: 5\n").findings
    assert (item.finding.rule.name, item.finding.severity) == ("unreadable-document", "error")
    assert (item.place.first.line, item.place.first.column) == (3, 3)


def test_the_words_of_coredns_name_the_file_it_reads() -> None:
    (item,) = check(MANIFEST.replace("mark", "mark }"), "a.yaml").findings[-1:]
    fault = lint_document(read(MANIFEST.replace("mark", "whoami }"), "a.yaml")).findings[0]
    assert '"Corefile:2 - Error during parsing: ' in fault.finding.message
    assert item.place.path == "a.yaml"


def fixes(text: str) -> list[tuple[str, bool, str]]:
    """The fixes of a manifest: what each says, whether it is safe, and the file it makes."""
    return [
        (item.fix.message, item.fix.safe, apply_edits(text, item.fix.edits))
        for item in lint_document(read(text, "x.yaml")).findings
        if item.fix is not None
    ]


def test_a_fix_is_one_of_the_manifest() -> None:
    text = (
        "kind: ConfigMap\ndata:\n  Corefile: |\n    . {\n        hosts {\n"
        "            192.0.2.1 a.example a.example\n            fallthrough\n        }\n    }\n"
    )
    ((_, safe, after),) = fixes(text)
    assert (safe, after) == (True, text.replace("a.example a.example", "a.example"))


def test_a_fix_of_lines_for_a_server_block() -> None:
    text = "kind: ConfigMap\ndata:\n  x.override: |\n    log\n    cache 30\n"
    rule = replace(replacing("30", "40"), fragments=True)
    (item,) = lint_document(read(text, "x.yaml"), settings=Settings((rule,))).findings
    assert item.fix is not None
    assert apply_edits(text, item.fix.edits) == text.replace("30", "40")
    # What is put around the lines is not theirs.
    rule = replace(replacing(".", "x"), fragments=True)
    assert not lint_document(read(text, "x.yaml"), settings=Settings((rule,))).findings


def test_a_fix_that_needs_another_style() -> None:
    text = "kind: ConfigMap\ndata:\n  Corefile: '. {\n\n    forward . /etc/resolv.conf\n\n    }'\n"
    ((message, safe, after),) = fixes(text)
    assert message.endswith(", and write the text of `Corefile` in another YAML style")
    assert not safe
    assert after == (
        "kind: ConfigMap\ndata:\n  Corefile: |-\n    . {\n    loop\n    forward . /etc/resolv.conf"
        "\n    }\n"
    )


def test_a_fix_is_of_the_file_that_its_finding_is_in() -> None:
    text = ". {\n    kubernetes cluster.local\n    import x.conf\n}\n"
    rule = select(["autopath-without-pods-verified"])
    parts = {"/x.conf": "autopath @kubernetes\n"}
    found = lint_document(read(text, "Corefile"), read=Memory(parts), settings=Settings(rule))
    (item,) = found.findings
    # It would be one of the Corefile.
    assert item.finding.fix is not None
    assert (item.place.path, item.fix) == ("/x.conf", None)


def test_only_so_many_fixes_write_the_same_text_anew() -> None:
    servers = "\n\n".join(f".:{n + 1} {{\n\n forward . /etc/resolv.conf\n\n}}" for n in range(99))
    assert len(fixes(f"kind: ConfigMap\ndata:\n  Corefile: '{servers}'\n")) == 50


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        ("log\ncahce 30\n", (2, 1), "unknown-directive"),
        ("log }\n", (1, 5), "unbalanced-braces"),
        ("cache 30 {\n    prefetch x\n}\n", (2, 14), "plugin-refused"),
        ("hosts {\n    a.example 192.0.2.1\n}\n", (2, 5), "hosts-bad-inline-entry"),
    ],
)
def test_a_file_of_lines_for_a_server_block(text: str, place: tuple[int, int], rule: str) -> None:
    (item,) = lint_document(read(text, "x.override")).findings
    first = item.place.first
    assert (item.finding.rule.name, item.place.path) == (rule, "x.override")
    assert (first.line, first.column) == place


def test_what_is_right_in_a_file_of_lines() -> None:
    text = "log\nimport part\ncache 30\nrewrite name a.example b.example\n"
    checked = lint_document(read(text, "x.override"), read=Memory({}))
    assert (checked.findings, checked.corefiles, checked.not_followed) == ((), 1, 1)


def test_a_file_of_lines_is_mended_in_its_place() -> None:
    rule = replace(replacing("30", "40", adds=("40",), removes=("30",)), fragments=True)
    settings = Settings((rule,))
    done = fix_document(read("log\ncache 30\n", "x.override"), settings=settings)
    assert (done.text, len(done.fixed)) == ("log\ncache 40\n", 1)
    # The braces around the lines are ours.
    outside = Settings((replace(replacing(".", "x"), fragments=True),))
    done = fix_document(read("log\n", "x.override"), settings=outside, unsafe=True)
    assert (done.text, done.fixed) == ("log\n", ())


def test_a_text_that_comes_again_is_checked_once() -> None:
    broken = ". {\n    hosts {\n        10.0.0.1 a.example\n    }\n    forward . 192.0.2.1\n}\n"
    lines = "".join(f"    {line}\n" for line in broken.splitlines())
    manifest = MANIFEST[: MANIFEST.index("    . {")] + lines
    text = f"{manifest}---\n# another cluster\n{manifest}"
    settings = Settings()

    def found(text: str, settings: Settings) -> list[tuple[int, str]]:
        checked = lint_document(read(text, "coredns.yaml"), settings=settings)
        return [(item.place.first.line, item.finding.message) for item in checked.findings]

    first = found(manifest, settings)
    assert first
    below = len(manifest.splitlines()) + 2
    both = [*first, *((line + below, message) for line, message in first)]
    assert found(text, settings) == found(text, Settings()) == both
    document = read(manifest, "coredns.yaml")
    again = steps(lambda: lint_document(document, settings=settings))
    assert 3 * again < steps(lambda: lint_document(document, settings=Settings()))
    other = replace(settings, rules=())
    assert not found(manifest, other)


def test_nothing_is_left_to_be_found_by_the_search_for_garbage() -> None:
    text = ". {\n    kubernetes cluster.local\n    forward . 192.0.2.53\n    cache\n    loop\n}\n"
    lint(text)
    gc.collect()
    gc.disable()
    try:
        lint(text)
        assert gc.collect() == 0
    finally:
        gc.enable()
