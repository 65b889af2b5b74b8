"""The engine: where findings stand, in what order, and once each."""

from collections.abc import Iterator

import pytest

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.imports.files import Memory
from corefile.lint import Context, CorefileRule, Finding, all_rules, lint
from corefile.lint.engine import context
from corefile.lint.place import Place
from corefile.syntax.parser import parse
from corefile.text.source import Source, Span


def mark_directives(ctx: Context) -> Iterator[Finding]:
    """Find every line of every server block that is called `mark`."""
    for server in ctx.expansion.servers:
        for directive in server.directives:
            if directive.name == "mark":
                yield MARK.at(ctx, directive.tokens[0], "a mark", to=directive.tokens[-1])


def mark_servers(ctx: Context) -> Iterator[Finding]:
    for server in ctx.tree.servers:
        yield SERVERS.at(ctx, server.keys[0], "a server", help="so it is")


MARK = CorefileRule("CF900", "mark", "warning", mark_directives, fragments=True)
SERVERS = CorefileRule("CF800", "servers", "info", mark_servers)


def test_a_finding_stands_where_the_token_was_written() -> None:
    text = ". {\n    mark one two\n}\n"
    (finding,) = lint(text, rules=[MARK])
    assert text[finding.span.start : finding.span.end] == "mark one two"
    assert (finding.rule, finding.severity) == (MARK, "warning")


def test_findings_are_in_the_order_of_the_text_and_then_of_the_codes() -> None:
    found = lint("a {\n mark\n}\nb {\n mark\n}\n", rules=[MARK, SERVERS])
    assert [finding.rule.code for finding in found] == ["CF800", "CF900", "CF800", "CF900"]


def test_a_mistake_in_a_snippet_is_found_once_and_says_where_it_is_imported() -> None:
    text = "(s) {\n mark\n}\na {\n import s\n}\nb {\n import s\n}\n"
    (finding,) = lint(text, rules=[MARK])
    assert text[finding.span.start : finding.span.end] == "mark"
    (via,) = finding.related
    assert via.message == "imported here"
    assert via.place.start == text.index("import s") + len("import ")


def test_a_mistake_in_an_imported_file_stands_in_that_file() -> None:
    tree = parse(". {\n import part\n}\n")
    (finding,) = lint(tree, read=Memory({"/part": "errors\nmark\n"}), rules=[MARK])
    assert finding.source.name == "/part"
    assert finding.source.text[finding.span.start : finding.span.end] == "mark"
    assert finding.related[0].place.source is tree.source


def test_imports_within_imports_are_named_from_the_inside_out() -> None:
    files = Memory({"/outer": "import inner\n", "/inner": "mark\n"})
    (finding,) = lint(". {\n import outer\n}\n", read=files, rules=[MARK])
    assert [each.place.path for each in finding.related] == ["/outer", "Corefile"]


def test_findings_in_imported_files_come_last() -> None:
    files = Memory({"/part": "mark\n"})
    found = lint(". {\n import part\n mark\n}\n", read=files, rules=[MARK])
    assert [finding.source.name for finding in found] == ["Corefile", "/part"]


def test_without_a_reader_files_are_not_looked_for() -> None:
    assert lint(". {\n import nowhere\n whoami\n}\n") == lint(". {\n whoami\n}\n") == []


@pytest.mark.parametrize("name", ["{$DIR}/part", "{%DIR%}/part"])
def test_a_file_whose_name_is_not_known_is_left_alone(name: str) -> None:
    ctx = context(parse(f". {{\n import {name}\n}}\n"), Memory({}))
    assert ctx.expansion.error is None
    assert [item.reason for item in ctx.expansion.unresolved] == ["outside root"]


def test_references_to_the_environment_stay_as_written() -> None:
    ctx = context(parse("{$ZONE} {\n whoami\n}\n"))
    assert ctx.expansion.servers[0].keys == ("{$ZONE}",)


def test_a_related_place_of_a_token() -> None:
    tree = parse(Source("a {\n}\n", "here"))
    ctx = context(tree)
    related = ctx.related(tree.servers[0].keys[0], "why")
    assert (related.place, related.message) == (Place(tree.source, 0, 1), "why")


def test_to_in_another_text_is_ignored() -> None:
    files = Memory({"/part": "mark one\n"})
    ctx = context(parse("x {\n import part\n}\n"), files)
    token = ctx.expansion.servers[0].directives[0].tokens[0]
    finding = MARK.at(ctx, token, "m", to=ctx.tree.servers[0].keys[0])
    assert finding.span == Span(0, 4)


@pytest.mark.parametrize(
    "name", ["/", ".", "..", "a.b", "rewrite.names", "../x", "__init__", "\x00", "ä", "a" * 5000]
)
def test_the_name_of_a_plugin_imports_nothing_else(name: str) -> None:
    assert plugin_class(name) is None
    lint(f". {{\n    {name} 1\n    {name} 2\n    whoami\n}}\n", rules=all_rules())


def test_a_word_that_begins_a_line_after_all_is_not_left_out() -> None:
    classes = "        class {\n            error\n        }\n" * 3
    lint(f". {{\n    log {{\n{classes}    }}\n    whoami\n}}\n", rules=all_rules())
