"""Names of `log` that no query, or none any more, is printed for."""

import pytest

from corefile.lint import lint

RULES = {"log-word-is-name", "log-shadowed", "plugin-zone-outside-block", "log-format-misplaced"}


def found(text: str) -> list[str]:
    """Return the rules that find something, each with the word."""
    return [
        f"{item.rule.name} {text[item.span.start : item.span.end]}"
        for item in lint(text)
        if item.rule.name in RULES
    ]


@pytest.mark.parametrize(
    "word", ["error", "errors", "denial", "success", "all", "debug", "true", "verbose", "Info"]
)
def test_a_class_or_level_is_a_name(word: str) -> None:
    assert found(f". {{\nlog {word}\nwhoami\n}}\n") == [f"log-word-is-name {word}"]
    assert found(f"a.example {{\nlog {word}\nwhoami\n}}\n") == [f"log-word-is-name {word}"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("log all.", []),
        ("log lan", []),
        ("log no de", []),
        ("log {\nclass error\n}", []),
        ("log error denial", ["log-word-is-name error"]),
        ("log a.example error", ["log-word-is-name error"]),
        ("log {$LOG}", []),
        ("log stdout", ["log-format-misplaced stdout"]),
        ("log all {common}", ["log-word-is-name all"]),
        ("log\nlog a.example", ["log-shadowed a.example"]),
        ("log a.example\nlog", []),
        ("log a.example\nlog B.A.Example", ["log-shadowed B.A.Example"]),
        ("log . a.example", ["log-shadowed a.example"]),
        ("log {\nclass error\n}\nlog {\nclass denial\n}", ["log-shadowed log"]),
        ("log a.example\nlog b.example", []),
        ("log {$A}\nlog {$A}", []),
        ("log . '{remote} {name}'", []),
    ],
)
def test_names(lines: str, expected: list[str]) -> None:
    assert found(f". {{\n{lines}\nwhoami\n}}\n") == expected


def test_names_outside_the_zones_of_the_server_block() -> None:
    text = "a.example b.example {\nlog %s\nwhoami\n}\n"
    assert found(text % "c.example") == ["plugin-zone-outside-block c.example"]
    assert not found(text % "B.EXAMPLE")
    assert not found(text % "example")
    assert not found(text % "x.a.example")


def test_a_word_is_left_out_where_log_alone_is_meant() -> None:
    texts = ("all", "debug", "error", "off", "all debug")
    fixable = [
        word
        for word in texts
        for item in lint(f". {{\nlog {word}\nwhoami\n}}\n")
        if item.rule.name == "log-word-is-name" and item.fix is not None
    ]
    assert fixable == ["all", "debug"]
