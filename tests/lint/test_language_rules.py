"""The rules about the language itself."""

import pytest

from corefile import parse
from corefile.coredns.imports import expand
from corefile.coredns.imports.files import Memory
from corefile.lint import Finding, all_rules, lint


def only(text: str, files: dict[str, str] | None = None) -> Finding:
    read = None if files is None else Memory(dict(files))
    rules = [rule for rule in all_rules() if rule.code in ("CF001", "CF002")]
    found = lint(text, read=read, rules=rules)
    assert len(found) == 1
    return found[0]


def test_a_fault_says_what_is_wrong_and_what_coredns_prints() -> None:
    finding = only(". {\n forward . 9.9.9.9 }\n")
    assert finding.rule.name == "syntax-error"
    assert finding.message == (
        "`}` is on the line of `forward`, where it closes nothing; CoreDNS refuses the file:"
        " \"Corefile:2 - Error during parsing: Unexpected '}' because no matching opening brace\""
    )
    assert finding.help
    assert finding.related[0].message


def test_coredns_calls_some_faults_syntax_errors() -> None:
    finding = only(". {\n whoami\n")
    assert "\"Corefile:2 - Syntax error: Unexpected token 'whoami', expecting '}'\"" in (
        finding.message
    )


def test_only_the_first_fault_is_printed_by_coredns() -> None:
    found = lint(
        "a { whoami }\nb { whoami }\n", rules=[r for r in all_rules() if r.code == "CF001"]
    )
    assert ["then refuses" in item.message for item in found if item.rule.code == "CF001"] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "files", "plain", "words"),
    [
        (". {\n import a\n}", {}, "no snippet and no file `a`", "File to import not found: a"),
        (
            ". {\n import s\n}\n(s) {\n log\n}\n",
            {},
            "imported before it is defined (line 4)",
            "File to import not found: s",
        ),
        (". {\n import a\n}", {"/a": "import a\n"}, "go round in a circle", "maximum file import"),
        (". {\n import */*\n}", {}, "more than one wildcard", "only contain one wildcard"),
        (". {\n import a[\n}", {}, "is not a pattern", "syntax error in pattern"),
        (". {\n import a\n}", {"/a": "log {\n x {\n"}, "ends inside a block", "Unexpected EOF"),
        (". {\n import a\n}", {"/a": "log }\n"}, "closes nothing", "Unexpected '}'"),
        (
            "import a\nimport a\n. {\n}",
            {"/a": "(s) {\n log\n}\n"},
            "defined a second time",
            "redeclaration",
        ),
    ],
)
def test_imports_that_fail(
    text: str, files: dict[str, str], plain: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expand, "MAX_FILE_EXPANSIONS", 1_000)
    finding = only(text, files)
    assert finding.rule.name == "import-error"
    assert plain in finding.message
    assert words in finding.message
    assert finding.help
    assert "{" not in finding.help or "`{" not in finding.message


@pytest.mark.parametrize(
    ("text", "all_of_them"),
    [
        # The text is read on after a file that is not there.
        (". {\n import a\n import b\n}\n", ["CF002 2", "CF002 3"]),
        (". {\n import a\n forwad . 192.0.2.1\n}\n", ["CF002 2", "CF004 3"]),
        (
            ". {\n log all\n import a\n}\nb {\n log all\n whoami\n}\n",
            ["CF711 2", "CF002 3", "CF711 6"],
        ),
        # A file between server blocks may define the snippet.
        ("import a\n. {\n import b\n}\n", ["CF002 1"]),
        # What CoreDNS cannot read on after.
        (". {\n import a\n import b c\n}\n. {\n import d\n}\n", ["CF002 2", "CF001 3"]),
    ],
)
def test_a_file_that_is_not_there_hides_nothing(text: str, all_of_them: list[str]) -> None:
    found = [f for f in lint(text, read=Memory({})) if f.severity != "info"]
    codes = [f"{f.rule.code} {f.source.position(f.span.start).line}" for f in found]
    assert codes == all_of_them


def test_coredns_stops_at_the_first_file_that_is_not_there() -> None:
    tree = parse(". {\n import a\n import b\n}\n")
    assert expand.expand(tree, read=Memory({})).servers == ()
    on = expand.expand(tree, read=Memory({}), reads_on=True)
    assert (
        str(on.error)
        == ("Corefile:2 - Error during parsing: File to import not found: a")
        == str(expand.expand(tree, read=Memory({})).error)
    )
    assert [str(each) for each in on.more_errors] == [
        "Corefile:3 - Error during parsing: File to import not found: b"
    ]


@pytest.mark.parametrize("before", range(0, 60, 3))
def test_a_mistake_hides_none_at_the_same_offset_of_another_text(before: int) -> None:
    text = ". {\n import a\n forward . 192.0.2.1 {\n  no_such\n }\n}\n"
    read = Memory({"/a": f"#{'x' * before}\nlog all\n"})
    found = [f.rule.code for f in lint(text, read=read) if f.severity != "info"]
    assert sorted(found) == ["CF006", "CF711"]


@pytest.mark.parametrize(("name", "words"), [("comon", "did you mean `common`?"), ("a", "define")])
def test_an_import_names_the_snippet_that_is_meant(name: str, words: str) -> None:
    text = f"(common) {{\n log\n}}\n. {{\n import {name}\n}}\n"
    (finding,) = (f for f in lint(text, read=Memory({})) if f.rule.code == "CF002")
    assert words in finding.help


def test_the_chain_of_imports_names_each_place_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expand, "MAX_FILE_EXPANSIONS", 1_000)
    finding = only("import a\n", {"/a": "import a\n"})
    assert len(finding.related) <= 2


def test_an_error_of_the_text_is_not_reported_again_as_one_of_imports() -> None:
    assert [item.rule.code for item in lint("import\n")] == ["CF001"]
