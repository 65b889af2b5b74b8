"""Names in a table that `template` answers first, or that `rewrite` renames first."""

import pytest

from corefile.coredns.imports.files import Memory
from corefile.lint import lint
from corefile.lint.finding import Finding

TABLE = "hosts {\n192.0.2.1 a.example\n2001:db8::1 a.example\n192.0.2.2 b.c.example\nfallthrough\n}"
BLOCK = ". {\n%s\n" + TABLE + "\nforward . 192.0.2.53\n}\n"
ANSWER = 'answer "{{ .Name }} 60 IN A 192.0.2.9"\nfallthrough\n}'


def findings(lines: str) -> list[Finding]:
    text = BLOCK % lines
    return [item for item in lint(text) if item.rule.name == "hosts-entry-taken"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("template IN A {\n" + ANSWER, ["3 a.example A", "5 b.c.example A"]),
        ("template IN A c.example {\n" + ANSWER, ["5 b.c.example A"]),
        ("template IN A {\nmatch ^a[.]\n" + ANSWER, ["3 a.example A"]),
        ("template IN AAAA {\nrcode NXDOMAIN\n}", ["4 a.example AAAA"]),
        ("template ANY ANY a.example", ["3 a.example A", "4 a.example AAAA"]),
        ("template IN SRV {\nrcode NXDOMAIN\n}", []),
        ("template IN A {\nmatch ^x[.]\n" + ANSWER, []),
        # What only some queries meet is no reason.
        ("template IN A {\nexpr name() == 'x.'\n" + ANSWER, []),
        ("template IN A {\nexpr client_ip() == '192.0.2.9'\n}", []),
        ("template IN A {$ZONE} {\n" + ANSWER, []),
        ("rewrite name a.example x.example", ["3 a.example to x.example", "4 a.example to"]),
        ("rewrite stop name suffix .c.example .d.example", ["5 b.c.example to b.d.example"]),
        ("rewrite name x.example a.example", []),
        ("rewrite name a.example x.example\nrewrite name y.example a.example", []),
        ("rewrite name a.example x.example\nrewrite name regex ^(.*)[.]y[.]$ {1}.example", []),
        (
            "rewrite name regex ^(.*)[.]c[.]example[.]$ {1}.d.example",
            ["5 b.c.example to b.d.example"],
        ),
        ("rewrite name regex ^(.*)[.]c[.]example[.]$ www.{1}.d.example", ["5 b.c.example to"]),
        ("rewrite name regex ^b[.]c[.](.*)$ {1}", []),
        ("rewrite type MX A", []),
        ("import other.conf", []),
    ],
)
def test_entries(lines: str, expected: list[str]) -> None:
    text = BLOCK % lines
    first = text[: text.index("hosts {")].count("\n")
    found = findings(lines)
    assert len(found) == len(expected)
    for item, words in zip(found, expected, strict=True):
        line, name, *rest = words.split()
        assert item.source.position(item.span.start).line == first + int(line) - 1
        assert f"`{name}`" in item.message
        if rest[0] == "to":
            assert "`rewrite`" in item.message
            assert all(f"`{word}`" in item.message for word in rest[1:])
        else:
            assert f"type {rest[0]}" in item.message
            assert "`template " in item.message


def test_the_order_is_that_of_the_release_not_that_of_the_lines() -> None:
    text = ". {\n" + TABLE + "\ntemplate IN A c.example {\n" + ANSWER + "\nwhoami\n}\n"
    assert [item.rule.name for item in lint(text)].count("hosts-entry-taken") == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("192.0.2.1 a.example b.example", "`a.example` (line 2 of `/table`)"),
        ("2001:db8::1 a.example", ""),
        ("192.0.2.1 b.org # a.example", ""),
        # A name that is blocked.
        ("0.0.0.0 a.example", ""),
        ("127.0.0.1 a.example", ""),
    ],
)
def test_entries_of_a_file(line: str, words: str) -> None:
    files = Memory({"/table": f"# names\n{line}\n192.0.2.2 c.example\n"})
    lines = "template IN A a.example {\n" + ANSWER.replace("fallthrough\n", "")
    lines += "\nhosts /table {\nfallthrough\n}\nforward . 192.0.2.53"
    found = [
        item.message
        for item in lint(f". {{\n{lines}\n}}\n", read=files)
        if item.rule.name == "hosts-entry-taken"
    ]
    assert [words in message for message in found] == [True] * bool(words)
