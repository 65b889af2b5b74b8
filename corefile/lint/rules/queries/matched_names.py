"""The names that a `template` may be written for, as its expressions tell."""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import fqdn, is_domain_name, normalize
from corefile.coredns.model.passage import Asked, Passage
from corefile.coredns.plugins.template import Template
from corefile.go.regexp.sample import sample

__all__ = ["matched"]

#: How many expressions of a template are looked at.
MAX_PATTERNS = 20


def matched(passage: Passage, template: Template) -> Iterator[Asked]:
    """Yield queries for names that the expressions of a template may be written for."""
    patterns = [pattern.value for line in template.match for pattern in line]
    for pattern in patterns[:MAX_PATTERNS]:
        # As it is meant where the backslash is left out.
        text = sample(pattern, ".") or sample(pattern)
        if text is None:
            continue
        text = f"x{text}" if text.startswith(".") else text
        for zone in ("", *template.own_zones):
            name = normalize(fqdn(text) if not zone else f"{text.rstrip('.')}.{zone.lstrip('.')}")
            if is_domain_name(name) and passage.has(name):
                yield Asked(Query(name, template.query_type.value), fresh=False)
