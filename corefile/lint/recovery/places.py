"""Proposes lines that are in the wrong block: properties of another plugin, plugins, or neither."""

from collections.abc import Iterable, Iterator

from corefile.coredns.catalogue.zones import ZoneAddress, key_addresses
from corefile.go.errors import Invalid
from corefile.lint.recovery.slip import Note, Slip
from corefile.lint.recovery.words import Words, is_described, properties
from corefile.syntax.tree import (
    Block,
    Body,
    Corefile,
    Directive,
    Node,
    Property,
    ServerBlock,
    Snippet,
    Statement,
    Token,
)
from corefile.text.edits import Edit
from corefile.text.records import dataclass, replace
from corefile.text.source import Span

__all__ = ["is_flat", "needless", "propose"]

#: How the names of keys end that are imported outside all server blocks.
SERVER_KEY = ".server"
#: In how many other blocks a line is tried.
_MOST = 4


def propose(tree: Corefile, words: Words) -> Iterator[Slip]:
    """Yield the lines of a text that would make sense in another block."""
    text = tree.source.text
    yield from outside(text, tree, words)
    yield from of_other_kind(text, tree, words)
    for server in tree.servers:
        yield from nested(text, server, words)
    for body in tree.find(Body):
        for home in body.directives:
            if not words.as_key(home.name.value):
                continue  # a server block below a line without braces
            for line in home.block.properties if home.block is not None else ():
                yield from of_property(text, body, home, line, words)
        yield from nameless(text, body, words)
        yield from of_plugin(text, body, words)


def of_other_kind(text: str, tree: Corefile, words: Words) -> Iterator[Slip]:
    """Yield the lines of plugins in a text that is imported for its server blocks."""
    first = next((server.first_token for server in tree.servers), None)
    is_plugin = first is not None and first.value in words.plugins and first.value != "local"
    if first is None or not is_plugin or not tree.source.name.endswith(SERVER_KEY):
        return
    around = (Edit(first.start, first.start, ". {\n"), Edit(len(text), len(text), "\n}\n"))
    yield Slip("import-content-kind", first.span, "", "", "", around, is_repair=False)


def nested(text: str, server: ServerBlock, words: Words) -> Iterator[Slip]:
    """Yield the slip of a server block that has others in it: they go below it."""
    if not server.keys:
        return
    close = server.body.close
    inner = [line for line in server.body.directives if is_server(text, line, server, words)]
    if close is None or not inner:
        return
    around = server.keys[0].value
    own = {address for key in server.keys for address in addresses(key)}
    again = [line for line in inner if not line.args and not own.isdisjoint(addresses(line.name))]
    if again:
        yield from (unwrapped(text, line, around) for line in again)
        return
    first, *others = (line.name for line in inner)
    start = text.rfind("\n", 0, server.keys[0].start) + 1
    margin = text[start : server.keys[0].start]
    at = text.find("\n", close.end)
    at = len(text) if at < 0 else at
    moved = "".join(f"\n\n{margin}{shallower(text, line, margin)}" for line in inner)
    more = f", and {len(others) - 1} more" if others[1:] else ""
    yield Slip(
        "unknown-directive",
        first.span,
        f"server blocks cannot be nested: `{first.value}` is in the block of `{around}`",
        f"move it below the `}}` of `{around}`, with the plugins it needs: it takes none from "
        "the block around it",
        "move it out of the block",
        (*(Edit(*whole(text, line), "") for line in inner), Edit(at, at, moved)),
        Note(others[0].span, f"so is `{others[0].value}`{more}") if others else None,
    )


def unwrapped(text: str, line: Directive, around: str) -> Slip:
    """Return the slip of a server block in one for the same names: its lines go into that."""
    name, block = line.name, line.block
    braces = () if block is None or block.close is None else (block.close,)
    edits = (Edit(*alone(text, brace), "") for brace in braces)
    first = Edit(text.rfind("\n", 0, name.start) + 1, text.find("\n", name.end) + 1, "")
    return Slip(
        "unknown-directive",
        name.span,
        f"server blocks cannot be nested: `{name.value}` is in the block of `{around}`, which is "
        "for these names already",
        f"leave `{name.value} {{` and its `}}` out: the lines between them belong to `{around}`",
        "take the lines out of the inner block",
        (first, *edits),
    )


