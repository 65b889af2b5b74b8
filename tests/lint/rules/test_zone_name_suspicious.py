"""Which keys can hardly be meant."""

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.lint import lint
from corefile.lint.rules.listeners.zone_name_suspicious import RULE
from corefile.syntax.parser import parse


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("a,b", "comma"),
        ("http://a", "`http://`"),
        ("TLS://a", "`TLS://`"),
        ("tcp://.:53", "leave `tcp://` out"),
        ("10.0.0.0/33", "network"),
        ("10.0.0/8", "network"),
        ("fd00::/129", "network"),
        ("bücher.example", "`xn--bcher-kva.example.`"),
        ("a.org:dns", "number"),
        ("a.org::53", "`a.org:53`"),
        ("a;b", "`;`"),
        ("user@a.org", "`@`"),
        ("example.org/path", "`/`"),
        ("$ZONE", "`$`"),
        ("53", "`.:53`"),
        ("lab.example 5353", "`lab.example:5353`"),
        ("99999", "number"),
        ("1.168.192", "`1.168.192.in-addr.arpa`"),
    ],
)
def test_what_is_strange(key: str, words: str) -> None:
    (finding,) = lint(f"{key} {{\n whoami\n}}\n", rules=[RULE])
    assert words in finding.message + finding.help
    assert not configure(expand(parse(f"{key} {{\n whoami\n}}\n"))).refusals


@pytest.mark.parametrize(
    "key",
    [
        ".",
        "example.org:53",
        "tls://example.org",
        "https3://.:8443",
        "10.0.0.0/8",
        "fd00::/8",
        "64/26.2.0.192.in-addr.arpa",
        "_dmarc.my-host.example",
        "1.example",
        "*.example.org",
        "a\\.b.example",
        "{$ZONE}",
        "${ZONE}",
        "{{ .zone }}",
        "127.0.0.1",
        "local",
        "log",
    ],
)
def test_what_may_be_meant(key: str) -> None:
    assert not lint(f"{key} {{\n whoami\n}}\n", rules=[RULE])


def test_a_file_that_is_refused_may_have_anything_for_a_key() -> None:
    assert not lint(". {\n whoami\n}\n}\na;b {\n whoami\n", rules=[RULE])


def test_the_fix_divides_keys() -> None:
    text = '"a,b" c,d {\n whoami\n}\n'
    fixes = [finding.fix for finding in lint(text, rules=[RULE])]
    assert [fix and fix.edits[0].text for fix in fixes] == [None, "c, d"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('file db "a.example b.example"', "leave the quotes out"),
        ('cache 30 "a.example b.example"', "leave the quotes out"),
        ('hosts db {\n fallthrough "a.example b.example"\n}', "leave the quotes out"),
        ("template IN A (.*)[.]a[.]example {\n rcode NXDOMAIN\n}", "after `match`"),
        ("template IN A www.a.example$ {\n rcode NXDOMAIN\n}", "after `match`"),
        ("template IN A a.example;b.example {\n rcode NXDOMAIN\n}", "the name of a zone"),
        ("forward (a|b).example 192.0.2.1", "the name of a zone"),
        ("file db a.example b.example", ""),
        ("file db $ZONE", ""),
        ("file db $(ZONE)", ""),
        ("file db {$ZONE}", ""),
        (r"file db a\.b.example 64/26.2.0.192.in-addr.arpa", ""),
    ],
)
def test_zones_of_plugins(line: str, words: str) -> None:
    text = f"a.example {{\n {line}\n whoami\n}}\n"
    found = [item.help for item in lint(text, rules=[RULE])]
    assert [words in advice for advice in found] == [True] * bool(words)
    if words:  # and no other rule speaks of the same word
        assert "plugin-zone-outside-block" not in {item.rule.name for item in lint(text)}


@pytest.mark.parametrize(
    "text", ["forward . 192.0.2.53\n", "forward . 192.0.2.53\ncache\n", "log\nwhoami\n"]
)
def test_a_plugin_without_a_server_block_is_one_finding(text: str) -> None:
    (finding,) = (each for each in lint(text) if each.severity != "info")
    assert (finding.rule.name, finding.span.start) == ("no-server-block", 0)
