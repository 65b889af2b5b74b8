"""Cases with a word or a line left to the environment: whatever is open, reading goes on."""

import re
from collections.abc import Iterator

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.files import Memory
from corefile.coredns.model.config import configure
from corefile.documents import read
from corefile.lint.document import lint_document
from corefile.syntax.parser import parse
from tests.coredns.plugins import case_names, case_texts
from tests.examples import some

NOTHING = Memory({})


def opened(text: str) -> Iterator[str]:
    """Yield a case with `{$EXTRA}` on a line behind each, and with `{$V}` in place of each word."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        before, after = lines[:number], lines[number + 1 :]
        yield "\n".join((*before, line, "{$EXTRA}", *after))
        for word in re.finditer(r"[^\s{}]\S*", line):
            other = f"{line[: word.start()]}{{$V}}{line[word.end() :]}"
            yield "\n".join((*before, other, *after))


@pytest.mark.slow
@pytest.mark.parametrize("name", case_names())
def test_open_cases_are_read(name: str) -> None:
    for text in some(case_texts(name)):
        for number, case in enumerate(dict.fromkeys(opened(text))):
            # What the rules look at is read again; that takes longest, so not for every case.
            if number == len(text) % 16:
                lint_document(read(case, "Corefile"), read=NOTHING)
            elif number % 3 == len(text) % 3:
                configure(expand(parse(case), env=None, read=NOTHING))


@pytest.mark.parametrize("domain", ["my_host.example.org", "*", "10.0.0.1", "xn--a", "-a"])
@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_domain_that_is_refused_beside_an_open_line(domain: str, place: str) -> None:
    lines = ["{$EXTRA}", f"acme {domain}"] if place == "before" else [f"acme {domain}", "{$EXTRA}"]
    stanza = "tls {\n" + "\n".join(lines) + "\n}\n"
    text = f"a.example.org {{\n{stanza}}}\nb.example.org {{\n{stanza}}}\n"
    findings = lint_document(read(text, "Corefile"), read=NOTHING).findings
    assert "syntax-error" not in {item.finding.rule.name for item in findings}


def test_certificates_whose_options_are_open() -> None:
    one = "a.example.org {\n tls {\n  acme x.example.org\n  {%s}\n }\n}\n"
    text = one % "$EXTRA" + one.replace("a.", "b.").replace("{%s}", "email me@example.org")
    assert not configure(expand(parse(text), env=None, read=NOTHING)).refusals
