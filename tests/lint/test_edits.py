"""A fix, and the edit of a person who does the same, write the same."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.cli.main import main
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.documents import read
from corefile.editing import EditError, Editor, Line
from corefile.editing.handles import Body
from corefile.lint.edits import (
    add_plugin,
    add_property,
    move_above,
    remove_line,
    write_words,
)
from corefile.lint.engine import context
from corefile.lint.fixing import fix_document
from corefile.lint.property_names import names_of
from corefile.lint.registry import all_rules
from corefile.lint.rule import Context
from corefile.lint.settings import Settings
from corefile.syntax.parser import parse
from corefile.text.edits import Edit, apply_edits
from tests.editing.texts import corefiles

RULES = {rule.name: rule for rule in all_rules()}

#: A rule, a Corefile in which it finds one thing, and the command of a shell that does the same.
SAME = [
    ("hosts-missing-fallthrough", "hosts\nforward . 192.0.2.1", "set hosts.fallthrough"),
    (
        "hosts-missing-fallthrough",
        "hosts {\n    192.0.2.2  a.example\n}\nforward . 192.0.2.1",
        "set hosts.fallthrough",
    ),
    (
        "hosts-duplicate-name",
        "hosts {\n    192.0.2.2 a.example\n    192.0.2.2 b.example a.example\n    fallthrough\n}",
        "set hosts.192.0.2.2[b.example] b.example",
    ),
    (
        "forward-ineffective-option",
        "forward . 192.0.2.1 {\n    policy random\n}",
        "remove forward.policy",
    ),
    (
        "forward-ineffective-option",
        "forward . 192.0.2.1 {\n    policy random\n\n    max_concurrent 1000\n}",
        "remove forward.policy",
    ),
    ("repeated-plugin-last-wins", "reload 10s\nreload 30s\nwhoami", "remove reload 30s"),
    (
        "cache-keepttl-on-forwarder",
        "cache 30 {\n    keepttl\n}\nforward . 192.0.2.1",
        "remove cache.keepttl",
    ),
    (
        "autopath-without-pods-verified",
        "autopath @kubernetes\nkubernetes cluster.local",
        "set kubernetes.pods verified",
    ),
    (
        "autopath-without-pods-verified",
        "autopath @kubernetes\nkubernetes cluster.local {\n    pods insecure\n}",
        "set kubernetes.pods verified",
    ),
    ("missing-errors", "cache 30\nforward . 192.0.2.1", "add errors"),
    ("missing-cache", "errors\nforward . 192.0.2.1\nwhoami", "add cache 30"),
    ("missing-reload", "errors\nwhoami", "add reload"),
    ("missing-loop-detection", "errors\nforward . /etc/resolv.conf", "add loop"),
    ("metadata-plugin-missing", 'errors\nlog . "{/a/b}"\nwhoami', "add metadata"),
    (
        "template-missing-fallthrough",
        "template IN A {\n    match ^a[.]\n}\nforward . 192.0.2.1",
        "set template.fallthrough",
    ),
]


def commented(text: str) -> str:
    """Put a comment above and behind each line."""
    lines = text.split("\n")
    return "\n".join(f"# above {n}\n{line}  # behind {n}" for n, line in enumerate(lines))


def divided(text: str) -> str:
    """Put an empty line, and a comment of nobody, behind each line."""
    return text.replace("\n", "\n\n# nobody's\n\n")


#: How a Corefile may be laid out, from the lines of its server block.
LAYOUTS: dict[str, Callable[[str], str]] = {
    "four spaces": lambda body: block(body, "    "),
    "two spaces": lambda body: block(body, "  ").replace("    ", "  "),
    "tabs": lambda body: block(body, "    ").replace("    ", "\t"),
    "flat": lambda body: block(body.replace("    ", ""), ""),
    "comments": lambda body: block(commented(body), "    "),
    "comments of nobody": lambda body: block(divided(body), "    "),
    "CRLF": lambda body: block(commented(body), "\t").replace("\n", "\r\n"),
    "first line behind the brace": lambda body: block(body, "    ").replace("{\n    ", "{ ", 1),
    "block begins behind its brace": lambda body: block(body.replace("{\n    ", "{ "), "    "),
    "no line break at the end": lambda body: block(commented(body), "  ").removesuffix("\n"),
    "no braces": lambda body: f".\n{body}\n",
    "no braces, no end": lambda body: f".\n{commented(body)}",
    "quotes": lambda body: block(body.replace("192.0.2.1", '"192.0.2.1"'), "    "),
    "below a snippet": lambda body: "(s) {\n  any\n}\n\n" + block(body, "  "),
}


def block(body: str, indent: str) -> str:
    """Return a server block of lines, the empty ones not indented."""
    lines = (f"{indent}{line}" if line else "" for line in body.split("\n"))
    return ". {\n" + "\n".join(lines) + "\n}\n"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("rule", "body", "command"), SAME)
def test_a_fix_and_a_command_write_the_same(
    rule: str, body: str, command: str, layout: str, tmp_path: Path
) -> None:
    text = LAYOUTS[layout](body)
    fixed = fix_document(read(text, "Corefile"), settings=Settings((RULES[rule],)), unsafe=True)
    file = tmp_path / "Corefile"
    file.write_bytes(text.encode())
    name, *words = command.split()
    if main([name, "--force", *words, str(file)]) or len(fixed.fixed) != 1:
        pytest.fail(f"{len(fixed.fixed)} fixed of {text!r}")
    assert fixed.text.encode() == file.read_bytes()
    assert fixed.text != text


#: The rule, the text, and the text as it is to be after the fix.
WRITTEN = [
    (
        "hosts-missing-fallthrough",
        ". {\n  hosts # static\n  forward . 192.0.2.1\n}\n",
        ". {\n  hosts { # static\n    fallthrough\n  }\n  forward . 192.0.2.1\n}\n",
    ),
    (
        "hosts-missing-fallthrough",
        ". {\r\n\thosts # static\r\n\tforward . 192.0.2.1\r\n}",
        ". {\r\n\thosts { # static\r\n\t\tfallthrough\r\n\t}\r\n\tforward . 192.0.2.1\r\n}",
    ),
    (
        "hosts-missing-fallthrough",
        ". {\n    hosts {\n        # none so far\n    }\n    forward . 192.0.2.1\n}\n",
        ". {\n    hosts {\n        fallthrough\n        # none so far\n    }\n"
        "    forward . 192.0.2.1\n}\n",
    ),
    (
        "forward-ineffective-option",
        ". {\n    forward . 192.0.2.1 {\n        policy random\n    }\n}\n",
        ". {\n    forward . 192.0.2.1\n}\n",
    ),
    (
        "forward-ineffective-option",
        ". {\n  forward . 192.0.2.1 {\n    next NXDOMAIN\n\n    next_on_nodata\n  }\n}\n",
        ". {\n  forward . 192.0.2.1\n}\n",
    ),
    (
        "forward-ineffective-option",
        ". {\n  forward . 192.0.2.1 { # one\n    policy random # for two\n    # later\n  }\n}\n",
        ". {\n  forward . 192.0.2.1 { # one\n    # later\n  }\n}\n",
    ),
    (
        "hosts-duplicate-name",
        ". {\n  hosts {\n    192.0.2.1 a\n    192.0.2.1 a\n    fallthrough\n  }\n}\n",
        ". {\n  hosts {\n    192.0.2.1 a\n    fallthrough\n  }\n}\n",
    ),
]


@pytest.mark.parametrize(("rule", "text", "after"), WRITTEN)
def test_what_a_fix_writes(rule: str, text: str, after: str) -> None:
    settings = Settings((RULES[rule],))
    assert fix_document(read(text, "Corefile"), settings=settings, unsafe=True).text == after


def test_a_safe_fix_takes_no_comment_out() -> None:
    text = ". {\n hosts {\n  192.0.2.1 a\n  192.0.2.1 a # again\n  fallthrough\n }\n}\n"
    document, settings = read(text, "Corefile"), Settings((RULES["hosts-duplicate-name"],))
    assert fix_document(document, settings=settings).text == text
    assert "again" not in fix_document(document, settings=settings, unsafe=True).text


#: A change of a line, as an editor makes it and as a fix does.
Change = tuple[Callable[[Line], object], Callable[[Context, ExpandedToken], Sequence[Edit]]]


def lines_of(holder: Body | Line) -> list[Line]:
    """Return all lines inside something."""
    return [each for line in holder.lines for each in (line, *lines_of(line))]


def words_of(ctx: Context) -> dict[int, ExpandedToken]:
    """Return the words that no import has brought, by their offsets."""
    lines = (line for server in ctx.expansion.servers for line in server.directives)
    tokens = (token for line in lines for token in line.tokens)
    return {token.token.start: token for token in tokens if token.via is None}


def changes(server: Body, line: Line, value: str) -> dict[str, Change]:
    """Return what can be done to a line of a server block."""
    first = server.lines[0].node.name.start
    found: dict[str, Change] = {
        "remove": (lambda line: line.remove(), remove_line),
        "rename": (
            lambda line: setattr(line, "name", value),
            lambda ctx, name: write_words(ctx, name, [value]),
        ),
        "insert an argument": (
            lambda line: line.args.insert(0, value),
            lambda ctx, name: write_words(ctx, name, [name.token.value, value]),
        ),
    }
    if line.node.args:
        second = line.node.args[0].start
        found["set an argument"] = (
            lambda line: line.args.__setitem__(0, value),
            lambda ctx, _: write_words(ctx, words_of(ctx)[second], [value]),
        )
        found["remove an argument"] = (
            lambda line: line.args.__delitem__(0),
            lambda ctx, _: write_words(ctx, words_of(ctx)[second], []),
        )
    if line not in server.lines or line.is_import:
        return found
    found["add a property"] = (
        lambda line: line.append("new", value),
        lambda ctx, name: add_property(ctx, name, "new", value),
    )
    found["add a plugin"] = (
        lambda _: server.add("cache", value),
        lambda ctx, name: add_plugin(ctx, name, "cache", value),
    )
    if line != server.lines[0] and not server.lines[0].is_import:
        found["move"] = (
            lambda line: line.move_before(server.lines[0]),
            lambda ctx, name: move_above(ctx, name, words_of(ctx)[first]),
        )
    return found


@given(corefiles(), st.sampled_from(["x", "x y"]), st.data())
def test_a_fix_and_an_edit_write_the_same(text: str, value: str, data: st.DataObject) -> None:
    editor, ctx = Editor(text, check=False), context(parse(text))
    known = words_of(ctx)
    places = [
        (server, line)
        for server in editor.servers
        for line in lines_of(server)
        if line.node.name.start in known and not line.is_import
    ]
    if not places:
        return
    server, line = data.draw(st.sampled_from(places))
    options = changes(server, line, value)
    by_editor, by_fix = options[data.draw(st.sampled_from(sorted(options)))]
    edits = by_fix(ctx, known[line.node.name.start])
    try:
        by_editor(line)
    except EditError:
        assert not edits
        return
    if edits or str(editor) != text:
        assert apply_edits(text, edits) == str(editor)


def test_a_line_with_two_properties_stays() -> None:
    text = ". {\n  forward . 192.0.2.1 {\n    policy random max_concurrent 10\n  }\n}\n"
    ctx = context(parse(text))
    (forward,) = ctx.config.servers[0].plugins
    policy, limit = forward.property_tokens
    assert (policy.text, limit.text) == ("policy", "max_concurrent")
    assert not remove_line(ctx, policy, names_of(forward))
    assert remove_line(ctx, policy, names_of(forward) - {(id(limit.source), limit.token.start)})


def test_what_would_be_refused_is_not_offered() -> None:
    ctx = context(parse('.\nwhoami "a\n\n'))
    (whoami,) = (line.tokens[0] for line in ctx.expansion.servers[0].directives)
    assert not add_plugin(ctx, whoami, "unheard")
    assert not add_property(ctx, whoami, "class")
    assert not write_words(ctx, whoami, ["}"])
    assert write_words(ctx, whoami, ["log"])


def test_what_an_import_brings_stays() -> None:
    ctx = context(parse("(s) {\n log\n}\n. {\n import s\n whoami\n}\n"))
    log, whoami = (line.tokens[0] for line in ctx.expansion.servers[0].directives)
    assert not remove_line(ctx, log)
    assert not add_plugin(ctx, log, "errors")
    assert not move_above(ctx, log, whoami)
    assert not move_above(ctx, whoami, log)
    assert add_property(ctx, log, "class", "error")
