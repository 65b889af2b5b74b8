"""Each rule of docs/formatting.md, on texts that show it."""

import pytest

import corefile
from corefile import parse
from corefile.formatter import format_corefile
from corefile.syntax.tree import Node
from tests.formatter.laws import check

INDENTATION = [
    (
        ". {\nerrors\n\thealth {\n\t\tlameduck 5s\n }\n  }\n",
        ". {\n    errors\n    health {\n        lameduck 5s\n    }\n}\n",
    ),
    ("(s) {\n log\n}\n. {\n import s\n}\n", "(s) {\n    log\n}\n. {\n    import s\n}\n"),
    ("a.org,\n  b.org {\n}\n", "a.org,\nb.org {\n}\n"),
    # Without braces, and the lines that another file imports.
    ("  example.org\n  log\n", "example.org\nlog\n"),
    (
        " log\n forward . 9.9.9.9 {\nmax_fails 0\n }\n",
        "log\nforward . 9.9.9.9 {\n    max_fails 0\n}\n",
    ),
    # A brace that belongs to no node is a word.
    (". {\n}\n  }\n", ". {\n}\n}\n"),
]
BLANKS = [
    (".   {\n    log  \t. {\n    }\n}\n", ". {\n    log . {\n    }\n}\n"),
    (".\u00a0{\n    log\x0b.\n}\n", ". {\n    log .\n}\n"),
    ('. {\n    log "a b""c d"\n}\n', '. {\n    log "a b" "c d"\n}\n'),
    (". {\n    log    \n}  \n", ". {\n    log\n}\n"),
]

BLANK_LINES = [
    ("\n\n. {\n}\n", ". {\n}\n"),
    (". {\n}\n\n\n", ". {\n}\n"),
    (". {\n}", ". {\n}\n"),
    (". {\n\n\n    log\n\n\n\n    errors\n\n}\n", ". {\n    log\n\n    errors\n}\n"),
    (". {\n}\na {\n}\n\n \n\nb {\n}\n", ". {\n}\na {\n}\n\nb {\n}\n"),
    (". {  # c\n\n    log\n}\n", ". {  # c\n    log\n}\n"),
    (". {\n\n    # c\n\n    log\n}\n", ". {\n    # c\n\n    log\n}\n"),
    (". {\n    log\n\n    # c\n\n}\n", ". {\n    log\n\n    # c\n}\n"),
    ("", ""),
    (" \n\t\n", ""),
    ("# c", "# c\n"),
]

BRACES = [
    ("example.org\n{\n    log\n}\n", "example.org {\n    log\n}\n"),
    (".:53 a\n\n  {\n    log\n}\n", ".:53 a {\n    log\n}\n"),
    ("(s)\n{\n    log\n}\n", "(s) {\n    log\n}\n"),
    ("a.org\n{ # c\n}\n", "a.org {  # c\n}\n"),
]
#: What has a meaning where it stands, or may have one where the file is imported.
BRACES_THAT_STAY = [
    ". {\n    forward . 9.9.9.9\n    {\n        max_fails 0\n    }\n}\n",
    "forward . 9.9.9.9\n{\n    max_fails 0\n}\n",
    "{$ZONE}:53\n{\n}\n",
    "a.org {$ZONE}\n{\n}\n",
    "a.org\n# c\n{\n}\n",
    "a.org  # c\n{\n}\n",
    "a.org,\nimport s\n{\n}\n",
    ". { log\n}\n",
    ". { }\n",
    ". {\n    health { }\n} a {\n}\n",
]

COMMENTS = [
    (". {\nlog # c\n}\n", ". {\n    log  # c\n}\n"),
    (". {\n# c\n  # d  \nlog\n}\n", ". {\n    # c\n    # d\n    log\n}\n"),
    (". {\n    log\n# c\n}\n", ". {\n    log\n    # c\n}\n"),
    (". {\n}\n    # c\na {\n}\n  # d\n", ". {\n}\n# c\na {\n}\n# d\n"),
    (". {\n#    log\n#\t#b\n}\n", ". {\n    #    log\n    #\t#b\n}\n"),
    # A `#` in a word begins a comment that ends with the word; behind a string it is a free one.
    (". {\n    log a#b   c\n}\n", ". {\n    log a#b c\n}\n"),
    ('. {\n    log "a b"#c d\n}\n', '. {\n    log "a b"  #c d\n}\n'),
]

