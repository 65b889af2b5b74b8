"""A port does not match its protocol.

Finds keys and upstreams of `forward` with a port that belongs to another protocol: encryption on
port 53, or plain DNS on port 853. So is an upstream of `grpc` without a port, which CoreDNS asks on
port 53. Also finds two protocols on one port, such as `https://` and
`grpc://`, which both use 443 by default. TCP and UDP do not conflict: `tls://` and `quic://` may
share a port. Also finds port 0 in a key or an upstream, an upstream with a colon and no port, which
is the same, and `tls://` without `tls`. If all keys are on port 0, as in tests, that is a note.

Why it matters: CoreDNS starts anyway. Clients and upstreams that expect the other protocol hang or
fail. If two servers share a port, each connection reaches one of them at random. For port 0, the
system chooses another port at each start.

How to fix it: leave the port out, or give the right one.

## Bad

```corefile
. {
    forward . tls://192.0.2.53:53 {
        tls_servername dns.example
    }
}
```

```corefile
. {
    forward . 192.0.2.53:853
}
```

```corefile
tls://.:53 {
    tls cert.pem key.pem
    whoami
}
```

```corefile
https://. grpc://. {
    tls cert.pem key.pem
    whoami
}
```

```corefile
. {
    grpc . 192.0.2.53
}
```

## Good

```corefile
.:53 tls://. quic://.:853 https://.:8443 grpc://.:443 {
    tls cert.pem key.pem
    forward . tls://192.0.2.53:853 tls://192.0.2.54:8853 {
        tls_servername dns.example
    }
}
```

```corefile
. {
    forward . 192.0.2.53:5353
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.upstreams import Sender, Upstream
from corefile.coredns.catalogue.zones import DEFAULT_PORTS, split_transport
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.model.listeners import TCP, UDP, Listener
from corefile.coredns.plugins.forward import Forward
from corefile.go.errors import Invalid
from corefile.go.net import join_host_port, split_host_port
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_open
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Ports that stand for one protocol, and what is spoken on them.
PORTS = {"53": "plain DNS", "853": "DNS over TLS"}


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each port that does not fit."""
    for server in ctx.config.servers:
        yield from keys(ctx, server)
        for forward in server.all(Forward):
            for upstream in filter(unfit, forward.to):
                if upstream.transport != "dns" or not means_tls(forward):
                    help_text = advice(upstream)
                    yield finding(ctx, upstream.token, upstream.transport, upstream.port, help_text)
        # To import the class of a plugin that is seldom used would load it.
        for sender in server.all(Sender):
            yield from without_port(ctx, sender)
            for upstream in sender.to if sender.name == "grpc" else ():
                if upstream.kind == "address" and not has_port(upstream.token.text):
                    yield RULE.at(
                        ctx,
                        upstream.token,
                        f"`{upstream.token.text}` is asked over gRPC on port 53, which is for "
                        "plain DNS",
                        help=f"write the port of the gRPC server, as in `{with_port(upstream)}`",
                    )
    yield from shared_ports(ctx)
    yield from in_clear_text(ctx)


def without_port(ctx: Context, sender: Sender) -> Iterator[Finding]:
    """Yield a finding for each upstream that is asked on port 0, which nobody answers."""
    for upstream in sender.to:
        text = upstream.token.text
        if (
            upstream.kind == "address"
            and upstream.port in ("", "0")
            and not is_open(upstream.token)
        ):
            yield RULE.at(
                ctx,
                upstream.token,
                f"`{text}` is asked on port 0, where no server is: every query to it fails",
                help="write the port after the colon, or leave the colon out for the usual port",
            )


def has_port(text: str) -> bool:
    """Tell whether an address is written with its port."""
    try:
        split_host_port(split_transport(text)[1])
    except Invalid:
        return False
    return True


def with_port(upstream: Upstream) -> str:
    """Return an upstream with the usual port of gRPC."""
    return join_host_port(upstream.host, DEFAULT_PORTS["grpc"])


def misfit(transport: str, port: str) -> bool:
    """Tell whether a port belongs to another protocol."""
    return port in PORTS and DEFAULT_PORTS.get(transport) != port


