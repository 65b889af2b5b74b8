"""The Corefiles of a file that NodeLocal DNSCache reads, and its build."""

from collections.abc import Mapping

from corefile.coredns.releases.builds import Build
from corefile.coredns.releases.node_cache import node_cache
from corefile.documents.images import named_node_cache, named_releases
from corefile.documents.model import Document, Embedded
from corefile.documents.sniff import is_markdown
from corefile.text.regex import regex

__all__ = ["cache_builds"]

#: What its ConfigMap is called: `node-local-dns`, with kubespray `nodelocaldns`.
_CONFIG_MAP = regex(r"node-?local-?dns")

#: The addresses that it listens on by default, and what it replaces when it starts.
_SIGN = regex(r"\b169\.254\.2[05]\.10\b|__PILLAR__")


def cache_builds(document: Document) -> Mapping[int, Build]:
    """Return the builds of NodeLocal DNSCache that read Corefiles of a file, by their number.

    Its image says which version it is. Beside that image, a Corefile with its address is its own,
    and the only ConfigMap with a Corefile, whatever it is called, unless there is another CoreDNS.
    """
    text = document.text
    version = named_node_cache(text)
    others = named_releases(text)
    corefiles = [(at, each) for at, each in enumerate(document.corefiles) if each.kind != "backup"]
    found = [at for at, each in corefiles if _CONFIG_MAP.fullmatch(name_of(each))]
    if version is None:
        found = [] if others else found
    elif not found:
        found = [at for at, each in corefiles if _SIGN.search(each.text)]
        is_only = not others and len(corefiles) == 1 and name_of(corefiles[0][1])
        if is_only and not found and not is_markdown(document.name, text):
            found = [corefiles[0][0]]
    return dict.fromkeys(found, node_cache(version or "")) if found else {}


def name_of(embedded: Embedded) -> str:
    """Return the name of the ConfigMap that a Corefile is in."""
    return embedded.origin.config_map.rpartition("/")[2]
