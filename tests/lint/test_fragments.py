"""Lines for a server block that is not there: what is judged, and what is not."""

from functools import cache

import pytest

from corefile.documents import read
from corefile.lint import Rule, Settings, all_rules, lint_document
from corefile.syntax.parser import parse
from corefile.testing import Example
from tests.lint.test_rule_examples import examples, settings_of

#: Examples by number that show more than lines: what stands around them, or the other plugins.
NEED_MORE = {
    "acl-allow-only": {0},
    "brace-misplaced": {1},
    "dnssec-misuse": {0},
    "forward-ineffective-option": {2},
    "syntax-error": {0},
    "unknown-suppression": {2},
}

#: Rules about the braces around the lines, and about the Corefile that imports them.
ABOUT_OTHERS = {"override-repeats-base-plugin", "syntax-error", "unbalanced-braces"}


def lines_of(example: Example) -> str | None:
    """Return the lines of a Corefile that is one server block for all names; None for others."""
    if example.name != "Corefile":
        return None
    tree = parse(example.text)
    servers = tree.servers
    body = servers[0].body if servers else None
    if len(tree.items) != 1 or not servers or [key.value for key in servers[0].keys] != ["."]:
        return None
    if body is None or body.open is None or body.close is None:
        return None
    return example.text[body.open.end : body.close.start]


def override(lines: str) -> str:
    indented = "".join(f"    {line}\n" for line in lines.splitlines())
    return f"kind: ConfigMap\nmetadata: {{name: coredns-extra}}\ndata:\n  a.override: |\n{indented}"


@cache
def found(example: Example, text: str, name: str) -> set[str]:
    """Return the rules of what is found."""
    checked = lint_document(read(text, name), settings=settings_of(example))
    return {item.finding.rule.name for item in checked.findings}


FRAGMENTS = [
    pytest.param(rule, example, lines, id=f"{rule.name}-{number}")
    for rule in all_rules()
    if rule.fragments
    for number, example in enumerate(examples(rule, "Bad"))
    if (lines := lines_of(example)) is not None and number not in NEED_MORE.get(rule.name, ())
]


@pytest.mark.parametrize(("rule", "example", "lines"), FRAGMENTS)
def test_what_the_lines_show_is_found(rule: Rule, example: Example, lines: str) -> None:
    assert rule.name in found(example, override(lines), "x.yaml")


WHOLE = [
    pytest.param(example, lines)
    for rule in all_rules()
    for section in ("Good", "Bad")
    for example in examples(rule, section)
    if (lines := lines_of(example)) is not None
]


@pytest.mark.parametrize(("example", "lines"), WHOLE)
def test_nothing_is_found_that_the_server_block_does_not_have(example: Example, lines: str) -> None:
    alone = found(example, override(lines), "x.yaml") - ABOUT_OTHERS
    assert alone <= found(example, example.text, "Corefile")


ABOUT_THE_REST = [
    "forward . 192.0.2.53 {\n  next NXDOMAIN\n}",  # the server block may have another
    "acl {\n  allow net 192.0.2.0/24\n}",
    "dnssec {\n  key file a\n}\nforward . 192.0.2.53",
    "import shared",
    'log "a b',  # of the import: the text ends in the string, and the server block goes on
]


@pytest.mark.parametrize("lines", ABOUT_THE_REST)
def test_what_the_server_block_decides_is_not_judged(lines: str) -> None:
    checked = lint_document(read(override(lines), "x.yaml"), settings=Settings(all_rules()))
    assert {item.finding.rule.name for item in checked.findings} <= {"unterminated-quote"}
