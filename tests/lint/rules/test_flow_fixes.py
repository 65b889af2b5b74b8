"""Fixes of the rules about the way of queries: what a text is afterwards."""

import pytest

from corefile.lint import lint
from corefile.text.edits import apply_edits

CASES = {
    "template-missing-fallthrough": (
        "    template IN A {\n        match ^a[.]\n    }\n    forward . 192.0.2.53",
        "    template IN A {\n        match ^a[.]\n        fallthrough\n    }\n"
        "    forward . 192.0.2.53",
    ),
    "template-aaaa-nxdomain": (
        "    template IN AAAA {\n        rcode NXDOMAIN # none\n    }\n    forward . 192.0.2.53",
        "    template IN AAAA {\n        rcode NOERROR # none\n    }\n    forward . 192.0.2.53",
    ),
    "rewrite-without-answer": (
        "    rewrite name suffix .a .b # short\n    forward . 192.0.2.53",
        "    rewrite name suffix .a .b answer auto # short\n    forward . 192.0.2.53",
    ),
    "regex-never-matches": (
        '    rewrite name regex "^(.*)\\.a$" {1}.b answer auto\n    forward . 192.0.2.53',
        '    rewrite name regex "^(.*)\\.a\\.$" {1}.b answer auto\n    forward . 192.0.2.53',
    ),
    "wildcard-zone": (
        "    cache 30 *\n    forward . 192.0.2.53",
        "    cache 30 .\n    forward . 192.0.2.53",
    ),
    "metadata-plugin-missing": (
        '    # said\n    log . "{/a/b}"\n    forward . 192.0.2.53',
        '    metadata\n    # said\n    log . "{/a/b}"\n    forward . 192.0.2.53',
    ),
    "repeated-plugin-last-wins": (
        "    reload\n    # quick\n    reload 5s # why\n    forward . 192.0.2.53",
        "    reload\n    forward . 192.0.2.53",
    ),
}


@pytest.mark.parametrize(
    ("rule", "before", "after"), [(rule, *texts) for rule, texts in CASES.items()], ids=CASES
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_fix(rule: str, before: str, after: str, newline: str) -> None:
    text = f". {{\n{before}\n}}\n".replace("\n", newline)
    [finding] = [finding for finding in lint(text) if finding.rule.name == rule]
    assert finding.fix is not None
    [edit] = finding.fix.edits
    fixed = text[: edit.start] + edit.text + text[edit.end :]
    assert fixed == f". {{\n{after}\n}}\n".replace("\n", newline)
    assert rule not in {finding.rule.name for finding in lint(fixed)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("except a.example *.a.example", "except a.example"),
        ("except *.a.example b.example A.example.", "except b.example A.example."),
        ("except *.a.example", "except a.example"),
        ("except *.a.example\n  except a.example", "except a.example\n  except a.example"),
        ("except *.b.a.example a.example", "except b.a.example a.example"),
    ],
)
def test_a_zone_that_is_there_already_is_left_out(before: str, after: str) -> None:
    text = f". {{\n forward . 192.0.2.53 {{\n  {before}\n }}\n}}\n"
    [finding] = [finding for finding in lint(text) if finding.rule.name == "wildcard-zone"]
    assert finding.fix is not None
    assert apply_edits(text, finding.fix.edits) == text.replace(before, after)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("wildcard-zone", "*.a {\nwhoami\n}\na {\nwhoami\n}\n"),
        ("wildcard-zone", "a.*.b {\nwhoami\n}\n"),
        ("metadata-plugin-missing", '(s) {\nlog . "{/a/b}"\n}\n. {\nimport s\nwhoami\n}\n'),
        ("repeated-plugin-last-wins", ". {\nhealth :1 {\nlameduck 5s\n}\nhealth :2\nwhoami\n}\n"),
        ("rewrite-without-answer", ". {\nrewrite name suffix .a .b#c\nwhoami\n}\n"),
    ],
)
def test_no_fix_where_it_is_not_plain(rule: str, text: str) -> None:
    found = [finding for finding in lint(text) if finding.rule.name == rule]
    assert [finding.fix for finding in found] == [None]
