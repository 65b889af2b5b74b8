"""Plugins and blocks that an edit of a Corefile adds, as values for the Helm chart of CoreDNS."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import takewhile

from corefile.documents.yaml.flow import NOT_RAW, PLAIN, double_quoted
from corefile.text.edits import Edit, line_break
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.kinds.helm.values import Extent, Slot

__all__ = ["in_slots"]

#: Lines as the chart writes them: a plugin, and the block that it may have.
_BLOCK = r" \{\n(?P<block>(?: {8}[^\n]*\n)+) {4}\}"
_WORDS = r" {4}(?P<name>[^\s{}]+)(?: (?P<parameters>[^\n]*?))?"
_PLUGIN = regex(rf"{_WORDS}(?:{_BLOCK}|(?<!\{{))\n")
_ONLY_BLOCK = regex(_BLOCK)
_SERVER = regex(
    r"\s*(?P<scheme>\w+://)?(?P<zone>[^\s:{}]+):(?P<port>\d+) \{\n"
    r"(?P<plugins>(?: {4}[^\n]*\n)+)\}\s*"
)

_BLANKS = ("", " ", "\t")

#: Words that mean themselves in YAML without quotes, and others that look so.
_WORD = regex(r"[A-Za-z][\w.-]*|[1-9]\d{0,4}", re.ASCII)
_OTHERS = frozenset("y n yes no on off true false null".split())


def in_slots(
    text: str,
    corefile: str,
    slots: Sequence[Slot],
    extents: Sequence[Extent],
    edits: Sequence[Edit],
) -> tuple[list[Edit], list[Edit]]:
    """Part edits of a Corefile: those that add or take plugins and blocks, as edits of the values.

    Gives these, and the other edits of the Corefile.
    """
    found: list[Edit] = []
    rest: list[Edit] = []
    for edit in edits:
        written = None
        if edit.start == edit.end and "\n" in edit.text:
            written = in_slot(text, corefile, slots, edit)
        elif not edit.text:
            written = taken(corefile, extents, edit)
        if written is None:
            rest.append(edit)
        else:
            found.append(written)
    return found, rest


def in_slot(text: str, corefile: str, slots: Sequence[Slot], edit: Edit) -> Edit | None:
    """Return what adds a plugin or a block to the values; None for what is something else."""
    if edit.text.startswith("\n") and corefile.startswith("\n", edit.start):
        # Lines below one are as well those above the next.
        edit = Edit(edit.start + 1, edit.start + 1, edit.text[1:] + "\n")
    start = corefile.rfind("\n", 0, edit.start) + 1
    spaces = corefile[start : edit.start]
    slot, lines = slot_at(slots, edit.start, "block"), None
    if slot is not None:
        found = _ONLY_BLOCK.fullmatch(edit.text)
        lines = found and block_lines(found["block"])
    elif (slot := slot_at(slots, edit.start, "server")) is not None:
        lines = server_lines(edit.text)
    elif not spaces.strip(" ") and edit.text.endswith(f"\n{spaces}"):
        slot = slot_at(slots, start, "plugin")
        lines = plugin_lines(spaces + edit.text.removesuffix(spaces)) if slot else None
    if slot is None or not lines or NOT_RAW.search("".join(lines)):
        return None
    pad = line_break(text) + " " * slot.column
    return Edit(slot.below, slot.below, "".join(pad + line for line in lines))


def taken(corefile: str, extents: Sequence[Extent], edit: Edit) -> Edit | None:
    """Return what takes a plugin or a block out of the values; None for what is something else."""
    places = {(edit.start, edit.end)}
    if corefile[edit.start : edit.start + 1] == "\n" == corefile[edit.end : edit.end + 1]:
        # To take a line with the line feed before it is to take it with that after it.
        places.add((edit.start + 1, edit.end + 1))
    if edit.end == len(corefile):
        # The last server block goes with the line feed before it.
        places.add((edit.start + 1, edit.end))
    for extent in extents:
        if (extent.start, extent.end) in places:
            return Edit(extent.outer_start, extent.outer_end, "")
    return None


def slot_at(slots: Sequence[Slot], place: int, kind: str) -> Slot | None:
    """Return the slot at a place of the Corefile; they are in the order of the text."""
    first = bisect_left(slots, place, key=lambda slot: slot.at)
    here = takewhile(lambda slot: slot.at == place, (slots[at] for at in range(first, len(slots))))
    return next((slot for slot in here if slot.kind == kind), None)


def server_lines(text: str) -> list[str] | None:
    """Return a server block as a member of `servers`, None for what is something else."""
    found = _SERVER.fullmatch(text)
    plugins = plugin_lines(found["plugins"]) if found else None
    if found is None or not plugins:
        return None
    scheme = [f"      scheme: {scalar(found['scheme'])}"] if found["scheme"] else []
    return [
        "- zones:",
        f"    - zone: {scalar(found['zone'])}",
        *scheme,
        f"  port: {found['port']}",
        "  plugins:",
        *(f"    {line}" for line in plugins),
    ]


def plugin_lines(text: str) -> list[str] | None:
    """Return lines of a Corefile as members of `plugins`, None for what are not plugins."""
    lines: list[str] = []
    at = 0
    while at < len(text):
        found = _PLUGIN.match(text, at)
        if found is None:
            return None
        at = found.end()
        lines.append(f"- name: {scalar(found['name'])}")
        if found["parameters"]:
            lines.append(f"  parameters: {scalar(found['parameters'])}")
        if found["block"]:
            lines += ["  " + line for line in block_lines(found["block"])]
    return lines


def block_lines(block: str) -> list[str]:
    """Return the lines of a block as a value."""
    lines = [line.removeprefix(" " * 8) for line in block.split("\n")[:-1]]
    digit = "2" if lines[0][:1] in _BLANKS else ""
    return [f"configBlock: |{digit}-", *("  " + line for line in lines)]


def scalar(text: str) -> str:
    """Write a text as a value, in quotes where it would not be one without."""
    is_word = _WORD.fullmatch(text) and text.lower() not in _OTHERS
    return text if is_word or PLAIN.fullmatch(text) else f'"{double_quoted(text)}"'
