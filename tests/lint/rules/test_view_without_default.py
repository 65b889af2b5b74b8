"""Server blocks that no query comes to, and clients that no server block has."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.lint import lint

VIEW = "view %s {\nexpr %s\n}\nwhoami\n"
OFFICE = VIEW % ("office", "incidr(client_ip(), '10.0.0.0/8')")
LAB = VIEW % ("lab", "incidr(client_ip(), '10.1.0.0/16')")


def messages(*blocks: str) -> list[str]:
    text = "".join(f"{block}}}\n" for block in blocks)
    return [item.message for item in lint(text) if item.rule.name == "view-without-default"]


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([". {\nwhoami\n", f". {{\n{OFFICE}"], ["view `office`", "without a condition", "for DS"]),
        (
            [f". {{\n{OFFICE}", f". {{\n{OFFICE}", ". {\nwhoami\n"],
            ["view `office`", "with the same conditions", "for DS"],
        ),
        ([f". {{\n{VIEW % ('all', 'true')}", ". {\nwhoami\n"], ["this server block", "for DS"]),
        (
            ["a.org {\nwhoami\n", f"a.org {{\n{OFFICE}", "org {\nwhoami\n"],
            ["view `office`", "answers them"],
        ),
        (
            [f". {{\n{VIEW % ('v', '1 == 2')}", ". {\nwhoami\n"],
            ["view `v`", "`1 == 2` is never true"],
        ),
        ([f". {{\n{OFFICE}"], ["get REFUSED for `.`"]),
        ([f"a.org b.org {{\n{OFFICE}", "a.org {\nwhoami\n"], ["get REFUSED for `b.org.`"]),
    ],
)
def test_found(blocks: list[str], words: list[str]) -> None:
    (message,) = messages(*blocks)
    assert all(word in message for word in words)


@pytest.mark.parametrize(
    "blocks",
    [
        [f". {{\n{OFFICE}", f". {{\n{LAB}", ". {\nwhoami\n"],
        # One of its zones has queries.
        ["a.org {\nwhoami\n", f"a.org b.org {{\n{OFFICE}", "b.org {\nwhoami\n"],
        # On one of its ports it has queries.
        [". {\nwhoami\n", f". .:54 {{\n{OFFICE}", ".:54 {\nwhoami\n"],
        [". {\nbind 127.0.0.1\nwhoami\n", f". {{\nbind ::1\n{OFFICE}", ". {\nbind ::1\nwhoami\n"],
        [f". {{\n{VIEW % ('a', '{$CONDITION}')}"],
        [". {\nwhoami\n", f". {{\nimport more\n{OFFICE}"],
    ],
)
def test_not_found(blocks: list[str]) -> None:
    assert not messages(*blocks)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("whoami\n", OFFICE, "above the one without"),
        (OFFICE, "whoami\n", ""),
        ("whoami\n", "whoami\n", "into one server block"),
    ],
)
def test_what_is_refused_where_a_view_is_below(first: str, second: str, words: str) -> None:
    text = f". {{\n{first}}}\n. {{\n{second}}}\n"
    errors = [item for item in lint(text, build=stock("1.13.1")) if item.severity == "error"]
    assert [words in (item.help or "") for item in errors] == [True] * bool(words)