def unfit(upstream: Upstream) -> bool:
    """Tell whether an upstream's port belongs to another protocol."""
    return upstream.kind == "address" and misfit(upstream.transport, upstream.port)


def means_tls(forward: Forward) -> bool:
    """Tell whether `tls-servername-without-tls` says already that `tls://` is missing."""
    return forward.tls is not None or forward.tls_servername is not None


def keys(ctx: Context, server: Server) -> Iterator[Finding]:
    """Yield a finding for each key with a port that belongs to another protocol."""
    for key in server.keys:
        if any(address.port_number == 0 for address in key.addresses):
            yield RULE.at(
                ctx,
                key.token,
                f"`{key.text}` is on port 0: the system chooses a port at random, at each start "
                "another",
                help="write the port that clients ask, or leave it out for the usual one",
                severity="info" if is_test(ctx) else "warning",
            )
        address = next((a for a in key.addresses if misfit(a.transport, a.port)), None)
        # Plain DNS on port 853 with certificates has a rule of its own.
        if address is not None and not (address.transport == "dns" and server.has("tls")):
            zone = key.text.removeprefix(f"{address.transport}://").removesuffix(f":{address.port}")
            wanted = "tls" if address.transport == "dns" else address.transport
            help_text = f"write `{wanted}://{zone}`, which is on port {DEFAULT_PORTS[wanted]}"
            yield finding(ctx, key.token, address.transport, address.port, help_text)


def is_test(ctx: Context) -> bool:
    """Tell whether all keys are on port 0, as tests of programs have them on purpose."""
    addresses = (a for server in ctx.config.servers for a in server.addresses)
    return all(address.port_number == 0 for address in addresses)


def advice(upstream: Upstream) -> str:
    """Return what to write instead of an upstream."""
    host = f"[{upstream.host}]" if ":" in upstream.host else upstream.host
    if upstream.transport == "dns":
        return f"write `tls://{host}`, or leave the port out for plain DNS"
    return f"leave the port out: `{upstream.transport}://{host}`"


def finding(
    ctx: Context, token: ExpandedToken, transport: str, port: str, help_text: str
) -> Finding:
    """Say what is spoken on a port."""
    spoken = "plain DNS" if transport == "dns" else f"`{transport}://`"
    message = f"`{token.text}` speaks {spoken} on port {port}, which is for {PORTS[port]}"
    return RULE.at(ctx, token, message, help=help_text)


def in_clear_text(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each listener for TLS that no server block has a certificate for."""
    for listener in ctx.listeners:
        servers = [use.server for use in listener.uses]
        complete = all(server.complete for server in servers)
        if listener.transport != "tls" or not complete:
            continue
        key = listener.uses[0].key
        names = [name for server in servers for name in server.names]
        # What is not described here may bring certificates.
        is_unknown = any(plugin_class(name) is None for name in names)
        if "tls" in names or is_unknown or is_open(key.token):
            continue
        yield RULE.at(
            ctx,
            key.token,
            f"`{key.text}` speaks plain DNS on port {listener.port}: without `tls` there is no "
            "certificate, and nothing is encrypted",
            help="add `tls CERT KEY` to the server block",
        )


def shared_ports(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each port on which two protocols are spoken."""
    taken: dict[tuple[str, str, str], Listener] = {}
    for listener in ctx.listeners:
        for kind, transports in (("TCP", TCP), ("UDP", UDP)):
            if listener.transport not in transports:
                continue
            place = (kind, listener.host, listener.port)
            other = taken.setdefault(place, listener)
            told = any(misfit(one.transport, one.port) for one in (other, listener))
            if other.transport != listener.transport and not told:
                yield collision(ctx, other, listener, kind)


def collision(ctx: Context, other: Listener, listener: Listener, kind: str) -> Finding:
    """Say that two protocols share a port."""
    first, second = other.uses[0].key, listener.uses[0].key
    what = "connection" if kind == "TCP" else "packet"
    return RULE.at(
        ctx,
        second.token,
        f"`{first.text}` and `{second.text}` share {kind} port {listener.port}: each {what} "
        "reaches one of the two servers by chance",
        help=f"give `{second.text}` another port",
        related=[ctx.related(first.token, "this key has the port too")],
    )


RULE = CorefileRule("CF507", "transport-port-mismatch", "warning", check)
