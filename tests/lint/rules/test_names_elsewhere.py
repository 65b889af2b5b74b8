"""What another server block takes: entries of `hosts`, and zones that plugins answer for."""

import pytest

from corefile.lint import lint

TABLE = "hosts {\n192.0.2.1 www.corp.example\nfallthrough\n}\n"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (f". {{\n{TABLE}whoami\n}}\ncorp.example {{\nwhoami\n}}\n", ["hosts-entry-never-asked"]),
        (
            f". {{\n{TABLE}whoami\n}}\nwww.corp.example {{\nwhoami\n}}\n",
            ["hosts-entry-never-asked"],
        ),
        (f". {{\n{TABLE}whoami\n}}\na.corp.example {{\nwhoami\n}}\n", []),
        (f". {{\n{TABLE}whoami\n}}\ntls://corp.example {{\ntls a b\nwhoami\n}}\n", []),
        (f". {{\n{TABLE}whoami\n}}\ncorp.example {{\nbind 192.0.2.9\nwhoami\n}}\n", []),
        (f". {{\n{TABLE}whoami\n}}\ncorp.example {{\nimport more\n}}\n", []),
        (
            f". {{\n{TABLE}whoami\n}}\n"
            "corp.example {\nview a {\nexpr type() == 'A'\n}\nwhoami\n}\n",
            [],
        ),
        (
            f". {{\nrewrite name exact a.example www.corp.example\n{TABLE}whoami\n}}\n"
            "corp.example {\nwhoami\n}\n",
            [],
        ),
        (
            ". {\nforward corp.example 192.0.2.1\nwhoami\n}\ncorp.example {\nwhoami\n}\n",
            ["plugin-zone-outside-block"],
        ),
        (
            ". a.corp.example {\nforward corp.example 192.0.2.1\nwhoami\n}\n"
            "corp.example {\nwhoami\n}\n",
            [],
        ),
        # The names that addresses lead to are in other zones.
        (
            "2.0.192.in-addr.arpa {\n"
            "hosts /etc/hosts 2.0.192.in-addr.arpa a.example {\n192.0.2.1 x.a.example\n}\n}\n",
            [],
        ),
        (
            "b.example {\nhosts /etc/hosts b.example a.example {\n192.0.2.1 x.a.example\n}\n}\n",
            ["plugin-zone-outside-block"],
        ),
        (
            ". {\nforward . 192.0.2.1 {\nexcept corp.example\n}\n}\ncorp.example {\nwhoami\n}\n",
            [],
        ),
    ],
)
def test_names_that_another_server_block_takes(text: str, rules: list[str]) -> None:
    wanted = {"hosts-entry-never-asked", "plugin-zone-outside-block"}
    assert [f.rule.name for f in lint(text) if f.rule.name in wanted] == rules


@pytest.mark.parametrize(
    ("keys", "lines", "found"),
    [
        ("a.example b.example", "file db.a a.example\n", ["b.example"]),
        ("a.example b.example", "file db.a a.example\nwhoami\n", []),
        ("a.example b.example", "hosts {\n192.0.2.1 x.b.example\n}\nfile db.a a.example\n", []),
        ("a.example b.example", "forward x.b.example 192.0.2.1\nfile db.a a.example\n", []),
        ("a.example b.example", "file db.a a.example\nacl {\nblock\n}\n", []),
        ("a.example b.example", "file db.a {$ZONE}\n", []),
        ("a.example b.example", "file db.a a.example\nimport more\n", []),
        ("a.example version.bind", "file db.a a.example\nchaos\n", []),
    ],
)
def test_a_key_that_nobody_answers(keys: str, lines: str, found: list[str]) -> None:
    text = f"{keys} {{\n{lines}}}\n"
    findings = [f for f in lint(text) if f.rule.name == "no-answering-plugin"]
    assert [text[f.span.start : f.span.end] for f in findings] == found
