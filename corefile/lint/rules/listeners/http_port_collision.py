"""Two services listen on one port.

Finds two of `health`, `ready`, `prometheus`, `pprof` and the DNS server itself on one TCP port and
address. Their defaults are `:8080`, `:8181`, `localhost:9153` and `localhost:6053`.

Why it matters: CoreDNS starts anyway. It opens its ports so that several services may share one,
and the system then gives each connection to any of them. `/health` or `/metrics` sometimes answers
404, and Kubernetes restarts a healthy server. If one of the two listens on a single address, it
gets all connections to that address.

How to fix it: give each service its own port. Several server blocks may share one `ready` or
`prometheus` address.

## Bad

```corefile
. {
    health :9153
    prometheus :9153
    forward . 192.0.2.53
}
```

```corefile
. {
    ready :8080
    health
    forward . 192.0.2.53
}
```

```corefile
https://.:8443 {
    tls cert.pem key.pem
    prometheus 127.0.0.1:8443
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    health :8080
    ready
    prometheus :9153
    forward . 192.0.2.53
}
corp.example {
    ready
    prometheus :9153
    forward . 198.51.100.53
}
```

```corefile
. {
    health 127.0.0.1:8080
    ready 127.0.0.2:8080
    forward . 192.0.2.53
}
```

```corefile
quic://.:8853 {
    tls cert.pem key.pem
    health :8853
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.model.listeners import TCP, canonical_host
from corefile.go.errors import Invalid
from corefile.go.net import split_host_port
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.text.records import dataclass

__all__ = ["RULE"]

DNS = "the DNS server"
LOCALHOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Service:
    """Something that listens."""

    #: The plugin's name, or DNS.
    name: str
    host: str
    port: str
    token: ExpandedToken


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each service that is not alone on its port."""
    # By port and host, the first service of each name; under None whatever their hosts.
    seen: dict[tuple[str, str | None], dict[str, Service]] = {}
    for service in services(ctx):
        shared = (service.host, "") if service.host else (None,)
        others = (seen.get((service.port, host), {}) for host in shared)
        other = next((o for by in others for o in by.values() if o.name != service.name), None)
        for host in (None, service.host):
            seen.setdefault((service.port, host), {}).setdefault(service.name, service)
        if other is not None:
            yield finding(ctx, other, service)


def services(ctx: Context) -> Iterator[Service]:
    """Yield everything that listens on a TCP port, the DNS servers first."""
    for listener in ctx.listeners:
        if listener.transport in TCP:
            yield Service(DNS, listener.host, listener.port, listener.uses[0].key.token)
    for server in ctx.config.servers:
        for token, address in endpoints(server):
            try:
                host, port = split_host_port(address)
            except Invalid:
                continue
            if port not in ("", "0") and not has_reference(address):
                host = LOCALHOST if host == "localhost" else canonical_host(host)
                yield Service(token.text, host, port, token)


def endpoints(server: Server) -> Iterator[tuple[ExpandedToken, str]]:
    """Yield the plugins with an HTTP server of their own, and their addresses."""
    stanzas: dict[str, list[HttpServer]] = {}
    for stanza in server.all(HttpServer):
        stanzas.setdefault(stanza.name, []).append(stanza)
    for several in stanzas.values():
        given = (stanza for stanza in reversed(several) if stanza.address)
        counting = next(given, several[0])
        yield counting.token, counting.listens_at


def finding(ctx: Context, other: Service, service: Service) -> Finding:
    """Say who gets the connections."""
    first = other.name if other.name == DNS else f"`{other.name}`"
    if other.host == service.host:
        effect = "each connection reaches one of the two by chance, and the other seems to fail"
    else:
        alone, host = (first, other.host) if other.host else (f"`{service.name}`", service.host)
        effect = f"connections to {host} reach only {alone}"
    return RULE.at(
        ctx,
        service.token,
        f"`{service.name}` and {first} both listen on port {service.port}: {effect}",
        help=f"give `{service.name}` another port",
        related=[ctx.related(other.token, f"{first} listens here")],
    )


RULE = CorefileRule("CF502", "http-port-collision", "warning", check)
