"""Where a new line of a plugin has to be for queries to come to it.

The stanzas of some plugins are asked one after the other: `forward corp.example` below `forward .`
is never asked. Which stanza keeps queries from which, the model of queries says.
"""

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Config, Server, configure
from corefile.coredns.model.passage import Passage
from corefile.coredns.releases.builds import Build
from corefile.syntax.tree import Corefile, Statement, Token

__all__ = ["taker"]


def taker(tree: Corefile, line: Statement, build: Build) -> Token | None:
    """Return the word of the tree that brings the line which takes all queries from another.

    That is the first word of a line of the same plugin, or the target of an import that brings it;
    None where queries come to the line, or where moving it would not help.
    """
    config = configure(expand(tree, env=None, read=None, directives=build.plugins), build=build)
    for server in config.servers:
        for stanza in server.plugins:
            if stanza.token.token is line.name:
                earlier = earlier_of(config, server, stanza)
                return None if earlier is None else brought_by(tree, earlier)
    return None


def earlier_of(config: Config, server: Server, own: Plugin) -> ExpandedToken | None:
    """Return the first stanza of a plugin that keeps queries from another one of it."""
    kind, token = type(own), own.token
    for later, earlier in kind.never_asked(server.all(kind)) if server.complete else ():
        if later is own:
            return earlier.token
    passage = Passage.of(server, config)
    for place, by in passage.hidden.items():
        if any(stanza.token is token for stanza in passage.parts[place].stanzas):
            # Others may take the rest: names of the cluster do not come to `forward local` anyway.
            parts = [passage.parts[each] for each in by]
            return next((part.token for part in parts if part.name == token.text), None)
    return None


def brought_by(tree: Corefile, token: ExpandedToken) -> Token:
    """Return a word as it is in a text, or the outermost import there that brings it."""
    targets = [path.target for path in token.via.chain()] if token.via is not None else []
    return targets[-1] if targets else token.token
