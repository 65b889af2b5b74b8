"""The keys of a server block as a list, and the commas between them (parse.go, addresses)."""

from collections.abc import Sequence

from corefile.coredns.catalogue.zones import ZoneAddress, key_addresses
from corefile.editing.layout import begin_of_line, start_of_comments
from corefile.editing.quoting import written
from corefile.editing.words import apart, replacing
from corefile.go.errors import Invalid
from corefile.syntax.tree import Token
from corefile.text.edits import Edit
from corefile.text.regex import regex

__all__ = ["VARIABLE", "addresses", "key_edits", "real_keys", "zone_of"]

#: What is replaced before CoreDNS reads a key.
VARIABLE = regex(r"\{\$[^{}]+\}|\{%[^{}]+%\}")


def real_keys(keys: Sequence[Token]) -> list[Token]:
    """Return the keys that are not the empty string, which CoreDNS takes for none."""
    return [key for key in keys if key.value]


def key_edits(
    text: str, keys: Sequence[Token], start: int, stop: int, values: Sequence[str]
) -> list[Edit]:
    """Return the edits that replace keys with values; none of `keys` is empty.

    A new key gets a comma where others have one, and the last key has none.
    """
    commas = any(key.value.endswith(",") for key in keys[:-1])
    same = start + min(stop - start, len(values))
    old = [(key, key.value.removesuffix(",")) for key in keys]
    result: list[tuple[Token | None, str]] = [
        *old[:start],
        *zip(keys[start:same], values, strict=False),
        *((None, value) for value in values[same - start :]),
        *old[stop:],
    ]
    edits: list[Edit] = []
    added: list[str] = []
    for key, value in result[:-1]:
        comma = commas if key is None or key is keys[-1] else key.value.endswith(",")
        word = f"{value}," if comma else value
        if key is None:
            added.append(word)
        else:
            edits += replacing(text, key, word)
    for key, value in result[-1:]:
        if key is None:
            added.append(value)
        else:
            edits += replacing(text, key, value)
    if added:
        edits.append(insertion(text, keys, same, added))
    elif same < stop:
        edits.append(deletion(text, keys, same, stop))
    return edits


def insertion(text: str, keys: Sequence[Token], place: int, words: Sequence[str]) -> Edit:
    """Return the edit that puts words between keys, divided as the first two keys are."""
    between = keys[1].prefix if len(keys) > 1 and "#" not in keys[1].prefix else " "
    if not place:
        at = keys[0].start
        return Edit(at, at, "".join(written(word) + between for word in words))
    at = keys[place - 1].end
    new = "".join(between + written(word) for word in words)
    return Edit(at, at, new if apart(text, at) else f"{new} ")


def deletion(text: str, keys: Sequence[Token], start: int, stop: int) -> Edit:
    """Return the edit that takes keys out, and the comments that belong to them."""
    first, last = keys[start], keys[stop - 1]
    if stop == len(keys):
        begin, own = first.start - len(first.prefix), start_of_comments(first)
        if "#" in text[begin:own]:  # a comment that stays: what follows goes on below it
            begin = own
        return Edit(begin, last.end, "" if apart(text, last.end) else " ")
    after = keys[stop]
    if not after.begins_line:
        return Edit(first.start, after.start, "")
    if not first.begins_line:
        return Edit(first.start - len(first.prefix), last.end, "")
    begin = start_of_comments(first) if start else begin_of_line(first)
    return Edit(begin, start_of_comments(after), "")


def zone_of(address: ZoneAddress | str) -> str:
    """Return the zone of an address; a key that CoreDNS refuses is itself."""
    return address if isinstance(address, str) else address.zone


def addresses(key: str) -> set[ZoneAddress | str]:
    """Return what a key stands for; a key that CoreDNS refuses, or that is not known, is itself."""
    try:
        return set(key_addresses(key))
    except Invalid:
        return {key}
