"""The template `coredns.yaml.sed` of coredns/deployment, filled in."""

from collections.abc import Collection, Sequence

from corefile.coredns.releases.builds import Build
from corefile.documents.reading import read
from corefile.documents.writing import write_back
from corefile.editing.editor import Editor
from corefile.editing.errors import NotFound, Refused
from corefile.editing.stubs import stub_domains
from corefile.go.kubernetes import dns1123_subdomain_errors
from corefile.go.net import parse_ip
from corefile.kube.manifests import ConfigMap, Entry, Text
from corefile.kube.settings import KubeDns, read_settings
from corefile.kube.translating import Remark, add_kube_dns
from corefile.text.edits import apply_edits
from corefile.text.offsets import OffsetMap
from corefile.text.regex import regex

__all__ = ["filled_in", "settings_of_values", "with_settings"]

#: What a script replaces in the template.
PLACEHOLDER = regex(
    "CLUSTER_DNS_IP|CLUSTER_DOMAIN|REVERSE_CIDRS|KUBERNETES_CONFIG|STUBDOMAINS|FEDERATIONS"
    "|UPSTREAMNAMESERVER"
)
#: A network or a zone.
NETWORK = regex(r"[0-9A-Za-z.:/-]+")

RESOLV_CONF = "/etc/resolv.conf"
LIMIT = "max_concurrent"


def filled_in(
    template: str,
    *,
    cluster_domain: str = "cluster.local",
    reverse_cidrs: Sequence[str] = ("in-addr.arpa", "ip6.arpa"),
    cluster_dns_ip: str = "",
    kubernetes_config: str = "pods insecure",
) -> str:
    """Return a template with values, without the settings of kube-dns: `with_settings` has these.

    `cluster_domain` is the zone of the cluster, `reverse_cidrs` are the networks whose addresses
    have names there, `cluster_dns_ip` is the address of the Service, and `kubernetes_config` the
    property that old templates leave open. Raises Refused for a value that is not one, or that the
    template needs and that is not given.
    """
    if dns1123_subdomain_errors(cluster_domain):
        raise Refused(f"`{cluster_domain}` is not a domain, such as `cluster.local`")
    for network in reverse_cidrs:
        if not NETWORK.fullmatch(network):
            raise Refused(f"`{network}` is not a network, such as `10.96.0.0/12`")
    if cluster_dns_ip and parse_ip(cluster_dns_ip) is None:
        raise Refused(f"`{cluster_dns_ip}` is not an IP address")
    if not cluster_dns_ip and "CLUSTER_DNS_IP" in template:
        raise Refused("the template has `CLUSTER_DNS_IP`: say the address of the Service for DNS")
    values = {
        "CLUSTER_DNS_IP": cluster_dns_ip,
        "CLUSTER_DOMAIN": cluster_domain,
        "REVERSE_CIDRS": " ".join(reverse_cidrs),
        "KUBERNETES_CONFIG": kubernetes_config,
        "UPSTREAMNAMESERVER": RESOLV_CONF,
    }
    return PLACEHOLDER.sub(lambda found: values.get(found[0], ""), template)


def settings_of_values(stub_domains: str = "", upstreams: str = "") -> KubeDns:
    """Return the settings in two values of the ConfigMap of kube-dns; an empty one says nothing.

    The places of faults are those in the value.
    """
    given = {"stubDomains": stub_domains, "upstreamNameservers": upstreams}
    data = tuple(
        Entry(key, (0, 0), Text(text, OffsetMap.identity(len(text))))
        for key, text in given.items()
        if text.strip()
    )
    return read_settings(ConfigMap("", "kube-dns", data, (), 0))


def with_settings(text: str, settings: KubeDns, build: Build | None) -> tuple[str, list[Remark]]:
    """Return a manifest with the settings of kube-dns in its Corefile, and what to know about them.

    Raises NotFound where it does not have the one Corefile, and EditError as `add_kube_dns` does.
    """
    document = read(text, "coredns.yaml")
    found = [item for item in document.corefiles if item.kind == "corefile"]
    if len(found) != 1:
        raise NotFound(f"the template has {len(found) or 'no'} Corefile{'s' * (len(found) > 1)}")
    editor = Editor(found[0].text, build=build, check=False)
    before = {stub.zone for stub in stub_domains(editor)}
    remarks = add_kube_dns(editor, settings)
    limit_stubs(editor, before)
    edits = write_back(document, found[0], editor.edits).edits
    return apply_edits(text, edits), remarks


def limit_stubs(editor: Editor, before: Collection[str]) -> None:
    """Give new stub domains the limit of concurrent queries that `forward .` has."""
    roots = editor.find_servers(".", any_port=True)
    forwards = [line for root in roots[:1] for line in root.plugins("forward")[:1]]
    limits = [line.args[:] for forward in forwards for line in forward.properties(LIMIT)]
    for stub in stub_domains(editor):
        if stub.zone not in before:
            for args in limits:
                stub.server.plugin("forward").append(LIMIT, *args)
