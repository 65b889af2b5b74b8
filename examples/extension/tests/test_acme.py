"""What the rule finds is on its page; what the plugin takes is here."""

import pytest
from corefile_acme.audit import Audit

from corefile import expand, parse
from corefile.coredns.model.config import configure
from corefile.coredns.releases.builds import stock
from corefile.lint import Rule, load_extension
from corefile.testing import problems_of

ACME = load_extension("corefile-acme")
BUILD = stock().with_placed({"audit": Audit.place})


@pytest.mark.parametrize("rule", ACME.rules, ids=lambda rule: rule.name)
def test_rules_are_sound(rule: Rule) -> None:
    assert problems_of(rule) == []


def refused(line: str) -> list[str]:
    """Return what CoreDNS says of a server block with a line."""
    config = configure(expand(parse(f". {{\n{line}\n}}\n")), build=BUILD)
    return [refusal.message for refusal in config.refusals]


@pytest.mark.parametrize(
    "line",
    ["audit /var/log/audit", "audit a {\n sample 5\n flush 1m\n except example.org\n}"],
)
def test_what_audit_takes(line: str) -> None:
    assert refused(line) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("audit", "Wrong argument count"),
        ("audit a b", "Wrong argument count"),
        ("audit a {\n sample 101\n}", "sample has to be from 1 to 100, not 101"),
        ("audit a {\n flush 1ms\n}", "flush has to be at least 1s, not 1ms"),
        ("audit a {\n rotate\n}", "unknown property 'rotate'"),
        ("audit a\naudit b", "this plugin can only be used once"),
    ],
)
def test_what_audit_refuses(line: str, words: str) -> None:
    (message,) = refused(line)
    assert words in message
