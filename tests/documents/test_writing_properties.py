"""Edits of a Corefile come to stand in its file, whatever that looks like."""

from __future__ import annotations

import json
import re
from typing import Any
from unittest import mock

import pytest
import yaml
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from corefile.documents import Embedded, read
from corefile.documents.kinds.foreign import foreign
from corefile.documents.writing import Unwritable, Written, outer_edits, write_back
from corefile.documents.yaml import nodes as yaml_nodes
from corefile.documents.yaml.composer import LOADERS
from corefile.text.edits import Edit, apply_edits
from tests.documents.test_scalar_properties import (
    DOUBLE,
    PLAIN,
    SINGLE,
    block_scalars,
    manifests,
)
from tests.examples import examples

NEW = st.one_of(
    st.sampled_from(
        ["", "x", "\n", "log\n", "    log\n", "\n\n", " ", "}", "# a", "a: b", "\t", "é"]
    ),
    st.text("ab{}#'\"\\: \t\n\n\n-é😀\xa0", max_size=8),
    st.text("a \n\r\x85\u2028\0\x7f\ufeff\\", max_size=4),
)
ENDINGS = st.sampled_from(["", "\n", "\n\n"])
LINES = st.lists(
    st.sampled_from(["", ". {", "  log", "\terrors", "}", "  ", "a b ", "# x", "- '\"\\n"]),
    max_size=6,
)
STYLES = [("block", block_scalars()), ("double", DOUBLE), ("single", SINGLE), ("plain", PLAIN)]


@st.composite
def edits_of(draw: st.DrawFn, inner: str) -> list[Edit]:
    places = [
        0,
        len(inner),
        len(inner.rstrip("\n")),
        *(i for i, c in enumerate(inner) if c == "\n"),
    ]
    offset = st.integers(0, len(inner)) | st.sampled_from(places)
    ends = sorted(draw(st.lists(offset, min_size=2, max_size=6)))
    return [Edit(*span, draw(NEW)) for span in zip(ends[::2], ends[1::2], strict=False)]


def loaded(text: str) -> list[Any]:
    return list(yaml.load_all(text, Loader=yaml_nodes._Loader))


def changed(manifest: Any, inner: str) -> Any:
    if not isinstance(manifest, dict) or "Corefile" not in manifest.get("data", {}):
        return manifest
    return {**manifest, "data": {**manifest["data"], "Corefile": inner}}


def check(text: str, name: str, data: st.DataObject) -> Written:
    """Edit the one Corefile of a file at random, and compare with what PyYAML reads."""
    document = read(text, name)
    (corefile,) = document.corefiles
    edits = data.draw(edits_of(corefile.text))
    inner = apply_edits(corefile.text, edits)
    if foreign(inner):
        # `:: log` is a line of a hosts file.
        with pytest.raises(Unwritable):
            write_back(document, corefile, edits)
        assume(False)
    written = write_back(document, corefile, edits)
    event(f"restyled: {written.restyled}")
    outcome = apply_edits(text, written.edits)
    assert loaded(outcome) == [changed(root, inner) for root in loaded(text)], outcome
    assert written == outer_edits(text, corefile, edits)
    holder = corefile.origin.string
    assert holder is not None
    # Comments too stay what they are, before the string and behind its line.
    assert outcome.startswith(text[: holder.start])
    assert outcome.endswith(text[text.rfind("\n  z: 1") :] if "\n  z: 1" in text else "")
    if not written.restyled and len(edits) == 1:
        nothing_else_changes(text, corefile, edits[0], written)
    return written


def nothing_else_changes(text: str, corefile: Embedded, edit: Edit, written: Written) -> None:
    """Compare what is taken out and put in with the edit: but for blanks, they are the same."""
    holder = corefile.origin.string
    assert holder is not None
    if holder.style not in ("|", ">"):
        (only,) = written.edits
        assert (only.start, only.end) == corefile.map.span(edit.start, edit.end)
        return
    body = text.index("\n", holder.start)
    lines = [item for item in written.edits if item.start > body]
    taken = "".join(text[item.start : item.end] for item in lines)
    put = "".join(item.text for item in lines)
    assert ink(taken) == ink(corefile.text[edit.start : edit.end])
    assert ink(put) == ink(edit.text)
    # Behind line breaks at the end new text begins a line, so those are written again.
    ends = len(corefile.text) - len(corefile.text.rstrip("\n"))
    most = (edit.text.count("\n") + ends + 1) * (holder.indent + 2)
    assert len(put) <= len(edit.text) + most


def ink(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("scalars", [row[1] for row in STYLES], ids=[row[0] for row in STYLES])
@settings(
    max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
@given(data=st.data())
def test_yaml(scalars: st.SearchStrategy[str], loader: type, data: st.DataObject) -> None:
    text = data.draw(manifests(scalars))
    with mock.patch.object(yaml_nodes, "_Loader", loader):
        try:
            roots = loaded(text)
        except (yaml.YAMLError, ValueError):
            assume(False)
        values = [root["data"]["Corefile"] for root in roots if root and root.get("data")]
        assume(len(values) == 1 and isinstance(values[0], str))
        # For PyYAML this tag undoes quotes: `! ''` is null.
        assume("Corefile: ! " not in text)
        # Taking out what stands between them makes one line break of two.
        assume(not re.search(r"\r(?!\n)", text))
        check(text, "x.yaml", data)


@pytest.mark.parametrize("style", ["|", ">", "'", '"', None])
@settings(max_examples=examples(80), deadline=None)
@given(
    lines=LINES,
    ending=ENDINGS,
    width=st.sampled_from([10, 80]),
    line_break=st.sampled_from(["\n", "\r\n"]),
    indent=st.integers(2, 8),
    data=st.data(),
)
def test_what_pyyaml_writes(
    *,
    style: str,
    lines: list[str],
    ending: str,
    width: int,
    line_break: str,
    indent: int,
    data: st.DataObject,
) -> None:
    text = yaml.dump(
        {"data": {"Corefile": "\n".join(lines) + ending, "z": 1}, "kind": "ConfigMap"},
        Dumper=yaml.SafeDumper,
        default_style=style,
        width=width,
        line_break=line_break,
        indent=indent,
    )
    check(text, "x.yaml", data)


@settings(max_examples=examples(150), deadline=None)
@given(
    lines=LINES,
    ending=ENDINGS,
    ascii_only=st.booleans(),
    indent=st.sampled_from([None, 2, "\t"]),
    data=st.data(),
)
def test_json(
    *,
    lines: list[str],
    ending: str,
    ascii_only: bool,
    indent: int | str | None,
    data: st.DataObject,
) -> None:
    inner = "é😀" + "\n".join(lines) + ending
    values = {"x": "😀\n", "Corefile": inner, "y": 1}
    manifest = {"kind": "ConfigMap", "data": values}
    text = json.dumps(manifest, ensure_ascii=ascii_only, indent=indent)
    document = read(text, "x.json")
    (corefile,) = document.corefiles
    edits = data.draw(edits_of(inner))
    written = write_back(document, corefile, edits)
    assert not written.restyled
    values["Corefile"] = apply_edits(inner, edits)
    assert json.loads(apply_edits(text, written.edits)) == manifest
