"""Snippets are kept and imported as parse.go does it."""

from itertools import pairwise

import pytest

from corefile import Memory, expand, parse
from corefile.coredns.imports import expand as module
from tests.coredns.outcome import outcome

ARGUMENT = "Wrong argument count or unexpected line ending after 'import'"
COMMA = "Expected another address but had '{' - check for extra comma"
DEPTH = "maximum snippet import depth (10000) exceeded"
SECOND = "Import takes only one argument (glob pattern or file)"

CASES: dict[str, tuple[str, str | list[str]]] = {
    "in a server block": (
        "(s) {\n log\n}\n. {\n errors\n import s\n p\n}\n",
        [".: errors 5:errors log 2:log p 7:p"],
    ),
    "twice": ("(s) {\n log\n}\n. {\n import s\n import s\n}\n", [".: log 2:log 2:log"]),
    "empty": ("(s) {\n}\n. {\n import s\n log\n}\n", [".: log 5:log"]),
    "on one line": ("(s) { p a }\n. {\n import s\n q\n}\n", [".: p 1:p 1:a q 4:q"]),
    "in a block": (
        "(s) {\n x y\n}\n. {\n p {\n  import s\n  z\n }\n}\n",
        [".: p 5:p 5:{ 2:x 2:y 7:z 8:}"],
    ),
    "in a snippet": (
        "(s) {\n log\n}\n(t) {\n import s\n errors\n}\n. {\n import t\n}\n",
        [".: errors 6:errors log 2:log"],
    ),
    "among keys": ("(s) {\n a\n}\nimport s\nlog\n", ["a: log 5:log"]),
    "whole server blocks": ("(s) {\n a {\n  log\n }\n}\nimport s\n", ["a: log 3:log"]),
    "braces over an import": (
        "(s) {\n p {\n }\n}\n. {\n import s\n}\n",
        [".: p 2:p 2:{ 3:}"],
    ),
    "behind the brace": ("(s) {\n log\n}\n. { import s\n}\n", [".: log 2:log"]),
    "a brace may follow the import": (
        "(s) {\n p\n}\n. {\n import s\n {\n  x\n }\n}\n",
        [".: p 2:p 6:{ 7:x 8:}"],
    ),
    "name in quotes": ('"(a b)" {\n log\n}\n. {\n import "a b"\n}\n', [".: log 2:log"]),
    # "" is no name to import, so this one can never be used.
    "no name": ("() {\n log\n}\n. {\n log\n}\n", [".: log 5:log"]),
    "one parenthesis for both": ("( {\n}\n", ["(:"]),
    "key that only begins like one": ("(s) a {\n}\n(t {\n}\n", ["(s) a:", "(t:"]),
    "key with a comma": (
        "(s),\n{\n}\n",
        f"Corefile:2 - Error during parsing: {COMMA}",
    ),
    "unused, its content is not looked at": ("(s) {\n { nope\n }\n import\n}\n", []),
    # Order
    "used before it is defined": (
        ". {\n import s\n}\n(s) {\n}\n",
        "Corefile:2 - Error during parsing: File to import not found: s",
    ),
    "used in a snippet before it is defined": (
        "(t) {\n import s\n}\n(s) {\n log\n}\n. {\n import t\n}\n",
        [".: log 5:log"],
    ),
    "defined twice": (
        "(s) {\n}\n(s)\n{\n}\n",
        "Corefile:4 - Error during parsing: redeclaration of previously declared snippet s",
    ),
    "defined twice, the second on one line": (
        "(s) {\n}\n(s) { }\n",
        "Corefile:3 - Error during parsing: redeclaration of previously declared snippet s",
    ),
    "defined in a snippet": (
        "(s) {\n (t) {\n  log\n }\n}\nimport s\n. {\n import t\n}\n",
        [".: log 3:log"],
    ),
    # Broken
    "no brace": ("(s)\nlog\n", "Corefile:2 - Syntax error: Unexpected token 'log', expecting '{'"),
    "never closed": (
        "(s) {\n p {\n }\n",
        "Corefile:3 - Syntax error: Unexpected token '}', expecting '}'",
    ),
    "closing brace on a plugin's line, imported": (
        "(s) {\n p { x } }\n. {\n import s\n}\n",
        [".: p 2:p 2:{ 2:x 2:}"],
    ),
    # The arguments of `import`
    "no argument": (". {\n import\n}\n", f"Corefile:2 - Error during parsing: {ARGUMENT}"),
    "no argument at the end": ("import", f"Corefile:1 - Error during parsing: {ARGUMENT}"),
    "two arguments": ("import a b\n", f"Corefile:1 - Error during parsing: {SECOND}"),
    "closing brace": (
        "(s) {\n}\n. {\n import s }\n",
        f"Corefile:4 - Error during parsing: {SECOND}",
    ),
    "argument over lines": (
        '. {\n import "a\nb" c\n}\n',
        f"Corefile:3 - Error during parsing: {SECOND}",
    ),
    "empty argument": (
        'import ""\n',
        "Corefile:1 - Error during parsing: Import requires a non-empty filepath",
    ),
    "brace as the argument": (
        "import {\n",
        "Corefile:1 - Error during parsing: File to import not found: {",
    ),
    "import as a name in a line": (". {\n p import a b\n}\n", [".: p 2:p 2:import 2:a 2:b"]),
    "import behind a comma, at the end": (
        "(s) {\n}\na,\nimport s\n",
        "Corefile:0 - Error during parsing: Unexpected EOF",
    ),
    # Cycles
    "itself": ("(s) {\n log\n import s\n}\n", f"Corefile:4 - Error during parsing: {DEPTH}"),
    "itself, on its first line": (
        "(s) { import s }",
        f"Corefile:1 - Error during parsing: {DEPTH}",
    ),
    "itself, as it seems": (
        "(s) {\n import\n s\n}\n",
        f"Corefile:4 - Error during parsing: {DEPTH}",
    ),
    "itself in the middle of a line is none": (
        "(s) {\n p import s\n}\n. {\n import s\n}\n",
        [".: p 2:p 2:import 2:s"],
    ),
    # The imports that count are by turns on line 8, 2, 5, 2, 5 …; one too many is the 10001st.
    "each other": (
        "(s) {\n import t\n}\n(t) {\n import s\n}\n. {\n import s\n}\n",
        f"Corefile:5 - Error during parsing: {DEPTH}",
    ),
    "each other, unused": ("(s) {\n import t\n}\n(t) {\n import s\n}\n", []),
    "each other in blocks without end": (
        "(s) {\n p {\n import t\n }\n}\n(t) {\n import s\n}\n. {\n import s\n}\n",
        f"Corefile:7 - Error during parsing: {DEPTH}",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_expand(text: str, expected: str | list[str]) -> None:
    assert outcome(expand(parse(text), read=Memory({}))) == expected


def test_many_imports_are_allowed_and_no_more() -> None:
    text = "(s) {\n log\n}\n. {\n" + " import s\n" * 10_000
    assert expand(parse(text + "}\n")).error is None
    error = expand(parse(text + " import s\n}\n")).error
    assert error is not None
    assert (error.message, error.line) == (DEPTH, 10_005)


def test_snippets_that_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten lines of snippets could stand for a billion words; CoreDNS would go on reading."""
    monkeypatch.setattr(module, "MAX_TOKENS", 5000)
    names = "abcdefgh"
    text = "(a) {\n log\n}\n"
    for inner, outer in pairwise(names):
        text += f"({outer}) {{\n" + f" import {inner}\n" * 10 + "}\n"
    error = expand(parse(text + ". {\n import h\n}\n")).error
    assert error is not None
    assert (error.kind, error.file) == ("limit", "Corefile")
    assert "5,000 words" in str(error)


def test_tokens_know_their_imports() -> None:
    text = "(s) {\n log\n}\n(t) {\n import s\n errors\n}\n. {\n import t\n import s\n whoami\n}\n"
    (server,) = expand(parse(text)).servers
    chains = [
        [via.target.line for via in directive.tokens[0].via.chain()]
        if directive.tokens[0].via
        else []
        for directive in server.directives
    ]
    assert [directive.name for directive in server.directives] == ["log", "errors", "log", "whoami"]
    assert chains == [[5, 9], [9], [10], []]
