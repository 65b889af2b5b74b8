"""The structure of a text, right or wrong, and what CoreDNS refuses in it."""

import pytest

from corefile.syntax.parser import load, parse
from corefile.syntax.tree import (
    Block,
    Body,
    Corefile,
    Import,
    Node,
    Property,
    ServerBlock,
    Token,
)

NAMES: dict[type[Node], str] = {ServerBlock: "server", Body: "body", Block: "block"}


def outline(node: Token | Node) -> str:
    """Say which node is inside which, the tokens as written."""
    if isinstance(node, Token):
        return node.raw
    name = NAMES.get(type(node), type(node).__name__.lower())
    inside = " ".join(filter(None, map(outline, node.children())))
    return inside if isinstance(node, Corefile) else f"{name}({inside})"


STRUCTURES: dict[str, tuple[str, str]] = {
    "nothing": ("# nothing\n", ""),
    "server block": (
        ". {\n log\n errors stdout\n}\n",
        "server(. body({ directive(log) directive(errors stdout) }))",
    ),
    "empty body": (". {\n}", "server(. body({ }))"),
    "empty body on one line": (". {}\n", "server(. {} body())"),  # `{}` is one word
    "several keys": ("a b:53 {\n}", "server(a b:53 body({ }))"),
    "keys over lines": ("a, b,\nc\n{\n}", "server(a, b, c body({ }))"),
    "comma apart": ("a ,\nb {\n}", "server(a , b body({ }))"),
    "brace on the next line": ("a\n{\n log\n}", "server(a body({ directive(log) }))"),
    "two server blocks": ("a {\n}\nb {\n}", "server(a body({ })) server(b body({ }))"),
    "server block behind a brace": ("a {\n} b {\n}", "server(a body({ })) server(b body({ }))"),
    "first plugin behind the brace": (
        "a { log .\n errors\n}",
        "server(a body({ directive(log .) directive(errors) }))",
    ),
    # Without braces
    "keys alone": ("a b", "server(a b body())"),
    "braceless": (
        "a b\nlog\nerrors x\n",
        "server(a b body(directive(log) directive(errors x)))",
    ),
    "no comma, so the next line is a plugin": (
        "a\nb {\n log\n}\n",
        "server(a body(directive(b block({ property(log) }))))",
    ),
    "braceless to a closing brace": (
        "a\nlog\n}\nb\nlog\n",
        "server(a body(directive(log) })) server(b body(directive(log)))",
    ),
    "key and closing brace": ("a\n}\nb {\n}", "server(a body(})) server(b body({ }))"),
    # Braces without keys
    "no key": ("{\n log\n}", "server(body({ directive(log) }))"),
    "no key behind a block": ("a {\n}\n{\n}", "server(a body({ })) server(body({ }))"),
    "closing brace is a key": ("}\n} } {\n}", "server(} body(})) server(} body({ }))"),
    "closing brace is a key after a comma": ("a,\n}\n{\n}", "server(a, } body({ }))"),
    # Keys that are the empty string
    "empty key": ('"" a {\n}', 'server("" a body({ }))'),
    "empty key alone": ('""\n{\n}', 'server("" body({ }))'),
    "comma, empty key, brace": ('a, "" {\n}', 'server(a, "" body({ }))'),
    "comma, empty key, next line": ('a, ""\nb {\n}', 'server(a, "" b body({ }))'),
    "comma, empty key at a line's start": ('a,\n""\nb {\n}', 'server(a, "" b body({ }))'),
    # Blocks
    "block": (
        ". {\n p a {\n  x y\n  z\n }\n q\n}",
        "server(. body({ directive(p a block({ property(x y) property(z) })) directive(q) }))",
    ),
    "empty block": (". {\n p {\n }\n}", "server(. body({ directive(p block({ })) }))"),
    "block on one line": (
        ". {\n p { x y }\n}",
        "server(. body({ directive(p block({ property(x y) })) }))",
    ),
    "block on the next line": (
        ". {\n p\n {\n  x\n }\n}",
        "server(. body({ directive(p block({ property(x) })) }))",
    ),
    "block in a block": (
        "a\np {\n  x {\n   y\n  }\n  z\n }\n",
        "server(a body(directive(p block({ property(x block({ property(y) })) property(z) }))))",
    ),
    "block in a block without a name": (
        ". {\n p {\n  {\n   y\n  }\n }\n}",
        "server(. body({ directive(p block({ block({ property(y) }) })) }))",
    ),
    "tail": (
        ". {\n p { x } y { z } w\n}",
        ("server(. body({ directive(p block({ property(x) }) y block({ property(z) }) w) }))"),
    ),
    "second block of a line": (
        ". {\n p {\n }\n {\n }\n}",
        "server(. body({ directive(p block({ }) block({ })) }))",
    ),
    "stray brace behind a brace": (
        ". { {\n log\n }\n errors\n}",
        "server(. body({ block({ property(log) }) directive(errors) }))",
    ),
    "stray brace at a line's start": (
        ". {\n {\n log\n }\n}",
        "server(. body({ block({ property(log) }) }))",
    ),
    "closing brace behind a plugin": (". {\n log }\n", "server(. body({ directive(log) }))"),
    # Snippets
    "snippet": ("(s) {\n log\n}", "snippet((s) body({ directive(log) }))"),
    "snippet on one line": ("(s) { log }", "snippet((s) body({ directive(log) }))"),
    "snippet with a comma": ("(s),\n{\n}", "snippet((s), body({ }))"),
    "snippet with an empty key": ('"" (s) "" {\n}', 'snippet("" (s) "" body({ }))'),
    "snippet in quotes": ('"(a b)" {\n}', 'snippet("(a b)" body({ }))'),
    "snippet without a name": ("() {\n}", "snippet(() body({ }))"),
    "one parenthesis is both": ("( {\n}\n) {\n}", "server(( body({ })) server() body({ }))"),
    "two keys are no snippet": ("(s) (t) {\n}", "server((s) (t) body({ }))"),
    "snippet without a brace": ("(s)\nlog\n", "snippet((s) body(directive(log)))"),
    "snippet's key alone": ("(s)", "server((s) body())"),
    # Imports
    "import outside": ("import a b\nimport c\n", "import(import a b) import(import c)"),
    "import between": ("a {\n}\nimport b\n", "server(a body({ })) import(import b)"),
    "import behind a closing brace is a key": (
        "a {\n} import b\n",
        ("server(a body({ })) server(import b body())"),
    ),
    "import as a word of a line of keys": ("a import b {\n}", "server(a import b body({ }))"),
    "import after a comma": ("a,\nimport b\n{\n}", "server(a, import b body({ }))"),
    "import and keys": ("import a\nb {\n}", "import(import a) server(b body({ }))"),
    "import and brace": ("import a\n{\n}", "import(import a) server(body({ }))"),
    "import and brace on one line": (
        "import a {\n b\n}",
        ("import(import a block({ property(b) }))"),
    ),
    "import in a server block": (
        ". {\n import a\n log\n}",
        "server(. body({ import(import a) directive(log) }))",
    ),
    "import behind the brace": (". { import a\n}", "server(. body({ import(import a) }))"),
    "import in a block": (
        ". {\n p {\n  import a\n  x\n }\n}",
        "server(. body({ directive(p block({ import(import a) property(x) })) }))",
    ),
    "import behind a block's brace is a property": (
        ". {\n p { import a\n }\n}",
        "server(. body({ directive(p block({ property(import a) })) }))",
    ),
    "import in a snippet": (
        "(s) {\n import a\n p {\n  import b\n }\n}",
        "snippet((s) body({ import(import a) directive(p block({ import(import b) })) }))",
    ),
    "import in a braceless body": ("a\nimport b\n", "server(a body(import(import b)))"),
    "import and block": (
        ". {\n import a\n {\n  b\n }\n}",
        "server(. body({ import(import a block({ property(b) })) }))",
    ),
    "import in quotes": ('"import" a\n', 'import("import" a)'),
    # The end too soon
    "end in keys": ("a,", "server(a, body())"),
    "end in a body": (". {\n log", "server(. body({ directive(log)))"),
    "end behind a brace": (". {", "server(. body({))"),
    "end in a block": (". {\n p {\n x", "server(. body({ directive(p block({ property(x)))))"),
    "end in a snippet": ("(s) {\n log\n", "snippet((s) body({ directive(log)))"),
}


