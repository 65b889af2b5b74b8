"""Server blocks, snippets and imports outside of them: found, added, moved and removed."""

from collections.abc import Callable

import pytest

import corefile
from corefile.editing import EditError, Editor, NotFound, Refused
from corefile.text.source import Source

Change = Callable[[Editor], object]

TWO = "# one\na {\n    log\n}\n\n# two\nb {\n    log\n}\n"

CASES: list[tuple[str, Change, str]] = [
    ("", lambda e: e.add_server("a"), "a {\n}\n"),
    ("# c", lambda e: e.add_server("a", "b"), "# c\n\na b {\n}\n"),
    ("# c\n", lambda e: e.add_import("x y"), '# c\n\nimport "x y"\n'),
    (TWO, lambda e: e.add_server("c"), TWO + "\nc {\n}\n"),
    (TWO[:-1], lambda e: e.add_server("c"), TWO + "\nc {\n}"),
    (TWO, lambda e: e.add_server("c", before=e.server("b")),
     TWO.replace("# two", "c {\n}\n\n# two")),
    (TWO, lambda e: e.add_snippet("s").append("log"), "(s) {\n    log\n}\n\n" + TWO),
    ("(t) {\n\tlog\n}\n" + TWO, lambda e: e.add_snippet("s").append("log"),
     "(t) {\n\tlog\n}\n(s) {\n\tlog\n}\n\n" + TWO),
    (TWO, lambda e: e.add_import("x"), "import x\n\n" + TWO),
    ("import y\n", lambda e: e.add_import("x"), "import y\nimport x\n"),
    ("import y\n", lambda e: e.add_import("x", before=e.imports[0]), "import x\nimport y\n"),
    ("import y\n", lambda e: e.imports[0].args.__setitem__(0, "x"), "import x\n"),
    ("import y\n", lambda e: e.add_server("a"), "import y\n\na {\n}\n"),
    (TWO, lambda e: e.server("a").remove(), TWO[TWO.index("# two") :]),
    (TWO, lambda e: e.server("b").remove(), TWO[: TWO.index("\n# two")]),
    (TWO, lambda e: e.server("a").remove(comments=False), "# one\n\n# two\nb {\n    log\n}\n"),
    (TWO, lambda e: e.server("b").move_before(e.server("a")),
     "# two\nb {\n    log\n}\n\n# one\na {\n    log\n}\n"),
    (TWO, lambda e: e.server("a").move_after(e.server("b")),
     "# two\nb {\n    log\n}\n\n# one\na {\n    log\n}\n"),
    ("(s) {\n}\n", lambda e: setattr(e.snippet("s"), "name", "t"), "(t) {\n}\n"),
    ("(s) {\n}\n", lambda e: setattr(e.snippet("s"), "name", "t u"), '"(t u)" {\n}\n'),
    # Without braces a server block goes on to the end of the text: it gets some.
    (".", lambda e: e.add_server("a"), ". {\n}\n\na {\n}"),
    (".\n", lambda e: e.add_server("a"), ". {\n}\n\na {\n}\n"),
    (". # c\nlog # d\n", lambda e: e.add_server("a"), ". { # c\nlog # d\n}\n\na {\n}\n"),
    (".\nlog {\n any\n}\n", lambda e: e.add_server("a"), ". {\nlog {\n any\n}\n}\n\na {\n}\n"),
    (".\nlog\n", lambda e: e.add_import("x"), "import x\n\n.\nlog\n"),
    ("a {\n} b {\n}\n", lambda e: e.server("a").remove(), "b {\n}\n"),
    ("\ufeffa {\n}\n", lambda e: e.add_import("x"), "\ufeffimport x\n\na {\n}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "change", "after"), CASES)
def test_blocks(text: str, change: Change, after: str) -> None:
    editor = Editor(text)
    change(editor)
    assert str(editor) == after
    assert not editor.tree.errors


FOUND = [
    ("example.org", ["example.org"], True),
    ("example.org", ["EXAMPLE.org.:53"], True),
    ("example.org", ["dns://example.org"], True),
    ("dns://EXAMPLE.org.", ["a", "example.org"], True),
    ("example.org", ["example.org:5353"], False),
    ("example.org", ["tls://example.org"], False),
    ("tls://example.org:853", ["tls://example.org"], True),
    ("example.org", ["."], False),
    (".:53", ["."], True),
    ("10.0.0.0/8", ["10.in-addr.arpa"], True),
    ("10.in-addr.arpa", ["10.0.0.0/8"], True),
    ("10.1.0.0/15", ["0.10.in-addr.arpa", "1.10.in-addr.arpa"], True),
    ("10.0.0.0/15", ["0.10.in-addr.arpa"], False),
    ("{$ZONE}", ["{$ZONE}"], True),
    ("{$ZONE}", ["{$OTHER}"], False),
]


@pytest.mark.parametrize(("key", "keys", "found"), FOUND)
def test_server_blocks_are_found_by_what_they_serve(key: str, keys: list[str], found: bool) -> None:
    editor = Editor(f"other {{\n}}\n{', '.join(keys)} {{\n}}\n")
    assert [list(server.keys) for server in editor.find_servers(key)] == [keys] * found


def test_what_is_not_there() -> None:
    editor = Editor("a {\n}\n")
    for look in (lambda: editor.server("b"), lambda: editor.snippet("b")):
        with pytest.raises(NotFound):
            look()
    assert isinstance(NotFound("x"), LookupError)


PORTS = "other {\n}\nx.example:5300 {\n}\ny.example:1 {\n}\ntls://y.example:2 {\n}\n"


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("x.example", "x.example:5300"),
        ("x.example.", "x.example:5300"),
        ("X.EXAMPLE", "x.example:5300"),
        ("dns://x.example", "x.example:5300"),
        ("x.example:5300", "x.example:5300"),
        ("dns://y.example", "y.example:1"),
        ("tls://y.example", "tls://y.example:2"),
    ],
)
def test_a_key_without_a_port_finds_the_only_block_for_its_zone(key: str, found: str) -> None:
    assert list(Editor(PORTS).server(key).keys) == [found]


