"""The tree of a Corefile: every character in exactly one token, every token in one node.

Printing is the concatenation of what the tokens hold, so `str(parse(text)) == text` for every text.
The nodes are immutable and know where they are.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from corefile.text.brief import Brief, shown
from corefile.text.records import dataclass, field
from corefile.text.source import Position, Source, Span
from corefile.text.typed import TypeVar

N = TypeVar("N", bound="Node")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Token(Brief):
    """The smallest piece CoreDNS knows: a word, a string or a brace, with the trivia before it."""

    #: White space and comments between the token before and this one.
    prefix: str
    #: The token as written: with quotes, vanishing carriage returns and a comment glued to it.
    raw: str
    #: What CoreDNS reads. A byte that is not UTF-8 reads as U+FFFD.
    value: str
    #: 0-based offset of the first character of `raw`.
    start: int
    #: 1-based line of the first character of `raw`.
    line: int
    #: 1-based column of the first character of `raw`.
    column: int

    @property
    def end(self) -> int:
        """0-based offset after the last character."""
        return self.start + len(self.raw)

    @property
    def span(self) -> Span:
        """Where `raw` is."""
        return Span(self.start, self.end)

    @property
    def begins_line(self) -> bool:
        """Whether this is the first token of its line, or of the text."""
        return "\n" in self.prefix or self.start == len(self.prefix)

    @property
    def quoted(self) -> bool:
        """Whether the token is written as a string."""
        return self.raw.startswith('"')

    @property
    def closed(self) -> bool:
        """False for a string that no quote ends, so that it takes the rest of the text."""
        return not self.quoted or ends_in_quote(self.raw[1:])

    @property
    def glued_comment(self) -> str:
        """The comment that ends the word (`#53` in `8.8.8.8#53`), or an empty string."""
        at = self.raw.find("#")
        return "" if at < 0 or self.quoted else self.raw[at:]

    def __str__(self) -> str:
        return self.prefix + self.raw


class Node(Brief):
    """What all nodes can do. A node is made of tokens and other nodes, in the text's order."""

    __slots__ = ()

    def _parts(self) -> tuple["Token | Node", ...]:
        """Return the tokens and nodes directly inside, in order."""
        raise AssertionError("every kind of node says what is inside it")

    def children(self) -> Iterator["Token | Node"]:
        """Yield the tokens and nodes directly inside, in order."""
        return iter(self._parts())

    def tokens(self) -> Iterator[Token]:
        """Yield every token inside, in order."""
        stack: list[Token | Node] = [self]
        while stack:
            part = stack.pop()
            if isinstance(part, Token):
                yield part
            else:
                stack += reversed(part._parts())

    def walk(self) -> Iterator["Node"]:
        """Yield this node and every node inside it, outer first, in the order of the text."""
        stack: list[Token | Node] = [self]
        while stack:
            part = stack.pop()
            if isinstance(part, Node):
                yield part
                stack += reversed(part._parts())

    def find(self, kind: type[N]) -> Iterator[N]:
        """Return every node of a class inside this one, itself included."""
        return (node for node in self.walk() if isinstance(node, kind))

    @property
    def first_token(self) -> Token:
        """The first token inside."""
        return next(self.tokens())

    @property
    def last_token(self) -> Token:
        """The last token inside."""
        last: Token | Node = self
        while isinstance(last, Node):
            last = next(filter(has_tokens, reversed(last._parts())))
        return last

    @property
    def start(self) -> int:
        """0-based offset of the first token, the trivia before it not included."""
        return self.first_token.start

    @property
    def end(self) -> int:
        """0-based offset after the last token."""
        return self.last_token.end

    @property
    def line(self) -> int:
        """1-based line of the first token."""
        return self.first_token.line

    @property
    def column(self) -> int:
        """1-based column of the first token."""
        return self.first_token.column

    @property
    def span(self) -> Span:
        """Where the node is, the trivia before it not included."""
        return Span(self.start, self.end)

    def __repr__(self) -> str:
        """Return the class, the first words and the line: a node may hold a whole text."""
        first = next(self.tokens(), None)
        if first is None:
            return f"{type(self).__name__}()"
        words = " ".join(token.raw for token in islice(self.tokens(), 8))
        return f"{type(self).__name__}({shown(words, 60)}, line={first.line})"

    def __str__(self) -> str:
        return "".join(map(str, self.tokens()))


@dataclass(frozen=True, slots=True)
class Block(Node):
    """The braces of a plugin or of a property, and the lines between them."""

    #: The `{`.
    open: Token
    #: The lines, and braces that belong to none of them.
    items: tuple["Property | Import | Block", ...]
    #: None when the text ends first.
    close: Token | None

    def _parts(self) -> tuple[Token | Node, ...]:
        return (self.open, *self.items, *_some(self.close))

    @property
    def properties(self) -> tuple["Property", ...]:
        """The lines that are properties: all but imports and stray braces."""
        return tuple(item for item in self.items if isinstance(item, Property))


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """A line: a name, the words after it, and a block where it has one."""

    #: The first word.
    name: Token
    #: The words after it, on the same line.
    args: tuple[Token, ...]
    #: The braces that open on the line, and what is in them.
    block: Block | None = None
    #: What follows the block before the line ends (hardly ever anything).
    tail: tuple[Token | Block, ...] = ()

    def _parts(self) -> tuple[Token | Node, ...]:
        return (self.name, *self.args, *_some(self.block), *self.tail)


class Directive(Statement):
    """A line of a server block: a plugin's name, its arguments, its block."""

    __slots__ = ()


class Property(Statement):
    """A line of a plugin's block."""

    __slots__ = ()


