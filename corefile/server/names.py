"""Names that a Corefile gives: snippets, imported files, variables of the environment."""

import re
from collections.abc import Iterator

from corefile.coredns.imports.files import BadPattern, OutsideRoot
from corefile.highlight.words import VARIABLE
from corefile.server.analysis import Part
from corefile.server.spots import Spot
from corefile.syntax.tree import Import, Snippet, Token
from corefile.text.edits import Edit
from corefile.text.records import dataclass
from corefile.text.regex import regex

__all__ = ["Name", "definition", "files", "name_at", "references", "renamed"]

#: What a snippet may be called so that its definition and its imports are read as meant.
_NAME = regex(r"[^\s{}()\"#,]+")
_VARIABLE_NAME = regex(r"[A-Za-z_]\w*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at a place of a Corefile."""

    text: str
    is_variable: bool
    #: Where it is, without what is around it.
    start: int
    end: int
    #: Whether it is where a snippet begins.
    defines: bool = False


def name_at(spot: Spot) -> Name | None:
    """Return the name at a place; None for none, and for what is imported from a file."""
    here = (name for name in names(spot.part) if name.start <= spot.offset <= name.end)
    return next(here, None)


def names(part: Part) -> Iterator[Name]:
    """Yield the names in a Corefile, in no particular order."""
    known = {snippet.name for snippet in part.tree.snippets}
    for node in part.tree.walk():
        if isinstance(node, Snippet) and node.name:
            start = node.keys[0].start + node.keys[0].raw.find(node.name)
            yield Name(node.name, False, start, start + len(node.name), defines=True)
        elif isinstance(node, Import) and node.target and node.target.value in known:
            start = node.target.start + node.target.raw.find(node.target.value)
            yield Name(node.target.value, False, start, start + len(node.target.value))
    for token in part.tree.tokens():
        yield from variables(token)


def variables(token: Token) -> Iterator[Name]:
    """Yield the variables in a word."""
    if "{" in token.raw:
        for found in VARIABLE.finditer(token.raw):
            group = found.lastgroup or ""
            start, end = found.span(group)
            yield Name(found[group], True, token.start + start, token.start + end)


def references(spot: Spot) -> list[tuple[Part, Name]]:
    """Return all places of the name at a place: a variable's in all Corefiles of the file."""
    name = name_at(spot)
    if name is None:
        return []
    parts = spot.part.analysis.parts if name.is_variable else (spot.part,)
    found = [
        (part, other)
        for part in parts
        for other in names(part)
        if (other.text, other.is_variable) == (name.text, name.is_variable)
    ]
    return sorted(found, key=lambda item: (item[0].number, item[1].start))


def definition(spot: Spot) -> Name | None:
    """Return where the snippet is defined that an import at a place names."""
    return next((name for _, name in references(spot) if name.defines), None)


def files(part: Part, line: Import) -> list[str]:
    """Return the files that an import reads, where it may read them."""
    target, reader = line.target, part.reader
    if target is None or reader is None or part.embedded.origin.is_embedded:
        return []
    if any(snippet.name == target.value for snippet in part.tree.snippets) or "{" in target.value:
        return []
    try:
        return list(reader.glob(reader.absolute(target.value)))
    except (BadPattern, OutsideRoot, OSError, ValueError):
        return []


def renamed(spot: Spot, new: str) -> list[Edit] | None:
    """Return the edits of the file that rename the name at a place; None for what cannot be.

    Raises ValueError, which says why, for a name that would be read as something else.
    """
    found = references(spot)
    if not found:
        return None
    is_variable = found[0][1].is_variable
    if (_VARIABLE_NAME if is_variable else _NAME).fullmatch(new) is None:
        raise ValueError(f"`{new}` is not a name that can be used here")
    if not is_variable and any(snippet.name == new for snippet in spot.part.tree.snippets):
        raise ValueError(f"there is a snippet `{new}` already")
    edits = []
    for part, name in found:
        place = part.exact(name.start, name.end)
        if place is None:
            raise ValueError("this name is written in a way that cannot be edited here")
        edits.append(Edit(*place, new))
    return edits
