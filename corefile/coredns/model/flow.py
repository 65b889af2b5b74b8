"""The way of a query through a server block: who may answer it, and what goes on to the next.

Queries pass through the plugins in the order of the build (plugin.cfg), whatever the order of the
lines in the Corefile.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from corefile.coredns.catalogue.facts import Role
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import covering
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.releases.builds import Build, stock


@dataclass(frozen=True, slots=True)
class Step:
    """A stanza of a plugin that a query comes to."""

    name: str
    #: What the plugin does with a query; None for one that is not described here.
    role: Role | None
    token: ExpandedToken
    #: The zones whose names it may answer.
    answers: tuple[str, ...] = ()
    #: The zones in which a name that it does not know goes on all the same.
    passes_on: tuple[str, ...] = ()
    #: The typed stanza; None for a plugin that is not described here.
    plugin: Plugin | None = None

    def keeps(self, name: str) -> bool:
        """Tell whether a query for a name ends here at the latest; the name is normalized."""
        return bool(covering(self.answers, name)) and not covering(self.passes_on, name)


def flow(server: Server, build: Build | None = None) -> tuple[Step, ...]:
    """Return the plugins of a server block that see queries, in the order they see them."""
    order = {name: place for place, name in enumerate((build or stock()).plugins)}
    steps = [*described(server), *undescribed(server)]
    return tuple(sorted(steps, key=lambda step: order.get(step.name, len(order))))


def described(server: Server) -> Iterator[Step]:
    """Yield the plugins that are known and see queries."""
    for plugin in server.plugins:
        if plugin.role != "setting":
            zones = plugin.answer_zones, plugin.passes_on
            yield Step(plugin.name, plugin.role, plugin.token, *zones, plugin)


def undescribed(server: Server) -> Iterator[Step]:
    """Yield the plugins that are not known: what they do with a query cannot be told."""
    known = {plugin.name for plugin in server.plugins}
    for directive in server.directives:
        if directive.name not in known:
            known.add(directive.name)
            yield Step(directive.name, None, directive.tokens[0])
