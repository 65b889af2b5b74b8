"""The rules about `file`."""

import pytest

from corefile.lint import Finding, lint
from corefile.text.edits import apply_edits


def found(code: str, text: str) -> list[Finding]:
    return [item for item in lint(text) if item.rule.code == code]


@pytest.mark.parametrize(
    ("key", "words", "is_wrong"),
    [
        ("example.org", "example.org db.example.org", True),
        ("example.org", "sub.example.org sub.zone", True),
        (".", "example.org db.example.org", True),
        (".", "example.org example.org.zone", True),
        (".", "example.org zones/db.example.org", True),
        (".", "example.org /etc/coredns/example", True),
        (".", "example.org db.other.org", False),
        ("example.org", "db.example.org example.org", False),
        ("example.org", "/zones/a db.example.org", False),
        (".", "db.a 10.0.0.0/8 10.0.0.0/8:53", False),
        (".", "db.a 0/25.2.0.192.in-addr.arpa", False),
        ("example.org", "{$FILE} db.example.org", False),
        ("example.org", "example.org {$ZONE}", False),
        ("example.org", "example.org", False),
    ],
)
def test_arguments_that_are_swapped(key: str, words: str, is_wrong: bool) -> None:
    text = f"{key} {{\n    file {words}\n}}\n"
    findings = found("CF210", text)
    assert bool(findings) is is_wrong
    for finding in findings:
        assert finding.fix is not None
        first, second = words.split()
        assert apply_edits(text, finding.fix.edits) == text.replace(words, f"{second} {first}")


def two(first: str, second: str) -> str:
    return f". {{\n file a a.org {{\n{first}\n}}\n file b b.org {{\n{second}\n}}\n}}\n"


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        ("", "", 0),
        ("fallthrough", "", 1),
        ("", "fallthrough", 1),
        ("fallthrough", "fallthrough", 0),
        ("fallthrough a.org", "", 0),
        ("fallthrough b.org", "", 1),
        ("fallthrough a.org", "fallthrough b.org", 1),
        ("fallthrough a.org b.org", "fallthrough", 0),
        ("fallthrough x.a.org", "fallthrough x.a.org", 0),
        ("fallthrough {$ZONE}", "", 0),
        ("reload 0", "", 1),
        ("", "reload 0", 0),
        ("reload 0", "reload 1m", 0),
        ("reload_by_mtime", "", 1),
        ("reload_by_mtime", "reload_by_mtime", 0),
    ],
)
def test_properties_that_count_elsewhere(first: str, second: str, number: int) -> None:
    assert len(found("CF211", two(first, second))) == number
