"""The way to a word of a text."""

from itertools import pairwise

from hypothesis import given

from corefile.editing.outline import items_of, path_to_server, path_to_word
from corefile.syntax.parser import parse
from corefile.syntax.tree import Statement
from tests.editing.texts import ANY_TEXTS


@given(ANY_TEXTS)
def test_every_word_of_a_line_is_found(text: str) -> None:
    tree = parse(text)
    places = {
        token.start: (node, place)
        for node in tree.find(Statement)
        for place, token in enumerate((node.name, *node.args))
    }
    for token in tree.tokens():
        path, place = path_to_word(tree, token)
        assert (path[-1] if path else None, place) == places.get(token.start, (None, 0))
        for outer, inner in pairwise(path):
            assert any(each is inner for each in items_of(outer))


@given(ANY_TEXTS)
def test_every_key_is_found(text: str) -> None:
    tree = parse(text)
    keys = {key.start: server for server in tree.servers for key in server.keys}
    for token in tree.tokens():
        expected = (keys[token.start],) if token.start in keys else ()
        assert path_to_server(tree, token) == expected
