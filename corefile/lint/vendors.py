"""The Corefiles of vendors that import the ConfigMap `coredns-custom`, which their users write.

Clusters of the same vendor may be older or newer; each is as it was at the time that is given.
RKE2 and kubeadm are not among them: their Corefiles import nothing. Nor are vendors whose Corefile
is not public: of those that users quote, the server block is like that of AKS.
"""

from corefile.text.brief import Brief
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.vocabulary import Profile

__all__ = ["VENDORS", "Vendor"]


@dataclass(frozen=True, slots=True)
class Vendor(Brief):
    """A vendor's Corefile."""

    #: The vendor.
    name: str
    #: The profile of its clusters, if it has one.
    profile: "Profile | None"
    #: When it was so, or in which releases, in words.
    time: str
    #: Where that is written: an issue or a pull request on GitHub.
    source: str
    #: The Corefile, with the imports.
    corefile: str
    #: The port on which it is asked.
    port: str = "53"
    #: The same as `time` for this Corefile and the later ones of the vendor together.
    since: str = ""


_AKS = """\
.:53 {
    errors
    ready
    health {
      lameduck 5s
    }
    kubernetes cluster.local in-addr.arpa ip6.arpa {
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
      ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
    import custom/*.override
    template ANY ANY internal.cloudapp.net {
      match "^(?:[^.]+\\.){4,}internal\\.cloudapp\\.net\\.$"
      rcode NXDOMAIN
      fallthrough
    }
    template ANY ANY reddog.microsoft.com {
      rcode NXDOMAIN
    }
}
import custom/*.server
"""

_K3S = """\
.:53 {
    errors
    health
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
    }
    hosts /etc/coredns/NodeHosts {
      ttl 60
      reload 15s
      fallthrough
    }
    prometheus :9153
    cache 30
    loop
    reload
    loadbalance
    import /etc/coredns/custom/*.override
    forward . /etc/resolv.conf
}
import /etc/coredns/custom/*.server
"""

_FORWARD, _CACHE = "    forward . /etc/resolv.conf\n", "    cache 30\n"

#: From June 2023 on; before, k3s imports `*.server` alone.
_K3S_BEFORE = _K3S.replace(_FORWARD, "").replace(_CACHE, _FORWARD + _CACHE)

#: The rewrites for search paths are left out: nothing is found because of them.
_GARDENER = """\
.:8053 {
    health {
        lameduck 15s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :9153
    loop
    import custom/*.override
    errors
    log . {
        class error
    }
    forward . /etc/resolv.conf
    cache 30
    reload
    loadbalance round_robin
}
import custom/*.server
"""

VENDORS = (
    Vendor("AKS", "aks", "as of January 2025", "coredns/coredns#7090", _AKS),
    Vendor(
        "k3s",
        "k3s",
        "v1.26.6 to v1.33.4",
        "k3s-io/k3s#7640",
        _K3S_BEFORE,
        since="since v1.26.6",
    ),
    Vendor("k3s", "k3s", "after v1.33.4", "k3s-io/k3s#12979", _K3S),
    Vendor("Gardener", None, "since v1.115", "gardener/gardener#11526", _GARDENER, "8053"),
)
