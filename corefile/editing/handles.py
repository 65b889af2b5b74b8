"""What is edited: lines, server blocks and snippets, each followed through all changes."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

from corefile.editing.changing import Place, move, put_rows, remove
from corefile.editing.errors import NotFound, Refused, missing
from corefile.editing.gate import Entry, Gate
from corefile.editing.inserting import plugin_place
from corefile.editing.keys import VARIABLE, addresses, key_edits, real_keys, zone_of
from corefile.editing.layout import begin_of_line, end_of_line, indentation, start_of_comments
from corefile.editing.outline import kind_of_line
from corefile.editing.placing import taker
from corefile.editing.quoting import Word, text_of, texts_of
from corefile.editing.words import Words, replacing, word_edits
from corefile.syntax.tree import Import, ServerBlock, Snippet, Statement
from corefile.text.brief import shown
from corefile.text.edits import Edit, line_break
from corefile.text.records import replace

__all__ = ["Body", "Handle", "Holder", "Line", "Server", "SnippetBlock"]


class Handle:
    """Something in the text. It stays what it is while the text around it changes.

    All changes raise Refused when CoreDNS would read something else than is meant, Inexpressible
    for a word that cannot be written, and Gone once the thing has been taken out. The text is then
    what it was before.
    """

    __slots__ = ("_entry", "_gate")

    def __init__(self, gate: Gate, entry: Entry) -> None:
        self._gate = gate
        self._entry = entry

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Handle) and self._entry is other._entry

    def __hash__(self) -> int:
        return hash(id(self._entry))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({shown(' '.join(self._entry.shape.words), 80)})"

    def __str__(self) -> str:
        """Return the text of it, without the comments and spaces before it."""
        node = self._entry.node
        return self._gate.text[node.start : node.end]

    @property
    def comments(self) -> list[str]:
        """The comment lines above that belong to it. Setting them writes others there."""
        first = self._entry.node.first_token
        lines = self._gate.text[start_of_comments(first) : begin_of_line(first)].split("\n")
        return [line.strip() for line in lines[:-1]]

    @comments.setter
    def comments(self, lines: Iterable[str]) -> None:
        first, newline = self._entry.node.first_token, line_break(self._gate.text)
        if not first.begins_line:
            raise Refused("it begins on the line of something else, so no comment can be above it")
        indent = indentation(first)
        words = [line if line.startswith("#") else f"# {line}" for line in texts_of(lines)]
        new = "".join(f"{indent}{line.rstrip()}{newline}" for line in words)
        edit = Edit(start_of_comments(first), begin_of_line(first), new)
        self._gate.change([edit], self._entry.index, self._entry.index, [])

    def atomic(self) -> AbstractContextManager[None]:
        """Make the changes of a `with` block all or, if there is an exception, none."""
        return self._gate.atomic()

    def remove(self, *, comments: bool = True) -> None:
        """Take it out of the text; the `comments` that belong to it too, unless told otherwise."""
        remove(self._gate, self._entry, comments=comments)

    def move_before(self, other: "Handle") -> None:
        """Put it above something else in the same block, with its comments."""
        move(self._gate, self._entry, other._entry, below=False)

    def move_after(self, other: "Handle") -> None:
        """Put it below something else in the same block, with its comments."""
        move(self._gate, self._entry, other._entry, below=True)


class Holder(Handle):
    """Something with lines inside."""

    __slots__ = ()

    @property
    def lines(self) -> "list[Line]":
        """The lines directly inside, imports included."""
        entries = self._gate.children(self._entry)
        return [Line(self._gate, each) for each in entries if isinstance(each.node, Statement)]

    @property
    def imports(self) -> "list[Line]":
        """The imports directly inside."""
        return [line for line in self.lines if line.is_import]

    def find(self, name: str) -> "list[Line]":
        """Return the lines directly inside that have a name."""
        return [line for line in self.lines if line.name == name]

    def __contains__(self, name: str) -> bool:
        return bool(self.find(name))

    def append(self, name: Word, *args: Word) -> "Line":
        """Put a line below all others."""
        return self.extend([(name, *args)])[0]

    def extend(self, rows: Iterable[Sequence[Word]]) -> "list[Line]":
        """Put lines below all others, each a name and its arguments: faster than one by one."""
        children = self._gate.children(self._entry)
        place = Place(self._entry, children[-1] if children else None)
        return [Line(self._gate, entry) for entry in put_rows(self._gate, place, rows)]

    def insert(self, index: int, name: Word, *args: Word) -> "Line":
        """Put a line before the one that has an index now; below all others if there is none."""
        lines = self.lines
        place, _, _ = slice(index, None).indices(len(lines))
        if place == len(lines):
            return self.append(name, *args)
        return lines[place].insert_before(name, *args)

    def add(self, name: Word, *args: Word) -> "Line":
        """Put a line where one of its name is best put."""
        return self.append(name, *args)

    def set(self, name: Word, *args: Word) -> "Line":
        """Return the first line of a name these arguments; add the line where there is none."""
        for line in self.find(text_of(name)):
            line.args = args
            return line
        return self.add(name, *args)

    def first(self, name: str) -> "Line":
        """Return the first line directly inside that has a name. Raises NotFound."""
        for line in self.find(name):
            return line
        message = f"`{' '.join(self._entry.shape.words)}` has no `{name}`"
        raise NotFound(missing(message, name, (line.name for line in self.lines)))


class Line(Holder):
    """A plugin, a property or an import: a name, arguments, and perhaps a block of properties."""

    __slots__ = ()

    @property
    def node(self) -> Statement:
        """The line in the tree as it is now."""
        node = self._entry.node
        assert isinstance(node, Statement)  # noqa: S101 - for the type checker
        return node

    @property
    def is_import(self) -> bool:
        """Whether CoreDNS replaces the line with a snippet or with files."""
        return isinstance(self.node, Import)

    @property
    def name(self) -> str:
        """The first word. Setting it keeps the rest of the line, and its block."""
        return self.node.name.value

    @name.setter
    def name(self, name: Word) -> None:
        self._put(0, 1, [text_of(name)])

    @property
    def args(self) -> Words:
        """The words after the name, as a list. A change of the list changes the text."""
        _ = self.node
        return Words(
            lambda: [token.value for token in self.node.args],
            lambda start, stop, values: self._put(start + 1, stop + 1, values),
        )

    @args.setter
    def args(self, args: Iterable[Word]) -> None:
        self._put(1, len(self.node.args) + 1, texts_of(args))

    @property
    def comment(self) -> str:
        """The comment at the end of the line, or of its block; empty where there is none.

        Setting it writes another one there.
        """
        node, text = self.node, self._gate.text
        glued = "" if node.block else (node.args[-1:] or [node.name])[0].glued_comment
        stop = end_of_line(text, node.end)
        return (glued + ("" if stop is None else text[node.end : stop])).strip()

    @comment.setter
    def comment(self, text: str) -> None:
        end = self.node.end
        stop = end_of_line(self._gate.text, end)
        if stop is None or self.comment not in self._gate.text[end:stop]:
            raise Refused("a comment cannot be written at the end of its line")
        word = text if text.startswith("#") or not text else f"# {text}"
        edit = Edit(end, stop, f"  {word}" if word else "")
        self._gate.change([edit], self._entry.index, self._entry.index, [])

    def replace(self, name: Word, *args: Word) -> None:
        """Write another line instead of this one. Its comments stay, its block goes.

        Raises Refused where something follows the block on its line.
        """
        node, words = self.node, texts_of((name, *args))
        if node.tail:
            raise Refused(f"`{node.name.value}` has something after its block")
        edits = self._word_edits(0, len(node.args) + 1, words)
        if node.block is not None:
            start = node.block.open.start - len(node.block.open.prefix)
            edits.append(Edit(start, node.end, ""))
        self._change(edits, words, block=False)

    def insert_before(self, name: Word, *args: Word) -> "Line":
        """Put a line above this one and its comments."""
        return self._beside(False, (name, *args))

    def insert_after(self, name: Word, *args: Word) -> "Line":
        """Put a line below this one."""
        return self._beside(True, (name, *args))

    def properties(self, name: str | None = None) -> "list[Line]":
        """Return the lines of the block; with a name, those that have it."""
        return [each for each in self.lines if not each.is_import and name in (None, each.name)]

    def _beside(self, below: bool, words: Sequence[Word]) -> "Line":
        parent = self._gate.parent(self._entry)
        if parent is None:
            raise Refused("only imports are allowed outside server blocks: use `add_import`")
        return Line(self._gate, put_rows(self._gate, Place(parent, self._entry, below), [words])[0])

    def _put(self, start: int, stop: int, values: list[str]) -> None:
        words = [*self._entry.shape.words]
        words[start:stop] = values
        self._change(self._word_edits(start, stop, values), words, block=self._entry.shape.block)

    def _word_edits(self, start: int, stop: int, values: list[str]) -> list[Edit]:
        return word_edits(self._gate.text, self._gate.path(self._entry), start, stop, values)

    def _change(self, edits: list[Edit], words: list[str], *, block: bool) -> None:
        entry, parent = self._entry, self._gate.parent(self._entry)
        shape = replace(entry.shape, words=tuple(words), block=block)
        if parent is not None:
            shape = replace(shape, kind=kind_of_line(words[0], parent.shape.kind))
        behind = entry.index + 1 if block else self._gate.behind(entry)
        if edits:
            self._gate.change(edits, entry.index, behind, [(shape, entry)])

    def property(self, name: str) -> "Line":
        """Return the first property of a name. Raises NotFound."""
        return self.first(name)


class Body(Holder):
    """A server block or a snippet: braces with plugins inside."""

    __slots__ = ()

    def plugins(self, name: str | None = None) -> list[Line]:
        """Return the plugins; with a name, those that have it."""
        return [each for each in self.lines if not each.is_import and name in (None, each.name)]

    def plugin(self, name: str) -> Line:
        """Return the first plugin of a name. Raises NotFound."""
        return self.first(name)

    def add(self, name: Word, *args: Word) -> Line:
        """Put a plugin where the order of CoreDNS's plugins suggests.

        That is below the last one of its name, but above one that would take all its queries; or
        else above the first that queries reach later; below all others for a plugin that CoreDNS
        itself does not have.
        """
        lines = self._gate.children(self._entry)
        place, below = plugin_place([each.node for each in lines], text_of(name))
        beside = Place(self._entry, lines[place] if lines else None, below)
        with self.atomic():
            line = Line(self._gate, put_rows(self._gate, beside, [(name, *args)])[0])
            self.raise_above(line)
        return line

    def raise_above(self, line: Line) -> None:
        """Move a line above one of the same name that takes all its queries, if there is one.

        It stays where it is if it would take all queries of the other one. `add` does so; it is
        worth doing again once the line has its properties.
        """
        other = self._taker(line)
        if other is not None:
            line.move_before(other)
            if self._taker(other) == line:
                line.move_after(other)

    def _taker(self, line: Line) -> Line | None:
        """Return the line that keeps all queries from another of its name."""
        if line.is_import or len(self.lines) < 2:
            return None
        word = taker(self._gate.tree, line.node, self._gate.build)
        others = (each for each in self.lines if each != line)
        return next((each for each in others if word in (each.node.name, *each.node.args)), None)


class Server(Body):
    """A server block."""

    __slots__ = ()

    @property
    def node(self) -> ServerBlock:
        """The server block in the tree as it is now."""
        node = self._entry.node
        assert isinstance(node, ServerBlock)  # noqa: S101
        return node

    @property
    def keys(self) -> Words:
        """The keys (zones and ports) as a list. A change of the list changes the text."""
        _ = self.node
        return Words(lambda: self.node.key_values, self._put_keys)

    @keys.setter
    def keys(self, keys: Iterable[Word]) -> None:
        self._put_keys(0, len(self.node.key_values), texts_of(keys))

    @property
    def zones(self) -> frozenset[str]:
        """The zones of its keys; of a key that CoreDNS refuses, the key itself."""
        return frozenset(zone_of(each) for key in self.keys for each in addresses(key))

    @property
    def has_variables(self) -> bool:
        """Whether a key depends on a variable, so that it is not known what the block serves."""
        return any(VARIABLE.search(key) for key in self.keys)

    def _put_keys(self, start: int, stop: int, values: list[str]) -> None:
        entry, keys = self._entry, [*self._entry.shape.words]
        keys[start:stop] = values
        if not (keys and entry.shape.words):
            raise Refused("CoreDNS throws a server block without keys away")
        edits = key_edits(self._gate.text, real_keys(self.node.keys), start, stop, values)
        shape = replace(entry.shape, words=tuple(keys))
        if edits:
            self._gate.change(edits, entry.index, entry.index + 1, [(shape, entry)])


class SnippetBlock(Body):
    """A snippet."""

    __slots__ = ()

    @property
    def node(self) -> Snippet:
        """The snippet in the tree as it is now."""
        node = self._entry.node
        assert isinstance(node, Snippet)  # noqa: S101
        return node

    @property
    def name(self) -> str:
        """The name, without the parentheses. Setting it does not touch the imports that use it."""
        return self.node.name

    @name.setter
    def name(self, name: str) -> None:
        key, entry = real_keys(self.node.keys)[0], self._entry
        shape = replace(entry.shape, words=(f"({name})",))
        edits = replacing(self._gate.text, key, f"({name})")
        if edits:
            self._gate.change(edits, entry.index, entry.index + 1, [(shape, entry)])