class Import(Statement):
    """A line that CoreDNS replaces with a snippet or with the content of files."""

    __slots__ = ()

    @property
    def target(self) -> Token | None:
        """The snippet's name or the file pattern, if there is any."""
        return self.args[0] if self.args else None


@dataclass(frozen=True, slots=True)
class Body(Node):
    """What is inside a server block or a snippet. Without braces it goes on to the text's end."""

    #: None when there are no braces.
    open: Token | None
    #: The lines, and braces that belong to none of them.
    items: tuple[Directive | Import | Block, ...]
    #: None when the text ends first.
    close: Token | None

    def _parts(self) -> tuple[Token | Node, ...]:
        return (*_some(self.open), *self.items, *_some(self.close))

    @property
    def directives(self) -> tuple[Directive, ...]:
        """The lines that are plugins: all but imports and stray braces."""
        return tuple(item for item in self.items if isinstance(item, Directive))


@dataclass(frozen=True, slots=True)
class ServerBlock(Node):
    """Keys (zones and ports) and the plugins that answer for them."""

    #: The keys as they are written.
    keys: tuple[Token, ...]
    #: The plugins.
    body: Body

    def _parts(self) -> tuple[Token | Node, ...]:
        return (*self.keys, self.body)

    @property
    def key_values(self) -> tuple[str, ...]:
        """The keys as CoreDNS reads them: without the commas between them, empty ones left out."""
        return key_values(self.keys)


@dataclass(frozen=True, slots=True)
class Snippet(Node):
    """A named run of lines, `(name) { … }`, for `import` to repeat elsewhere."""

    #: The name in its parentheses, as it is written.
    keys: tuple[Token, ...]
    #: The lines.
    body: Body

    def _parts(self) -> tuple[Token | Node, ...]:
        return (*self.keys, self.body)

    @property
    def name(self) -> str:
        """The name, without the parentheses."""
        return snippet_name(self.keys) or ""


@dataclass(frozen=True, slots=True)
class SyntaxFault(Brief):
    """Something in the text that CoreDNS refuses, or would if nothing before it were wrong."""

    #: What is wrong, in plain words.
    message: str
    #: The token to point at.
    token: Token
    #: What CoreDNS prints, without the file and line before it.
    coredns: str
    #: The token CoreDNS has in hand when it prints this; its line is the one CoreDNS names.
    at: Token
    #: What to write instead.
    help: str = ""
    #: Another place that matters (the brace that was never closed), and why.
    related: Token | None = None
    #: Why that place matters.
    related_message: str = ""


@dataclass(frozen=True, slots=True)
class Corefile(Node):
    """A whole text."""

    #: The text that the tree is made of.
    source: Source
    #: What is in it, in order.
    items: tuple[ServerBlock | Snippet | Import, ...]
    #: Stands for the end of the text: empty, with the trivia after the last token.
    end_token: Token
    #: What CoreDNS refuses, in the order in which it would meet it.
    errors: tuple[SyntaxFault, ...] = field(default=(), repr=False)
    #: What is inside at any depth, listed when it is first asked for: every rule asks.
    _tokens: list[Token] = field(default_factory=list, init=False, repr=False, compare=False)
    _nodes: list[Node] = field(default_factory=list, init=False, repr=False, compare=False)

    def _parts(self) -> tuple[Token | Node, ...]:
        return (*self.items, self.end_token)

    def know_tokens(self, tokens: Iterable[Token]) -> None:
        """Take what `tokens` would find out: for who has made the tree of them."""
        self._tokens[:] = tokens

    def tokens(self) -> Iterator[Token]:
        """Yield every token inside, in order."""
        if not self._tokens:
            self._tokens.extend(super().tokens())
        return iter(self._tokens)

    def walk(self) -> Iterator[Node]:
        """Yield this node and every node inside it, outer first, in the order of the text."""
        if not self._nodes:
            self._nodes.extend(islice(super().walk(), 1, None))
        return chain((self,), self._nodes)

    @property
    def servers(self) -> tuple[ServerBlock, ...]:
        """The server blocks."""
        return tuple(item for item in self.items if isinstance(item, ServerBlock))

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        """The snippets."""
        return tuple(item for item in self.items if isinstance(item, Snippet))

    def position(self, offset: int) -> Position:
        """Return line and column of a 0-based offset."""
        return self.source.position(offset)

    def encode(self) -> bytes:
        """Return the bytes of the text; for a loaded file, the bytes of that file."""
        return self.source.encode()

    def __str__(self) -> str:
        return "".join(map(str, self.tokens()))


def has_tokens(child: Token | Node) -> bool:
    """Tell whether anything is written for a node; nothing is for the body of keys alone."""
    return isinstance(child, Token) or bool(child._parts())


def _some(part: T | None) -> tuple[T, ...]:
    """Return what may be left out, as a part of a tuple."""
    return () if part is None else (part,)


def key_values(keys: tuple[Token, ...]) -> tuple[str, ...]:
    """Return keys as CoreDNS reads them (caddyfile/parse.go, addresses)."""
    return tuple(key.value.removesuffix(",") for key in keys if key.value)


def snippet_name(keys: tuple[Token, ...]) -> str | None:
    """Return the snippet's name if the keys are one `(name)`, else None (parse.go, isSnippet)."""
    values = key_values(keys)
    if len(values) == 1 and values[0].startswith("(") and values[0].endswith(")"):
        return values[0][1:].removesuffix(")")
    return None


def ends_in_quote(body: str) -> bool:
    """Tell whether what follows a string's first quote ends with one that is not escaped."""
    before = body[:-1]
    backslashes = len(before) - len(before.rstrip("\\"))
    return body.endswith('"') and backslashes % 2 == 0
