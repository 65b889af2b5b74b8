"""A list of plugins for the chart of CoreDNS that stands alone, as documentation shows it.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import yaml

from corefile.documents.kinds.helm.shape import PLUGIN
from corefile.documents.yaml.fields import fields_of, text_of, value_of
from corefile.documents.yaml.nodes import compose
from corefile.text.offsets import MappedText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.text.offsets import OffsetMap

__all__ = ["with_server"]

_SERVER = "servers:\n- zones: [{zone: .}]\n  port: 53\n"
_PLUGINS = "plugins"


def with_server(text: str) -> tuple[str, OffsetMap] | None:
    """Return values with one server that has the plugins of a list; None for any other text.

    With them goes the place of each character.
    """
    roots = compose(text).roots
    root = roots[0] if len(roots) == 1 else None
    found = value_of(fields_of(root), _PLUGINS) if isinstance(root, yaml.MappingNode) else root
    if not isinstance(found, yaml.SequenceNode) or not _are_plugins(found.value):
        return None
    if isinstance(root, yaml.MappingNode) and len(root.value) > 1:
        return None
    made = MappedText(text)
    made.make(_SERVER + f"  {_PLUGINS}:\n" * (found is root), 0)
    at = 0
    for line in text.splitlines(keepends=True):
        made.make("  ", at)
        made.copy(at, at + len(line))
        at += len(line)
    return made.text(), made.map()


def _are_plugins(nodes: list[yaml.Node]) -> bool:
    """Tell whether the members of a list are plugins for the chart, most of them known."""
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415 - for such texts

    mappings = [fields_of(node) for node in nodes if isinstance(node, yaml.MappingNode)]
    keys = {key for fields in mappings for key in fields}
    known = sum(text_of(fields, "name") in every_plugin() for fields in mappings)
    has_words = not keys.isdisjoint(PLUGIN[1][1:])
    return (
        len(mappings) == len(nodes)
        and keys <= {*PLUGIN[1]}
        and has_words
        and 2 * known >= len(nodes)
    )
