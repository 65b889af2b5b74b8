"""Where single characters of a Corefile stand, style by style, in manifests written by hand."""

from __future__ import annotations

from unittest import mock

import pytest

from corefile.documents import read
from corefile.documents.yaml import nodes as yaml_nodes
from corefile.documents.yaml.composer import LOADERS

HEAD = "apiVersion: v1\nkind: ConfigMap\ndata:\n"

# In each snippet, `⟦` stands before the place of the character that follows `before` in the
# Corefile; it is taken out before the snippet is read.
PLACES = [
    # name, snippet, before
    ("plain", "  Corefile: a ⟦b c\n", "a "),
    ("plain, end", "  Corefile: a b c⟦\n", "a b c"),
    ("plain, fold", "  Corefile: a⟦\n    b\n", "a"),
    ("plain, after a fold", "  Corefile: a  \n    ⟦b\n", "a "),
    ("plain, spaces before a fold", "  Corefile: a⟦  \n    b\n", "a"),
    ("plain, blank line", "  Corefile: a⟦\n\n    b\n", "a"),
    ("plain, second blank line", "  Corefile: a\n\n⟦\n    b\n", "a\n"),
    ("plain, after blank lines", "  Corefile: a\n\n\n    ⟦b\n", "a\n\n"),
    ("plain, in braces", "  {Corefile: a ⟦b, x: y}\n", "a "),
    ("plain, on the next line", "  Corefile:\n    a\n    ⟦b\n", "a "),
    ("plain, wide characters", "  Corefile: 😀é ⟦b\n", "😀é "),
    ("plain, CRLF", "  Corefile: a\r\n    ⟦b\r\n", "a "),
    ("plain, line separator", "  Corefile: a⟦\u2028    b\n", "a"),
    ("plain, anchor", "  Corefile: &c a ⟦b\n", "a "),
    ("plain, tag and comment", "  Corefile: !!str # text\n    a ⟦b\n", "a "),
    ("single", "  Corefile: 'a ⟦b'\n", "a "),
    ("single, end", "  Corefile: 'a b⟦'\n", "a b"),
    ("single, empty", "  Corefile: '⟦'\n", ""),
    ("single, quote", "  Corefile: 'a⟦''b'\n", "a"),
    ("single, after a quote", "  Corefile: 'a''⟦b'\n", "a'"),
    ("single, backslash", r"  Corefile: 'a\n⟦b'", r"a\n"),
    ("single, fold", "  Corefile: 'a⟦ \t\n   \tb'\n", "a"),
    ("single, after a fold", "  Corefile: 'a \t\n   \t⟦b'\n", "a "),
    ("single, paragraph", "  Corefile: 'a\n\n\n   ⟦b'\n", "a\n\n"),
    ("single, anchor and tag", "  Corefile: !!str &c 'a ⟦b'\n", "a "),
    ("double", '  Corefile: "a ⟦b"\n', "a "),
    ("double, newline", r'  Corefile: "a⟦\nb"', "a"),
    ("double, second newline", r'  Corefile: "a\n⟦\nb"', "a\n"),
    ("double, after a newline", r'  Corefile: "a\n⟦b"', "a\n"),
    ("double, end of an escape", r'  Corefile: "a\n⟦"', "a\n"),
    ("double, quote", r'  Corefile: "a ⟦\"b\""', "a "),
    ("double, after a quote", r'  Corefile: "a \"⟦b\""', 'a "'),
    ("double, apostrophe", "  Corefile: \"a' ⟦b\"", "a' "),
    ("double, x", r'  Corefile: "a\x41⟦b"', "aA"),
    ("double, u", r'  Corefile: "a\u2028⟦b"', "a\u2028"),
    ("double, U", r'  Corefile: "a\U0001F600⟦b"', "a😀"),
    ("double, named", r'  Corefile: "\0\a\b\t\v\f\e\ \\\/\N\_\L\P⟦b"',
     "\0\a\b\t\v\f\x1b \\/\x85\xa0\u2028\u2029"),
    ("double, tab", '  Corefile: "a\\\t⟦b"\n', "a\t"),
    ("double, continuation", '  Corefile: "a \\\n     ⟦b"\n', "a "),
    ("double, continuation and escape", '  Corefile: "a\\\n     ⟦\\  b"\n', "a"),
    ("double, continuation and blank line", '  Corefile: "a\\\n  ⟦\n   b"\n', "a"),
    ("double, fold", '  Corefile: "a⟦  \n   b"\n', "a"),
    ("double, fold and escape", '  Corefile: "a\n   ⟦\\tb"\n', "a "),
    ("literal", "  Corefile: |\n    a\n    ⟦b\n", "a\n"),
    ("literal, line end", "  Corefile: |\n    a⟦\n    b\n", "a"),
    ("literal, end", "  Corefile: |\n    a\n⟦", "a\n"),
    ("literal, end with more", "  Corefile: |\n    a\n⟦\n  x: y\n", "a\n"),
    ("literal, no final newline", "  Corefile: |\n    a⟦", "a"),
    ("literal, deeper line", "  Corefile: |\n    a\n    ⟦  b\n", "a\n"),
    ("literal, tab", "  Corefile: |\n    a\n    \t⟦b\n", "a\n\t"),
    ("literal, blank first", "  Corefile: |\n\n  \n    ⟦a\n", "\n\n"),
    ("literal, blank within", "  Corefile: |\n    a\n⟦\n    b\n", "a\n"),
    ("literal, spaces within", "  Corefile: |\n    a\n    ⟦  \n    b\n", "a\n"),
    ("literal, strip", "  Corefile: |-\n    a\n    b⟦\n\n", "a\nb"),
    ("literal, keep", "  Corefile: |+\n    a\n\n⟦\n  x: y\n", "a\n\n"),
    ("literal, keep, end", "  Corefile: |+\n    a\n\n\n⟦  x: y\n", "a\n\n\n"),
    ("literal, indent", "  Corefile: |1\n   ⟦  a\n", ""),
    ("literal, indent and keep", "  Corefile: |+2\n      a\n    ⟦b\n\n", "  a\n"),
    ("literal, keep and indent", "  Corefile: |2+ # why\n      a\n    ⟦b\n\n", "  a\n"),
    ("literal, comment", "  Corefile: |  # the | Corefile\n    ⟦a\n", ""),
    ("literal, anchor", "  Corefile: &c |\n    ⟦a\n", ""),
    ("literal, anchor, tag, lines", "  Corefile: &c # |\n    !!str\n    |\n    ⟦a\n", ""),
    ("literal, CRLF", "  Corefile: |\r\n    a\r\n    ⟦b\r\n", "a\n"),
    ("literal, CRLF itself", "  Corefile: |\r\n    a⟦\r\n    b\r\n", "a"),
    ("literal, CRLF, end", "  Corefile: |\r\n    a\r\n⟦", "a\n"),
    ("literal, CR", "  Corefile: |\r    a\r    ⟦b\r", "a\n"),
    ("literal, next line", "  Corefile: |\n    a\x85    ⟦b\n", "a\n"),
    ("literal, line separator", "  Corefile: |\n    a⟦\u2028    b\n", "a"),
    ("literal, quotes", "  Corefile: |\n    \"a\" 'b' ⟦\\n\n", "\"a\" 'b' "),
    ("literal, comment after", "  Corefile: |\n    a\n    ⟦b\n # c\n", "a\n"),
    ("literal, wide characters", "  Corefile: |\n    😀 ⟦b\n", "😀 "),
    ("literal, mark within", "  Corefile: |\n    \ufeffa ⟦b\n", "\ufeffa "),
    ("folded", "  Corefile: >\n    a⟦\n    b\n", "a"),
    ("folded, after a fold", "  Corefile: >\n    a\n    ⟦b\n", "a "),
    ("folded, trailing space", "  Corefile: >\n    a ⟦\n    b\n", "a "),
    ("folded, blank line", "  Corefile: >\n    a⟦\n\n    b\n", "a"),
    ("folded, after a blank line", "  Corefile: >\n    a\n\n    ⟦b\n", "a\n"),
    ("folded, deeper line", "  Corefile: >\n    a⟦\n      b\n    c\n", "a"),
    ("folded, after a deeper line", "  Corefile: >\n    a\n      b\n    ⟦c\n", "a\n  b\n"),
    ("folded, strip", "  Corefile: >-\n    a\n    ⟦b\n", "a "),
    ("folded, indent", "  Corefile: >1-\n     a\n   ⟦b\n", "  a\n"),
    ("folded, CRLF", "  Corefile: >\r\n    a⟦\r\n    b\r\n", "a"),
    ("alias", "  x: &c |\n    a\n    ⟦b\n  Corefile: *c\n", "a\n"),
    ("quoted key", "  'Corefile'   :   'a ⟦b'\n", "a "),
    ("explicit key", "  ? Corefile\n  : |\n    a\n    ⟦b\n", "a\n"),
]  # fmt: skip


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("head", [HEAD, "\ufeff" + HEAD, "# 😀\r\n---\nx: 'é'\n---\n" + HEAD])
@pytest.mark.parametrize(
    ("snippet", "before"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_place(head: str, snippet: str, before: str, loader: type) -> None:
    marked = head + snippet
    text = marked.replace("⟦", "")
    with mock.patch.object(yaml_nodes, "_Loader", loader):
        document = read(text, "x.yaml")
    assert document.problems == ()
    (corefile,) = document.corefiles
    assert corefile.text.startswith(before)
    assert corefile.map.outer(len(before)) == marked.index("⟦")


SPANS = [
    # name, snippet with the outer range of the word marked, word
    ("line of a literal", "  Corefile: |\n    a\n    ⟦bc⟧\n    d\n", "bc"),
    ("line and its end", "  Corefile: |\n    a\n    ⟦bc\n⟧    d\n", "bc\n"),
    ("line and its end, CRLF", "  Corefile: |\r\n    a\r\n    ⟦bc\r\n⟧    d\r\n", "bc\n"),
    ("two lines", "  Corefile: |\n    a\n    ⟦bc\n    d⟧\n", "bc\nd"),
    ("before a continuation", '  Corefile: "a ⟦bc⟧\\\n    d"\n', "bc"),
    ("escape before a continuation", '  Corefile: "a ⟦b\\x63⟧\\\n    d"\n', "bc"),
    ("before an escape", r'  Corefile: "a ⟦bc⟧\n"', "bc"),
    ("with an escape", r'  Corefile: "a ⟦bc\n⟧"', "bc\n"),
    ("quote of a single-quoted text", "  Corefile: 'a ⟦b''⟧c'", "b'"),
    ("before a fold", "  Corefile: a ⟦bc⟧\n    d\n", "bc"),
]


@pytest.mark.parametrize(
    ("snippet", "word"), [row[1:] for row in SPANS], ids=[row[0] for row in SPANS]
)
def test_span(snippet: str, word: str) -> None:
    marked = HEAD + snippet
    (corefile,) = read(marked.replace("⟦", "").replace("⟧", ""), "x.yaml").corefiles
    start = corefile.text.index(word)
    expected = marked.index("⟦"), marked.index("⟧") - 1
    assert corefile.map.span(start, start + len(word)) == expected
    assert corefile.map.span(start, start) == (expected[0], expected[0])


@pytest.mark.parametrize(
    ("snippet", "word", "is_exact"),
    [
        ("  Corefile: |\n    ab\n    cd\n", "cd", True),
        ("  Corefile: |\n    ab\n    cd\n", "ab\n", True),
        ("  Corefile: |\n    ab\n    cd\n", "ab\nc", False),
        ("  Corefile: |\r\n    ab\r\n    cd\r\n", "ab\n", False),
        ("  Corefile: 'it''s a'\n", "it", True),
        ("  Corefile: 'it''s a'\n", "'", False),
        ("  Corefile: 'it''s a'\n", "s a", True),
        ('  Corefile: "a b\\nc"\n', "a b", True),
        ('  Corefile: "a b\\nc"\n', "b\n", False),
        ('  Corefile: "a b\\\n   c"\n', "bc", False),
        ("  Corefile: a b\n    c\n", "a b", True),
        ("  Corefile: a b\n    c\n", "b c", False),
    ],
)
def test_exact(snippet: str, word: str, is_exact: bool) -> None:
    text = HEAD + snippet
    (corefile,) = read(text, "x.yaml").corefiles
    start = corefile.text.index(word)
    found = corefile.map.exact(start, start + len(word))
    assert (found is not None) == is_exact
    if found:
        assert text[slice(*found)] == word
