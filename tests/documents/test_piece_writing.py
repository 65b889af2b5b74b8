"""Edits of the Corefile that a chart makes come to stand in its values."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import yaml
from hypothesis import assume, event, given
from hypothesis import strategies as st

from corefile.documents import HelmValues, read
from corefile.documents.writing import Unwritable, outer_edits, write_back
from corefile.text.edits import Edit, apply_edits
from tests.work import steps

HEAD = "servers:\n- zones: [{zone: .}]\n  port: 53\n  plugins:\n  - {name: cache, parameters: 30}\n"
LITERAL = """\
  - name: hosts
    configBlock: |-
      10.0.0.1 a
      10.0.0.2 b
  - name: log
"""

# Name, the plugins, what is replaced (its first occurrence in the Corefile) by what, the plugins
# afterwards.
WRITTEN = [
    ("name", "  - name: rewrit # x\n", "rewrit", "rewrite", "  - name: rewrite # x\n"),
    ("word", LITERAL, "0.1 a", "0.1 c", LITERAL.replace(" a", " c")),
    ("last line comes", LITERAL, " b", " b\n        fallthrough",
     LITERAL.replace(" b\n", " b\n      fallthrough\n")),
    ("first line comes", LITERAL, "        10.0.0.1", "        ttl 5\n        10.0.0.1",
     LITERAL.replace("|-\n", "|-\n      ttl 5\n")),
    ("deeper line comes", LITERAL, " a\n", " a\n          x\n",
     LITERAL.replace(" a\n", " a\n        x\n")),
    ("first line goes", LITERAL, "        10.0.0.1 a\n", "",
     LITERAL.replace("      10.0.0.1 a\n", "")),
    ("last line goes", LITERAL, "        10.0.0.2 b\n", "",
     LITERAL.replace("      10.0.0.2 b\n", "")),
    ("last line goes, its end stays", LITERAL, "\n        10.0.0.2 b", "",
     LITERAL.replace("      10.0.0.2 b\n", "")),
    ("quoted", '  - name: hosts\n    configBlock: "1.1.1.1 a"\n', " a", " a\n        ttl 5",
     '  - name: hosts\n    configBlock: "1.1.1.1 a\\nttl 5"\n'),
    ("in braces", '  - {name: hosts, configBlock: "1.1.1.1 a"}\n', " a", " a\n        ttl 5",
     '  - {name: hosts, configBlock: "1.1.1.1 a\\nttl 5"}\n'),
    ("parameters", "  - name: forward\n    parameters: . 9.9.9.9 # why\n", "9.9.9.9", "1.1.1.1",
     "  - name: forward\n    parameters: . 1.1.1.1 # why\n"),
    ("name", '  - name: "rewrit"\n', "rewrit", "rewrite", '  - name: "rewrite"\n'),
    ("number", "  - name: ready\n    parameters: 8181 # x\n", "8181", "8182",
     "  - name: ready\n    parameters: 8182 # x\n"),
    ("number in braces", LITERAL, "30", "60", LITERAL),
    ("last plugin goes", LITERAL, "    log\n", "", LITERAL.replace("  - name: log\n", "")),
    ("plugin goes", LITERAL, "\n    hosts {\n        10.0.0.1 a\n        10.0.0.2 b\n    }", "",
     "  - name: log\n"),
    ("block goes", LITERAL, " {\n        10.0.0.1 a\n        10.0.0.2 b\n    }", "",
     "  - name: hosts\n  - name: log\n"),
]  # fmt: skip

RESTYLED = [
    ("plain", "  - name: hosts\n    configBlock: 1.1.1.1 a\n", " a", " a\n        ttl 5",
     "  - name: hosts\n    configBlock: |-\n      1.1.1.1 a\n      ttl 5\n"),
    ("folded", "  - name: hosts\n    configBlock: >-\n      1.1.1.1 a\n", " a", " a\n        ttl 5",
     "  - name: hosts\n    configBlock: |-\n      1.1.1.1 a\n      ttl 5\n"),
    ("a name that is a truth", "  - name: log\n", "log", "on", '  - name: |-\n      on\n'),
    ("number to words", "  - name: ready\n    parameters: 8181\n", "8181", ":8181",
     "  - name: ready\n    parameters: |-\n      :8181\n"),
]  # fmt: skip

UNWRITABLE = [
    ("words become lines", "  - name: log\n    parameters: . x\n", ". x", ". x\n    y"),
    ("the lines of a block go", "  - name: hosts\n    configBlock: a b\n", "        a b\n", ""),
    ("half of a plugin goes", LITERAL, "    log", ""),
    ("blanks come", "  - name: hosts\n", "hosts", "hosts "),
    ("the block behind the dash goes", "  - configBlock: |\n      a\n    name: hosts\n",
     " {\n        a\n        \n    }", ""),
    ("a line begins before the others", LITERAL, " b", " b\n    fallthrough"),
    ("a brace goes", LITERAL, " b\n    }", " b"),
    ("half of a value and of the chart", LITERAL, "b\n    }\n    l", "c\n    }\n    l"),
    ("an empty line comes", LITERAL, " a\n", " a\n\n"),
    ("an alias", "  - name: &n log\n  - name: *n\n", "log", "errors"),
]  # fmt: skip


PLUGINS = """\
  - name: errors
  # the table
  - configBlock: |-
      10.0.0.1 a
    name: hosts # of ours

  - name: log
    parameters: . "{combined}"
  # the end
