"""Edits of blocks of code in Markdown: in lists and quotations, with what stands before lines."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import event, given, settings
from hypothesis import strategies as st

from corefile.documents import CodeBlock, Document, read
from corefile.documents.writing import Unwritable, keeps, outer_edits, write_back
from corefile.text.edits import Edit, apply_edits
from tests.documents.test_writing_properties import edits_of
from tests.examples import examples

BODY = ". {\n    errors\n    log\n}\n"

# What stands before the first line, before the others, and before empty ones.
NESTED = [
    ("", "", ""),
    ("> ", "> ", ">"),
    ("> > ", "> > ", "> >"),
    ("- ", "  ", ""),
    ("1. ", "   ", ""),
    ("  ", "  ", ""),
    ("> - ", ">   ", ">"),
    ("- > ", "  > ", "  >"),
    ("-\t", "\t", ""),
    ("* 1) > ", "     > ", "     >"),
]


def in_markdown(content: str, nested: tuple[str, str, str], newline: str = "\n") -> str:
    first, others, empty = nested
    lines = [others + line if line else empty for line in content.removesuffix("\n").split("\n")]
    block = [f"{first}```corefile", *lines, f"{others}```"]
    return newline.join(["# Title", "", *block, "", "The end.", ""])


def edited(text: str, *changes: tuple[str, str]) -> str:
    """Replace what stands once in the Corefile of a Markdown text."""
    document = read(text, "x.md")
    (corefile,) = document.corefiles
    edits = []
    for old, new in changes:
        assert corefile.text.count(old) == 1
        start = corefile.text.index(old)
        edits.append(Edit(start, start + len(old), new))
    return apply_edits(text, write_back(document, corefile, edits).edits)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("nested", NESTED)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    log\n", ""),
        ("    log\n", "    cache 30\n    log\n"),
        ("    log\n", "    log\n\n"),
        ("log", "log {\n        class all\n    }"),
        ("log", "cache 30"),
        (BODY, "log\n"),
        (". {", "  . {"),
        ("    errors\n    log", "log"),
    ],
)
def test_lines(old: str, new: str, nested: tuple[str, str, str], newline: str) -> None:
    after = in_markdown(BODY.replace(old, new), nested, newline)
    assert edited(in_markdown(BODY, nested, newline), (old, new)) == after


def test_a_mark_that_takes_a_blank_off() -> None:
    text = ">```corefile\n>. {\n>     log\n>}\n>```\n"
    assert edited(text, ("log\n", "log\n    errors\n")) == text.replace(
        "log\n", "log\n>     errors\n"
    )
    with pytest.raises(Unwritable):
        edited(text.replace(">     log\n", ""), (". {", "  . {"))


@pytest.mark.parametrize(
    ("text", "changes", "after"),
    [
        # Blanks that a tab leaves are in no file.
        (
            "- ```corefile\n\ta {\n\t\tlog\n\t}\n\t```\n",
            [("  \tlog\n", "  \tlog\n  \terrors\nx\n")],
            "- ```corefile\n\ta {\n\t\tlog\n\t\terrors\n  x\n\t}\n\t```\n",
        ),
        # Empty lines are as those around them.
        (
            "> ```corefile\n> a\n> \n> b\n> ```\n",
            [("a\n", "a\n\n"), ("b", "b\n")],
            "> ```corefile\n> a\n> \n> \n> b\n>\n> ```\n",
        ),
        # Lines are not as deep as where the block begins.
        (
            "  ```corefile\na {\n }\n  ```\n",
            [("{\n", "{\n  log\n")],
            "  ```corefile\na {\n    log\n }\n  ```\n",
        ),
        ("```corefile\n```\n", [("", "log\n")], "```corefile\nlog\n```\n"),
        (
            "> ```corefile\n> a\n> b\n> c\n> d\n> ```\n",
            [("a\n", ""), ("c\n", "x\ny\n"), ("d", "e")],
            "> ```corefile\n> b\n> x\n> y\n> e\n> ```\n",
        ),
    ],
)
def test_what_stands_before(text: str, changes: list[tuple[str, str]], after: str) -> None:
    assert edited(text, *changes) == after


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("```corefile\nlog\n```\n", "log", "```"),
        ("```corefile\nlog\n```\n", "log", "log\n  `````"),
        ("```corefile\nlog\n```\n", "log\n", "log"),
        ("```corefile\nlog", "log", "errors"),
        ("> ```corefile\n> log\n", "log", "errors"),
        ("```corefile", "", "log\n"),
        ("```corefile\nlog\n```\n", "log", "l\ro"),
        ("```corefile\nlog\n```\n", "log", "l\0o"),
        # What readers fill in is not written out, and nothing else is left to them.
        ("```corefile\nforward . <an ip>\nlog\n```\n", "log", "forward . {$\ue0f0\ue0f0}"),
        ("```corefile\nlog\n```\n", "log", "forward . UPSTREAM"),
        ("```corefile\ncache 30\n```\n", "30", "[TTL]"),
        ("```yaml\nkind: ConfigMap\ndata:\n  Corefile: '<an ip>'\n```\n", "$", ""),
    ],
)
def test_refused(text: str, old: str, new: str) -> None:
    (corefile,) = read(text, "x.md").corefiles
    start = corefile.text.index(old)
    with pytest.raises(Unwritable):
        outer_edits(text, corefile, [Edit(start, start + len(old), new)])


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("|\n    . {\n      log\n    }\n", "|\n    . {\n      errors\n      log\n    }\n"),
        ('". {\\n  log\\n}"\n', '". {\\n  errors\\n  log\\n}"\n'),
        ("'. { log }'\n", "|-\n    . { errors\n      log }\n"),
    ],
)
def test_a_config_map(value: str, after: str) -> None:
    head = "kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: "
    text, expected = (
        "1. x\n\n"
        + re.sub("^(?=.)", "   > ", f"```yaml\n{head}{body}```", flags=re.MULTILINE)
        + "\n"
        for body in (value, after)
    )
    assert edited(text, ("log", "errors\n  log")) == expected


CONTAINERS = st.lists(
    st.sampled_from([("> ", "> "), (">", ">"), (">\t", ">\t"), (" ", " "), ("-\t", " \t")])
    | st.sampled_from([("- ", "  "), ("10) ", "    "), ("+   ", "    "), ("-  ", "\t")]),
    max_size=4,
)
LINES = st.lists(
    st.sampled_from(["", ". {", "    log", "\terrors", "}", "  ", "a  ", "> x", "- y", "# `", "~~"])
    | st.sampled_from(["<an ip>", "...", "{{ x }}"]),
    max_size=7,
)


@st.composite
def markdowns(draw: st.DrawFn) -> str:
    """Return Markdown with a block of code somewhere in lists and quotations."""
    containers = draw(CONTAINERS)
    first = "".join(one for one, _ in containers)
    others = "".join(other for _, other in containers)
    marker = draw(st.sampled_from(["```", "~~~~"]))
    lines = [f"{first}{marker}corefile"]
    for line in draw(LINES):
        before = draw(st.sampled_from([others] * 9 + [others.rstrip(), first]))
        lines.append(before + line)
    if draw(st.integers(0, 9)):
        lines.append(others + marker)
    tail = draw(
        st.sampled_from([[""], [], ["", "The end."], [others + "```corefile", others + "a"]])
    )
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return newline.join(["# Title", "", *lines, *tail])


SOUP = st.lists(
    st.sampled_from(["```corefile\n", "```\n", "> ", ">", "- ", "  ", "\t", "\n", "\r\n", "\r"])
    | st.sampled_from([". {\n", "}\n", "log\n", "<an ip>", "é", "\0", " ", "{{ x }}\n", "\f"]),
    max_size=25,
).map(lambda pieces: "```corefile\n".join(["".join(pieces[:5]), "".join(pieces[5:])]))


@settings(max_examples=examples(500), deadline=None)
@given(text=markdowns() | markdowns() | markdowns() | SOUP, data=st.data())
def test_any_edit_in_any_nesting(text: str, data: st.DataObject) -> None:
    document = read(text, "x.md")
    if not document.corefiles:
        return
    number = data.draw(st.integers(0, len(document.corefiles) - 1))
    corefile = document.corefiles[number]
    edits = data.draw(edits_of(corefile.text))
    try:
        written = outer_edits(text, corefile, edits)
    except Unwritable as error:
        event(str(error))
        return
    event("written")
    after = apply_edits(text, written.edits)
    wanted = [item.text for item in document.corefiles]
    wanted[number] = apply_edits(corefile.text, edits)
    assert [item.text for item in read(after, "x.md").corefiles] == wanted
    only_its_lines(document, number, list(written.edits))


@settings(max_examples=examples(150), deadline=None)
@given(
    style=st.sampled_from(["|", ">", "'", '"', None]),
    lines=st.lists(st.sampled_from(["", ". {", "  log", "\terrors", "}", "# x", "<an ip>"])),
    containers=CONTAINERS,
    newline=st.sampled_from(["\n", "\r\n"]),
    data=st.data(),
)
def test_any_edit_of_a_config_map(
    *,
    style: str | None,
    lines: list[str],
    containers: list[tuple[str, str]],
    newline: str,
    data: st.DataObject,
) -> None:
    values = {"Corefile": "\n".join(lines), "x.server": "a {\n}\n", "z": "1"}
    manifest = {"kind": "ConfigMap", "metadata": {"name": "coredns"}, "data": values}
    content = yaml.dump(manifest, Dumper=yaml.SafeDumper, default_style=style, width=40)
    first, others = (
        ("".join(side) for side in zip(*containers, strict=True)) if containers else ("", "")
    )
    block = [f"{first}```yaml", *(others + line for line in content.splitlines()), f"{others}```"]
    document = read(newline.join([*block, "", "The end."]), "x.md")
    if not document.corefiles:
        return
    corefile = document.corefiles[0]
    edits = data.draw(edits_of(corefile.text))
    try:
        written = outer_edits(document.text, corefile, edits)
    except Unwritable as error:
        event(str(error))
        return
    event("written")
    after = read(apply_edits(document.text, written.edits), "x.md")
    assert keeps(document, after, [(corefile, apply_edits(corefile.text, edits))])
    only_its_lines(document, 0, list(written.edits))


def only_its_lines(document: Document, number: int, edits: list[Edit]) -> None:
    """Look at what is taken out and put in: lines of the block of code alone, and whole ones."""
    origin = document.corefiles[number].origin
    assert isinstance(origin, CodeBlock)
    code = origin.fence
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", document.text[code.start :])
    end = code.start + sum(map(len, lines[: code.content.removesuffix("\n").count("\n") + 1]))
    assert all(code.start <= edit.start <= edit.end <= end for edit in edits)
    breaks = {*re.findall(r"\r\n?|\n", document.text)}
    assert {*re.findall(r"\r\n?|\n", "".join(edit.text for edit in edits))} <= breaks
