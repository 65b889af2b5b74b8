"""What CoreDNS prints first is in the first finding: as its words, or as a note."""

import pytest

from corefile.coredns.imports.files import Memory
from corefile.lint.engine import lint
from corefile.lint.finding import Finding
from corefile.syntax.parser import parse
from tests.work import steps

UNKNOWN = "Error during parsing: Unknown directive "


def findings(text: str, **files: str) -> list[Finding]:
    read = Memory({f"/etc/{name}": content.encode() for name, content in files.items()}, "/etc")
    return lint(parse(text, name="Corefile"), read=read)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (".:53 {\n errors\n proxy . 192.0.2.1\n cache 30\n", f"Corefile:3 - {UNKNOWN}'proxy'"),
        ("{ .\n whoami\n}\n", f"Corefile:1 - {UNKNOWN}'.'"),
        ("{\n forwrd . 192.0.2.1\n}\n", f"Corefile:2 - {UNKNOWN}'forwrd'"),
        (". {\n proxy .\n log }\n", f"Corefile:2 - {UNKNOWN}'proxy'"),
    ],
)
def test_an_unknown_directive_comes_first(text: str, words: str) -> None:
    first, *_ = findings(text)
    assert words in first.message or any(words in note.message for note in first.related)


def test_a_fault_before_an_unknown_directive_comes_first() -> None:
    first, *_ = findings("a.org, {\n}\n. {\n proxy .\n}\n")
    assert "CoreDNS refuses the file" in first.message
    assert not any("stops here first" in note.message for note in first.related)


@pytest.mark.parametrize("inside", [True, False])
def test_a_text_that_imports_itself_is_read_quickly(inside: bool) -> None:
    text = ". {\n import Corefile\n}\n" if inside else ". {\n whoami\n}\nimport Corefile\n"
    found: list[Finding] = []
    # Each of the 10,000 files that CoreDNS reads would take more than ten.
    assert steps(lambda: found.extend(findings(text, Corefile=text))) < 100_000
    errors = [f.message for f in found if f.severity == "error"]
    assert ("/etc/Corefile:1 - " + UNKNOWN + "'.'" in errors[0]) == inside
    assert "maximum file import depth (10000) exceeded" in errors[-1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("(common) {\n errors\n}\n", "no-server-block"),
        ("import zones/*.conf\n", "no-server-block"),
        ("{\n whoami\n}\n", "server-block-without-key"),
    ],
)
def test_what_serves_nothing_is_replaced_by_the_corefile_that_is_built_in(
    text: str, name: str
) -> None:
    [finding] = findings(text)
    assert finding.rule.name == name
    assert "serves `.:53` with its built-in Corefile (`whoami` and `log`)" in finding.message


def test_a_block_without_a_key_is_dropped_beside_another() -> None:
    [finding] = findings("{\n log\n}\n. {\n whoami\n}\n")
    assert finding.message == "this block has no key: CoreDNS reads it and drops it"


def test_a_plugin_after_a_block_without_a_key() -> None:
    assert findings("{\n log\n}\nforward . 192.0.2.1\n")


def test_the_words_of_a_slip_are_those_printed_first() -> None:
    first, *_ = findings(". {\n proxy .\n forward . 192.0.2.1 }\n")
    words = f"Corefile:2 - {UNKNOWN}'proxy'"
    assert words in first.message or any(words in note.message for note in first.related)


def test_cache_twice_beside_a_plugin_whose_zone_is_a_word() -> None:
    text = (
        "consul. {\n    nomad service.nomad {\n        ttl 10\n    }\n    cache 5\n    cache 9\n}\n"
    )
    assert "plugin-used-twice" in {item.rule.name for item in findings(text)}