TABLES = [
    # Aligned, with too much room.
    (
        "h {\n  10.0.0.1     a  x\n  10.0.0.122   bb y\n}\n",
        "h {\n    10.0.0.1   a  x\n    10.0.0.122 bb y\n}\n",
    ),
    # Aligned by tabs.
    ("h {\n\t10.0.0.1\ta\n\t10.0.0.122\tb\n}\n", "h {\n    10.0.0.1   a\n    10.0.0.122 b\n}\n"),
    # Not aligned.
    (
        "h {\n    10.0.0.1   a\n    10.0.0.122   b\n}\n",
        "h {\n    10.0.0.1 a\n    10.0.0.122 b\n}\n",
    ),
    # Lines indented by different widths look aligned by chance.
    ("h {\n   a b\n  aa b\n}\n", "h {\n    a b\n    aa b\n}\n"),
    # Blank lines and comments do not end a table; other lines do, and blocks.
    ("h {\n    a   1\n\n    # c\n    bb  2\n}\n", "h {\n    a  1\n\n    # c\n    bb 2\n}\n"),
    (
        "h {\n    a   1\n    bb  2\n    c\n    d   3\n}\n",
        "h {\n    a  1\n    bb 2\n    c\n    d 3\n}\n",
    ),
    ("h {\n    a   1 {\n    }\n    bb  2\n}\n", "h {\n    a 1 {\n    }\n    bb 2\n}\n"),
    # A brace is in no column.
    ("h {\n    a   {\n    }\n    b   {\n    }\n}\n", "h {\n    a {\n    }\n    b {\n    }\n}\n"),
    # A word that is much too long makes no table.
    (f"h {{\n    {'a' * 70} 1\n    b{' ' * 70}2\n}}\n", f"h {{\n    {'a' * 70} 1\n    b 2\n}}\n"),
    # Comments.
    (
        ". {\n    log       # c\n    errors    # d\n}\n",
        ". {\n    log     # c\n    errors  # d\n}\n",
    ),
    (". {        # b\n    log    # c\n}\n", ". {      # b\n    log  # c\n}\n"),
    (". {\n    log   # c\n    errors   # d\n}\n", ". {\n    log  # c\n    errors  # d\n}\n"),
    # A string over several lines ends elsewhere than it began.
    ('. {\n    a   "b\nc"   # d\n    bb  e\n}\n', '. {\n    a "b\nc"  # d\n    bb e\n}\n'),
]

QUOTES = [
    (
        '. {\n    file "db.example.org" "a/b_c-d:1,@%+=~"\n}\n',
        ". {\n    file db.example.org a/b_c-d:1,@%+=~\n}\n",
    ),
    ('"example.org" {\n}\n', "example.org {\n}\n"),
    ('"import" "s"\n', "import s\n"),
]
QUOTES_THAT_STAY = [
    "",
    "a b",
    "#",
    "a#b",
    "{",
    "}",
    "{$X}",
    "{%X%}",
    "{{.Name}}",
    "$X",
    "^a$",
    "a\\b",
]
QUOTES_THAT_STAY += ['\\"', "a\nb", "a\tb", "é", "\ufeff", "\udcff", "*", "(s)", "a;b"]

ENDINGS = [
    (". {\r\n log\r\n}", ". {\r\n    log\r\n}\r\n"),
    (". {\r\n log\n}\r\n", ". {\r\n    log\r\n}\r\n"),
    (". {\n log\r\n}\n", ". {\n    log\n}\n"),
    (". {\r\n log\n}", ". {\n    log\n}\n"),
    # Those inside of strings are part of a word, and do not count.
    ('. {\n log "\r\n\r\n\r\n"\n}\n', '. {\n    log "\r\n\r\n\r\n"\n}\n'),
    (". {\r\n # c\r\n}\r\n", ". {\r\n    # c\r\n}\r\n"),
    # A carriage return inside of a word vanishes, so it is not touched.
    (". {\n l\rog\n}\n", ". {\n    l\rog\n}\n"),
]

