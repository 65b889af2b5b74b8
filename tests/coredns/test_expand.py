"""Keys, braces and plugins are read as parse.go reads them."""

import pytest

from corefile import ExpandedToken, Memory, expand, parse
from tests.coredns.outcome import outcome

#: Text, and what CoreDNS makes of it.
CASES: dict[str, tuple[str, str | list[str]]] = {
    "nothing": ("# nothing\n", []),
    "one plugin": (".:53 {\n log\n}\n", [".:53: log 2:log"]),
    "arguments": (". {\n p a b\n q\n}\n", [".: p 2:p 2:a 2:b q 3:q"]),
    "block": (
        ". {\n p a {\n  x y\n }\n}\n",
        [".: p 2:p 2:a 2:{ 3:x 3:y 4:}"],
    ),
    "block in a block": (
        ". {\n p {\n x {\n y\n }\n }\n}\n",
        [".: p 2:p 2:{ 3:x 3:{ 4:y 5:} 6:}"],
    ),
    "brace on the next line": (
        ".\n{\n p\n {\n  x\n }\n}\n",
        [".: p 3:p 4:{ 5:x 6:}"],
    ),
    "stanzas of one plugin": (
        ". {\n p a\n q\n p b\n}\n",
        [".: p 2:p 2:a 4:p 4:b q 3:q"],
    ),
    "words behind a block": (". {\n p { x } y\n q\n}\n", [".: p 2:p 2:{ 2:x 2:} 2:y q 3:q"]),
    "string over lines": (
        '. {\n p "a\nb" c\n q\n}\n',
        [".: p 2:p 2:a\nb 3:c q 4:q"],
    ),
    # Keys
    "several server blocks": ("a {\n log\n}\nb {\n log\n}\n", ["a: log 2:log", "b: log 5:log"]),
    "keys with commas": ("a, b,\nc d {\n}\n", ["a b c d:"]),
    "only the last comma is taken off": ("a,,\nb {\n}\n", ["a, b:"]),
    "empty keys are none": ('"" a "" {\n}\n"" {\n log\n}\n', ["a:"]),
    "a comma alone is an empty key": (", a {\n}\n", [" a:"]),
    "empty key after a comma": ('a, ""\nb {\n}\n', ["a b:"]),
    "key in quotes": ('"a b" {\n}\n', ["a b:"]),
    "closing brace as a key": ("}\n}\n} {\n}\n", ["}:", "}:"]),
    "comma and no key": ("a,\n", "Corefile:1 - Error during parsing: Unexpected EOF"),
    "comma and an empty key": ('a,\n""', "Corefile:2 - Error during parsing: Unexpected EOF"),
    "comma and brace": (
        "a,\n{\n}\n",
        "Corefile:2 - Error during parsing: Expected another address but had '{' - check for extra"
        " comma",
    ),
    # No braces
    "braceless": ("a b\np x\nq\n", ["a b: p 2:p 2:x q 3:q"]),
    "braceless to a closing brace": ("a\np\n}\nb\nq\n", ["a: p 2:p", "b: q 5:q"]),
    "the next line's key is a plugin": ("a\nb {\n log\n}\n", ["a: b 2:b 2:{ 3:log 4:}"]),
    "keys alone": ("a b", ["a b:"]),
    "snippet's key alone": ("(s)", ["(s):"]),
    "no keys": ("{\n log\n}\na {\n}\n", ["a:"]),
    # Braces
    "closing brace on a plugin's line": (
        ". {\n p }\n",
        "Corefile:2 - Error during parsing: Unexpected '}' because no matching opening brace",
    ),
    "server block never closed": (
        ". {\n p\n q x\n",
        "Corefile:3 - Syntax error: Unexpected token 'x', expecting '}'",
    ),
    "plugin's brace closes the server block": (". {\n p {\n }\n", [".: p 2:p 2:{ 3:}"]),
    "block never closed": (". {\n p {\n x\n", "Corefile:3 - Error during parsing: Unexpected EOF"),
    "braces in quotes": ('. "{"\n log\n"}"\n', [".: log 2:log"]),
    "word with a brace": (". {\n p{\n}\n", [".: p{ 2:p{"]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_expand(text: str, expected: str | list[str]) -> None:
    assert outcome(expand(parse(text), read=Memory({}))) == expected


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        (". {\n log\n nope {\n }\n}\n", 3, "nope"),
        (". { log\n\n { x }\n {$X}\n log }", 4, "x"),
        ('. {\n log\n "" }\n', 3, ""),
        (". {\n\n {\n }\n}\n", 3, "{"),
        (". {\n log a {\n }\n}\na\n. {\n}\n", 6, "."),
    ],
)
def test_unknown_directive(text: str, line: int, name: str) -> None:
    error = expand(parse(text), env={"X": "x"}, directives=["log"]).error
    assert str(error) == f"Corefile:{line} - Error during parsing: Unknown directive '{name}'"


def test_known_directives() -> None:
    text = ". {\n log\n p {\n nope\n }\n}\n"
    assert outcome(expand(parse(text), directives={"log", "p"})) == [
        ".: log 2:log p 3:p 3:{ 4:nope 5:}"
    ]


def test_an_error_leaves_what_was_read_before() -> None:
    expansion = expand(parse("a {\n log\n}\nb {\n log }\n"))
    assert [server.keys for server in expansion.servers] == [("a",)]
    assert expansion.error is not None
    assert expansion.error.at is not None
    assert expansion.error.at.token.start == 20
    assert [*expansion.to_dict()] == ["error"]


def test_names_in_messages() -> None:
    error = expand(parse(". {", name="/etc/coredns/Corefile")).error
    assert (
        str(error) == "/etc/coredns/Corefile:1 - Syntax error: Unexpected token '{', expecting '}'"
    )


def test_servers_know_their_tokens() -> None:
    tree = parse("a,\nb {\n p x {\n y\n }\n p\n}\n")
    (server,) = expand(tree).servers
    written = {id(token) for token in tree.tokens()}
    everything: list[ExpandedToken] = [*server.key_tokens]
    for directive in server.directives:
        everything += directive.tokens
    assert all(id(token.token) in written and token.source is tree.source for token in everything)
    assert [token.token.raw for token in server.key_tokens] == ["a,", "b"]
    assert [directive.name for directive in server.directives] == ["p", "p"]
    assert all(token.via is None and token.file == "" for token in everything)


def test_to_dict() -> None:
    assert expand(parse("a b {\n p x\n q\n p\n}\nc")).to_dict() == {
        "blocks": [
            {"keys": ["a", "b"], "tokens": {"p": [[2, "p"], [2, "x"], [4, "p"]], "q": [[3, "q"]]}},
            {"keys": ["c"], "tokens": {}},
        ]
    }
