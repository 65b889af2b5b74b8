"""What is at a place of a Corefile: which line, which of its words, and inside what."""

from collections.abc import Sequence

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Plugin, PropertySpec
from corefile.coredns.model.config import Server
from corefile.server.analysis import Analysis, Part
from corefile.syntax.tree import (
    Block,
    Body,
    Directive,
    Import,
    Node,
    Property,
    ServerBlock,
    Snippet,
    Statement,
    Token,
)
from corefile.text.records import dataclass
from corefile.text.typed import Literal, TypeAlias, TypeVar

__all__ = ["Role", "Spot", "server_of", "spot_at", "spot_in"]

N = TypeVar("N", bound=Node)

#: What a word at a place is: a key of a server block; the name of a plugin or one of its
#: arguments; the name of a property or one of its values; what an import names; the name of a
#: snippet; a part of a comment.
Role: TypeAlias = Literal[
    "key", "plugin", "argument", "property", "value", "target", "snippet", "comment", "other"
]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a Corefile."""

    part: Part
    #: In the text of the tree.
    offset: int
    role: Role
    #: What is around it, from the whole Corefile to the smallest node.
    path: tuple[Node, ...]
    #: The word that it touches; None for none.
    word: Token | None = None
    #: How many words of its line are before it.
    index: int = 0

    @property
    def line(self) -> Statement | None:
        """The line that it is on, if that has words."""
        last = self.path[-1]
        return last if isinstance(last, Statement) else None

    @property
    def block(self) -> ServerBlock | Snippet | None:
        """The server block or snippet that it is in."""
        return next((n for n in self.path if isinstance(n, ServerBlock | Snippet)), None)

    @property
    def directive(self) -> Directive | None:
        """The line of a plugin that it is on or in the block of."""
        return next((node for node in self.path if isinstance(node, Directive)), None)

    @property
    def plugin(self) -> type[Plugin] | None:
        """What describes the plugin that it is about; None for one that is not known."""
        return plugin_class(self.directive.name.value) if self.directive else None

    @property
    def spec(self) -> PropertySpec | None:
        """What describes the property that it is about."""
        line, plugin = self.line, self.plugin
        if plugin is None or not isinstance(line, Property):
            return None
        return plugin.specs().get(line.name.value)


def spot_at(analysis: Analysis, outer: int) -> Spot | None:
    """Return what is at a place of a file; None outside its Corefiles."""
    found = analysis.at(outer)
    return None if found is None else spot_in(*found)


def spot_in(part: Part, offset: int) -> Spot:
    """Return what is at a place of a Corefile."""
    tree = part.tree
    text = part.source.text
    begin = text.rfind("\n", 0, offset) + 1
    if in_comment(text[begin:offset]):
        return Spot(part, offset, "comment", (tree,))
    item = last_before(tree.items, offset)
    if item is None or offset > end_of(item, text):
        return Spot(part, offset, "key", (tree,))
    path = (tree, item)
    if isinstance(item, Import):
        return on_line(part, offset, path, item)
    body = item.body
    if body.open is None or offset <= body.open.start:
        role: Role = "key" if isinstance(item, ServerBlock) else "snippet"
        before = sum(key.end < offset for key in item.keys)
        return Spot(part, offset, role, path, touched(item.keys, offset), before)
    return inside(part, offset, (*path, body), body.items)


def inside(part: Part, offset: int, path: tuple[Node, ...], items: Sequence[Node]) -> Spot:
    """Return what is at a place between the braces of the last node of a path."""
    text = part.source.text
    item = last_before(items, offset)
    if isinstance(item, Statement):
        block = item.block
        if block is not None and block.open.end <= offset <= end_of(block, text):
            return inside(part, offset, (*path, item, block), block.items)
        last = (item.name, *item.args)[-1]
        if offset <= last.end or not text[last.end : offset].strip(" \t"):
            return on_line(part, offset, (*path, item), item)
    depth = sum(isinstance(node, Body | Block) for node in path)
    roles: dict[int, Role] = {1: "plugin", 2: "property"}
    return Spot(part, offset, roles.get(depth, "other"), path)


def on_line(part: Part, offset: int, path: tuple[Node, ...], line: Statement) -> Spot:
    """Return what is at a place of a line with words."""
    words = (line.name, *line.args)
    word = touched(words, offset)
    index = sum(each.end < offset for each in words)
    role: Role = "other"
    if isinstance(line, Import):
        role = "target" if index else "plugin"
    elif isinstance(line, Directive):
        role = "argument" if index else "plugin"
    elif sum(isinstance(node, Block) for node in path) == 1:
        role = "value" if index else "property"
    return Spot(part, offset, role, path, word, index)


def last_before(items: Sequence[N], offset: int) -> N | None:
    """Return the last of some nodes that begins at or before a place."""
    return next((item for item in reversed(items) if item.start <= offset), None)


def touched(words: Sequence[Token], offset: int) -> Token | None:
    """Return the word that a place is in, or at an end of."""
    return next((word for word in words if word.start <= offset <= word.end), None)


def end_of(node: Node, text: str) -> int:
    """Return where a node ends; one that is not closed goes on to the end of the text."""
    inner = node.body if isinstance(node, ServerBlock | Snippet) else node
    if isinstance(inner, Block):
        return inner.close.start if inner.close else len(text)
    if isinstance(inner, Body) and inner.open:
        return inner.close.start if inner.close else len(text)
    after = text.find("\n", node.end)
    return len(text) if after < 0 else after


def in_comment(line: str) -> bool:
    """Tell whether what is before a place of a line has begun a comment."""
    at = line.find("#")
    return at >= 0 and line.count('"', 0, at) % 2 == 0 and (at == 0 or line[at - 1].isspace())


def server_of(spot: Spot) -> Server | None:
    """Return the server block of a place, as CoreDNS reads it."""
    block = spot.block
    if block is None:
        return None
    for server in spot.part.context.config.servers:
        if any(key.token.token in block.keys for key in server.keys):
            return server
    return None