"""

# Name, the plugins, before what is put in the Corefile, what is put there, the plugins afterwards.
ADDED = [
    ("plugin above a comment", PLUGINS, "hosts", "whoami\n    ",
     PLUGINS.replace("  # the t", "  - name: whoami\n  # the t")),
    ("plugin at the start of the line", PLUGINS, "    hosts", "    whoami\n",
     PLUGINS.replace("  # the t", "  - name: whoami\n  # the t")),
    ("plugin with words", PLUGINS, "hosts", "root /etc/coredns a:b\n    ",
     PLUGINS.replace("  # the t", "  - name: root\n    parameters: /etc/coredns a:b\n  # the t")),
    ("plugin with a number", PLUGINS, "hosts", "any 8080\n    ",
     PLUGINS.replace("  # the t", "  - name: any\n    parameters: 8080\n  # the t")),
    ("plugin with an odd word", PLUGINS, "hosts", "health :8080 # x\n    ",
     PLUGINS.replace("  # the t", '  - name: health\n    parameters: ":8080 # x"\n  # the t')),
    ("plugin with a name that is a truth", PLUGINS, "hosts", "on\n    ",
     PLUGINS.replace("  # the t", '  - name: "on"\n  # the t')),
    ("plugin with a block", PLUGINS, "hosts",
     "a b {\n        c {\n            d\n        }\n    }\n    ",
     PLUGINS.replace("  # the t", "  - name: a\n    parameters: b\n    configBlock: |-\n"
                     "      c {\n          d\n      }\n  # the t")),
    ("two plugins", PLUGINS, "hosts", "a\n    b\n    ",
     PLUGINS.replace("  # the t", "  - name: a\n  - name: b\n  # the t")),
    ("plugin last", PLUGINS, "}@", "    loop\n",
     PLUGINS.replace("  # the e", "  - name: loop\n  # the e")),
    ("block", PLUGINS, "\n    hosts", " {\n        stacktrace\n    }",
     PLUGINS.replace("errors\n", "errors\n    configBlock: |-\n      stacktrace\n")),
    ("block behind words", PLUGINS, "\n}@", " {\n        class denial\n    }",
     PLUGINS.replace('}"\n', '}"\n    configBlock: |-\n      class denial\n')),
]  # fmt: skip

NOT_ADDED = [
    ("half a plugin", PLUGINS, "hosts", "a {\n    "),
    ("in braces", "  - {name: log}\n", "\n}@", " {\n        class denial\n    }"),
    ("in brackets", None, "log", "errors\n    "),
    ("an empty line", PLUGINS, "hosts", "\n    "),
    ("a server block", PLUGINS, ".:53", "a {\n    log\n}\n"),
    ("no text for YAML", PLUGINS, "hosts", "a {\n        \0\n    }\n    "),
]


def put_in(text: str, before: str, new: str) -> tuple[str, bool]:
    """Put something into the Corefile of some values; `@` stands for the end of the text."""
    document = read(text, "values.yaml")
    (corefile,) = document.corefiles
    at = f"{corefile.text}@".index(before)
    found = write_back(document, corefile, [Edit(at, at, new)])
    return apply_edits(text, found.edits), found.restyled


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("in_text", [False, True], ids=["values", "values in a text"])
@pytest.mark.parametrize(
    ("plugins", "before", "new", "after"), [row[1:] for row in ADDED], ids=[row[0] for row in ADDED]
)
def test_plugins_and_blocks_are_added(
    plugins: str, before: str, new: str, after: str, *, in_text: bool, newline: str
) -> None:
    def written(text: str) -> str:
        text = HEAD + text
        if in_text:
            lines = "".join(f"    {line}" for line in text.splitlines(keepends=True))
            text = f"spec:\n  valuesContent: |\n{lines}"
        return text.replace("\n", newline)

    assert put_in(written(plugins), before, new) == (written(after), False)


@pytest.mark.parametrize(
    ("plugins", "before", "new"), [row[1:] for row in NOT_ADDED], ids=[row[0] for row in NOT_ADDED]
)
def test_what_is_no_plugin_is_not_added(plugins: str | None, before: str, new: str) -> None:
    head = "servers:\n- zones: [{zone: .}]\n  port: 53\n  plugins: [{name: log, parameters: x}]\n"
    with pytest.raises(Unwritable):
        put_in(head if plugins is None else HEAD + plugins, before, new)


def edited(text: str, old: str, new: str, name: str = "values.yaml") -> tuple[str, bool]:
    document = read(text, name)
    (corefile,) = document.corefiles
    start = corefile.text.index(old)
    found = write_back(document, corefile, [Edit(start, start + len(old), new)])
    return apply_edits(text, found.edits), found.restyled


@pytest.mark.parametrize(
    ("plugins", "old", "new", "after"), [row[1:] for row in WRITTEN], ids=[r[0] for r in WRITTEN]
)
def test_values_are_edited(plugins: str, old: str, new: str, after: str) -> None:
    head = HEAD.replace("30", "60") if old == "30" else HEAD
    assert edited(HEAD + plugins, old, new) == (head + after, False)


@pytest.mark.parametrize(
    ("plugins", "old", "new", "after"), [row[1:] for row in RESTYLED], ids=[r[0] for r in RESTYLED]
)
def test_a_value_gets_another_style(plugins: str, old: str, new: str, after: str) -> None:
    assert edited(HEAD + plugins, old, new) == (HEAD + after, True)


@pytest.mark.parametrize(
    ("plugins", "old", "new"), [row[1:] for row in UNWRITABLE], ids=[row[0] for row in UNWRITABLE]
)
def test_what_is_not_in_one_value_is_not_edited(plugins: str, old: str, new: str) -> None:
    with pytest.raises(Unwritable):
        edited(HEAD + plugins, old, new)


def test_values_in_a_string() -> None:
    values = HEAD + LITERAL
    indented = "".join(f"    {line}\n" for line in values.splitlines())
    text = f"kind: HelmChartConfig\nspec:\n  valuesContent: |-\n{indented}  failurePolicy: abort\n"
    after, restyled = edited(text, " b", " b\n        fallthrough")
    assert after == text.replace(" b\n", " b\n          fallthrough\n")
    assert not restyled


def test_values_in_quotes() -> None:
    manifest = {"kind": "HelmChartConfig", "spec": {"valuesContent": HEAD + LITERAL}}
    text = yaml.safe_dump(manifest, default_style='"', width=10_000)
    after, _ = edited(text, " b", " b\n        fallthrough")
    (before, line) = next(
        pair for pair in zip(text.split("\n"), after.split("\n"), strict=True) if pair[0] != pair[1]
    )
    assert line == before.replace(" b\\n", " b\\n      fallthrough\\n")


def test_two_edits_of_one_line() -> None:
    document = read(HEAD + LITERAL, "values.yaml")
    (corefile,) = document.corefiles
    at = corefile.text.index("10.0.0.1 a")
    edits = [Edit(at + 3, at + 4, "1"), Edit(at + 9, at + 10, "1\n        2.2.2.2 2")]
    written = write_back(document, corefile, edits)
    after = apply_edits(document.text, written.edits)
    assert after == HEAD + LITERAL.replace("10.0.0.1 a", "10.1.0.1 1\n      2.2.2.2 2")


WORDS = st.sampled_from(["10.0.0.1 a", "b { c", "", "  d", "é😀 e", "'\"\\: #", "}"])
BLOCKS = st.lists(WORDS, min_size=1, max_size=5).map("\n".join)
STYLES = st.sampled_from(["|", ">", "'", '"', None])


@st.composite
def values(draw: st.DrawFn) -> dict[str, Any]:
    plugins: list[dict[str, object]] = [{"name": "cache", "parameters": 30}]
    for _ in range(draw(st.integers(1, 3))):
        plugin: dict[str, object] = {"name": draw(st.sampled_from(["hosts", "log", "whoami"]))}
        if draw(st.booleans()):
            plugin["parameters"] = draw(st.sampled_from(["example.org", ". 9.9.9.9", "a b"]))
        if draw(st.booleans()):
            plugin["configBlock"] = draw(BLOCKS)
        plugins.append(plugin)
    server = {"zones": [{"zone": "."}], "port": 53, "plugins": plugins}
    found: dict[str, Any] = {"servers": [server]}
    if draw(st.booleans()):
        inner = yaml.safe_dump(found, default_style=draw(STYLES), allow_unicode=True)
        found = {"kind": "HelmChartConfig", "spec": {"valuesContent": inner}}
    return found


@given(found=values(), style=STYLES, line_break=st.sampled_from(["\n", "\r\n"]), data=st.data())
def test_what_is_written_is_what_was_meant(
    found: dict[str, Any], style: str, line_break: str, data: st.DataObject
) -> None:
    text = yaml.safe_dump(
        found, default_style=style, line_break=line_break, allow_unicode=True, width=60
    )
    document = read(text, "values.yaml")
    (corefile,) = document.corefiles
    offset = st.integers(0, len(corefile.text))
    start, end = sorted((data.draw(offset), data.draw(offset | st.just(0))))
    end = min(end, start + data.draw(st.integers(0, 20)))
    start = min(start, end)
    new = data.draw(st.sampled_from(["", "x", "\n        x", "        x\n", "\n", "x y", "}"]))
    edit = Edit(start, end, new)
    try:
        written = write_back(document, corefile, [edit])
    except Unwritable:
        event("unwritable")
        return
    event(f"restyled: {written.restyled}")
    outcome = apply_edits(text, written.edits)
    (after,) = read(outcome, "values.yaml").corefiles
    assert after.text == apply_edits(corefile.text, [edit])
    assert differences(yaml.safe_load(text), yaml.safe_load(outcome)) <= 1


def differences(before: Any, after: Any) -> int:
    """Count the strings that are not the same; what is YAML itself is looked into."""
    if isinstance(before, dict):
        assert before.keys() == after.keys()
        return sum(differences(before[key], after[key]) for key in before)
    if isinstance(before, list):
        assert len(before) == len(after)
        return sum(map(differences, before, after))
    if isinstance(before, str) and before.startswith(("servers:", '"servers":')):
        return differences(yaml.safe_load(before), yaml.safe_load(after))
    return int(before != after)


NAMES = st.sampled_from(["errors", "on", "a-b", "'x'", "é", "30"])
ARGUMENTS = st.sampled_from(["", ".", "30", "a b", ":8080", "a: b # c", '"q"', "\\ {x}"])


@given(
    found=values(),
    style=STYLES,
    line_break=st.sampled_from(["\n", "\r\n"]),
    name=NAMES,
    arguments=ARGUMENTS,
    block=st.none() | BLOCKS.filter(lambda block: block.split("\n")[-1]),
    data=st.data(),
)
def test_what_is_added_is_what_was_meant(
    *,
    found: dict[str, Any],
    style: str,
    line_break: str,
    name: str,
    arguments: str,
    block: str | None,
    data: st.DataObject,
) -> None:
    text = yaml.safe_dump(
        found, default_style=style, line_break=line_break, allow_unicode=True, width=60
    )
    document = read(text, "values.yaml")
    (corefile,) = document.corefiles
    assert isinstance(corefile.origin, HelmValues)
    slot = data.draw(st.sampled_from(corefile.origin.slots))
    lines = "" if block is None else " {" + f"\n{block}".replace("\n", "\n        ") + "\n    }"
    plugin = f"    {name} {arguments}".rstrip() + f"{lines}\n"
    added = {
        "block": lines or " {\n        x\n    }",
        "plugin": plugin,
        "server": f"\nx.example:53 {{\n{plugin}}}",
    }[slot.kind]
    edit = Edit(slot.at, slot.at, added)
    written = write_back(document, corefile, [edit])
    (after,) = read(apply_edits(text, written.edits), "values.yaml").corefiles
    assert after.text == apply_edits(corefile.text, [edit])
    event(f"restyled: {written.restyled}")


@given(found=values(), style=STYLES, data=st.data())
def test_a_line_in_a_block_can_always_be_added(
    found: dict[str, Any], style: str, data: st.DataObject
) -> None:
    text = yaml.safe_dump(found, default_style=style, allow_unicode=True, width=60)
    document = read(text, "values.yaml")
    (corefile,) = document.corefiles
    blocks = [piece for piece in corefile.origin.pieces if piece.indent]
    assume(blocks)
    piece = data.draw(st.sampled_from(blocks))
    ends = [at for at in range(piece.start + 1, piece.end + 1) if corefile.text[at] == "\n"]
    at = data.draw(st.sampled_from(ends))
    written = write_back(document, corefile, [Edit(at, at, "\n        fallthrough")])
    assert "fallthrough" in apply_edits(text, written.edits)


def test_edits_of_one_value_take_no_longer_where_there_are_many() -> None:
    def work(size: int) -> int:
        values = "servers:\n" + "".join(
            f"- zones: [{{zone: z{n}.}}]\n  plugins:\n"
            "  - name: forward\n    parameters: . 9.9.9.9\n"
            for n in range(size)
        )
        embedded = read(values, "values.yaml").corefiles[0]
        at = embedded.text.rindex("9.9.9.9")
        value = Edit(at, at + 7, "1.1.1.1")
        block = Edit(at + 7, at + 7, " {\n        tls a\n    }")
        return sum(steps(partial(outer_edits, values, embedded, [edit])) for edit in (value, block))

    # Halving a list takes a few steps more each time that it doubles.
    assert work(400) < 1.5 * work(50)
