"""What holds for every text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile import expand
from corefile.syntax.lexer import cut
from corefile.syntax.parser import load, parse
from corefile.syntax.tree import Block, Body, Corefile, Node, Token
from corefile.text.source import Source
from tests.syntax.texts import ANYTHING, CLOSED_TEXTS, TEXTS, short_texts
from tests.work import steps


def check(text: str) -> Corefile:
    """Parse a text, and check what must hold for its tree."""
    tree = parse(text)
    assert str(tree) == text
    check_tokens(tree)
    check_nodes(tree)
    for fault in tree.errors:
        assert {fault.token, fault.at, fault.related or fault.at} <= {*tree.tokens()}
    return tree


def check_tokens(tree: Corefile) -> None:
    """Check that the tokens lie side by side and know where they are."""
    offset = 0
    for token in tree.tokens():
        offset += len(token.prefix)
        assert token.start == offset
        offset += len(token.raw)
        assert token.end == offset
        position = tree.position(token.start)
        assert (position.line, position.column) == (token.line, token.column)
        assert tree.source.offset(position) == token.start
    assert offset == len(tree.source.text)


def check_nodes(tree: Corefile) -> None:
    """Check that each node spans just the tokens inside it, and lies in the one around it."""
    tokens = [*tree.tokens()]
    # The parser says which tokens there are: those are in its nodes, each in one.
    assert [*map(id, Node.tokens(tree))] == [*map(id, tokens)]
    assert [*map(id, Node.walk(tree))] == [*map(id, tree.walk())]
    assert tokens == cut(tree.source.text)[0]
    place = {token.start: index for index, token in enumerate(tokens[:-1])}
    for node in tree.walk():
        inside = [*node.tokens()]
        if not inside or not inside[0].raw:
            assert not any(token.raw for token in inside)
            continue
        first = place[node.start]
        assert tokens[first : first + len(inside)] == inside
        assert (node.span.start, node.span.end) == (inside[0].start, inside[-1].end)


@given(TEXTS)
def test_every_text_has_a_tree_and_is_printed_as_it_was(text: str) -> None:
    check(text)


def test_every_short_run_of_tokens_has_a_tree() -> None:
    for text in short_texts():
        check(text)


@given(st.binary())
def test_bytes_come_back(data: bytes) -> None:
    source = Source.decode(data, "x")
    assert source.encode() == data
    assert parse(source).encode() == data


@given(ANYTHING)
def test_files_come_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "Corefile"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    tree = load(path)
    assert str(tree) == text
    assert tree.encode() == path.read_bytes()


def check_agreement(text: str) -> None:
    """Check that the first fault of the tree is what CoreDNS's procedure stops at."""
    tree = parse(text)
    names = {token.value for token in tree.tokens()} - {"{"}
    error = expand(tree, directives=names).error
    first = tree.errors[0] if tree.errors else None
    assert (first and (first.coredns, first.at.line)) == (error and (error.message, error.line))


@given(CLOSED_TEXTS)
def test_tree_and_expansion_agree(text: str) -> None:
    check_agreement(text)


def test_tree_and_expansion_agree_on_every_short_run() -> None:
    for text in short_texts():
        if "import" not in text:
            check_agreement(text)
            check_agreement(text.replace("b", "(s)"))
            check_agreement(text.replace("b", '""'))


@given(CLOSED_TEXTS)
def test_tree_and_expansion_read_the_same_servers(text: str) -> None:
    tree = parse(text)
    expansion = expand(tree)
    if tree.errors or expansion.error:
        return
    written = [server for server in tree.servers if server.key_values]
    assert [server.keys for server in expansion.servers] == [s.key_values for s in written]
    for read, server in zip(expansion.servers, written, strict=True):
        names = [item.name.value for item in server.body.items if not isinstance(item, Block)]
        assert [directive.name for directive in read.directives] == names


DEEP = [("{", "", ""), ("{ ", "", ""), ("a {\n", "b\n", "}\n"), ("{\n", "", "} ")]
DEEP += [("(s) {\n", "import t\n", "}\n"), ("import a {\n", "", "}\n")]


@pytest.mark.parametrize(
    ("opening", "middle", "closing", "count"),
    [*((*texts, 4_000) for texts in DEEP), (*DEEP[0], 100_000), (*DEEP[2], 10_000)],
)
def test_no_nesting_is_too_deep(opening: str, middle: str, closing: str, count: int) -> None:
    text = opening * count + middle + closing * count
    tree = parse(text)
    assert str(tree) == text
    assert [token.start for token in tree.tokens()] == [token.start for token in cut(text)[0]]
    blocks = sum(node.open is not None for node in tree.walk() if isinstance(node, Block | Body))
    assert blocks == text.count("{ ") + text.count("{\n")
    assert (tree.end, tree.last_token.raw) == (len(text), "")


def steps_of(text: str) -> int:
    return steps(lambda: parse(text))


LONG = ["a ", "a\n", '"" ', "a, ", "}\n", "#a\n", "(s) {\n}\n", "(s) {\nimport s\n}\n", "import\n"]
LONG += ["a, {\n}\n", "(s), {\n b }\n", "a { b }\n", ". {\n{\n}\n}\n", "a {\n", "(s) {\n b {\n"]


@pytest.mark.parametrize("piece", LONG, ids=ascii)
def test_twice_the_text_takes_twice_the_steps(piece: str) -> None:
    once, twice = (steps_of(piece * count) for count in (300, 600))
    assert twice <= 2.2 * once


@pytest.mark.parametrize(
    "piece", ["\r", "\ra", "a\r", "a\r#", "\\", '\\"', '"\\', "#", "a#b", '"', " "]
)
@pytest.mark.parametrize("start", ["", "a", '"', "#", "a#"])
def test_no_token_is_too_long(start: str, piece: str) -> None:
    text = start + piece * 100_000
    assert str(parse(text)) == text


def test_token_begins_line() -> None:
    begin = [token.begins_line for token in cut('a b\nc "d\n" e#f\n\n{')[0]]
    assert begin == [True, False, True, False, False, True, False]


def test_no_token_is_shared() -> None:
    tree = parse(". {\n log\n log\n}\n")
    tokens: list[Token] = [*tree.tokens()]
    assert len({id(token) for token in tokens}) == len({*tokens}) == len(tokens)
