"""The rules about words: what cannot be seen, what does not quote, what has no value."""

import pytest

from corefile.coredns.imports.files import Memory
from corefile.lint import Finding, all_rules, lint
from tests.lint.rules.after_fix import after_fix


def found(code: str, text: str, files: dict[str, str] | None = None) -> list[Finding]:
    read = None if files is None else Memory(dict(files))
    return lint(text, read=read, rules=[rule for rule in all_rules() if rule.code == code])


@pytest.mark.parametrize(
    ("word", "name", "fixed"),
    [
        ("log\u200b", "U+200B (ZERO WIDTH SPACE)", "log"),
        ("l\u00ado\u2060g", "U+00AD (SOFT HYPHEN) and U+2060 (WORD JOINER)", "log"),
        ("\ufefflog", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)", "log"),
        ("log\x00", "U+0000 (a control character)", "log"),
        ('"\u202elog"', "U+202E (RIGHT-TO-LEFT OVERRIDE)", '"log"'),
        ('"a\u00a0b"', "U+00A0 (NO-BREAK SPACE)", '"a b"'),
        ("a\u200db", "U+200D (ZERO WIDTH JOINER)", "ab"),
    ],
)
def test_characters_that_cannot_be_seen(word: str, name: str, fixed: str) -> None:
    text = f". {{\n errors {word}\n}}\n"
    (finding,) = found("CF106", text)
    assert name in finding.message
    assert after_fix(text, finding) == text.replace(word, fixed)
    assert finding.span.end == finding.span.start + 1


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff. {\n log\n}\n",
        ". {\r\n log\r\n}\r\n",
        ". {\u00a0\n\u3000log\n}\n",
        '. {\n errors "a\tb\n c"\n}\n',
        ". {\n errors \u0646\u0627\u0645\u0647\u200c\u0627\u06cc\n}\n",
        ". {\n log # a\u200b\n}\n",
        ". {\n errors x#a\u200b\n}\n",
    ],
)
def test_characters_in_their_place(text: str) -> None:
    assert not found("CF106", text)


def test_a_carriage_return_that_joins_words() -> None:
    (finding,) = found("CF106", ". {\n log\r}\n}\n")
    assert "`log}`" in finding.message
    assert finding.fix is None


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("log . '{remote} {type}'", 'log . "{remote} {type}"'),
        ("log . `{remote}`", 'log . "{remote}"'),
        ("log . \u201c{remote}\u201d", 'log . "{remote}"'),
        ("log . \u201e{remote} x\u201c", 'log . "{remote} x"'),
        ("log . ' {remote} '", 'log . " {remote} "'),
        ("log . '{remote} \"{type}\"'", None),
        ("log . '{remote}\\'", None),
        ("log . '{remote}", None),
        ("log . {remote}'", None),
        ("log . '", None),
        ('log . "{remote} "{type}" x"', None),
        ('log . "a""b"', None),
        ('log . x="a b"', None),
    ],
)
def test_quotes_that_are_none(line: str, fixed: str | None) -> None:
    text = f". {{\n {line}\n}}\n"
    (finding,) = found("CF107", text)
    assert (finding.fix is None) is (fixed is None)
    if fixed is not None:
        assert after_fix(text, finding) == text.replace(line, fixed)


@pytest.mark.parametrize(
    "line",
    [
        "log . \"{remote} '{type}'\"",
        'log . {"a":"{remote}"}',
        "view a {\n expr type() == 'A'\n}",
        'template IN A {\n answer "{{"{{"}} .Name {{"}}"}} 60 IN A 192.0.2.1"\n}',
        "log .#'",
    ],
)
def test_quotes_that_are_left_alone(line: str) -> None:
    assert not found("CF107", f". {{\n {line}\n}}\n")


def test_pairs_are_found_side_by_side() -> None:
    assert len(found("CF107", ". {\n log 'a b' 'c' d'\n}\n")) == 3


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("{$Z:a.org}:53 {\n}\n", "warning"),
        ("{$Z:-a.org} {\n}\n", "warning"),
        ("{env.Z} {\n}\n", "warning"),
        ("{%Z} {\n}\n", "warning"),
        ("{$Z} {\n}\n", "info"),
        ("{%Z%} {\n}\n", "info"),
        ("a.{$Z} {\n}\n", "info"),
        (". {\n cache {$T}\n}\n", "info"),
        (". {\n acl {$Z} {\n  block\n }\n}\n", "info"),
        (". {\n hosts {\n  fallthrough {$Z}\n }\n}\n", "info"),
        ("{$Z}:53 {\n}\n", None),
        ("{$Z}, {\n}\n", None),
        ("{$Z}.a {\n}\n", None),
        ("a.org {$Z} {\n}\n", None),
        ("{$Z}:53 {\n file db {$Z}\n}\n", None),
        (". {\n kubernetes {$Z}\n}\n", None),
        (". {\n forward . {$UP}\n}\n", None),
        (". {\n cache 30 a.org {$Z}\n}\n", None),
        (". {\n log . {time}\n}\n", None),
        ('. {\n template IN A {\n  answer "{{$name := .Name}} 60 IN A 192.0.2.1"\n }\n}\n', None),
    ],
)
def test_references_without_a_value(text: str, severity: str | None) -> None:
    # With an empty environment CoreDNS accepts what is an info here.
    assert [item.severity for item in found("CF110", text)] == ([severity] if severity else [])


