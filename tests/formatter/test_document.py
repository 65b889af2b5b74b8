"""The Corefiles of a file."""

import pytest

from corefile.documents import read
from corefile.formatter.document import FormattedDocument, format_document

MANIFEST = """\
apiVersion: v1
kind: ConfigMap
data:
  Corefile: |
    .   {{
        {}
    }}
"""


def formatted(text: str, name: str) -> FormattedDocument:
    return format_document(read(text, name))


def test_a_plain_file() -> None:
    document = formatted(".   {\n}\n", "Corefile")
    assert (document.text, document.changed, document.unwritten) == (". {\n}\n", True, 0)
    assert not document.obstacles


def test_a_plain_file_with_a_mistake() -> None:
    document = formatted(".   {\n  log }\n", "Corefile")
    assert (document.changed, document.unwritten) == (False, 0)
    (obstacle,) = document.obstacles
    assert (obstacle.position.line, obstacle.position.column) == (2, 7)


def test_a_manifest() -> None:
    text = MANIFEST.format("log")
    document = formatted(text, "a.yaml")
    assert (document.text, document.unwritten) == (text.replace(".   {", ". {"), 0)
    assert not document.obstacles


def test_a_manifest_in_a_style_that_cannot_hold_the_layout() -> None:
    text = "kind: ConfigMap\ndata:\n  Corefile:\n    .   {\n\n    log\n\n    }\n"
    document = formatted(text, "a.yaml")
    assert (document.text, document.changed, document.unwritten) == (text, False, 1)


def test_a_manifest_with_nothing_to_do() -> None:
    document = formatted(MANIFEST.format("log").replace(".   {", ". {"), "a.yaml")
    assert (document.changed, document.unwritten) == (False, 0)


def test_a_manifest_with_a_mistake() -> None:
    document = formatted(MANIFEST.format("log }"), "a.yaml")
    assert (document.changed, document.unwritten) == (False, 0)
    (obstacle,) = document.obstacles
    assert (obstacle.position.line, obstacle.position.column) == (6, 13)


def test_a_file_that_cannot_be_read() -> None:
    document = formatted("kind: ConfigMap\ndata:\n  Corefile: [\n", "a.yaml")
    assert (document.changed, document.unwritten, len(document.obstacles)) == (False, 0, 1)


def test_an_example_in_markdown() -> None:
    text = "1. Item\n\n   ```corefile\n   .   {\n     errors\n   }\n   ```\n"
    document = formatted(text, "README.md")
    assert document.text == "1. Item\n\n   ```corefile\n   . {\n       errors\n   }\n   ```\n"
    assert (document.unwritten, document.obstacles) == (0, ())


def test_an_example_that_shows_a_mistake_is_no_obstacle() -> None:
    text = "```corefile\n.   {\n  log }\n```\n"
    document = formatted(text, "README.md")
    assert (document.changed, document.obstacles) == (False, ())


def test_a_file_of_lines_for_a_server_block() -> None:
    text = "log\n\n\n\ncache   30 {\nprefetch 5\n}\n  hosts {\n 192.0.2.1 a.example # one\n}\n"
    after = "log\n\ncache 30 {\n    prefetch 5\n}\nhosts {\n    192.0.2.1 a.example  # one\n}\n"
    assert format_document(read(text, "x.override")).text == after
    assert format_document(read(after, "x.override")).text == after


#: How a text and the Corefile in it end, and whether the formatter ends the last line.
LAST_LINES = [("|-", "|", "", False), ("|", "|", "", False), ("|-", "|-", "  a: b\n", True)]


@pytest.mark.parametrize(("outer", "inner", "below", "changes"), LAST_LINES)
def test_the_last_line_of_a_text_around_it(
    outer: str, inner: str, below: str, changes: bool
) -> None:
    block = "      . {\n          whoami\n      }\n"
    text = f"patch: {outer}\n  kind: ConfigMap\n  data:\n    Corefile: {inner}\n{block}{below}"
    assert formatted(text, "a.yaml").changed is changes


#: Braces that are lost or late, with the line and word that a block holds for it.
LOST = [
    (". {\n  errors\n  kubernetes a.example {\n    ttl 9\n  cache 30\n  loop\n}\n", 5, "cache"),
    (". {\n  forward . 192.0.2.1 {\n    tls\n  prometheus\n  }\n}\n", 4, "prometheus"),
    (". {\nforward . 192.0.2.1 {\ntls\nlog\nerrors {\nstacktrace\n}\n}\n", 4, "log"),
    (". {\n  cache 30\n\na.example {\n  whoami\n}\n", 4, "a.example"),
    (". {\n  cache 30\n\n(parts) {\n  errors\n}\n", 4, "(parts)"),
]


@pytest.mark.parametrize(("text", "line", "word"), LOST)
def test_blocks_that_hold_other_plugins_are_left_as_they_are(
    text: str, line: int, word: str
) -> None:
    left = formatted(text, "Corefile")
    assert (left.text, left.changed) == (text, False)
    (obstacle,) = left.obstacles
    assert obstacle.position.line == line
    assert obstacle.message.startswith(f"`{word}` is ")
    assert obstacle.message.endswith(": a `}` is missing above it, or on the wrong line")
    example = f"# Words\n\n```corefile\n{text}```\n"
    left = formatted(example, "a.md")
    assert (left.text, left.obstacles) == (example, ())


@pytest.mark.parametrize(
    "text",
    [
        ". {\nhosts {\nttl 9\nreload 3s\nfallthrough\n}\nforward . 192.0.2.1 {\ntls\n}\n}\n",
        # Refused for another reason, or not known.
        ". {\nhosts {\nreload\n}\n}\n",
        ". {\nmine {\ncache 30\n}\n}\n",
        ". {\n  kubernetes a.example {\n    cache 30\n  }\n}\n",
    ],
)
def test_blocks_that_may_hold_what_they_hold(text: str) -> None:
    assert formatted(text, "Corefile").changed
