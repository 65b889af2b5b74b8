"""Lines that a release knows no more: what their fixes write."""

import pytest

from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.lint import Settings, lint_document
from corefile.lint.fixing import fix_document
from corefile.lint.registry import all_rules
from corefile.syntax.parser import parse

NAMES = ("option-not-in-version", "noop-option", "plugin-refused", "unknown-directive")
RULES = tuple(r for r in all_rules() if r.name in NAMES)


def fixed(text: str, release: str, *, unsafe: bool = False) -> str:
    """Return what the fixes make of a Corefile, by the rules on lines without effect."""
    settings = Settings(rules=RULES, build=stock(release))
    return fix_document(read(text, "Corefile"), settings=settings, unsafe=unsafe).text


@pytest.mark.parametrize(
    ("release", "before", "after"),
    [
        (
            "1.7.0",
            "kubernetes cluster.local {\n\tresyncperiod 60s\n\tupstream\n\tpods verified # a\n}",
            "kubernetes cluster.local {\n\tpods verified # a\n}",
        ),
        ("1.7.0", "kubernetes {\n\tupstream 192.0.2.1\n}", "kubernetes"),
        ("1.5.0", "file db {\n\tno_reload # a\n}", "file db {\n\treload 0 # a\n}"),
        ("1.12.4", "header {\n\tset ra rd\n}", "header {\n\tresponse set ra rd\n}"),
        (
            "1.8.0",
            "# a\nfile db {\n\t# b\n\ttransfer to * # c\n\ttransfer to 192.0.2.1\n}",
            "transfer {\n\tto *\n\tto 192.0.2.1\n}\n# a\nfile db {\n\t# b\n\t# c\n}",
        ),
        (
            "1.8.0",
            "transfer a.example {\n\tto 192.0.2.1\n}\nauto a.example {\n\ttransfer to *\n}",
            "transfer a.example {\n\tto 192.0.2.1\n\tto *\n}\nauto a.example",
        ),
        (
            "1.8.0",
            "errors\nkubernetes a.example b.example {\n\ttransfer to *\n\tnoendpoints\n}",
            "errors\ntransfer a.example b.example {\n\tto *\n}\n"
            "kubernetes a.example b.example {\n\tnoendpoints\n}",
        ),
        (
            "1.8.0",
            "secondary {\n\ttransfer from 192.0.2.1\n\ttransfer to 192.0.2.2\n}",
            "transfer {\n\tto 192.0.2.2\n}\nsecondary {\n\ttransfer from 192.0.2.1\n}",
        ),
        (
            "1.5.0",
            "auto {\n\tdirectory /z (.*) {1} 30 # a\n}",
            "auto {\n\tdirectory /z (.*) {1} # a\n\treload 30s\n}",
        ),
        ("1.6.7", "kubernetes {\n\tresyncperiod 60s\n\tttl 5\n}", "kubernetes {\n\tttl 5\n}"),
        ("1.14.4", "any x y # a", "any # a"),
        ("1.14.4", "errors\nlocal x", "errors\nlocal"),
        ("1.1.0", "startup echo a", "on startup echo a"),
        ("1.1.1", "shutdown echo a # b", "on shutdown echo a # b"),
        ("1.2.0", "proxy . 192.0.2.1 {\n\tprotocol https_google\n}", "proxy . 192.0.2.1"),
    ],
)
def test_what_is_gone_is_written_as_the_release_has_it(
    release: str, before: str, after: str
) -> None:
    """A safe fix does it, and CoreDNS takes the result."""
    text = fixed(lines(before), release)
    assert text == lines(after)
    assert not verdict(parse(text), read=None, build=stock(release)).message
    assert fixed(text, release) == text


def lines(text: str) -> str:
    """Return a server block with lines."""
    inner = text.replace("\n", "\n    ").replace("\t", "    ")
    return f"example.org {{\n    {inner}\n}}\n"


@pytest.mark.parametrize(
    ("release", "text"),
    [
        # What a later release brought may be what was wanted.
        ("1.12.4", "forward . 192.0.2.1 {\n\tfailover SERVFAIL\n}"),
        # CoreDNS reads several properties of the line.
        ("1.7.0", "kubernetes {\n\tnoendpoints upstream 192.0.2.1\n}"),
        ("1.5.2", "file db {\n\treload 0 upstream\n}"),
        # Whoever may have the zone of `file` might get that of `auto` too.
        ("1.8.0", "auto a.example.org\nfile db {\n\ttransfer to *\n}"),
        # These were refused before, too.
        ("1.5.0", "auto {\n\tdirectory /z x {1}\n}"),
        ("1.8.0", "secondary {\n\ttransfer from *\n}"),
        ("1.14.4", "whoami x"),
        # Nobody writes so many, and each takes a round of its own.
        ("1.8.0", "file db {" + "\n\ttransfer to 192.0.2.1" * 21 + "\n}"),
        ("1.8.0", "errors\n" * 200 + "file db {\n\ttransfer to 192.0.2.1\n}"),
        # What it did nothing else does.
        ("1.5.0", "proxy . 192.0.2.1"),
        ("1.7.0", "federation {\n\tprod prod.example.org\n}"),
    ],
)
def test_nothing_is_guessed(release: str, text: str) -> None:
    assert fixed(lines(text), release) == lines(text)


@pytest.mark.parametrize(
    ("release", "before", "after"),
    [
        ("1.3.1", "file db {\n\tupstream 192.0.2.1\n}", None),
        ("1.4.0", "file db {\n\tupstream 192.0.2.1\n}", "file db {\n\tupstream\n}"),
        ("1.5.1", "file db {\n\tupstream\n}", None),
        ("1.5.2", "file db {\n\tupstream\n}", "file db"),
        ("1.5.2", "kubernetes {\n\tupstream\n}", "kubernetes"),
        ("1.3.1", "etcd {\n\tstubzones\n}", None),
        ("1.4.0", "etcd {\n\tstubzones\n}", "etcd"),
        ("1.3.1", "kubernetes {\n\tendpoint http://a http://b\n}", None),
        (
            "1.4.0",
            "kubernetes {\n\tendpoint http://a http://b\n}",
            "kubernetes {\n\tendpoint http://a\n}",
        ),
    ],
)
def test_lines_without_effect_from_their_release_on(
    release: str, before: str, after: str | None
) -> None:
    assert fixed(lines(before), release, unsafe=True) == lines(after or before)


@pytest.mark.parametrize("zone", ["cluster.local", "{{ domain }}"])
def test_what_is_refused_is_not_also_said_to_have_no_effect(zone: str) -> None:
    text = f". {{\n    kubernetes {zone} {{\n        upstream\n    }}\n}}\n"
    result = lint_document(read(text, "Corefile.j2"))
    named = [item.finding.rule.name for item in result.findings]
    assert named.count("option-not-in-version") == 1
    assert "noop-option" not in named
