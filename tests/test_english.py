"""Plain English: what users read has none of the phrases that take a second reading.

Checked are the pages of the documentation, with those of rules and plugins, and all texts in the
code: messages, help, docstrings and comments. Code and quoted words are not.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")],
)
MODULES = sorted((ROOT / "corefile").rglob("*.py"))

#: What is not written, and what is written instead.
PHRASES = (
    (r"\bmend(?:s|ed|ing)?\b", "fix"),
    (r"\bit hurts\b", "Why it matters:"),
    (r"(?<!there )\b(?:is|are) no (?!longer\b|more\b)", "is not a"),
    (r"\bbehind\b", "after"),
    (r"\bstands?\b(?! for\b| alone\b|-)", "is"),
    (r"\bblanks\b|\ba blank\b(?! line)", "spaces"),
    (r"\bcounts (?:too|alone|only|here|as)\b|\bcounts\b(?=[.;:]|$)", "applies, matters"),
    (r"\blets? (?:it |them )?be\b", "ignored"),
    (r"\ball the same\b", "anyway"),
    (r"\bin (?:the )?place of\b", "instead of"),
    (r"\bfor want of\b", "without"),
    (r"\b(?:is|are|be) said (?:by|with|in)\b", "write it with a subject"),
    (r"\bof two minds\b", "varies"),
    (r"\banew\b", "again"),
    (r"\b(?:in|out)side of\b", "inside, outside"),
    (r"\b(?:keeps?|be|is|are) silent\b", "reports nothing, suppresses"),
)
WRONG = re.compile("|".join(f"(?:{phrase})" for phrase, _ in PHRASES), re.IGNORECASE)

#: A comment or a string of Python's, which `tokenize` would take six times as long to find.
TEXT = re.compile(
    r"#[^\n]*|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}"
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)
FIELD = re.compile(r"\{[^{}\n]*\}")

#: What is not prose: blocks of code, code, targets of links, quoted words.
NOT_PROSE = re.compile(
    r"^ *```.*?^ *```[^`\n]*$|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|\]\([^)]*\)|\"[^\"\n]*\"",
    re.MULTILINE | re.DOTALL,
)


def wrong(text: str) -> list[str]:
    """Return the phrases of a text that are not plain, each with the words around it."""
    prose = " ".join(NOT_PROSE.sub(" X ", text).split())
    return [prose[max(match.start() - 40, 0) : match.end() + 20] for match in WRONG.finditer(prose)]


def prose_of(module: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments and the strings of more than one word in a module, with their lines."""
    source = module.read_text("utf-8")
    for match in TEXT.finditer(source):
        text = FIELD.sub("X", match[0])
        if " " in text:
            yield source.count("\n", 0, match.start()) + 1, text.strip("\"'")


def test_pages_are_in_plain_english() -> None:
    found = {page.relative_to(ROOT): wrong(page.read_text("utf-8")) for page in PAGES}
    assert {page: phrases for page, phrases in found.items() if phrases} == {}


def test_messages_help_and_docstrings_are_in_plain_english() -> None:
    found = [
        (f"{module.relative_to(ROOT)}:{line}", phrases)
        for module in MODULES
        for line, text in prose_of(module)
        if (phrases := wrong(text))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("To mend it, remove the line.", 1),
        ("The word is no zone.", 1),
        ("There is no zone, and `this is no zone` is code.", 0),
        ("Words behind\nthe name stand in place\nof it.", 3),
        ('CoreDNS says "plugin is no plugin" all the\nsame.', 1),
        ("```text\nblanks behind it\n```\nThe `blanks` are spaces.", 0),
    ],
)
def test_finds_phrases_in_prose_alone(text: str, count: int) -> None:
    assert len(wrong(text)) == count