def addresses(key: Token) -> list[ZoneAddress]:
    """Return what a key stands for; nothing where CoreDNS refuses it."""
    try:
        return key_addresses(key.value)
    except Invalid:
        return []


def is_server(text: str, line: Directive, server: ServerBlock, words: Words) -> bool:
    """Tell whether a line of a server block begins another one, as it is indented too."""
    name, block = line.name, line.block
    is_closed = block is not None and block.close is not None and block.close.begins_line
    is_deeper = name.begins_line and (
        name.column > server.keys[0].column or is_flat(server.tokens())
    )
    is_key = not words.as_key(name.value) and not set(name.raw) & set("{}()")
    is_last = not text[line.end : whole(text, line)[1]].strip()
    return is_closed and is_deeper and is_key and is_last


def is_flat(tokens: Iterable[Token]) -> bool:
    """Tell whether no line is indented: then that says nothing about where braces belong."""
    return all(token.column == 1 for token in tokens if token.begins_line)


def shallower(text: str, line: Statement, margin: str) -> str:
    """Return the text of a line with its block, as deep as a margin but for its first line.

    Spaces in a string of several lines are a part of it: the text then stays as deep as it is.
    """
    if any("\n" in token.raw for token in line.tokens()):
        return text[line.start : line.end]
    start = text.rfind("\n", 0, line.start) + 1
    return text[line.start : line.end].replace(f"\n{text[start : line.start]}", f"\n{margin}")


def nameless(text: str, body: Body, words: Words) -> Iterator[Slip]:
    """Yield the blocks of a server block that have no plugin."""
    for block in loose(body):
        if block.close is None:
            continue
        names = [line.name.value for line in block.properties]
        above = [line for line in body.directives if line.name.start < block.open.start][-1:]
        free = [line.name.value for line in above if line.block in (None, block)]
        if names and free and properties(free[0]).issuperset(names):
            yield below(block, block.close, free[0])
            continue
        known = [p for p in sorted(words.plugins) if names and properties(p).issuperset(names)]
        brace = block.open
        shown = f"`{known[0]} {{`" if len(known) == 1 else "the plugin's name before the brace"
        why = f"`{names[0]}` is a property of `{known[0]}`; " if len(known) == 1 else ""
        slip = Slip(
            "brace-without-plugin",
            brace.span,
            "this `{` has no plugin before it",
            f"{why}write {shown}, or remove the block",
            "",
            (Edit(brace.start, block.close.end, ""),),
            is_repair=False,
        )
        if len(known) == 1:
            yield replace(slip, edits=(Edit(brace.start, brace.start, f"{known[0]} "),))
        yield slip


def needless(tree: Corefile, words: Words) -> Iterator[Slip]:
    """Yield the braces around lines of a server block that have no plugin."""
    text = tree.source.text
    for body in tree.find(Body):
        for block in loose(body):
            names = [line.name.value for line in block.properties]
            above = [line.name.value for line in body.directives if line.start < block.open.start]
            is_own = any(properties(name).issuperset(names) for name in above[-1:])
            if block.close is None or not names or is_own or not words.plugins.issuperset(names):
                continue
            yield Slip(
                "brace-without-plugin",
                block.open.span,
                "this `{` has no plugin before it, and plugins in its block",
                "remove the `{` and its `}`: these lines are in a server block already",
                "remove the braces",
                tuple(Edit(*alone(text, token), "") for token in (block.open, block.close)),
            )


def alone(text: str, token: Token) -> tuple[int, int]:
    """Return where a token is, with its line where nothing else is on it."""
    start = text.rfind("\n", 0, token.start) + 1
    end = text.find("\n", token.end) + 1 or len(text)
    is_alone = not text[start : token.start].strip() and not text[token.end : end].strip()
    return (start, end) if is_alone else (token.start, token.end)


