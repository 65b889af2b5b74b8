"""Build the nodes, as the grammar's rules ask for them, and note what CoreDNS would refuse.

The functions have the names after the arrows in grammar/corefile.lark. A line is a list
until it is known whether it is a plugin or a property; a pair of braces waits for its owner.
"""

from collections.abc import Callable, Iterator, Sequence

from corefile.syntax import faults
from corefile.syntax.tree import (
    Block,
    Body,
    Corefile,
    Directive,
    Import,
    Property,
    ServerBlock,
    Snippet,
    Statement,
    SyntaxFault,
    Token,
    snippet_name,
)
from corefile.text.records import dataclass
from corefile.text.source import Source
from corefile.text.typed import TypeAlias, TypeVar, cast

T = TypeVar("T")
S = TypeVar("S", bound=Statement)
Line: TypeAlias = list[Token | Block]
Lines: TypeAlias = list[Line | Block]


@dataclass(frozen=True, slots=True)
class Braces:
    """A pair of braces, and the lines between, before it is known whose they are."""

    open: Token
    lines: Lines
    close: Token | None


class Builder:
    """Takes the parser's reductions. One builder serves one text."""

    def __init__(self, source: Source, tokens: Sequence[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.errors: list[SyntaxFault] = []
        self.commas: list[SyntaxFault] = []
        self.snippets: dict[str, Token] = {}

    def actions(self) -> dict[str, Callable[..., object]]:
        """Return what the names in the grammar stand for."""
        return {
            "new_list": list,
            "start_list": start_list,
            "append": append,
            "concat": concat,
            "keep": keep,
            "no_token": no_token,
            "braces": Braces,
            "start_block": self.start_block,
            "append_block": self.append_block,
            "server": self.server,
            "server_after_comma": self.server_after_comma,
            "server_without_keys": self.server_without_keys,
            "server_without_brace": self.server_without_brace,
            "server_without_body": self.server_without_body,
            "server_ends_in_comma": self.server_ends_in_comma,
            "top_import": self.top_import,
            "top_import_with_block": self.top_import_with_block,
            "corefile": self.corefile,
        }

    def start_block(self, braces: Braces) -> list[Block]:
        """Begin with a block that comes first."""
        return [self.block(braces)]

    def append_block(self, line: Line, braces: Braces) -> Line:
        """Add a block to a line."""
        line.append(self.block(braces))
        return line

    def block(self, braces: Braces) -> Block:
        """Return the braces of a plugin or property (parse.go, directive)."""
        items = statements(braces.lines, property_or_import)
        self.check_last_import(items, braces.close)
        return Block(braces.open, tuple(items), braces.close)

    def body(self, open_brace: Token | None, lines: Lines, close: Token | None) -> Body:
        """Return what is inside a server block or snippet (parse.go, directives)."""
        items = statements(lines, directive_or_import)
        self.check_last_import(items, close)
        return Body(open_brace, tuple(items), close)

    def check_last_import(self, items: Sequence[Statement | Block], close: Token | None) -> None:
        """Note the imports that have not exactly one argument."""
        last = len(items) - 1
        for index, item in enumerate(items):
            if isinstance(item, Import):
                fault = faults.import_arity(item, close if index == last else None)
                self.errors.extend([fault] if fault else [])

    def server(self, keys: list[Token], braces: Braces) -> ServerBlock | Snippet:
        """Return a server block or a snippet with braces."""
        body = self.body(braces.open, braces.lines, braces.close)
        name = snippet_name(tuple(keys))
        if name is not None:
            return self.snippet(keys, name, body)
        self.check_strays(body)
        if body.close is None:
            self.check_end(body)
        elif body.items and not body.close.begins_line and isinstance(body.items[-1], Directive):
            fault = faults.closing_brace_on_line(body.close, body.items[-1].name)
            self.errors.append(fault)
        return ServerBlock(tuple(keys), body)

    def server_after_comma(self, keys: list[Token], braces: Braces) -> ServerBlock | Snippet:
        """Return a server block whose keys end in a comma."""
        server = self.server(keys, braces)
        self.commas.append(faults.brace_after_comma(last_key(keys), braces.open))
        return server

    def server_without_keys(self, braces: Braces) -> ServerBlock | Snippet:
        """Return braces without a key before them. CoreDNS reads them and throws them away."""
        return self.server([], braces)

    def server_without_brace(
        self, keys: list[Token], lines: Lines, close: Token | None
    ) -> ServerBlock | Snippet:
        """Return a server block that the end of the text closes, or a brace never opened."""
        body = self.body(None, lines, close)
        name = snippet_name(tuple(keys))
        if name is not None:
            return self.snippet(keys, name, body)
        last = body.items[-1]
        if close is None:
            open_block = faults.unclosed(last)
            if open_block is not None:
                self.errors.append(faults.block_never_closed(open_block.open, self.last_token))
        elif not close.begins_line and isinstance(last, Directive):
            self.errors.append(faults.closing_brace_on_line(close, last.name))
        return ServerBlock(tuple(keys), body)

    def server_without_body(self, keys: list[Token], close: Token) -> ServerBlock | Snippet:
        """Return a server block that is keys and nothing more."""
        brace = close if close.raw else None
        body = Body(None, (), brace)
        name = snippet_name(tuple(keys))
        if brace is not None and name is not None:
            return self.snippet(keys, name, body)
        return ServerBlock(tuple(keys), body)

    def server_ends_in_comma(self, keys: list[Token], _: Token) -> ServerBlock:
        """Return the keys that the text ends with."""
        self.errors.append(faults.end_after_comma(last_key(keys), keys[-1]))
        return ServerBlock(tuple(keys), Body(None, (), None))

    def snippet(self, keys: list[Token], name: str, body: Body) -> Snippet:
        """Return a snippet. What is inside is judged where it is imported."""
        key = next(key for key in keys if key.value)
        opening = body.first_token
        while self.errors and self.errors[-1].at.start > opening.start:
            self.errors.pop()
        if name in self.snippets:
            self.errors.append(faults.snippet_twice(name, key, opening, self.snippets[name]))
        elif body.open is None:
            self.errors.append(faults.snippet_without_brace(key, opening))
        elif body.close is None:
            self.errors.append(faults.snippet_never_closed(opening, self.last_token))
        else:
            self.errors.extend(imports_of_itself(name, body, body.close))
        self.snippets.setdefault(name, key)
        return Snippet(tuple(keys), body)

    def check_strays(self, body: Body) -> None:
        """Note the braces that are where a plugin's name should be."""
        blocks = (item for item in body.items if isinstance(item, Block))
        self.errors.extend(faults.stray_open_brace(block.open) for block in blocks)

    def check_end(self, body: Body) -> None:
        """Note that the text ends inside a server block.

        CoreDNS asks only whether the last token is a closing brace, and takes that of a plugin's
        block for it (parse.go, closeCurlyBrace). After an import it depends on what is imported.
        """
        last = body.items[-1] if body.items else None
        open_block = None if last is None else faults.unclosed(last)
        if open_block is not None:
            self.errors.append(faults.block_never_closed(open_block.open, self.last_token))
        elif self.last_token.value != "}" and not isinstance(last, Import):
            self.errors.append(faults.server_never_closed(body.first_token, self.last_token))

    @property
    def last_token(self) -> Token:
        """The last token before the end of the text."""
        return self.tokens[-2]

    def top_import(self, words: list[Token]) -> Import:
        """Return an import that is outside server blocks."""
        return self.outer_import(words, None)

    def top_import_with_block(
        self, words: list[Token], open_brace: Token, lines: Lines, close: Token | None
    ) -> Import:
        """Return an import with a brace on its line, which CoreDNS refuses."""
        return self.outer_import(words, self.block(Braces(open_brace, lines, close)))

    def outer_import(self, words: list[Token], block: Block | None) -> Import:
        """Return an import that is outside server blocks."""
        node = Import(words[0], tuple(words[1:]), block)
        self.check_last_import([node], None)
        return node

    def corefile(self, items: list[ServerBlock | Snippet | Import]) -> Corefile:
        """Return the whole."""
        errors = sorted([*self.commas, *self.errors], key=lambda fault: fault.at.start)
        tree = Corefile(self.source, tuple(items), self.tokens[-1], tuple(errors))
        tree.know_tokens(self.tokens)
        return tree


def last_key(keys: Sequence[Token]) -> Token:
    """Return the last key that is not the empty string, which CoreDNS takes for no key."""
    return next(key for key in reversed(keys) if key.value)


def imports_of_itself(name: str, body: Body, close: Token) -> Iterator[SyntaxFault]:
    """Yield the faults of imports in a snippet that name it (parse.go, begin).

    CoreDNS looks at the tokens only, and takes the next one for the name even on another line.
    """
    inside = [*body.tokens()][1:-1]
    for before, token, after in zip([None, *inside], inside, inside[1:], strict=False):
        at_line_start = before is None or before.line != token.line
        if token.value == "import" and at_line_start and after.value == name:
            yield faults.snippet_imports_itself(name, after, close)


def start_list(first: T) -> list[T]:
    """Begin a list."""
    return [first]


def append(items: list[T], item: T) -> list[T]:
    """Add to a list."""
    items.append(item)
    return items


def concat(head: list[T], rest: list[T]) -> list[T]:
    """Join two lists."""
    return head + rest


def keep(item: T) -> T:
    """Pass a value on."""
    return item


def no_token(_: Token) -> None:
    """Say that the text ended before the token came."""
    return


def statements(lines: Lines, make: Callable[[list[Token | Block]], S]) -> list[S | Block]:
    """Return the lines between two braces as nodes."""
    return [line if isinstance(line, Block) else make(line) for line in lines]


def directive_or_import(line: Line) -> Directive | Import:
    """Return a line of a server block."""
    name, args, block, tail = parts(line)
    return (Import if name.value == "import" else Directive)(name, args, block, tail)


def property_or_import(line: Line) -> Property | Import:
    """Return a line of a plugin's block."""
    name, args, block, tail = parts(line)
    is_import = name.value == "import" and name.begins_line
    return (Import if is_import else Property)(name, args, block, tail)


def parts(line: Line) -> tuple[Token, tuple[Token, ...], Block | None, tuple[Token | Block, ...]]:
    """Take a line apart: its name, the words before its block, the block, and the rest."""
    for index, part in enumerate(line):
        if isinstance(part, Block):
            words = cast("list[Token]", line[:index])
            return words[0], tuple(words[1:]), part, tuple(line[index + 1 :])
    words = cast("list[Token]", line)
    return words[0], tuple(words[1:]), None, ()
