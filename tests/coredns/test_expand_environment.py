"""The environment is replaced where parse.go replaces it, and only there."""

import pytest

from corefile import Memory, expand, parse
from tests.coredns.outcome import outcome

ENV = {
    "X": "x",
    "TWO": "x y",
    "LINES": "x\ny",
    "OPEN": "{",
    "CLOSE": "}",
    "IMPORT": "import",
    "COMMA": "x,",
    "SNIPPET": "(s)",
    "S": "s",
    "LOG": "log",
}

COMMA = "Expected another address but had '{' - check for extra comma"
SECOND = "Import takes only one argument (glob pattern or file)"

CASES: dict[str, tuple[str, str | list[str]]] = {
    "keys": ("{$X} {%X%}:53 {\n}\n", ["x x:53:"]),
    "key with a blank": ("{$TWO} {\n}\n", ["x y:"]),
    "unset key is none": ("{$NONE} a {\n}\n", ["a:"]),
    "key with a comma": ("{$COMMA}\nb {\n}\n", ["x b:"]),
    # It ends the keys, but is not the brace that begins the body: so it is the first plugin.
    "key that becomes a brace": ("a {$OPEN}\nlog\n}\n", ["a: log 2:log { 1:{$OPEN}"]),
    "key that becomes a brace on the next line": (
        "a,\n{$OPEN}\nlog\n",
        f"Corefile:2 - Error during parsing: {COMMA}",
    ),
    "brace after a key's line is no key": ("a\n{$OPEN} {\n}\n", ["a: { 2:{$OPEN} 2:{ 3:}"]),
    "snippet": ("{$SNIPPET} {\n log\n}\na {\n import s\n}\n", ["a: log 2:log"]),
    "name is replaced in the grouping only": (". {\n {$LOG} x\n}\n", [".: log 2:{$LOG} 2:x"]),
    "name with a blank": (". {\n {$TWO}\n}\n", [".: x y 2:{$TWO}"]),
    "name unset": (". {\n {$NONE} x\n}\n", [".:  2:{$NONE} 2:x"]),
    "arguments": (". {\n p {$X} a{%X%}b {$NONE}\n}\n", [".: p 2:p 2:x 2:axb 2:"]),
    "property": (". {\n p {\n  {$X} {$TWO}\n }\n}\n", [".: p 2:p 2:{ 3:x 3:x y 4:}"]),
    "argument that becomes a brace": (". {\n p {$OPEN}\n q\n}\n", [".: p 2:p 2:{ q 3:q"]),
    "argument that becomes a closing brace": (". {\n p {$CLOSE}\n}\n", [".: p 2:p 2:}"]),
    "closing brace is not replaced": (". {\n log\n{$CLOSE}\n}\n", [".: log 2:log } 3:{$CLOSE}"]),
    # The line breaks of a value count: the next line seems to be the same.
    "value with a line break": (". {\n p {$LINES}\n q\n r\n}\n", [".: p 2:p 2:x\ny 3:q r 4:r"]),
    "imports of a server block are not replaced": (
        ". {\n {$IMPORT} s\n}\n",
        [".: import 2:{$IMPORT} 2:s"],
    ),
    "imports among keys are": (
        "(s) {\n a\n}\n{$IMPORT} s\nlog\n",
        ["a: log 5:log"],
    ),
    "imports behind a comma are": (
        "(s) {\n a\n}\nb,\n{$IMPORT} s {\n}\n",
        f"Corefile:5 - Error during parsing: {SECOND}",
    ),
    "imports in a block are not replaced": (
        ". {\n p {\n  {$IMPORT} s\n }\n}\n",
        [".: p 2:p 2:{ 3:import 3:s 4:}"],
    ),
    "import target": ("(s) {\n log\n}\n. {\n import {$S}\n}\n", [".: log 2:log"]),
    "import target unset": (
        ". {\n import {$NONE}\n}\n",
        "Corefile:2 - Error during parsing: Import requires a non-empty filepath",
    ),
    "import target with a blank is one": (
        ". {\n import {$TWO}\n}\n",
        "Corefile:2 - Error during parsing: File to import not found: x y",
    ),
    "snippet that imports itself by a variable": (
        "(s) {\n import {$S}\n}\n",
        "Corefile:3 - Error during parsing: maximum snippet import depth (10000) exceeded",
    ),
    "snippet's tokens are replaced where they are imported": (
        "(s) {\n p {$X}\n}\n. {\n import s\n import s\n}\n",
        [".: p 2:p 2:x 2:p 2:x"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_expand(text: str, expected: str | list[str]) -> None:
    assert outcome(expand(parse(text), env=ENV, read=Memory({}))) == expected


def test_by_default_there_is_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "x")
    tree = parse("a{$X} {\n p {$X} b{%X%}\n}\n")
    assert outcome(expand(tree)) == ["a: p 2:p 2: 2:b"]


def test_without_an_environment_references_stay() -> None:
    tree = parse("a{$X} {\n p {$X} b{%X%}\n {$P}\n}\n")
    assert outcome(expand(tree, env=None)) == ["a{$X}: p 2:p 2:{$X} 2:b{%X%} {$P} 3:{$P}"]


def test_replaced_tokens_know_how_they_were_written() -> None:
    (server,) = expand(parse("a {\n p {$X}\n}\n"), env={"X": "x"}).servers
    argument = server.directives[0].tokens[1]
    assert (argument.text, argument.token.raw) == ("x", "{$X}")


@pytest.mark.parametrize("text", ["{$X} {\n}\n", ". {\n {$X}\n}\n", ". {\n p {$X}\n}\n"])
def test_a_variable_that_refers_to_itself(text: str) -> None:
    expansion = expand(parse(text), env={"X": "a{$X}"})
    assert expansion.servers == ()
    assert expansion.error is not None
    assert expansion.error.kind == "limit"
    assert "refers to itself" in str(expansion.error)