def below(block: Block, close: Token, name: str) -> Slip:
    """Return the slip of a block whose brace is on the line below that of its plugin."""
    return Slip(
        "brace-misplaced",
        block.open.span,
        f"this `{{` is on a line of its own: CoreDNS does not take it for that of `{name}`",
        "put the brace at the end of the line above",
        "",
        (Edit(block.open.start, close.end, ""),),
        is_repair=False,
    )


def loose(body: Body) -> Iterator[Block]:
    """Yield the blocks that begin on a line of their own, or where all of the others end."""
    for item in body.items:
        if isinstance(item, Block):
            if item.open.begins_line or body.close is not None:
                yield item
            continue
        blocks = (part for part in (item.block, *item.tail) if isinstance(part, Block))
        yield from (block for block in blocks if block.open.begins_line)


def of_property(
    text: str, body: Body, home: Directive, line: Property, words: Words
) -> Iterator[Slip]:
    """Yield a line of a plugin's block as one that belongs elsewhere."""
    name = line.name.value
    if name in properties(home.name.value) or not line.name.begins_line:
        return
    if home.name.value in words.plugins and not is_described(home.name.value):
        return  # a plugin of somebody else's may have any property
    if name in words.plugins:
        yield from longer(home, line)
        yield moved_out(text, home, line)
    others = [
        other
        for other in body.directives
        if other is not home and name in properties(other.name.value) and takes(other, name)
    ]
    for other in others[:_MOST]:
        if other.block is not None and other.block.close is not None:
            yield moved_into(text, home, line, other, other.block.close)


def longer(home: Directive, line: Property) -> Iterator[Slip]:
    """Yield the property of a plugin that begins with the name of another plugin, cut short."""
    name = line.name
    for known in sorted(properties(home.name.value)):
        if known.startswith(f"{name.value}_"):
            edits = (Edit(name.start, name.end, known),)
            yield Slip("", name.span, "", f"did you mean `{known}`?", f"write `{known}`", edits)


def of_plugin(text: str, body: Body, words: Words) -> Iterator[Slip]:
    """Yield the properties of plugins that are outside all of their blocks."""
    for line in body.directives:
        name = line.name.value
        if name in words.plugins or line.block is not None or not line.name.begins_line:
            continue
        for other in body.directives:
            close = other.block.close if other.block is not None else None
            if name in properties(other.name.value) and close is not None and takes(other, name):
                yield moved_into(text, None, line, other, close)


def takes(other: Directive, name: str) -> bool:
    """Tell whether a plugin has a block, in which a property is not yet."""
    block = other.block
    return (
        block is not None
        and block.close is not None
        and block.close.begins_line
        and all(line.name.value != name for line in block.properties)
    )


def whole(text: str, line: Statement) -> tuple[int, int]:
    """Return the offsets of a line, with its block and its line feed."""
    start = text.rfind("\n", 0, line.start) + 1
    end = text.find("\n", line.end)
    return start, len(text) if end < 0 else end + 1


def indented(text: str, line: Statement, like: Token) -> str:
    """Return a line as one of the same depth as a token."""
    start, end = whole(text, line)
    depth = like.prefix.rpartition("\n")[2]
    return depth + text[start:end].strip() + "\n"


def moved_into(
    text: str, home: Directive | None, line: Statement, other: Directive, close: Token
) -> Slip:
    """Return the slip of a property in the block of another plugin."""
    lines = other.block.properties if other.block is not None else ()
    name, there = line.name.value, other.name.value
    here = "outside its block" if home is None else f"in the block of `{home.name.value}`"
    at = text.rfind("\n", 0, close.start) + 1
    like = lines[-1].name if lines else close
    new = indented(text, line, like)
    return Slip(
        "line-in-wrong-block",
        Span(line.name.start, (line.args or (line.name,))[-1].end),
        f"`{name}` is a property of `{there}`, and is {here}",
        f"move the line into the block of `{there}`",
        f"move the line into the block of `{there}`",
        (Edit(*whole(text, line), ""), Edit(at, at, new)),
        Note(other.name.span, f"`{there}` is here"),
    )