@pytest.mark.parametrize(("text", "expected"), STRUCTURES.values(), ids=STRUCTURES)
def test_structure(text: str, expected: str) -> None:
    tree = parse(text)
    assert outline(tree) == expected
    assert str(tree) == text


#: Text; then of each fault: what CoreDNS prints, the line it names, the token to point at and the
#: related one (as line and raw text). CoreDNS stops at the first.
Fault = tuple[str, int, tuple[int, str], tuple[int, str] | None]
CLOSE = "Unexpected '}' because no matching opening brace"
COMMA = "Expected another address but had '{' - check for extra comma"
ARGUMENT = "Wrong argument count or unexpected line ending after 'import'"
SECOND = "Import takes only one argument (glob pattern or file)"
FAULTS: dict[str, tuple[str, list[Fault]]] = {
    "closing brace on a plugin's line": (
        ". {\n log\n errors }\n",
        [(CLOSE, 3, (3, "}"), (3, "errors"))],
    ),
    "closing brace behind a block": (
        ". {\n p {\n  x\n } }\n",
        [(CLOSE, 4, (4, "}"), (2, "p"))],
    ),
    "server block on one line": (". { log }\n", [(CLOSE, 1, (1, "}"), (1, "log"))]),
    "closing brace on a braceless plugin's line": (
        "a\nlog }\n",
        [(CLOSE, 2, (2, "}"), (2, "log"))],
    ),
    "server block never closed": (
        ". {\n log\n errors x\n",
        [("Unexpected token 'x', expecting '}'", 3, (1, "{"), (3, "x"))],
    ),
    "server block never closed, empty": (
        "\n. {",
        [("Unexpected token '{', expecting '}'", 2, (2, "{"), (2, "{"))],
    ),
    "server block without keys never closed": (
        "{\nlog",
        [("Unexpected token 'log', expecting '}'", 2, (1, "{"), (2, "log"))],
    ),
    "block never closed": (
        ". {\n p {\n  x\n",
        [("Unexpected EOF", 3, (2, "{"), (3, "x"))],
    ),
    "inner block never closed": (
        ". {\n p {\n  x {\n  }\n  y {\n",
        [("Unexpected EOF", 5, (5, "{"), (5, "{"))],
    ),
    "braceless block never closed": ("a\np {\n", [("Unexpected EOF", 2, (2, "{"), (2, "{"))]),
    "server block swallowed by a braceless one": (
        "a\nlog\nb {\n c {\n }\n",
        [("Unexpected EOF", 5, (3, "{"), (5, "}"))],
    ),
    "comma before a brace": ("a,\nb, {\n}\n", [(COMMA, 2, (2, "b,"), (2, "{"))]),
    "comma before a brace on the next line": ("a,\n{\n}\n", [(COMMA, 2, (1, "a,"), (2, "{"))]),
    "comma, empty keys and a brace": ('a, ""\n"" {\n}\n', [(COMMA, 2, (1, "a,"), (2, "{"))]),
    "comma of a snippet": ("(s), {\n log }", [(COMMA, 1, (1, "(s),"), (1, "{"))]),
    "comma at the end": ("a\n}\nb,\n", [("Unexpected EOF", 3, (3, "b,"), None)]),
    "comma and an empty key at the end": ('a,\n""\n', [("Unexpected EOF", 2, (1, "a,"), None)]),
    "snippet never closed": (
        "(s) {\n log\n p {\n }\n",
        [("Unexpected token '}', expecting '}'", 4, (1, "{"), (4, "}"))],
    ),
    "snippet with a block never closed": (
        "(s) {\n p {\n x\n",
        [("Unexpected token 'x', expecting '}'", 3, (1, "{"), (3, "x"))],
    ),
    "snippet without a brace": (
        "(s)\nlog x\n",
        [("Unexpected token 'log', expecting '{'", 2, (2, "log"), (1, "(s)"))],
    ),
    "snippet with a closing brace only": (
        '""(s)\n}\n',
        [("Unexpected token '}', expecting '{'", 2, (2, "}"), (1, "(s)"))],
    ),
    "snippet twice": (
        "(s) {\n}\n(t) {\n}\n(s)\n{\n}\n",
        [("redeclaration of previously declared snippet s", 6, (5, "(s)"), (1, "(s)"))],
    ),
    "snippet twice and without a brace": (
        "(s) {\n}\n(s)\nlog\n",
        [("redeclaration of previously declared snippet s", 4, (3, "(s)"), (1, "(s)"))],
    ),
    "snippet twice and never closed": (
        "(s) {\n}\n(s) {\n",
        [("redeclaration of previously declared snippet s", 3, (3, "(s)"), (1, "(s)"))],
    ),
    "snippet imports itself": (
        "(s) {\n log\n p {\n  import s\n }\n}\n",
        [("maximum snippet import depth (10000) exceeded", 6, (4, "s"), None)],
    ),
    "snippet imports itself on its first line": (
        "(s) { import s\n}\n",
        [("maximum snippet import depth (10000) exceeded", 2, (1, "s"), None)],
    ),
    "snippet seems to import itself": (
        "(s) {\n import\n s\n}\n",
        [("maximum snippet import depth (10000) exceeded", 4, (3, "s"), None)],
    ),
    "stray brace": (". {\n {\n }\n log\n}\n", [("Unknown directive '{'", 2, (2, "{"), None)]),
    "stray brace behind a brace": (
        ". { {\n }\n}\n",
        [("Unknown directive '{'", 1, (1, "{"), None)],
    ),
    "import of nothing": (". {\n import\n log\n}\n", [(ARGUMENT, 2, (2, "import"), None)]),
    "import of nothing at the end": ("import", [(ARGUMENT, 1, (1, "import"), None)]),
    "import of nothing in a block": (
        ". {\n p {\n  import\n }\n}\n",
        [(ARGUMENT, 3, (3, "import"), None)],
    ),
    "import of an empty name": (
        'import ""\n',
        [("Import requires a non-empty filepath", 1, (1, '""'), None)],
    ),
    "import of two": ("import a b c\n", [(SECOND, 1, (1, "b"), None)]),
    "import and closing brace": (". {\n import a }\n", [(SECOND, 2, (2, "}"), None)]),
    "import and block's closing brace": (
        ". {\n p {\n  import a }\n}\n",
        [(SECOND, 3, (3, "}"), None)],
    ),
    "import and opening brace": ("import a {\n}\n", [(SECOND, 1, (1, "{"), None)]),
    "import of a closing brace": (
        ". {\n import }\n}\n",
        [("File to import not found: }", 2, (2, "}"), None)],
    ),
    "import of an opening brace": (
        ". {\n import {\n }\n}\n",
        [("File to import not found: {", 2, (2, "{"), None)],
    ),
    "several": (
        "a, {\n log }\n(s) {\n}\n(s) {\n}\n. {\n {\n }\n import\n x {\n",
        [
            (COMMA, 1, (1, "a,"), (1, "{")),
            (CLOSE, 2, (2, "}"), (2, "log")),
            ("redeclaration of previously declared snippet s", 5, (5, "(s)"), (3, "(s)")),
            ("Unknown directive '{'", 8, (8, "{"), None),
            (ARGUMENT, 10, (10, "import"), None),
            ("Unexpected EOF", 11, (11, "{"), (11, "{")),
        ],
    ),
}


