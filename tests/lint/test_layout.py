"""Edits that put lines in and take them out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.lint.engine import context
from corefile.lint.layout import add_line_above, add_property, line_of, names_of, remove_line
from corefile.lint.rule import Context
from corefile.syntax.parser import parse
from corefile.syntax.tree import Statement
from corefile.text.edits import apply_edits


def word(ctx: Context, text: str) -> ExpandedToken:
    lines = (line for server in ctx.expansion.servers for line in server.directives)
    return next(token for line in lines for token in line.tokens if token.text == text)


ABOVE = [
    (". {\n  log\n}\n", "log", ". {\n  ready\n  log\n}\n"),
    (". {\r\n\tlog\r\n}\r\n", "log", ". {\r\n\tready\r\n\tlog\r\n}\r\n"),
    (". {\n  errors\n  # why\n  log\n}\n", "log", ". {\n  errors\n  # why\n  ready\n  log\n}\n"),
    (". { log\n}\n", "log", None),
    ("(s) {\n log\n}\n. {\n import s\n}\n", "log", None),
]


@pytest.mark.parametrize(("text", "name", "after"), ABOVE)
def test_a_line_goes_above(text: str, name: str, after: str | None) -> None:
    ctx = context(parse(text))
    edits = add_line_above(ctx, word(ctx, name), "ready")
    assert (apply_edits(text, edits) if edits else None) == after


ADDED = [
    (". {\n  cache\n}\n", ". {\n  cache {\n      new\n  }\n}\n"),
    (". {\n cache {\n  a\n }\n}\n", ". {\n cache {\n  a\n  new\n }\n}\n"),
    (". {\n cache {\n  a\n\n }\n}\n", ". {\n cache {\n  a\n  new\n\n }\n}\n"),
    (". {\n cache {\n  a\n  \n\n }\n}\n", ". {\n cache {\n  a\n  new\n  \n\n }\n}\n"),
    (". {\n cache {\n  a\n\n  # b \n\n }\n}\n", ". {\n cache {\n  a\n\n  # b \n  new\n\n }\n}\n"),
    (". {\r\n cache {\r\n  a\r\n\r\n }\r\n}", ". {\r\n cache {\r\n  a\r\n  new\r\n\r\n }\r\n}"),
    (". {\n cache { a\n }\n}\n", None),
    (". {\n cache {\n  a }\n}\n", None),
]


@pytest.mark.parametrize(("text", "after"), ADDED)
def test_a_property_goes_below_the_last_line(text: str, after: str | None) -> None:
    ctx = context(parse(text))
    edits = add_property(ctx, word(ctx, "cache"), "new")
    assert (apply_edits(text, edits) if edits else None) == after


REMOVED = [
    (". {\n  log\n  any\n}\n", "log", ". {\n  any\n}\n"),
    (". {\r\n  log\r\n  any\r\n}\r\n", "log", ". {\r\n  any\r\n}\r\n"),
    (". {\n  cache {\n    keepttl\n  }\n}\n", "keepttl", ". {\n  cache {\n  }\n}\n"),
    (". {\n  cache {\n    keepttl\n  }\n}\n", "cache", ". {\n}\n"),
    (". {\n cache {\n  # why\n  keepttl\n }\n}\n", "keepttl", ". {\n cache {\n  # why\n }\n}\n"),
    (". {\n  cache { keepttl\n  }\n}\n", "keepttl", None),
    (". {\n  log # why\n}\n", "log", None),
    (". {\n  log x#why\n}\n", "log", None),
    ("(s) {\n log\n}\n. {\n import s\n}\n", "log", None),
]


@pytest.mark.parametrize(("text", "name", "after"), REMOVED)
def test_a_line_goes_away(text: str, name: str, after: str | None) -> None:
    ctx = context(parse(text))
    edits = remove_line(ctx, word(ctx, name))
    assert (apply_edits(text, edits) if edits else None) == after


def test_a_line_with_two_properties_stays() -> None:
    text = ". {\n  forward . 192.0.2.1 {\n    policy random max_concurrent 10\n  }\n}\n"
    ctx = context(parse(text))
    (forward,) = ctx.config.servers[0].plugins
    policy, limit = forward.property_tokens
    assert (policy.text, limit.text) == ("policy", "max_concurrent")
    assert not remove_line(ctx, policy, names_of(forward))
    assert remove_line(ctx, policy, names_of(forward) - {id(limit.token)})


@given(st.text(alphabet='a{}\n #"(),i', max_size=60))
def test_a_line_is_found_by_its_name(text: str) -> None:
    ctx = context(parse(text))
    named = {id(node.name): node for node in ctx.tree.find(Statement)}
    for server in ctx.expansion.servers:
        for line in server.directives:
            for token in line.tokens:
                assert line_of(ctx, token) is named.get(id(token.token))
