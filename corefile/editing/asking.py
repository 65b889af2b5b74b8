"""Which server block is asked for a name, and who answers it there, as edits have to know."""

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import fqdn
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import Server, configure
from corefile.coredns.model.trace import Prepared, Trace, Way
from corefile.coredns.releases.builds import Build
from corefile.syntax.tree import Corefile, Token

__all__ = ["asked", "keys_of", "prepared", "why_not"]


def prepared(tree: Corefile, build: Build) -> Prepared:
    """Return a text ready for queries; variables are left open.

    What an import of files brings is not known: the answers are about the rest.
    """
    expansion = expand(tree, env=None, read=None)
    return Prepared(configure(expansion, build=build).known_part)


def asked(ready: Prepared, name: str) -> list[Server]:
    """Return the server blocks that may be asked for a name; several where views decide."""
    ways = ready.trace(Query(fqdn(name))).ways
    return [way.choice.server for way in ways if way.choice.server is not None]


def keys_of(server: Server) -> str:
    """Return the keys of a server block, for messages."""
    return " ".join(key.text for key in server.keys)


def why_not(ready: Prepared, query: Query, plugin: Token) -> str:
    """Say why a stanza never answers a query; empty where it does, or may.

    `plugin` is the first word of the stanza in the tree.
    """
    found = ready.trace(query)
    if any(is_answer(way, plugin) for way in found.ways):
        return ""
    return f"queries for `{query.name.removesuffix('.')}` never come to this line: {where(found)}"


def is_answer(way: Way, plugin: Token) -> bool:
    """Tell whether a stanza answers on a way, or may."""
    for step in way.steps:
        if any(stanza.token.token is plugin for stanza in step.handler.stanzas):
            return any(end.by == step.plugin for end in step.verdict.ends)
    return False


def where(found: Trace) -> str:
    """Say where a query goes."""
    way = found.ways[0]
    if way.choice.server is None:
        return "no server block has them"
    block = f"the server block `{keys_of(way.choice.server)}`"
    by = next((end.by for end in way.ends if end.by), "")
    return f"{block} has them, and `{by}` answers there" if by else f"{block} has them"
