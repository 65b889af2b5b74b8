"""Which names a regular expression of Go can match: names as DNS servers hand them to plugins.

Such a name is in lower case and ends with a dot (request.Request.Name). Both functions say that a
name fits where it is not clear: in a pattern that Go refuses, or one that is too deep or too long.
"""

from collections.abc import Callable
from functools import lru_cache

from corefile.go.errors import Invalid
from corefile.go.regexp.compile import Parser
from corefile.go.regexp.nodes import (
    ALTERNATE,
    BEGIN_LINE,
    BEGIN_TEXT,
    CAPTURE,
    CLASS,
    CONCAT,
    END_LINE,
    END_TEXT,
    FOLD,
    LITERAL,
    NO_MATCH,
    PLUS,
    QUEST,
    REPEAT,
    STAR,
    Node,
)
from corefile.text.typed import TypeAlias

__all__ = ["fits", "never_fits"]

#: Where a reader of a name may be, one bit for each place. In one name the places are the numbers
#: of characters that have been read; in names in general they are those below.
Places: TypeAlias = int
#: Gives where a reader may be after a node that is not a combination of others.
Move: TypeAlias = Callable[[Node, Places], Places]

START, AFTER_DOT, AFTER_OTHER, END = 1, 2, 4, 8

#: How often the nodes of a combination may come: at least, and at most; None where the node says.
UNBOUNDED = -1
REPEATED: dict[int, tuple[int, int] | None] = {
    STAR: (0, UNBOUNDED),
    PLUS: (1, UNBOUNDED),
    QUEST: (0, 1),
    REPEAT: None,
}

MAX_DEPTH = 100
MAX_STEPS = 10_000

#: What names are made of but for dots; what is not ASCII is in them as `\DDD`.
OTHERS = sorted(set(map(chr, range(0x20, 0x7F))) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZ."), reverse=True)


def fits(pattern: str, name: str) -> bool:
    """Tell whether a pattern matches somewhere in a name."""
    tree = parsed(pattern)
    everywhere = (2 << len(name)) - 1
    return tree is None or Walk(in_name(name), everywhere).behind(tree, everywhere) != 0


def never_fits(pattern: str) -> bool:
    """Tell whether there is no name that a pattern matches."""
    tree = parsed(pattern)
    anywhere = START | AFTER_DOT | AFTER_OTHER
    return tree is not None and Walk(in_names, anywhere | END).behind(tree, anywhere) == 0


@lru_cache(maxsize=512)
def parsed(pattern: str) -> Node | None:
    """Return the tree of a pattern, None for one that Go refuses."""
    try:
        return Parser(pattern).parse()
    except Invalid:
        return None


class Walk:
    """Follows a pattern through a name, from many places at once."""

    def __init__(self, move: Move, everywhere: Places) -> None:
        self.move = move
        self.everywhere = everywhere
        #: Where a node leads to. It keeps the walk short where repetitions nest.
        self.known: dict[tuple[int, Places], Places] = {}

    def behind(self, node: Node, places: Places, depth: int = 0) -> Places:
        """Return where a reader may be after a node that was at some places before it."""
        if depth > MAX_DEPTH or len(self.known) > MAX_STEPS:
            return self.everywhere
        key = id(node), places
        if key not in self.known:
            self.known[key] = self.walk(node, places, depth + 1)
        return self.known[key]

    def walk(self, node: Node, places: Places, depth: int) -> Places:
        """Walk through a node."""
        if node.op == CONCAT:
            for sub in node.sub:
                places = self.behind(sub, places, depth)
            return places
        if node.op in (ALTERNATE, CAPTURE):
            found = 0
            for sub in node.sub:
                found |= self.behind(sub, places, depth)
            return found
        if node.op not in REPEATED:
            return self.move(node, places)
        least, most = REPEATED[node.op] or (node.minimum, node.maximum)
        for _ in range(least):
            places = self.behind(node.sub[0], places, depth)
        found = new = places
        while new and most != least:
            new = self.behind(node.sub[0], new, depth) & ~found
            found |= new
            most -= 1
        return found


def in_name(name: str) -> Move:
    """Return how a reader moves in one name."""

    def move(node: Node, places: Places) -> Places:
        if node.op in (BEGIN_TEXT, BEGIN_LINE):
            return places & 1
        if node.op in (END_TEXT, END_LINE):
            return places & (1 << len(name))
        for accepts in characters(node):
            taken = sum(1 << place for place, letter in enumerate(name) if accepts(letter))
            places = (places & taken) << 1
        return 0 if node.op == NO_MATCH else places

    return move


def in_names(node: Node, places: Places) -> Places:
    """Return how a reader moves in names in general.

    A name begins with a dot only if it is the root, which ends there.
    """
    if node.op in (BEGIN_TEXT, BEGIN_LINE):
        return places & START
    if node.op in (END_TEXT, END_LINE):
        return END if places & (AFTER_DOT | END) else 0
    for accepts in characters(node):
        found = AFTER_OTHER if places & ~END and any(map(accepts, OTHERS)) else 0
        if accepts("."):
            found |= END if places & START else 0
            found |= AFTER_DOT if places & (AFTER_DOT | AFTER_OTHER) else 0
        places = found
    return 0 if node.op == NO_MATCH else places


def characters(node: Node) -> list[Callable[[str], bool]]:
    """Return what a node takes, character by character; nothing for one between characters."""
    if node.op == LITERAL:
        return [literal(chr(rune), bool(node.flags & FOLD)) for rune in node.runes]
    if not node.is_character():
        return []
    return [lambda character: node.op != CLASS or in_class(node, character)]


def literal(own: str, folds: bool) -> Callable[[str], bool]:
    """Return the function that knows one character."""
    return lambda character: own == character or (folds and own.lower() == character)


def in_class(node: Node, character: str) -> bool:
    """Tell whether a class has a character; the contents of Unicode's tables are not known."""
    return bool(node.tables) or any(low <= ord(character) <= high for low, high in node.ranges)
