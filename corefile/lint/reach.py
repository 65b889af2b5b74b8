"""Which queries come to a plugin: what those that are asked before it keep for themselves."""

from collections.abc import Iterable, Iterator

from corefile.coredns.config import Server
from corefile.coredns.flow import Step, flow
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.hosts import Hosts
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.template import Template
from corefile.coredns.rewrite_names import NameRule
from corefile.coredns.schema import Plugin
from corefile.coredns.zones import common_zone, covering
from corefile.lint.rule import Context

__all__ = [
    "APART",
    "MAX_STANZAS",
    "answering",
    "answers_for_root",
    "hidden",
    "is_table",
    "meets",
    "reached",
    "shared",
]

#: Plugins that answer queries of a kind of their own, so that no other plugin misses them; and
#: `auto`, which lets all names go on that are in no file of its own.
APART = frozenset(("any", "auto", "chaos", "local"))
#: Plugins that take the server block's zones for their own where none is given.
AUTHORITATIVE = ("etcd", "file", "k8s_external", "kubernetes", "secondary")

#: How many stanzas of a server block are compared with each other.
MAX_STANZAS = 100


def answering(ctx: Context, server: Server) -> Iterator[tuple[Step, tuple[Step, ...]]]:
    """Give each stanza that answers, and those that are asked after it; none if not all is known.

    The stanzas of one plugin come in the order of the text.
    """
    if server.complete and all(key.addresses for key in server.keys):
        all_steps = flow(server, ctx.config.build)
        steps = [step for step in all_steps if step.role == "answers"][:MAX_STANZAS]
        for place, step in enumerate(steps, 1):
            yield step, tuple(steps[place:])


def reached(ctx: Context, server: Server) -> Iterator[tuple[Step, tuple[Step, ...]]]:
    """Give the same, without those that no query comes to."""
    found = list(answering(ctx, server))
    for place, (step, rest) in enumerate(found):
        if not any(hidden(server, earlier, step) for earlier, _ in found[:place]):
            yield step, rest


def shared(server: Server, one: Step, other: Step) -> tuple[str, ...]:
    """Give the zones whose names come to the server block and that two plugins answer for."""
    common = (common_zone(mine, theirs) for mine in one.answers for theirs in other.answers)
    return within(server, common)


def within(server: Server, zones: Iterable[str]) -> tuple[str, ...]:
    """Give the parts of zones whose names come to the server block."""
    parts = {common_zone(zone, key) for zone in zones if zone for key in server.zones}
    return tuple(sorted(parts - {""}))


def hidden(server: Server, earlier: Step, later: Step) -> bool:
    """Tell whether a plugin keeps every query from one that is asked later."""
    template = earlier.plugin if isinstance(earlier.plugin, Template) else None
    if earlier.name == later.name and template is None:
        return False  # they are one plugin, which looks for the zone that fits best
    if {earlier.name, later.name} & APART:
        return False
    if template is not None and (template.match or not covers(template, later)):
        return False
    passed_on = () if template is not None else exceptions(earlier)
    zones = within(server, later.answers)
    if not keeps_all(earlier, zones, passed_on):
        return False
    renamed = any(isinstance(rewrite.rule, NameRule) for rewrite in server.all(Rewrite))
    return not renamed or keeps_all(earlier, later.answers, passed_on)


def keeps_all(step: Step, zones: tuple[str, ...], passed_on: tuple[str, ...]) -> bool:
    """Tell whether all names of some zones end at a plugin."""
    return bool(zones) and all(
        covering(step.answers, zone) and not any(common_zone(zone, on) for on in passed_on)
        for zone in zones
    )


def exceptions(step: Step) -> tuple[str, ...]:
    """Give the zones in which queries may go on."""
    exempt = step.plugin.except_ if isinstance(step.plugin, Forward) else ()
    return (*step.passes_on, *(zone.name for line in exempt for zone in line))


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
        return later.name not in APART or later.name == "auto"
    pairs = (
        (template.query_class.value, other.query_class.value),
        (template.query_type.value, other.query_type.value),
    )
    return all(mine == theirs or "ANY" in (mine, theirs) for mine, theirs in pairs)


def answers_for_root(server: Server, step: Step) -> bool:
    """Tell whether a plugin keeps all names there are because no zone stands on its line."""
    return step.name in AUTHORITATIVE and step.keeps(".") and has_zones_of(server, step.plugin)


def is_table(server: Server, step: Step) -> bool:
    """Tell whether a plugin is a `hosts` for all names of the server block."""
    hosts = step.plugin if isinstance(step.plugin, Hosts) else None
    return hosts is not None and ("." in step.answers or has_zones_of(server, hosts))


def has_zones_of(server: Server, plugin: Plugin | None) -> bool:
    """Tell whether a plugin has the zones of its server block, because its line names none."""
    own = {key.token for key in server.keys}
    return any(zone.token in own for zone in getattr(plugin, "zones", ()))