def place(token: Token | None) -> tuple[int, str] | None:
    return None if token is None else (token.line, token.raw)


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_faults(text: str, expected: list[Fault]) -> None:
    assert [
        (fault.coredns, fault.at.line, place(fault.token), place(fault.related))
        for fault in parse(text).errors
    ] == expected


@pytest.mark.parametrize("text", [text for text, _ in FAULTS.values()], ids=FAULTS)
def test_faults_are_explained(text: str) -> None:
    for fault in parse(text).errors:
        assert fault.message
        assert fault.help
        assert bool(fault.related_message) == (fault.related is not None)


#: What looks wrong and is not, to CoreDNS: each with plugins that have these names.
ACCEPTED: dict[str, str] = {
    "nothing": "",
    "key alone": ".",
    "snippet's key alone": "(s)",
    "snippet's key alone, twice": "(s) {\n}\n(s)",
    "snippet on one line": "(s) { log }",
    "last brace of a plugin closes the server block too": ". {\n log {\n }\n",
    "and that of a property": ". {\n p {\n  x {\n  }\n }",
    "words behind a block": ". {\n p {\n } x\n}\n",
    "import behind a block": ". {\n p {\n } import\n}\n",
    "word `import` in a line": ". {\n p import\n p import a b\n}\n",
    "property `import` behind a brace": ". {\n p { import }\n}\n",
    "closing brace as a key": "} {\n}\n",
    "closing brace behind the end": ". {\n}\n}\n",
    "braces without a key": "{\n log\n}\n",
    "empty key": '"" {\n}\n',
    "empty key and no brace": '""',
    "two keys like snippets": "(s) (s) {\n}\n(s) (s) {\n}\n",
    "fault in a snippet that nothing imports": "(s) {\n { }\n import\n log }\n",
    "string never closed": '. "x\n',
    "closing brace in quotes": '. {\n log\n"}"\n',
    "brace on the next line": ".\n{\n p\n {\n }\n}\n",
    "second block": ". {\n p {\n }\n {\n }\n}\n",
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(text: str) -> None:
    assert parse(text).errors == ()


def test_key_values() -> None:
    (server,) = parse('a, "" ,, b,c, , "d,"\n"e" {\n}\n').servers
    assert server.key_values == ("a", ",", "b,c", "", "d", "e")


def test_snippet_names() -> None:
    names = [snippet.name for snippet in parse('(a) {\n}\n"((b c))" {\n}\n() {\n}\n').snippets]
    assert names == ["a", "(b c)", ""]


def test_what_is_where() -> None:
    tree = parse("# a\n(s) {\n p\n}\n\n. {\n p {\n  x y\n  import s\n }\n}\n")
    server, snippet = tree.servers[0], tree.snippets[0]
    (plugin,) = server.body.directives
    assert plugin.block is not None
    (prop,) = plugin.block.properties
    (include,) = tree.find(Import)
    assert include.target is not None
    places = [(node.line, node.column) for node in (tree, snippet, server, plugin, prop, include)]
    assert places == [(2, 1), (2, 1), (6, 1), (7, 2), (8, 3), (9, 3)]
    assert include.target.value == "s"
    assert [tree.source.text[n.span.start : n.span.end] for n in (snippet, plugin, prop)] == [
        "(s) {\n p\n}",
        "p {\n  x y\n  import s\n }",
        "x y",
    ]
    assert [*tree.find(Property)] == [prop]
    assert [outline(node) for node in plugin.walk()][1:] == [
        "block({ property(x y) import(import s) })",
        "property(x y)",
        "import(import s)",
    ]


def test_load(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("load") / "Corefile"
    path.write_bytes(b"\xef\xbb\xbf. {\r\n log \xff\r\n}\r\n")
    tree = load(path)
    assert tree.source.name == str(path)
    assert tree.encode() == path.read_bytes()
    with pytest.raises(FileNotFoundError):
        load(path.with_name("none"))
