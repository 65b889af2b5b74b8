"""Which queries come to a plugin: what those that are asked before it keep for themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from corefile.coredns.model.config import Server
from corefile.coredns.model.flow import Step, flow
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.hosts import Hosts
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import NameRule
from corefile.coredns.plugins.template import Template
from corefile.lint.rule import Context
from corefile.lint.zone_words import covered, overlap, own_tokens

__all__ = ["Chain", "chain", "is_apart", "meets", "renames"]

#: How many stanzas of a server block are compared with each other.
MAX_STANZAS = 100


@dataclass(frozen=True, slots=True)
class Chain:
    """The stanzas of a server block that answer, in the order in which they are asked."""

    #: The server block's zones, and its keys' tokens by identity.
    zones: tuple[str, ...]
    keys: frozenset[int]
    #: Whether names may become others on the way.
    renames: bool
    steps: tuple[Step, ...]

    def after(self) -> Iterator[tuple[Step, tuple[Step, ...]]]:
        """Yield each stanza, and those that are asked after it."""
        for place, step in enumerate(self.steps, 1):
            yield step, self.steps[place:]

    def reached(self) -> Iterator[tuple[Step, tuple[Step, ...]]]:
        """Yield the same, without those that no query comes to."""
        for place, (step, rest) in enumerate(self.after()):
            if not any(self.hides(earlier, step) for earlier in self.steps[:place]):
                yield step, rest

    def shared(self, one: Step, other: Step) -> tuple[str, ...]:
        """Return the zones whose names come to the server block and that two stanzas answer for."""
        return overlap(overlap(one.answers, other.answers), self.zones)

    def hides(self, earlier: Step, later: Step) -> bool:
        """Tell whether a stanza keeps every query from one that is asked later."""
        template = earlier.plugin if isinstance(earlier.plugin, Template) else None
        if earlier.name == later.name and template is None:
            return False  # they are one plugin, which looks for the zone that fits best
        if is_apart(earlier) or is_apart(later):
            return False
        if template is not None and (template.match or not covers(template, later)):
            return False
        passed_on = () if template is not None else exceptions(earlier)
        zones = overlap(later.answers, self.zones)
        return keeps_all(earlier, zones, passed_on) and (
            not self.renames or keeps_all(earlier, later.answers, passed_on)
        )

    def answers_for_root(self, step: Step) -> bool:
        """Tell whether a plugin keeps all names there are because no zone stands on its line."""
        whole = step.plugin is not None and step.plugin.serves == "zones"
        return whole and step.keeps(".") and self.has_zones_of_block(step)

    def is_table(self, step: Step) -> bool:
        """Tell whether a stanza is a `hosts` for all names of the server block."""
        hosts = isinstance(step.plugin, Hosts)
        return hosts and ("." in step.answers or self.has_zones_of_block(step))

    def has_zones_of_block(self, step: Step) -> bool:
        """Tell whether a stanza has the zones of its server block, because its line names none."""
        return any(id(zone.token) in self.keys for zone in getattr(step.plugin, "zones", ()))


def chain(ctx: Context, server: Server) -> Chain:
    """Return the stanzas of a server block that answer; none if not all of it is known."""
    steps: tuple[Step, ...] = ()
    if server.complete and all(key.addresses for key in server.keys):
        every = flow(server, ctx.config.build)
        steps = tuple(step for step in every if step.role == "answers")[:MAX_STANZAS]
    return Chain(server.zones, own_tokens(server), renames(server), steps)


def is_apart(step: Step) -> bool:
    """Tell whether a plugin answers queries of a kind of their own, which no other misses."""
    return step.plugin is not None and step.plugin.serves == "kind"


def renames(server: Server) -> bool:
    """Tell whether names may become others in a server block."""
    return any(isinstance(rewrite.rule, NameRule) for rewrite in server.all(Rewrite))


def exceptions(step: Step) -> tuple[str, ...]:
    """Return the zones in which queries may go on."""
    exempt = step.plugin.except_ if isinstance(step.plugin, Forward) else ()
    return (*step.passes_on, *(zone.name for line in exempt for zone in line))


def keeps_all(step: Step, zones: tuple[str, ...], passed_on: tuple[str, ...]) -> bool:
    """Tell whether all names of some zones end at a stanza."""
    return bool(zones) and covered(zones, step.answers) and not overlap(zones, passed_on)


def covers(template: Template, later: Step) -> bool:
    """Tell whether a template looks at every class and type of query that a later plugin does."""
    other = later.plugin
    wanted = ("IN", "ANY")
    if isinstance(other, Template):
        wanted = other.query_class.value, other.query_type.value
    own = template.query_class.value, template.query_type.value
    return all(mine in ("ANY", theirs) for mine, theirs in zip(own, wanted, strict=True))


def meets(template: Template, later: Step) -> bool:
    """Tell whether there are queries that both a template and a later plugin look at."""
    other = later.plugin
    if not isinstance(other, Template):
        return not is_apart(later)
    pairs = (
        (template.query_class.value, other.query_class.value),
        (template.query_type.value, other.query_type.value),
    )
    return all(mine == theirs or "ANY" in (mine, theirs) for mine, theirs in pairs)
