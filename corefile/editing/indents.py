"""How far lines are indented in a text, so that new ones are too."""

from collections.abc import Mapping
from functools import lru_cache

from corefile.editing.layout import indentation
from corefile.editing.outline import Path, outline
from corefile.syntax.tree import Corefile
from corefile.text.records import dataclass

__all__ = ["Steps", "indent_of", "steps_of"]

#: The usual step.
STEP = "    "


@dataclass(frozen=True, slots=True)
class Steps:
    """The spaces by which lines are indented further than what they are in."""

    #: By the depth of the lines, where lines of this depth are indented at all.
    found: Mapping[int, str]
    #: Those of all other depths.
    usual: str

    def at(self, depth: int) -> str:
        """Return the spaces of a depth."""
        return self.found.get(depth, self.usual)


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """A tree that is equal to itself only: comparing two trees takes long."""

    tree: Corefile

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.tree is other.tree

    def __hash__(self) -> int:
        return id(self.tree)


def steps_of(tree: Corefile) -> Steps:
    """Return the steps of a text, each as where it is first taken."""
    return steps_of_same(Same(tree))


# Fixes ask again and again for one text.
@lru_cache(maxsize=1)
def steps_of_same(same: Same) -> Steps:
    """Return the steps of a text."""
    owners: dict[int, str] = {}
    found: dict[int, str] = {}
    for shape, node in outline(same.tree):
        first = node.first_token
        if not first.begins_line:
            continue
        indent, at = indentation(first), shape.depth
        owner = owners.get(at - 1, indent)
        if indent != owner and indent.startswith(owner):
            found.setdefault(at, indent[len(owner) :])
        owners[at] = indent
    tab = "\t" if any("\t" in indent for indent in owners.values()) else STEP
    return Steps(found, next(iter(found.values()), tab))


def indent_of(tree: Corefile, path: Path) -> str:
    """Return the spaces that are before a line, or would if it had a line of its own."""
    further = ""
    for depth in reversed(range(len(path))):
        first = path[depth].first_token
        if first.begins_line:
            return indentation(first) + further
        further += steps_of(tree).at(depth)
    return ""