def moved_out(text: str, home: Directive, line: Property) -> Slip:
    """Return the slip of a plugin in the block of another plugin."""
    name, here = line.name.value, home.name.value
    at = whole(text, home)[0]
    if text[at : home.name.start].strip():
        at = home.name.start
    new = indented(text, line, home.name)
    if line.block is not None:
        start, end = whole(text, line)
        new = text[start:end]
    return Slip(
        "line-in-wrong-block",
        Span(line.name.start, (line.args or (line.name,))[-1].end),
        f"`{name}` is a plugin, and is inside the block of `{here}`",
        f"move the line out of the block of `{here}`, to a place of its own in the server block",
        f"move the line out of the block of `{here}`",
        (Edit(*whole(text, line), ""), Edit(at, at, new)),
        Note(home.name.span, f"the block of `{here}` begins here"),
    )


@dataclass(frozen=True, slots=True)
class Home:
    """A server block or snippet that a line may belong into."""

    #: Its first key, its braces, and the lines in it.
    key: Token
    open: Token
    close: Token
    lines: tuple[Node, ...]

    def has(self, name: str) -> bool:
        """Tell whether a plugin, or one of that name, is in it already."""
        return any(isinstance(line, Statement) and line.name.value == name for line in self.lines)

    @property
    def depth(self) -> str:
        """What its lines begin with."""
        prefix = self.lines[0].first_token.prefix if self.lines else "\n    "
        return prefix.rpartition("\n")[2]


def homes_of(tree: Corefile, words: Words) -> Iterator[Home]:
    """Yield the blocks that lines may belong into."""
    for item in tree.items:
        if not isinstance(item, (ServerBlock, Snippet)) or not item.keys:
            continue
        body = item.body
        if body.open is not None and body.close is not None:
            yield Home(item.keys[-1], body.open, body.close, body.items)
        for line in body.directives if body.open is None else ():
            # A line above all blocks makes them look like plugins.
            block = line.block
            if block is None or block.close is None or words.as_key(line.name.value):
                continue
            yield Home(line.name, block.open, block.close, block.items)


def outside(text: str, tree: Corefile, words: Words) -> Iterator[Slip]:
    """Yield plugins that are outside all server blocks."""
    homes = [*homes_of(tree, words)]
    for server in tree.servers:
        rows: dict[int, list[Token]] = {}
        for key in server.keys:
            rows.setdefault(key.line, []).append(key)
        for row in rows.values():
            name = row[0]
            if name.value not in words.plugins or name.value == "local" or not name.begins_line:
                continue
            before = [home for home in homes if home.close.end <= name.start]
            after = [home for home in homes if home.open.start > name.start]
            near = (*before[-1:], *after[:1])
            if name.column > 1:  # it is indented as the lines above
                near = near[:1]
            for home in near:
                yield moved_in(text, row, home, server.body.open)


def moved_in(text: str, row: list[Token], home: Home, brace: Token | None) -> Slip:
    """Return the slip of a plugin outside all server blocks: it goes into one."""
    name, last = row[0], row[-1]
    if brace is not None and brace.line == last.line:
        last = brace
    start = text.rfind("\n", 0, name.start) + 1
    end = text.find("\n", last.end)
    end = len(text) if end < 0 else end + 1
    new = home.depth + text[start:end].strip() + "\n"
    at = text.rfind("\n", 0, home.close.start) + 1
    return Slip(
        "line-in-wrong-block",
        Span(name.start, row[-1].end),
        f"the plugin `{name.value}` is outside all server blocks: CoreDNS takes it for a zone",
        f"move the line into a server block, such as that of `{home.key.value}`",
        "move the line into the server block",
        (Edit(start, end, ""), Edit(at, at, new)),
        Note(home.key.span, "the server block is here"),
        # Where it belongs among others of its name, only its author knows.
        is_repair=not home.has(name.value),
    )