def test_all_variables_of_a_template_get_their_blank() -> None:
    text = '. {\n template IN A {\n  answer "{{$a := 1}}{{$b := 2}}"\n }\n}\n'
    (finding,) = found("CF111", text)
    assert '"{{ $a := 1}}{{ $b := 2}}"' in after_fix(text, finding)


@pytest.mark.parametrize(
    ("text", "files", "names"),
    [
        ("(a) {\n log\n}\n. {\n}\n", {}, ["a"]),
        ("(a) {\n log\n}\n. {\n import a\n}\n", {}, []),
        ("(a) {\n log\n}\n(b) {\n import a\n}\n. {\n import b\n}\n", {}, []),
        ("(a) {\n log\n}\n. {\n import f\n}\n", {"/f": "import a\n"}, []),
        ("(a) {\n log\n}\n. {\n import {$X}\n}\n", {}, []),
        ("(a) {\n log\n}\n. {\n import *.conf\n}\n", {}, []),
        ("(a) {\n log\n}\n", {}, []),
    ],
)
def test_snippets_that_nothing_imports(text: str, files: dict[str, str], names: list[str]) -> None:
    findings = found("CF109", text, files)
    assert [text[item.span.start + 1 : item.span.end - 1] for item in findings] == names


def test_an_unused_snippet_is_taken_out() -> None:
    text = "# top\n\n# old\n(a) {\n bogus\n}\n. {\n}\n"
    (finding,) = found("CF109", text)
    assert after_fix(text, finding) == "# top\n\n. {\n}\n"
    assert [text[each.place.start : each.place.end] for each in finding.related] == ["bogus"]


@pytest.mark.parametrize(
    ("text", "files", "number"),
    [
        (". {\n}\nimport f\n", {"/f": "log\nerrors\n"}, 1),
        (". {\n}\nimport f\n", {"/f": "a.org {\n log\n}\n"}, 0),
        (". {\n}\nimport f\n", {"/f": "local {\n log\n}\n"}, 0),
        (". {\n import f\n}\n", {"/f": "log\nerrors\n"}, 0),
        ("log {\n}\n", {}, 0),
        (". {\n}\nimport f.override\n", {"/f.override": "log\n"}, 1),
        (". {\n import x/*.server\n}\n", {}, 1),
        (". {\n import x/*.override\n}\nimport x/*.server\n", {}, 0),
    ],
)
def test_content_of_another_kind(text: str, files: dict[str, str], number: int) -> None:
    assert len(found("CF108", text, files)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 1), ("\n\n", 1), ("\ufeff# later\n", 1), ("{$Z} {\n}\n", 0), ("(a) {\n}\n", 1)],
)
def test_corefiles_that_serve_nothing(text: str, number: int) -> None:
    assert len(found("CF112", text)) == number


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (". {\n import a\n whoami\n}\n", "error"),
        ("{$S} {\n log\n}\n. {\n import a\n whoami\n}\n", "warning"),
        ("({$S}) {\n log\n}\n. {\n import a\n whoami\n}\n", "warning"),
    ],
)
def test_the_environment_may_name_a_snippet(text: str, severity: str) -> None:
    (finding,) = found("CF002", text, {})
    assert finding.severity == severity


@pytest.mark.parametrize(
    ("text", "files", "number"),
    [
        (". {\n whoami\n}\n}\n", {}, 1),
        ("import a\n}\n", None, 0),
        ("import a\n}\n", {"/a": ". {\n whoami\n"}, 0),
        ("import a\n}\n", {"/a": ". {\n whoami\n}\n"}, 1),
        (". {\n import a\n whoami\n}\n}\n", None, 1),
    ],
)
def test_a_brace_may_close_what_an_import_opens(
    text: str, files: dict[str, str] | None, number: int
) -> None:
    assert len(found("CF102", text, files)) == number
