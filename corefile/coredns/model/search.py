"""The names that a pod asks for: its search list, as Kubernetes writes it (ndots:5)."""

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import fqdn, is_fqdn, is_subdomain
from corefile.coredns.model.config import Config
from corefile.coredns.model.trace import Assumptions, Trace, trace
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.text.records import replace

__all__ = ["cluster_zone", "names_asked", "searched"]

#: Names with fewer dots are looked for in the search list first (kubelet, ndots).
NDOTS = 5


def searched(
    config: Config, query: Query, namespace: str, assumptions: Assumptions | None = None
) -> list[Trace]:
    """Return the traces of all names that a pod asks for, up to one that is there for sure."""
    settled = replace(assumptions or Assumptions(), namespace=namespace)
    found: list[Trace] = []
    for name in names_asked(query.name, namespace, cluster_zone(config)):
        found.append(trace(config, replace(query, name=name), settled))
        if is_there(found[-1]):
            break
    return found


def names_asked(name: str, namespace: str, zone: str) -> list[str]:
    """Return the names that a pod of a namespace asks for, in order; a final dot asks for one."""
    if is_fqdn(name):
        return [name]
    searched_names = [
        f"{name}.{namespace}.svc.{zone}",
        f"{name}.svc.{zone}",
        f"{name}.{zone}",
    ]
    own = [fqdn(name)]
    return [*own, *searched_names] if name.count(".") >= NDOTS else [*searched_names, *own]


def cluster_zone(config: Config) -> str:
    """Return the zone of the cluster: the first of `kubernetes` that is not one of addresses."""
    for server in config.servers:
        for kubernetes in server.all(Kubernetes):
            for zone in kubernetes.zones:
                if zone.name != "." and not is_subdomain("arpa.", zone.name):
                    return zone.name
    return "cluster.local."


def is_there(traced: Trace) -> bool:
    """Tell whether a query has an answer other than NXDOMAIN, whatever is not in the text.

    What is in the cache is what was answered before.
    """
    ends = [end for way in traced.ways for end in way.ends if not end.cached]
    return all(end.kind == "answered" and end.rcode == "NOERROR" for end in ends) and bool(ends)
