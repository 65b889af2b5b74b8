"""The tables are those of the grammar, and our parser does with them what Lark's would."""

from collections.abc import Callable
from pathlib import Path

import lark
import pytest
from hypothesis import given

from corefile.syntax.builder import Builder
from corefile.syntax.lexer import cut
from corefile.syntax.parser import parse
from corefile.syntax.tables import STATES
from corefile.syntax.tree import Token
from corefile.text.source import Source
from tests.syntax.texts import TEXTS, all_short_texts, short_texts
from tools import compile_grammar

GRAMMAR = compile_grammar.GRAMMAR.read_text("utf-8")


def test_tables_are_fresh() -> None:
    assert compile_grammar.TABLES.read_text("utf-8") == compile_grammar.tables(GRAMMAR)


def test_stale_tables_are_noticed_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = compile_grammar.TABLES.read_text("utf-8")
    stale = tmp_path / "tables.py"
    stale.write_text(fresh + "\n", "utf-8")
    monkeypatch.setattr(compile_grammar, "TABLES", stale)
    assert compile_grammar.main(["--check"]) == 1
    assert "python -m tools.compile_grammar" in capsys.readouterr().out
    assert compile_grammar.main([]) == 0
    assert stale.read_text("utf-8") == fresh
    assert compile_grammar.main(["--check"]) == 0


class Build(lark.Transformer[lark.Token, object]):
    """Builds our nodes from Lark's tree. Lark's tokens hold the number of ours."""

    def __init__(self, tokens: list[Token], actions: dict[str, Callable[..., object]]) -> None:
        super().__init__()
        self.tokens = tokens
        self.actions = actions

    def __default__(self, data: str, children: list[object], meta: object) -> object:
        return self.actions[str(data)](*children)

    def __default_token__(self, token: lark.Token) -> Token:
        return self.tokens[int(token)]


LARK = compile_grammar.build_parser(GRAMMAR)


def by_lark(text: str) -> object:
    """Return the tree of a text, the work of the parser done by Lark."""
    source = Source(text)
    tokens, kinds = cut(text)
    parser = LARK.parse_interactive("")
    for number, kind in enumerate(kinds[:-1]):
        parser.feed_token(lark.Token(kind, str(number)))
    while "$END" not in parser.accepts():  # type: ignore[no-untyped-call]
        parser.feed_token(lark.Token("END", "-1"))
    tree = parser.feed_eof()  # type: ignore[no-untyped-call]
    return Build(tokens, Builder(source, tokens).actions()).transform(tree)


def test_lark_makes_the_same_tree_of_every_short_run() -> None:
    for text in short_texts():
        assert by_lark(text) == parse(text)


@given(TEXTS)
def test_lark_makes_the_same_tree_of_any_text(text: str) -> None:
    assert by_lark(text) == parse(text)


def test_lark_finds_every_kind_of_token() -> None:
    """Guards the two tests above: were a kind never fed to Lark, they would not compare it."""
    seen = {kind for text in [*all_short_texts(), '"" ""\n""'] for kind in cut(text)[1]}
    kinds = {symbol for state in STATES for symbol in state if symbol.isupper()}
    assert seen | {"END"} == kinds
