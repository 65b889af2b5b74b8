"""The editor of a Corefile: finds what is there and changes it, and leaves all else as it is."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager

from corefile.coredns.catalogue.zones import (
    ZoneAddress,
    split_transport,
    split_zone_port,
)
from corefile.coredns.releases.builds import Build, stock
from corefile.editing.asking import asked, prepared
from corefile.editing.changing import New, Place, put
from corefile.editing.errors import EditError, NotFound, missing
from corefile.editing.gate import Entry, Gate
from corefile.editing.handles import Handle, Line, Server, SnippetBlock
from corefile.editing.keys import addresses, zone_of
from corefile.editing.outline import Shape
from corefile.editing.quoting import Word, text_of, texts_of, written
from corefile.go.errors import Invalid
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile, Import, Node, ServerBlock, Snippet
from corefile.text.brief import shown
from corefile.text.edits import Edit
from corefile.text.source import Source

__all__ = ["Editor"]


class Editor:
    """A Corefile that can be changed. `str(editor)` is its text as it is now.

    Every change is proved: the new text is parsed, and has to say what was meant and nothing else;
    and what `build`, by default the newest CoreDNS, took before, it has to take still. Otherwise
    `Refused` is raised and the text stays what it was. Make changes that CoreDNS takes only
    together inside `with editor.atomic():`. If `check` is false, nobody asks what CoreDNS takes.
    """

    __slots__ = ("_gate",)

    def __init__(
        self,
        text: str | Source | Corefile,
        *,
        build: Build | None = None,
        check: bool = True,
    ) -> None:
        tree = text if isinstance(text, Corefile) else parse(text)
        self._gate = Gate(tree, build or stock(), check=check)

    def __str__(self) -> str:
        return self._gate.text

    def __repr__(self) -> str:
        """Return the name of the text, and how many server blocks and changes there are."""
        counts = f"servers={len(self.tree.servers)}, edits={len(self.edits)}"
        return f"Editor({shown(self.tree.source.name)}, {counts})"

    @property
    def tree(self) -> Corefile:
        """The tree of the text as it is now."""
        return self._gate.tree

    @property
    def build(self) -> Build:
        """The CoreDNS that the text is for."""
        return self._gate.build

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All changes so far, as edits of the text that the editor began with."""
        return self._gate.edits

    def atomic(self) -> AbstractContextManager[None]:
        """Make the changes of a `with` block all or, if there is an exception, none."""
        return self._gate.atomic()

    @property
    def servers(self) -> list[Server]:
        """The server blocks."""
        return [Server(self._gate, entry) for entry in self._kind(ServerBlock)]

    @property
    def snippets(self) -> list[SnippetBlock]:
        """The snippets."""
        return [SnippetBlock(self._gate, entry) for entry in self._kind(Snippet)]

    @property
    def imports(self) -> list[Line]:
        """The imports outside server blocks and snippets."""
        return [Line(self._gate, entry) for entry in self._kind(Import)]

    def _kind(self, kind: type[Node]) -> list[Entry]:
        return [entry for entry in self._gate.children(None) if entry.shape.kind is kind]

    def find_servers(self, key: Word, *, any_port: bool = False) -> list[Server]:
        """Return the server blocks that serve what a key stands for.

        Keys are compared as CoreDNS reads them: `example.org`, `EXAMPLE.org.:53` and
        `dns://example.org` are one. A network stands for its reverse zones. `any_port` lets a key
        without a port stand for every port where nothing is served on the usual one; without a
        scheme it then stands for every transport too.
        """
        key = text_of(key)
        wanted = addresses(key)
        found = [server for server in self.servers if wanted <= served(server)]
        if found or not any_port or names_port(key):
            return found
        zones = {without_port(each, key) for each in wanted}
        return [
            server
            for server in self.servers
            if zones <= {without_port(each, key) for each in served(server)}
        ]

    def server(self, key: Word) -> Server:
        """Return the server block that serves what a key stands for.

        A key without a port also finds the only server block for its zone that is on another port.
        Raises NotFound where there is none, and EditError where there are several such ports. Of
        several server blocks with the very same address, the first is returned.
        """
        key = text_of(key)
        exact = self.find_servers(key)
        found = exact[:1] or self.find_servers(key, any_port=True)
        if len(found) == 1:
            return found[0]
        if not found:
            raise NotFound(missing(f"there is no server block for `{key}`", key, self._keys()))
        names = ", ".join(f"`{' '.join(server.keys)}`" for server in found)
        raise EditError(f"there are several server blocks for `{key}`: {names}; name the port")

    def server_for(self, name: Word) -> Server:
        """Return the server block that is asked for a name, on the usual port if that is served.

        Where none is, that is the only one whose keys are not known because of variables. Raises
        NotFound where none is, and EditError where the client decides, by a `view`.
        """
        name = text_of(name)
        found = asked(prepared(self.tree, self.build), name)
        tokens = [key.token.token for server in found for key in server.keys]
        own = [s for s in self.servers if any(key in tokens for key in s.node.keys)]
        if len(own) == 1:
            return own[0]
        if own:
            names = ", ".join(f"`{' '.join(server.keys)}`" for server in own)
            raise EditError(f"which server block is asked for `{name}` depends: {names}")
        unknown = [server for server in self.servers if server.has_variables]
        if len(unknown) == 1:
            return unknown[0]
        if unknown:
            names = ", ".join(f"`{' '.join(server.keys)}`" for server in unknown)
            raise EditError(f"whether these are asked for `{name}` is not known: {names}")
        raise NotFound(f"no server block is asked for `{name}`")

    def _keys(self) -> Iterator[str]:
        """Yield the keys, and what they are without scheme and port."""
        for key in (key for server in self.servers for key in server.keys):
            yield key
            yield from (zone_of(each).removesuffix(".") or "." for each in addresses(key))

    def snippet(self, name: str) -> SnippetBlock:
        """Return the snippet that has a name. Raises NotFound."""
        for snippet in self.snippets:
            if snippet.name == name:
                return snippet
        names = (snippet.name for snippet in self.snippets)
        raise NotFound(missing(f"there is no snippet `{name}`", name, names))

    def add_server(self, key: Word, *keys: Word, before: Handle | None = None) -> Server:
        """Add an empty server block: above what is given as `before`, else below all others."""
        entry = self._add(ServerBlock, texts_of((key, *keys)), before, last=True)
        return Server(self._gate, entry)

    def add_snippet(self, name: Word, *, before: Handle | None = None) -> SnippetBlock:
        """Add an empty snippet: above what is given as `before`, else above all server blocks.

        CoreDNS knows a snippet only below the place where it is.
        """
        return SnippetBlock(
            self._gate, self._add(Snippet, [f"({text_of(name)})"], before, last=False)
        )

    def add_import(self, target: str, *, before: Handle | None = None) -> Line:
        """Import a file: above what is given as `before`, else above all server blocks."""
        return Line(self._gate, self._add(Import, ["import", target], before, last=False))

    def _add(
        self, kind: type[Node], words: Sequence[str], before: Handle | None, *, last: bool
    ) -> Entry:
        shape = Shape(0, kind, tuple(words), block=kind is not Import)
        text = " ".join(map(written, words))
        lines = (text,) if kind is Import else (f"{text} {{", "}")
        items = self._gate.children(None)
        first = next((item for item in items if item.shape.kind is ServerBlock), None)
        place = Place(None, items[-1] if items else None)
        if before is not None:
            place = Place(self._gate.parent(before._entry), before._entry, below=False)
        elif not last and first is not None:
            place = Place(None, first, below=False)
        return put(self._gate, place, [New(lines, ((shape, None),))])[0]


def served(server: Server) -> set[ZoneAddress | str]:
    """Return what the keys of a server block stand for."""
    return {each for key in server.keys for each in addresses(key)}


def names_port(key: str) -> bool:
    """Tell whether a key has a port of its own, or is not a key at all."""
    try:
        return split_zone_port(split_transport(key)[1])[1] != ""
    except Invalid:
        return True


def without_port(address: ZoneAddress | str, key: str) -> tuple[str, str]:
    """Return the zone of an address, with the transport if a key has a scheme."""
    if isinstance(address, str) or "://" not in key:
        return zone_of(address), ""
    return address.zone, address.transport
