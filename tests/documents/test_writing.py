"""Edits of a Corefile in manifests written by hand: what the file looks like afterwards."""

from __future__ import annotations

import pytest

from corefile.documents import Embedded, read
from corefile.documents.writing import Unwritable, keeps, outer_edits, write_back
from corefile.text.edits import Edit, apply_edits

HEAD = "apiVersion: v1\nkind: ConfigMap\ndata:\n"

# Name, the scalar, what is replaced (its first occurrence in the Corefile) by what, the scalar
# afterwards.
IN_PLACE = [
    ("literal, word", "|\n    a {\n      b\n    }\n", "b", "c", "|\n    a {\n      c\n    }\n"),
    ("literal, new line", "|\n    a {\n      b\n    }\n", "  b\n", "  b\n  c\n",
     "|\n    a {\n      b\n      c\n    }\n"),
    ("literal, line inserted", "|\n    a\n    b\n", "b", "x\nb", "|\n    a\n    x\n    b\n"),
    ("literal, line taken", "|\n    a\n    b\n    c\n", "b\n", "", "|\n    a\n    c\n"),
    ("literal, blank line inserted", "|\n    a\n    b\n", "a", "a\n", "|\n    a\n\n    b\n"),
    ("literal, blank line filled", "|\n    a\n\n    b\n", "\n\n", "\nx\n",
     "|\n    a\n    x\n    b\n"),
    ("literal, line emptied", "|\n    a\n    x\n    b\n", "x", "", "|\n    a\n\n    b\n"),
    ("literal, CRLF", "|\r\n    a\r\n    b\r\n", "a\n", "a\nx\n",
     "|\r\n    a\r\n    x\r\n    b\r\n"),
    ("literal, tabs", "|\n    a {\n    \tb\n    }\n", "\tb\n", "\tb\n\tc\n",
     "|\n    a {\n    \tb\n    \tc\n    }\n"),
    ("literal, last line", "|\n    a\n  z: 1\n", "a\n", "a\nb\n", "|\n    a\n    b\n  z: 1\n"),
    ("literal, comment kept", "|  # why\n    a\n", "a", "b", "|  # why\n    b\n"),
    ("literal, end of the file", "|\n    a", "a", "a\nb", "|\n    a\n    b"),
    ("literal, newline at the end of the file", "|\n    a", "a", "a\n", "|\n    a\n"),
    ("literal, the newline goes", "|\n    a\n  z: 1\n", "a\n", "a", "|-\n    a\n  z: 1\n"),
    ("literal, a newline comes", "|-\n    a\n  z: 1\n", "a", "a\n", "|\n    a\n  z: 1\n"),
    ("literal, two newlines come", "|\n    a\n  z: 1\n", "a\n", "a\n\n", "|+\n    a\n\n  z: 1\n"),
    ("literal, one of three goes", "|+\n    a\n\n\n  z: 1\n", "a\n", "a", "|+\n    a\n\n  z: 1\n"),
    ("literal, kept ones all go", "|+\n    a\n\n  z: 1\n", "a\n\n", "a", "|-\n    a\n\n  z: 1\n"),
    ("literal, blank lines behind", "|\n    a\n\n  z: 1\n", "a\n", "a\nb\n",
     "|\n    a\n    b\n\n  z: 1\n"),
    ("literal, first line deeper", "|\n    a\n    b\n", "a", "  a", "|2\n      a\n    b\n"),
    ("literal, first line with a tab", "|-\n    a\n", "a", "\ta", "|2-\n    \ta\n"),
    ("literal, digit stays", "|2\n      a\n    b\n", "  a", "a", "|2\n    a\n    b\n"),
    ("literal, all but the indentation", "|1\n      a\n   b\n", "b", "c\n d",
     "|1\n      a\n   c\n    d\n"),
    ("literal, before a comment", "|\n    a\n # z\n", "a\n", "a\nb\n", "|\n    a\n    b\n # z\n"),
    ("literal, anchor", "&x !!str |\n    a\n", "a", "b", "&x !!str |\n    b\n"),
    ("double", r'"a {\n  b\n}\n"', "b", 'c "d" \\', r'"a {\n  c \"d\" \\\n}\n"'),
    ("double, new line", r'"a {\n  b\n}\n"', "  b\n", "  b\n\tc\n", r'"a {\n  b\n\tc\n}\n"'),
    ("double, beyond ASCII", r'"a"', "a", "é\x85\u2028\x00", r'"é\u0085\u2028\u0000"'),
    ("double, continued", '"a {\\n\\\n    \\  b\\n\\\n    }\\n"', "b\n", "b\n  c\n",
     '"a {\\n\\\n    \\  b\\n  c\\n\\\n    }\\n"'),
    ("double, blank after a continuation", '"a\\n\\\n    b"', "b", "  b", '"a\\n\\\n    \\  b"'),
    ("double, blank before a fold", '"a\n    b"', "a", "a ", '"a\\ \n    b"'),
    ("single", "'a b''c'", "b", "it's", "'a it''s''c'"),
    ("single, folded elsewhere", "'a b\n    c'", "a", "x", "'x b\n    c'"),
    ("plain", "a { b }", "b", "c", "a { c }"),
    ("plain, comment kept", "a { b } # why", "b", "c d", "a { c d } # why"),
    ("folded, word", ">\n    a\n    b\n", "a", "x", ">\n    x\n    b\n"),
    ("folded, deeper line", ">\n    a {\n      b\n    }\n", "b", "c d",
     ">\n    a {\n      c d\n    }\n"),
]  # fmt: skip

