"""Where the properties of a plugin are named: edits of one leave those on the same line alone."""

from corefile.coredns.catalogue.schema import Plugin
from corefile.text.typed import TypeAlias

__all__ = ["Names", "names_of"]

#: Texts, by their identity, and offsets in them.
Names: TypeAlias = frozenset[tuple[int, int]]


def names_of(plugin: Plugin) -> Names:
    """Return where the names of a plugin's properties are: in which text, at which offset."""
    return frozenset((id(name.source), name.token.start) for name in plugin.property_tokens)