@pytest.mark.parametrize("key", ["x.example:53", "tls://x.example", "x.example:", "example"])
def test_what_no_block_serves(key: str) -> None:
    with pytest.raises(NotFound):
        Editor(PORTS).server(key)


def test_the_usual_port_comes_first() -> None:
    editor = Editor(PORTS + "x.example {\n}\n")
    assert list(editor.server("x.example").keys) == ["x.example"]


def test_several_ports_are_named() -> None:
    message = "blocks for `y.example`: `y.example:1`, `tls://y.example:2`; name the port"
    with pytest.raises(EditError, match=message) as caught:
        Editor(PORTS).server("y.example")
    assert not isinstance(caught.value, NotFound)


NEAR = "example.org:5300 {\n    forward . 192.0.2.1 {\n        max_fails 3\n    }\n}\n"
NEAR += "(common) {\n}\n"
MISSES: list[tuple[Change, str]] = [
    (
        lambda e: e.server("exmaple.org"),
        "there is no server block for `exmaple.org`: did you mean `example.org`?",
    ),
    (lambda e: e.server("nothing.alike"), "there is no server block for `nothing.alike`"),
    (lambda e: e.snippet("comon"), "there is no snippet `comon`: did you mean `common`?"),
    (
        lambda e: e.server("example.org").plugin("forwrad"),
        "`example.org:5300` has no `forwrad`: did you mean `forward`?",
    ),
    (
        lambda e: e.server("example.org").plugin("forward").property("max_fail"),
        "`forward . 192.0.2.1` has no `max_fail`: did you mean `max_fails`?",
    ),
    (lambda e: e.server("example.org").plugin("log"), "`example.org:5300` has no `log`"),
]


@pytest.mark.parametrize(("look", "message"), MISSES)
def test_what_is_not_there_may_be_a_slip(look: Change, message: str) -> None:
    with pytest.raises(NotFound) as caught:
        look(Editor(NEAR))
    assert str(caught.value) == message


REFUSED: list[tuple[str, Change, str]] = [
    ("a {\n}\n", lambda e: e.add_server("b,"), "would read"),
    ("(s) {\n}\n", lambda e: e.add_snippet("s"), "second time"),
    ("a {\n}\n", lambda e: e.add_import(""), "empty name"),
    ("a {\n", lambda e: e.add_server("b"), "would read"),
    ("a,", lambda e: e.add_server("b"), "promises another zone"),
]


@pytest.mark.parametrize(("text", "change", "why"), REFUSED)
def test_refused(text: str, change: Change, why: str) -> None:
    editor = Editor(text)
    with pytest.raises(Refused, match=why):
        change(editor)
    assert str(editor) == text


def test_the_way_in() -> None:
    tree = corefile.parse(Source.decode(b". {\n log \xff # \xff\n}\n", "Corefile"))
    editor = corefile.Editor(tree)
    editor.server(".").append("any")
    assert editor.tree.encode() == b". {\n log \xff # \xff\n any\n}\n"
    assert editor.tree.source.name == "Corefile"
    assert [line.name for line in editor.server(".").plugins()] == ["log", "any"]
    assert "any" in editor.server(".")
    assert len(editor.edits) == 1
