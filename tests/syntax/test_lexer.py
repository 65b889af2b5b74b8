"""Tokens are cut as caddyfile/lexer.go cuts them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.syntax import lexer
from corefile.syntax.lexer import cut
from corefile.syntax.tree import Token

#: What Go's unicode.IsSpace calls white space.
SPACES = "\t\n\v\f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
SPACES += "\u2028\u2029\u202f\u205f\u3000"
#: What Python calls white space, or what looks like it, and Go does not.
NOT_SPACES = "\x1c\x1d\x1e\x1f\u180e\u200b\u2060\ufeff"

#: Text, and line and value of each token in it.
CASES: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "nothing": ("", []),
    "blank": (" \t\n ", []),
    "words": ("a b\tc", [(1, "a"), (1, "b"), (1, "c")]),
    "lines": ("a\n\nb\n", [(1, "a"), (3, "b")]),
    "braces are words": ("{ } {}", [(1, "{"), (1, "}"), (1, "{}")]),
    "brace glued to a word": ("a{", [(1, "a{")]),
    "NUL is a character": ("a\0b \0", [(1, "a\0b"), (1, "\0")]),
    # Comments
    "comment": ("# a b\nc", [(2, "c")]),
    "comment after a blank": ("a # b\nc", [(1, "a"), (2, "c")]),
    "comment at the end": ("a #", [(1, "a")]),
    "comment with a quote": ('# "\na', [(2, "a")]),
    "comment glued to a word": ("8.8.8.8#53 1.1.1.1 x", [(1, "8.8.8.8"), (1, "1.1.1.1"), (1, "x")]),
    "glued comment with a quote": ('a#"b c" d', [(1, "a"), (1, 'c"'), (1, "d")]),
    "glued comment with another": ("a#b#c d", [(1, "a"), (1, "d")]),
    "glued comment at a line break": ("a#b\nc", [(1, "a"), (2, "c")]),
    "hash in a string": ('"a#b" c', [(1, "a#b"), (1, "c")]),
    "comment behind a string": ('"a"#b c\nd', [(1, "a"), (2, "d")]),
    "comment behind a brace": ("{# comment", [(1, "{"), (1, "comment")]),
    "comment behind a brace and a blank": ("{ # comment", [(1, "{")]),
    "carriage return ends no comment": ("#a\rb\nc", [(2, "c")]),
    "no other line break ends a comment": ("#a\x85b\u2028c\vd\fe\nf", [(2, "f")]),
    # Carriage returns
    "CRLF": ("a\r\nb\r\n", [(1, "a"), (2, "b")]),
    "carriage return separates nothing": ("a\rb c", [(1, "ab"), (1, "c")]),
    "carriage return before a word": ("\ra", [(1, "a")]),
    "carriage return behind a word": ("a\r b", [(1, "a"), (1, "b")]),
    "carriage returns in a word": ("\r\ra\r\rb\r\r", [(1, "ab")]),
    "carriage return before a hash": ("a\r#b c", [(1, "a"), (1, "c")]),
    "carriage return in a glued comment": ("a#b\rc d", [(1, "a"), (1, "d")]),
    "carriage return before a free hash": ("\r#b c\nd", [(2, "d")]),
    "carriage return before a quote": ('\r"a b"', [(1, "a b")]),
    "carriage return before an inner quote": ('a\r"b', [(1, 'a"b')]),
    "carriage return in a string": ('"a\r\nb" c', [(1, "a\r\nb"), (2, "c")]),
    "carriage return behind a string": ('"a"\rb', [(1, "a"), (1, "b")]),
    "carriage return in a brace": ("{\r\n}\r", [(1, "{"), (2, "}")]),
    # The byte order mark
    "mark": ("\ufeffa", [(1, "a")]),
    "mark alone": ("\ufeff", []),
    "mark before a comment": ("\ufeff#a\nb", [(2, "b")]),
    "mark before a string": ('\ufeff"a b"', [(1, "a b")]),
    "second mark": ("\ufeff\ufeffa", [(1, "\ufeffa")]),
    "mark further on": (" \ufeffa\ufeff", [(1, "\ufeffa\ufeff")]),
    # Strings
    "string": ('"a b"', [(1, "a b")]),
    "empty string": ('"" a ""', [(1, ""), (1, "a"), (1, "")]),
    "string then word": ('"a"b', [(1, "a"), (1, "b")]),
    "string then string": ('"a""b"', [(1, "a"), (1, "b")]),
    "word then quote": ('a"b c"', [(1, 'a"b'), (1, 'c"')]),
    "two quotes in a word": ('a""', [(1, 'a""')]),
    "escaped quote": (r'"a \" b"', [(1, 'a " b')]),
    "escaped backslash stays as it is": (r'"a\\" b', [(1, r"a\\"), (1, "b")]),
    "other escapes stay as they are": (r'"\n\t\x\{"', [(1, r"\n\t\x\{")]),
    "three backslashes": (r'"\\\"" b', [(1, r"\\" + '"'), (1, "b")]),
    "backslash outside": (r"a\"b \" c", [(1, r"a\"b"), (1, r"\""), (1, "c")]),
    "string over lines": ('a "b\n\nc" d\ne', [(1, "a"), (1, "b\n\nc"), (3, "d"), (4, "e")]),
    "escaped line break": ('"a\\\nb" c', [(1, "a\\\nb"), (2, "c")]),
    "string never closed": ('a "b }\n}', [(1, "a"), (1, "b }\n}")]),
    "never closed, ends in a backslash": ('"a\\', [(1, "a")]),
    "never closed, ends in two": ('"a\\\\', [(1, "a\\\\")]),
    "never closed, ends in an escape": ('"a\\"', [(1, 'a"')]),
    "never closed, ends in a line break": ('"a\n', [(1, "a\n")]),
    "lone quote": ('a "', [(1, "a")]),
    "lone quote and a backslash": ('a "\\', [(1, "a")]),
    "lone quote before a blank": ('"\n', [(1, "\n")]),
    "braces in a string": ('"{" "}"', [(1, "{"), (1, "}")]),
    # Bytes that are not UTF-8
    "bad byte": ("a\udcffb", [(1, "a\ufffdb")]),
    "bad bytes": ('\udc80\udcff "\udce9"', [(1, "\ufffd\ufffd"), (1, "\ufffd")]),
}


def tokens(text: str) -> list[Token]:
    return cut(text)[0][:-1]


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_tokens(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(token.line, token.value) for token in tokens(text)] == expected


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_white_space_separates(space: str) -> None:
    assert [token.value for token in tokens(f"a{space}b#c{space}d")] == ["a", "b", "d"]


@pytest.mark.parametrize("character", NOT_SPACES, ids=ascii)
def test_what_only_looks_like_white_space_does_not(character: str) -> None:
    text = f"a{character}b#c{character}d {character}"
    assert [token.value for token in tokens(text)] == [f"a{character}b", character]


def test_no_other_character_is_white_space() -> None:
    odd = {"\r", "#"}  # the one vanishes, the other begins a comment
    for code in range(0x110000):
        character = chr(code)
        if character in odd or unicodedata.category(character) in {"Cs", "Cn", "Co", "Lo", "So"}:
            continue
        pieces = [token.value for token in tokens(f"a{character}b")]
        separates = ["a", "b"]
        assert pieces == (separates if character in SPACES else [f"a{character}b"]), ascii(
            character
        )


@pytest.mark.parametrize(
    ("text", "prefix", "raw"),
    [
        ("\ufeff \n# a\n b#c d", "\ufeff \n# a\n ", "b#c"),
        ("\r\ra\rb\r\n", "\r\r", "a\rb"),
        ("a\r#b\r ", "", "a\r#b"),
        (' "a\\"b"c', " ", '"a\\"b"'),
        ('#a\n"a\\', "#a\n", '"a\\'),
    ],
)
def test_what_a_token_holds(text: str, prefix: str, raw: str) -> None:
    token = tokens(text)[0]
    assert (token.prefix, token.raw) == (prefix, raw)


def test_what_no_token_takes_stands_before_the_end() -> None:
    *_, end = cut('a # b\n \r"\\')[0]
    assert (end.prefix, end.raw, end.value) == (' # b\n \r"\\', "", "")


@pytest.mark.parametrize(
    ("text", "glued", "quoted", "closed"),
    [
        ("a", "", False, True),
        ("8.8.8.8#53", "#53", False, True),
        ("{#a#b", "#a#b", False, True),
        ('"a#b"', "", True, True),
        ('"a\\\\"', "", True, True),
        ('"a\\"', "", True, False),
        ('"a', "", True, False),
    ],
)
def test_how_a_token_is_written(text: str, glued: str, quoted: bool, closed: bool) -> None:
    (token,) = tokens(text)
    assert (token.glued_comment, token.quoted, token.closed) == (glued, quoted, closed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a import\nimport", ["LINE_IMPORT", "PLAIN", "PLAIN", "LINE_IMPORT"]),
        ('"import" "{"\n"}"', ["LINE_IMPORT", "OPEN", "LINE_CLOSE"]),
        ("{ {\n{ }\n}", ["LINE_OPEN", "OPEN", "LINE_OPEN", "CLOSE", "LINE_CLOSE"]),
        ('a, ,\n"b\n," {,', ["LINE_COMMA", "COMMA", "LINE_COMMA", "COMMA"]),
        ('a "" {} \n"" x', ["LINE_PLAIN", "EMPTY", "PLAIN", "LINE_EMPTY", "PLAIN"]),
        ('"a\nb" c', ["LINE_PLAIN", "PLAIN"]),
        ("\ufeff# a\nb\x85c", ["LINE_PLAIN", "PLAIN"]),
    ],
)
def test_kinds(text: str, expected: list[str]) -> None:
    assert cut(text)[1] == [*expected, "$END"]


@given(st.text(st.characters(max_codepoint=127) | st.sampled_from(' \t\r\n\v"\\\\#{},a')))
def test_the_shorter_expression_is_as_good_for_ascii(text: str) -> None:
    assert lexer.ASCII_PIECE.findall(text) == lexer.PIECE.findall(text)
    assert len(lexer.ASCII_PIECE.pattern) < len(lexer.PIECE.pattern)
