"""What rules about the way of queries tell apart, to speak about a stanza in one of them only."""

from corefile.coredns.catalogue.schema import Plugin, in_release
from corefile.coredns.model.passage import Passage
from corefile.coredns.model.trace import Handler
from corefile.coredns.plugins.hosts import Hosts
from corefile.lint.zone_words import own_tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.coredns.plugins.template import Template

__all__ = ["as_template", "can_fall_through", "is_table", "takes_root"]


def is_table(passage: Passage, part: Handler) -> bool:
    """Tell whether a plugin is a `hosts` for all names of the server block."""
    hosts = part.stanzas[0]
    if not isinstance(hosts, Hosts):
        return False
    return "." in hosts.own_zones or has_zones_of_block(passage, part)


def takes_root(passage: Passage, part: Handler) -> bool:
    """Tell whether a plugin answers for all names there are because no zone is on its line."""
    stanza = part.stanzas[0]
    return (
        stanza.serves == "zones" and "." in stanza.own_zones and has_zones_of_block(passage, part)
    )


def has_zones_of_block(passage: Passage, part: Handler) -> bool:
    """Tell whether a stanza has the zones of its server block, because its line names none."""
    own = own_tokens(passage.server)
    zones = getattr(part.stanzas[0], "zones", ())
    return any(id(zone.token) in own for zone in zones)


def as_template(stanza: Plugin) -> "Template | None":
    """Return a stanza if it is one of `template`, whose module is large, and few files need it."""
    if stanza.name != "template":
        return None
    from corefile.coredns.plugins.template import Template  # noqa: PLC0415

    return stanza if isinstance(stanza, Template) else None


def can_fall_through(passage: Passage, part: Handler) -> bool:
    """Tell whether a plugin can pass on names that it does not know, in this release."""
    stanza = part.stanzas[0]  # whatever fits the expressions of a template is known
    word = "fallthrough"
    known = word in stanza.specs() and in_release(type(stanza), word, passage.config.build.release)
    return known and as_template(stanza) is None
