"""Addresses of other DNS servers, as `forward` and `grpc` read them (plugin/pkg/parse/host.go)."""

from dataclasses import dataclass
from typing import Literal

from corefile.coredns.expansion import ExpandedToken
from corefile.coredns.golang import Invalid, parse_ip, split_host_port
from corefile.coredns.zones import DEFAULT_PORTS, split_transport


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where queries are sent."""

    #: An IP address, a name to look up, or the path of a file like /etc/resolv.conf.
    host: str
    #: Empty for a file, which brings its own.
    port: str
    transport: str
    kind: Literal["address", "name", "file"]
    #: The name that the server's certificate must have, from `tls://ADDRESS%NAME`.
    server_name: str
    token: ExpandedToken


def split_server_name(text: str) -> tuple[str, str]:
    """Split `tls://9.9.9.9%dns.quad9.net` into address and name (forward/setup.go, splitZone)."""
    scheme, found, host = text.partition("://")
    if not found:
        scheme, host = "", text
    name = ""
    if "%" in host:
        head, _, name = host.rpartition("%")
        host = f"{head}]" if head.startswith("[") else head
        if ":" in name:
            name, _, port = name.rpartition(":")
            host += f":{port}"
            name = name.removesuffix("]")
    return (f"{scheme}://{host}" if scheme else host), name


def without_scope(host: str) -> str:
    """Take the part behind the last `%` off an address (stripZone)."""
    return host.rpartition("%")[0] if "%" in host else host


def read_upstream(token: ExpandedToken) -> Upstream:
    """Read an address, or a file's name (HostPortOrFile).

    What is no address is a file, or the name of a host where there is no such file: which of the
    two cannot be told from the text.
    """
    transport, host = split_transport(token.text)
    try:
        address, port = split_host_port(host)
    except Invalid:
        bare = host.strip("[]")
        address, name = split_server_name(bare)
        if parse_ip(without_scope(bare)) is not None:
            return Upstream(address, DEFAULT_PORTS[transport], transport, "address", name, token)
        return Upstream(bare, "", transport, "file", "", token)
    if parse_ip(without_scope(address)) is not None:
        _, name = split_server_name(host)
        return Upstream(without_scope(address), port, transport, "address", name, token)
    return Upstream(host, "", transport, "file", "", token)
