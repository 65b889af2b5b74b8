"""External plugins that people are likely to have: what they are called, and where they are.

They are those on coredns.io/explugins, and some whose images are widely used. CoreDNS's own builds
have none of them.
"""

from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["EXTERNALS", "ExternalPlugin", "external_plugin"]

#: Each name, the repository that has the plugin, and the place among other plugins that its
#: documentation asks for; empty where it asks for none.
EXTERNALS = {
    "acme": ("github.com/chinzhiweiblank/coredns-acme", ""),
    "ads": ("github.com/c-mueller/ads", ""),
    "alias": ("github.com/serverwentdown/alias", ""),
    "alternate": ("github.com/coredns/alternate", "before forward"),
    "amazondns": ("github.com/wadahiro/coredns-amazondns", ""),
    "blocklist": ("github.com/relekang/coredns-blocklist", ""),
    "demo": ("github.com/coredns/demo", ""),
    "docker": ("github.com/kevinjqiu/coredns-dockerdiscovery", ""),
    "dump": ("github.com/miekg/dump", ""),
    "ebpf": ("github.com/InfobloxOpen/ebpf", ""),
    "ens": ("github.com/wealdtech/coredns-ens", ""),
    "example": ("github.com/coredns/example", ""),
    "fanout": ("github.com/networkservicemesh/fanout", ""),
    "finalize": ("github.com/tmeckel/coredns-finalizer", ""),
    "gathersrv": ("github.com/ziollek/gathersrv", ""),
    "git": ("github.com/miekg/coredns-git", ""),
    "gravwell": ("github.com/gravwell/coredns", ""),
    "gslb": ("github.com/dmachard/coredns-gslb", ""),
    "idetcd": ("github.com/jiachengxu/idetcd", ""),
    "ipecho": ("github.com/Eun/coredns-ipecho", ""),
    "ipin": ("github.com/wenerme/coredns-ipin", ""),
    "json": ("github.com/xinbenlv/coredns-json", ""),
    "k8s_cache": ("github.com/delta10/k8s_cache", ""),
    "k8s_dns_chaos": ("github.com/chaos-mesh/k8s_dns_chaos", ""),
    "k8s_event": ("github.com/coredns/k8s_event", ""),
    "k8s_gateway": ("github.com/k8s-gateway/k8s_gateway", "before kubernetes"),
    "kubeforward": ("github.com/deckhouse/coredns-kubeforward", ""),
    "kubenodes": ("github.com/infobloxopen/kubenodes", "before kubernetes"),
    "kubernetai": ("github.com/coredns/kubernetai", ""),
    "lighthouse": ("github.com/submariner-io/lighthouse", ""),
    "mdns": ("github.com/openshift/coredns-mdns", ""),
    "meship": ("github.com/zhoreeq/coredns-meship", ""),
    "meshname": ("github.com/zhoreeq/coredns-meshname", ""),
    "multicluster": ("github.com/coredns/multicluster", ""),
    "mysql": ("github.com/cloud66-oss/coredns_mysql", ""),
    "netbox": ("github.com/oz123/coredns-netbox-plugin", "before file"),
    "omada": ("github.com/dougbw/coredns_omada", "before forward"),
    "pdsql": ("github.com/wenerme/coredns-pdsql", ""),
    "records": ("github.com/coredns/records", "after hosts"),
    "recursor": ("github.com/kinjelom/coredns-recursor", ""),
    "redis": ("github.com/codysnider/coredns-redis", ""),
    "redisc": ("github.com/miekg/redis", ""),
    "rrl": ("github.com/coredns/rrl", ""),
    "tailscale": ("github.com/damomurf/coredns-tailscale", ""),
    "unbound": ("github.com/coredns/unbound", ""),
    "warnlist": ("github.com/giantswarm/coredns-warnlist-plugin", ""),
    "wgsd": ("github.com/jwhited/wgsd", ""),
}


@dataclass(frozen=True, slots=True)
class ExternalPlugin(Brief):
    """A plugin that is not one of CoreDNS's own."""

    #: What a Corefile calls it.
    name: str
    #: Where it is.
    repository: str
    #: Its place, as in `before forward`; empty where nothing is known of it.
    place: str

    @property
    def declaration(self) -> str:
        """What declares it, as a value of `--external-plugins`."""
        return f"{self.name} {self.place}".rstrip()


def external_plugin(name: str) -> ExternalPlugin | None:
    """Return what is known of an external plugin; None for a name that is not known."""
    known = EXTERNALS.get(name)
    return ExternalPlugin(name, *known) if known else None
