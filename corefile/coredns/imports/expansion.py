"""The data of an expanded configuration, and where each of its tokens comes from."""

from collections.abc import Iterator, Sequence

from corefile.syntax.tree import Token
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field
from corefile.text.source import Source
from corefile.text.typed import Literal, TypeAlias, TypedDict

#: Why an import is left: there is no reader, the reader refuses, the pattern has no match, a file
#: that it names is too large to read, or there is none, and what comes after it is read all the
#: same.
OpenReason: TypeAlias = Literal["not read", "outside root", "no match", "too large", "not found"]


@dataclass(frozen=True, slots=True)
class ImportPath(Brief):
    """An import that brought a token to where it is."""

    #: The import's argument, where it is written.
    target: Token
    #: The text that it is written in.
    source: Source
    #: The import that brought this import, if it was itself imported.
    outer: "ImportPath | None"

    def chain(self) -> Iterator["ImportPath"]:
        """Yield the imports, the one nearest to the token first."""
        via: ImportPath | None = self
        while via is not None:
            yield via
            via = via.outer


@dataclass(frozen=True, slots=True)
class ExpandedToken(Brief):
    """A token as CoreDNS has it after expansion, and where it was written."""

    #: What CoreDNS reads, environment replaced.
    text: str
    #: The token as it is in its file.
    token: Token
    #: The text that it is written in.
    source: Source = field(repr=False)
    #: The absolute path of an imported file; empty for the Corefile itself.
    file: str = ""
    #: The import that brought the token here, if one did.
    via: ImportPath | None = field(default=None, repr=False)

    @property
    def line(self) -> int:
        """1-based line in the file that the token was written in."""
        return self.token.line

    @property
    def last_line(self) -> int:
        """The line CoreDNS takes the token to end on: the first, plus the line breaks in it."""
        return self.token.line + self.text.count("\n")


@dataclass(frozen=True, slots=True)
class ExpandedDirective(Brief):
    """A line of a server block: the plugin's name, and all tokens to the end of its block."""

    #: The plugin's name.
    name: str
    #: All of its words and braces, the name first.
    tokens: tuple[ExpandedToken, ...]


@dataclass(frozen=True, slots=True)
class ExpandedServer(Brief):
    """A server block (caddyfile.ServerBlock), its directives in the order of the text."""

    #: Zones and ports, as CoreDNS reads them.
    keys: tuple[str, ...]
    #: The token that each key comes from.
    key_tokens: tuple[ExpandedToken, ...]
    #: The lines of plugins.
    directives: tuple[ExpandedDirective, ...]
    #: Imports in the server block that were not followed: what they hold is not known.
    unresolved: tuple["OpenImport", ...] = ()

    def tokens(self) -> dict[str, list[ExpandedToken]]:
        """Return all tokens by directive name, as CoreDNS hands them to a plugin's set-up."""
        grouped: dict[str, list[ExpandedToken]] = {}
        for directive in self.directives:
            grouped.setdefault(directive.name, []).extend(directive.tokens)
        return grouped


@dataclass(frozen=True, slots=True)
class ExpansionError(Brief):
    """Why CoreDNS gives up."""

    #: CoreDNS's words, without the file and line.
    message: str
    #: The file that CoreDNS names.
    file: str
    #: The line that CoreDNS names: 1-based, 0 outside the text.
    line: int
    #: The token that CoreDNS has in hand; None for an empty text.
    at: ExpandedToken | None
    #: How CoreDNS words it; `limit` is a limit of this package, or no end at all in CoreDNS.
    kind: Literal["parsing", "syntax", "limit"] = "parsing"

    def __str__(self) -> str:
        words = {"parsing": "Error during parsing: ", "syntax": "Syntax error: ", "limit": ""}
        return f"{self.file}:{self.line} - {words[self.kind]}{self.message}"


@dataclass(frozen=True, slots=True)
class OpenImport(Brief):
    """An import that was left as it is, or that found nothing."""

    #: The import's argument.
    target: ExpandedToken
    #: Why.
    reason: OpenReason
    #: The plugin in whose block the import is, "" outside one.
    inside: str = ""

    @property
    def is_too_large(self) -> bool:
        """Whether a file is too large to read, which CoreDNS would read."""
        return self.reason == "too large"


class BlockDict(TypedDict):
    """A server block as JSON."""

    keys: list[str]
    tokens: dict[str, list[list[int | str]]]


@dataclass(frozen=True, slots=True)
class Expansion(Brief):
    """What CoreDNS reads from a Corefile."""

    #: The server blocks; with an error, those before it, and after files that are not there, all.
    servers: tuple[ExpandedServer, ...]
    #: What CoreDNS refuses, if it does.
    error: ExpansionError | None = None
    #: Whether references to the environment were left as they are written.
    open_references: bool = False
    #: Imports of files that were not followed.
    unresolved: tuple[OpenImport, ...] = ()
    #: Patterns that match no file, which CoreDNS only warns of.
    unmatched: tuple[OpenImport, ...] = ()
    #: The paths of the files that were imported, in the order in which they were read.
    files: tuple[str, ...] = ()
    #: The first words of all lines of plugins, in the order in which they were read: also those of
    #: a server block without a key, and of the one that an error is in.
    names: tuple[ExpandedToken, ...] = field(default=(), repr=False)
    #: The opening braces of server blocks without a key, which CoreDNS reads but does not serve.
    unkeyed: tuple[ExpandedToken, ...] = ()
    #: What it would refuse after that error, if the text was read on.
    more_errors: tuple[ExpansionError, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return `{"blocks": […]}` or `{"error": "…"}`; `"unresolved"` too if there is any."""
        if self.error is not None:
            return {"error": str(self.error)}
        result: dict[str, object] = {"blocks": [block_dict(server) for server in self.servers]}
        if self.unresolved:
            result["unresolved"] = [
                {"line": item.target.line, "import": item.target.text} for item in self.unresolved
            ]
        return result


def block_dict(server: ExpandedServer) -> BlockDict:
    """Return a server block in the shape of caddyfile.ServerBlock."""
    tokens: dict[str, list[list[int | str]]] = {
        name: [[token.line, token.text] for token in tokens]
        for name, tokens in server.tokens().items()
    }
    return {"keys": list(server.keys), "tokens": tokens}


def brought(tokens: Sequence[ExpandedToken], via: ImportPath) -> list[ExpandedToken]:
    """Return a snippet's tokens as an import brings them."""
    chains: dict[int, ImportPath] = {}
    imported = []
    for token in tokens:
        chain = chains.get(id(token.via))
        if chain is None:
            chain = chains[id(token.via)] = joined(token.via, via)
        imported.append(ExpandedToken(token.text, token.token, token.source, token.file, chain))
    return imported


def joined(inner: ImportPath | None, outer: ImportPath) -> ImportPath:
    """Put one chain of imports after another: what brought a token to its snippet comes first."""
    for via in reversed([*inner.chain()] if inner else []):
        outer = ImportPath(via.target, via.source, outer)
    return outer
