"""Values that take the place of what RKE2 gives the chart: a list replaces the whole other list.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import yaml

from corefile.documents.model import Problem
from corefile.documents.yaml.fields import fields_of, text_of, value_of
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corefile.documents.model import Embedded

__all__ = ["without_cluster"]

_KINDS = ("HelmChartConfig", "HelmChart")
_CHART = "rke2-coredns"
_LIST = "servers"

#: What answers for the cluster, or may put it in.
_ANSWERS = regex(r"^[ \t]*(?:kubernetes|import)\b", re.MULTILINE)

_REPLACED = (
    "These `servers` replace those that RKE2 has by default, and none of them has `kubernetes`:"
    " CoreDNS then answers no name of the cluster. Write the server block of RKE2 here too, with"
    " all of its plugins."
)


def without_cluster(
    roots: Sequence[yaml.Node], corefiles: Sequence[Embedded], text: str
) -> Iterator[Problem]:
    """Yield the problems of values for RKE2 whose server blocks do not serve the cluster.

    `corefiles` are made of the values in the manifests `roots` of a file with this text.
    """
    starts = [root.start_mark.index for root in roots]
    for corefile in corefiles:
        at = corefile.map.outer(0)
        root = roots[max(bisect_right(starts, at) - 1, 0)]
        if _is_rke2(root) and not _ANSWERS.search(corefile.text):
            start = text.rfind(_LIST, root.start_mark.index, at)
            if start >= 0:
                yield Problem(start, start + len(_LIST), _REPLACED, fatal=False, about="chart")


def _is_rke2(root: yaml.Node) -> bool:
    """Tell whether a manifest gives values to the chart that RKE2 installs."""
    if not isinstance(root, yaml.MappingNode):
        return False
    fields = fields_of(root)
    metadata = value_of(fields, "metadata")
    named = fields_of(metadata) if isinstance(metadata, yaml.MappingNode) else {}
    return text_of(fields, "kind") in _KINDS and text_of(named, "name") == _CHART