RESTYLED = [
    ("single, new line", "'a {}'", "}", "\n  b\n}\n", "|\n    a {\n      b\n    }\n"),
    ("single, no final newline", "'a {}'", "}", "\n}", "|-\n    a {\n    }"),
    ("single, comment kept", "'a' # why\n  z: 1\n", "a", "a\nb\n",
     "| # why\n    a\n    b\n  z: 1\n"),
    ("single, two newlines at the end", "'a'\n  z: 1\n", "a", "a\nb\n\n",
     "|+\n    a\n    b\n\n  z: 1\n"),
    ("single, blank lines behind", "'a'\n\n\n\n  z: 1\n", "a", "a\n\n",
     '"a\\n\\n"\n\n\n\n  z: 1\n'),
    ("single, deeper comment behind", "'a'\n    # z\n  z: 1\n", "a", "a\n",
     '"a\\n"\n    # z\n  z: 1\n'),
    ("single, no text for a block", "'a'", "a", "\ra\n", '"\\ra\\n"'),
    ("single, first line deeper", "'a'", "a", "  a\nb\n", "|2\n      a\n    b\n"),
    ("single, lines that fold", "'a\n\n    b'", "b", "b\nc", "|-\n    a\n    b\n    c"),
    ("plain, new line", "a { b }", " b ", "\nb\n", "|-\n    a {\n    b\n    }"),
    ("plain, a comment", "a", "a", "a # b", "|-\n    a # b"),
    ("plain, a number", "a", "a", "1", "|-\n    1"),
    ("folded", ">\n    a\n    b\n", "a b", "a\nb", "|\n    a\n    b\n"),
    ("folded, strip", ">- # why\n    a\n\n    b\n  z: 1\n", "b", "c\n",
     "| # why\n    a\n    c\n  z: 1\n"),
    ("literal, nothing left", "| # why\n    a\n    b\n  z: 1\n", "a\nb\n", "",
     '"" # why\n  z: 1\n'),
    ("literal, no text for a block", "|\n    a\n    b\n", "a", "\x85", '"\\u0085\\nb\\n"\n'),
    ("literal, empty", "|\n  z: 1\n", "", "a\n", '"a\\n"\n  z: 1\n'),
]  # fmt: skip


def written(text: str, old: str, new: str) -> tuple[str, bool]:
    document = read(text, "x.yaml")
    corefile = document.corefiles[0]
    start = corefile.text.index(old)
    found = write_back(document, corefile, [Edit(start, start + len(old), new)])
    return apply_edits(text, found.edits), found.restyled


@pytest.mark.parametrize(
    ("scalar", "old", "new", "after"), [row[1:] for row in IN_PLACE], ids=[r[0] for r in IN_PLACE]
)
def test_in_place(scalar: str, old: str, new: str, after: str) -> None:
    assert written(f"{HEAD}  Corefile: {scalar}", old, new) == (f"{HEAD}  Corefile: {after}", False)


