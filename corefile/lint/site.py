"""Where a Corefile runs, as far as rules need to know."""

from corefile.coredns.model.config import Config
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Literal
from corefile.vocabulary import PROFILES

__all__ = ["PROFILES", "Probe", "Profile", "Site", "profile_of"]

#: What a CoreDNS is there for: a server of its own; the DNS of a Kubernetes cluster, as kubeadm,
#: AKS or k3s set it up; the cache on each node of a cluster; a server that anybody can ask.
Profile = Literal["plain", "kubernetes", "nodelocaldns", "aks", "k3s", "internet"]

#: The addresses that NodeLocal DNSCache listens on by default (kubernetes/dns, kubespray).
_NODE_LOCAL = ("169.254.20.10", "169.254.25.10")

#: What only the Corefile of AKS imports, and the table that k3s keeps of its nodes.
_AKS_IMPORT = "custom/*.override"
_K3S_HOSTS = "/etc/coredns/NodeHosts"


@dataclass(frozen=True, slots=True)
class Probe(Brief):
    """What the kubelet asks the pod by HTTP."""

    #: `liveness`, `readiness` or `startup`.
    name: str
    path: str
    port: str


@dataclass(frozen=True, slots=True)
class Site(Brief):
    """Where a Corefile runs."""

    #: None: what the Corefile shows.
    profile: Profile | None = None
    #: The zones of the cluster, normalized: lower case, with a dot at the end.
    cluster_zones: tuple[str, ...] = ("cluster.local.",)
    #: The addresses under which this very CoreDNS is asked, such as that of its Service.
    addresses: tuple[str, ...] = ()
    #: What its pod is asked, as far as the same file says it.
    probes: tuple[Probe, ...] = ()


def profile_of(config: Config) -> Profile:
    """Return the profile that a configuration shows; `internet` is never seen in one."""
    servers = config.servers
    if any(host in _NODE_LOCAL for server in servers for host in server.listens_on):
        return "nodelocaldns"
    if _AKS_IMPORT in imports(config):
        return "aks"
    lines = (line for server in servers for line in server.directives if line.name == "hosts")
    if any(token.text == _K3S_HOSTS for line in lines for token in line.tokens):
        return "k3s"
    return "kubernetes" if any(server.has("kubernetes") for server in servers) else "plain"


def imports(config: Config) -> set[str]:
    """Return the targets of imports in server blocks, but for those of empty files."""
    if config.expansion is None:
        return set()
    unknown = (*config.expansion.unresolved, *config.expansion.unmatched)
    lines = (line for server in config.expansion.servers for line in server.directives)
    chains = (line.tokens[0].via.chain() for line in lines if line.tokens[0].via is not None)
    return {
        *(item.target.text for item in unknown),
        *(via.target.value for chain in chains for via in chain),
    }
