"""Cut a tree into pieces: its words, braces and comments, without the spaces between them."""

from collections.abc import Iterator

from corefile.syntax.tree import Block, Body, Corefile, Node, ServerBlock, Snippet, Token
from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Kind = Literal["word", "open", "close", "comment"]
else:
    Kind = str

__all__ = ["MARK", "Kind", "Piece", "cut_pieces"]

#: The byte order mark: as the first character of a text it is not a part of it.
MARK = "\ufeff"

#: A comment, or the quote at the end of a text that opens nothing and is not a token.
_IN_PREFIX = regex(r'#[^\n]*|"\\?\Z')
#: What is cut off the end of a comment; other white space CoreDNS knows is left in it.
_BLANKS = " \t\r\v\f"

#: What is in keys and in no plugin's name.
_IN_KEYS = frozenset(".:(")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a brace or a comment. A brace is one that has a node; any other is a word."""

    kind: Kind
    #: The white space before it.
    gap: str
    #: The text as written.
    text: str
    #: 0-based offset of the first character of the text.
    start: int
    #: How many blocks are around it; a brace is outside its block.
    depth: int
    #: Whether it goes on the line of the piece before it, even if it was written on the next.
    moves_up: bool = False

    @property
    def end(self) -> int:
        """0-based offset after the last character."""
        return self.start + len(self.text)

    @property
    def breaks_line(self) -> bool:
        """Whether it is to begin a line."""
        return "\n" in self.gap and not self.moves_up


def cut_pieces(tree: Corefile) -> Iterator[Piece]:
    """Yield the pieces of a tree, in the order of the text."""
    text = tree.source.text
    behind = len(MARK) if text.startswith(MARK) else 0
    for token, kind, depth, moves_up in placed_tokens(tree):
        if "#" in token.prefix or not token.raw:
            inside = depth + 1 if kind == "close" else depth
            for start, found in comments(token):
                is_comment = found.startswith("#")
                gap = text[behind:start]
                yield Piece("comment" if is_comment else "word", gap, found, start, inside)
                behind = start + len(found)
        if token.raw:
            yield Piece(kind, text[behind : token.start], token.raw, token.start, depth, moves_up)
            behind = token.end


def comments(token: Token) -> Iterator[tuple[int, str]]:
    """Yield the comments before a token, and the quote that is not a token, with their offsets."""
    start = token.start - len(token.prefix)
    for match in _IN_PREFIX.finditer(token.prefix):
        yield start + match.start(), match[0].rstrip(_BLANKS)


def placed_tokens(tree: Corefile) -> Iterator[tuple[Token, Kind, int, bool]]:
    """Yield every token with its kind, its depth, and whether it is a brace that moves up."""
    stack: list[tuple[Node, Iterator[Token | Node], int]] = [(tree, tree.children(), 0)]
    while stack:
        node, children, depth = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
        elif isinstance(child, Node):
            deeper = isinstance(node, Block | Body) and node.open is not None
            stack.append((child, child.children(), depth + deeper))
        elif isinstance(node, Block | Body):
            # A body has no tokens of its own but its braces.
            if child is node.open:
                yield child, "open", depth, moves_up(stack[-2][0], child)
            else:
                yield child, "close", depth, False
        else:
            yield child, "word", depth, False


def moves_up(owner: Node, brace: Token) -> bool:
    """Tell whether a brace on a line of its own belongs to keys, and surely so.

    CoreDNS takes the brace of a server block from the next line too (parse.go, addresses), but not
    that of a plugin, and a brace after `import` is its argument.  A file may be lines of a server
    block that another file imports, so a first word that could name a plugin is not enough; and
    a variable may hold anything.
    """
    if not brace.begins_line or not isinstance(owner, ServerBlock | Snippet) or not owner.keys:
        return False
    first, *others = owner.keys
    on_one_line = first.begins_line and not any(key.begins_line for key in others)
    with_variable = any("{" in key.value for key in owner.keys)
    plain = on_one_line and not with_variable and "#" not in brace.prefix
    return plain and not _IN_KEYS.isdisjoint(first.value)