@pytest.mark.parametrize(
    ("scalar", "old", "new", "after"), [row[1:] for row in RESTYLED], ids=[r[0] for r in RESTYLED]
)
def test_restyled(scalar: str, old: str, new: str, after: str) -> None:
    assert written(f"{HEAD}  Corefile: {scalar}", old, new) == (f"{HEAD}  Corefile: {after}", True)


def test_a_block_cannot_stand_in_braces() -> None:
    text = "{kind: ConfigMap, data: {Corefile: a b, z: 1}}"
    assert written(text, "a", "a\n") == (
        '{kind: ConfigMap, data: {Corefile: "a\\n b", z: 1}}',
        True,
    )


def test_a_plain_corefile() -> None:
    document = read(". {\r\n}\r\n", "Corefile")
    edits = [Edit(3, 5, "\n"), Edit(0, 1, "a")]
    found = write_back(document, document.corefiles[0], edits)
    assert apply_edits(document.text, found.edits) == "a {\n}\r\n"


def test_an_alias_is_edited_where_its_text_is_written() -> None:
    text = f"x: &c |\n  a\n  b\n{HEAD}  Corefile: *c\n  Corefile-backup: *c\n"
    after = text.replace("  b\n", "  b\n  c\n")
    assert written(text, "b\n", "b\nc\n") == (after, False)


def test_other_corefiles_stay() -> None:
    text = f"{HEAD}  Corefile: |\n    a\n---\n{HEAD}  Corefile: |\n    a\n"
    document = read(text, "x.yaml")
    found = write_back(document, document.corefiles[1], [Edit(0, 1, "b")])
    assert apply_edits(text, found.edits) == text[:-2] + "b\n"


def test_several_edits_at_once() -> None:
    text = f"{HEAD}  Corefile: |\n    a b\n    c\n\n    d\n"
    document = read(text, "x.yaml")
    (corefile,) = document.corefiles
    edits = [Edit(7, 7, "x\n"), Edit(0, 1, ""), Edit(1, 3, "\n  y"), Edit(5, 6, "")]
    found = write_back(document, corefile, edits)
    assert apply_edits(corefile.text, edits) == "\n  y\nc\nx\nd\n"
    assert (
        apply_edits(text, found.edits) == f"{HEAD}  Corefile: |2\n\n      y\n    c\n    x\n    d\n"
    )


def test_edits_that_overlap() -> None:
    document = read(f"{HEAD}  Corefile: |\n    abc\n", "x.yaml")
    for edits in ([Edit(0, 2, ""), Edit(1, 3, "")], [Edit(3, 9, "")], [Edit(2, 1, "")]):
        with pytest.raises(Unwritable):
            outer_edits(document.text, document.corefiles[0], edits)


def test_an_outcome_that_is_something_else_is_refused() -> None:
    document = read(f"{HEAD}  Corefile: |\n    a\n  x.server: |\n    b\n", "x.yaml")
    first, second = document.corefiles

    def holds(old: str, new: str, *changed: tuple[Embedded, str]) -> bool:
        return keeps(document, read(document.text.replace(old, new), "x.yaml"), changed)

    assert holds("a\n ", "c\n ", (first, "c\n"))
    assert not holds("a\n ", "d\n ", (first, "c\n"))
    assert not holds("a\n ", "c\n ", (second, "c\n"))
    assert not holds("x.server", "y.server")
    assert not holds("b\n", "b\n   : [", (second, "b\n"))


def test_bytes_that_are_not_utf_8_stay() -> None:
    text = f"{HEAD}  Corefile: |\n    a \udcff\n    b\n"
    assert written(text, "b", "c") == (text.replace("b\n", "c\n"), False)


def test_a_digit_that_cannot_be_written() -> None:
    # `?` and its key stand at different columns, so which digit is right is not known.
    text = "kind: ConfigMap\ndata:\n  ? Corefile\n  : |\n      a\n"
    with pytest.raises(Unwritable):
        written(text, "a", "  a")