STRANGE = [
    # A byte order mark counts only as the first character of all.
    ("\ufeff\n. {\n}\n", "\ufeff. {\n}\n"),
    ("\n\n\ufeff. {\n}\n", "\n\ufeff. {\n}\n"),
    ("\ufeff \ufeff. {\n}\n", "\ufeff\ufeff. {\n}\n"),
    ("\ufeff", "\ufeff"),
    # A string that nothing ends: a line feed at the end would be part of it.
    ('.  {\n}\na  "b  ', '. {\n}\na "b  '),
    ('a  "', 'a "'),
    ('a  \n\n\n  "\\', 'a\n\n"\\'),
    # A brace in quotes is a brace.
    ('.  "{"\nlog\n"}"\n', '. "{"\n    log\n"}"\n'),
]

CASES = [
    pytest.param(before, after, id=f"{name}-{number}")
    for name, cases in (
        ("indentation", INDENTATION),
        ("blanks", BLANKS),
        ("blank-lines", BLANK_LINES),
        ("braces", BRACES),
        ("braces-that-stay", [(text, text) for text in BRACES_THAT_STAY]),
        ("comments", COMMENTS),
        ("tables", TABLES),
        ("quotes", QUOTES),
        ("endings", ENDINGS),
        ("strange", STRANGE),
    )
    for number, (before, after) in enumerate(cases)
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_layout(before: str, after: str) -> None:
    assert format_corefile(before).text == after
    assert check(before)


@pytest.mark.parametrize("inside", QUOTES_THAT_STAY)
def test_quotes_that_stay(inside: str) -> None:
    text = f'. {{\n    log "{inside}"\n}}\n'
    if inside not in ("{", "}"):
        assert not format_corefile(text).changed
    assert format_corefile(text.replace("    ", "  ")).text.count('"') == text.count('"')


@pytest.mark.parametrize("indent", [0, 1, 2, 8, 16])
def test_indent(indent: int) -> None:
    text = ". {\n    log {\n        class error\n    }\n}\n"
    formatted = format_corefile(text, indent=indent).text
    assert formatted == text.replace("    ", " " * indent)
    assert format_corefile(formatted).text == text


@pytest.mark.parametrize("indent", [-1, 17])
def test_no_indent(indent: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 16"):
        format_corefile("", indent=indent)


def test_deep_blocks_stay_small() -> None:
    text = ". {\n" + "a {\n" * 500 + "b\n" + "}\n" * 501
    lines = format_corefile(text).text.splitlines()
    assert lines[20].startswith(" " * 80 + "a")
    assert max(len(line) - len(line.lstrip()) for line in lines) == 80


@pytest.mark.parametrize("text", [".  {\n  log }\n", ".  {\n", "{  }\n{ {\n", "a ,  {\n}\n"])
def test_faults(text: str) -> None:
    formatted = format_corefile(text)
    assert (formatted.text, formatted.edits, formatted.changed) == (text, (), False)
    assert formatted.faults == parse(text).errors != ()


def test_edits_are_small() -> None:
    text = '\n. {\n  # a\n\n\n  log   "b"\n}'
    edits = [(text[e.start : e.end], e.text) for e in format_corefile(text).edits]
    assert edits == [
        ("\n", ""),
        ("", "  "),
        ("\n", "  "),
        ("  ", ""),
        ('"', ""),
        ('"', ""),
        ("", "\n"),
    ]


def test_public_face() -> None:
    tree: Node = corefile.parse(".  {\n}\n")
    assert isinstance(tree, corefile.Corefile)
    formatted = corefile.format(tree, indent=2)
    assert isinstance(formatted, corefile.Formatted)
    assert formatted.text == ". {\n}\n"
