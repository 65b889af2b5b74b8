"""The settings of kube-dns, written into a Corefile.

kube-dns asks the servers of the longest stub domain that a name is in, as CoreDNS asks the server
block with the longest zone. So a stub domain becomes a server block, and the upstreams become those
of `forward .`.
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.editing.asking import prepared
from corefile.editing.editor import Editor
from corefile.editing.errors import EditError, Refused
from corefile.editing.handles import Server as Block
from corefile.editing.recipes import set_upstreams
from corefile.editing.stubs import add_stub_domain, hidden_by, key_for, typed_servers
from corefile.go.kubernetes import dns1123_subdomain_errors
from corefile.kube.settings import KubeDns, Server, StubDomain
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["Remark", "add_kube_dns", "default_corefile", "default_manifest"]

COREFILE = """\
.:53 {{
    errors
    health {{
        lameduck 5s
    }}
    ready
    kubernetes {domain} in-addr.arpa ip6.arpa {{
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }}
    prometheus :9153
    forward . /etc/resolv.conf {{
        max_concurrent 1000
    }}
    cache 30 {{
        disable success {domain}
        disable denial {domain}
    }}
    loop
    reload
    loadbalance
}}
"""

MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
"""


@dataclass(frozen=True, slots=True)
class Remark(Brief):
    """Something to know about a setting; offsets are those of the file with the ConfigMap."""

    #: Of the setting.
    offset: int
    #: What became of it.
    message: str
    #: Whether it keeps the others from being written.
    is_error: bool = False


def default_corefile(cluster_domain: str = "cluster.local") -> str:
    """Return the Corefile of kubeadm (cmd/kubeadm/app/phases/addons/dns/manifests.go).

    Raises Refused for a domain that no cluster can have.
    """
    if dns1123_subdomain_errors(cluster_domain):
        raise Refused(f"`{cluster_domain}` is not a domain, such as `cluster.local`")
    return COREFILE.format(domain=cluster_domain)


def default_manifest(cluster_domain: str = "cluster.local") -> str:
    """Return the ConfigMap with that Corefile. Raises Refused as that does."""
    lines = default_corefile(cluster_domain).splitlines(keepends=True)
    return MANIFEST + "".join(f"    {line}" for line in lines)


def add_kube_dns(editor: Editor, settings: KubeDns) -> list[Remark]:
    """Write the settings of kube-dns into a Corefile, and say what became of the others.

    Where a remark is an error, nothing is written. Raises EditError where the Corefile has no
    server block for all names, or several, and there are upstreams for it.
    """
    remarks: list[Remark] = []
    try:
        with editor.atomic():
            for stub in settings.stub_domains:
                remarks += add_stub(editor, stub)
            add_upstreams(editor, settings)
            stop_at_errors(remarks)
    except NotTaken:
        return [remark for remark in remarks if remark.is_error]
    remarks += federations(settings)
    return sorted(remarks, key=lambda remark: remark.offset)


class NotTaken(Exception):
    """Not all settings can be written, so none is."""


def stop_at_errors(remarks: list[Remark]) -> None:
    """Raise NotTaken where a remark is an error."""
    if any(remark.is_error for remark in remarks):
        raise NotTaken


def federations(settings: KubeDns) -> Iterator[Remark]:
    """Say what became of the federations."""
    if settings.federations:
        names = ", ".join(f"`{name}={domain}`" for name, domain in settings.federations)
        yield Remark(
            settings.federations_at,
            f"not taken over: {names}. CoreDNS has no plugin `federation` since 1.7.0, and"
            " Kubernetes no federation of this kind; names such as `SERVICE.NAMESPACE.FEDERATION`"
            " are not answered",
        )


def addresses(servers: tuple[Server, ...]) -> list[str]:
    """Return the servers that `forward` takes, as it takes them, each once."""
    return list(dict.fromkeys(server.upstream for server in servers if server.is_address))


def names(servers: tuple[Server, ...]) -> Iterator[Remark]:
    """Say that `forward` takes no names of servers."""
    for server in servers:
        if not server.is_address:
            yield Remark(
                server.offset,
                f"left out: `{server.text}` is not an IP address. kube-dns looks such a name up"
                " once, when it starts; `forward` takes addresses only. Write its address",
            )


def add_stub(editor: Editor, stub: StubDomain) -> Iterator[Remark]:
    """Write a stub domain, and yield what to know about it."""
    yield from names(stub.servers)
    upstreams = addresses(stub.servers)
    if not upstreams:
        yield Remark(stub.offset, f"left out: `{stub.zone}` has no server that `forward` takes")
        return
    try:
        if block := around_cluster(editor, stub.zone):
            # A server block for the zone would take the names of the cluster.
            set_upstreams(block, *upstreams, zone=stub.zone)
            return
        is_new = not editor.find_servers(key_for(editor, stub.zone))
        hidden = hidden_by(editor, stub.zone) if is_new else []
        add_stub_domain(editor, stub.zone, *upstreams)
    except EditError as error:
        yield Remark(stub.offset, str(error), is_error=True)
        return
    if hidden:
        found = ", ".join(f"`{each}`" for each in hidden)
        yield Remark(
            stub.offset, f"`{stub.zone}` now has the names below it; no longer asked: {found}"
        )


def around_cluster(editor: Editor, zone: str) -> Block | None:
    """Return the server block for all names, if the zone of its `kubernetes` is below a zone."""
    typed = typed_servers(prepared(editor.tree, editor.build))
    for block in editor.servers:
        found = [typed[key] for key in block.node.keys if key in typed and "." in block.zones]
        stanzas = [each for server in found for each in server.all(Kubernetes)]
        own = {each.name for kubernetes in stanzas for each in kubernetes.zones}
        if any(is_subdomain(f"{zone}.", each) for each in own - {f"{zone}."}):
            return block
    return None


def add_upstreams(editor: Editor, settings: KubeDns) -> None:
    """Write the servers for all names. Raises EditError."""
    upstreams = addresses(settings.upstreams)
    if upstreams:
        set_upstreams(editor.server("."), *upstreams)
