"""CoreDNS accepts the Corefile, but does not start.

Finds what CoreDNS notices only when it opens its ports and looks names up:

- a `quic://` key without `tls` on its port;
- an address of `health` that is not valid in a URL, such as `:http`;
- a zone file beside the Corefile that has no SOA record, or one for another zone, or a line that is
  not a record (from CoreDNS 1.11.4 on; before, nothing from that line on is served);
- a `reload` of `file` that is less than zero;
- a port above 65535 for `health` or `pprof`. For `ready` and `prometheus` it is a warning, because
  CoreDNS starts without them;
- an upstream of `forward` that is almost `/etc/resolv.conf`, such as `/etc/resolve.conf`. There may
  be a file of this name, so it is a warning;
- an upstream of `forward` whose name cannot be found: a network, a scheme such as `udp://` that
  CoreDNS takes for the name of a host, a property or plugin that belongs on a line of its own, or
  a name of the cluster. Only CoreDNS itself knows these names, and it is not there yet. From
  CoreDNS 1.15.0 on, this is so for a name without a dot too, as services have it in their
  namespace. Whether a name is found depends on the machine, so these are warnings, but for a
  network and a scheme.

Why it matters: CoreDNS exits. In Kubernetes its pod restarts again and again.

How to fix it: follow the help line.

## Bad

```corefile
quic://example.org {
    whoami
}
```

```corefile
. {
    health :99999
    whoami
}
```

```corefile
. {
    forward . kube-dns.kube-system.svc.cluster.local
}
```

```corefile
. {
    forward . 10.0.0.0/24
}
```

```corefile
. {
    forward . /etc/resolve.conf
}
```

```corefile
. {
    forward . 192.0.2.53 192.0.2.54 policy sequential
}
```

## Good

```corefile
quic://example.org {
    tls cert.pem key.pem
    whoami
}
```

```corefile
. {
    health :8080
    forward . 10.96.0.10
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.catalogue.upstreams import NO_HOSTS, Upstream
from corefile.coredns.catalogue.zones import fqdn
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.forward import HTTPS, Forward
from corefile.coredns.plugins.health import Health
from corefile.coredns.releases.release import Release, span
from corefile.go.errors import Invalid
from corefile.go.net import parse_cidr, parse_ip, split_host_port
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.text.regex import regex
from corefile.text.spelling import nearest
from corefile.text.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from corefile.coredns.plugins.file import File

__all__ = ["RULE"]

MAX_PORT = 65535
PORT = regex("[0-9]+", re.ASCII)
#: Schemes that people know from elsewhere; CoreDNS looks the word before the colon up.
OTHER_SCHEMES = ("udp", "tcp", "http", "sdns", "doh", "dot")
#: The file with the resolvers of the system.
RESOLVERS = "/etc/resolv.conf"
#: How names end that only the cluster's own DNS knows.
CLUSTER = (".svc", ".svc.cluster.local", ".pod.cluster.local", ".cluster.local")
#: How Kubernetes lets services be called; `UPSTREAM_IP` is left for somebody to fill in.
SERVICE = regex("[a-z](?:[a-z0-9-]*[a-z0-9])?")
#: The profiles of what answers the queries of a cluster.
IN_CLUSTER = ("kubernetes", "aks", "k3s")
#: What other plugins call it to pass queries on.
PASSING = ("fallthrough",)
#: The releases that look names up with a dot at their end.
DOTTED = span("1.15.0")
#: The releases that look the names of upstreams up.
NAMES = span("1.14.4")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each thing that stops CoreDNS when it starts."""
    yield from without_certificate(ctx)
    refused = frozenset(id(refusal.token) for refusal in ctx.config.refusals)
    for server in ctx.config.servers:
        for stanza in server.all(HttpServer):
            yield from bad_port(ctx, stanza)
        for health in server.all(Health):
            yield from bad_url(ctx, health)
        yield from bad_files(ctx, server)
        for forward in server.all(Forward):
            for upstream in forward.to:
                yield from no_file(ctx, upstream)
                yield from misspelt_file(ctx, upstream)
            words = [*forward.looked_up(ctx.config.build.release)]
            stray = next((pair for pair in words if is_stray(forward, pair[1])), None)
            if stray is not None:
                yield misplaced(ctx, *stray)
                continue
            # Where a word is refused, those after it may belong to it: `$(cat file | head)`.
            bare = is_in_cluster(ctx) and refused.isdisjoint(id(each.token) for each in forward.to)
            for upstream, name in words:
                if id(upstream.token) not in refused:
                    yield from never_found(ctx, upstream, name, bare=bare)


def without_certificate(ctx: Context) -> Iterator[Finding]:
    """Yield the listeners for DNS over QUIC that no server block has a certificate for."""
    for listener in ctx.listeners:
        uses = listener.uses
        if listener.transport != "quic" or not all(use.server.complete for use in uses):
            continue
        if any(use.server.has("tls") for use in uses):
            continue
        key = uses[0].key
        yield RULE.at(
            ctx,
            key.token,
            f"`{key.text}` needs a certificate, and there is no `tls`; CoreDNS does not start: "
            '"ListenPacket: quic: tls.Config not set"',
            help="add `tls CERT KEY` to the server block",
        )


def bad_port(ctx: Context, stanza: HttpServer) -> Iterator[Finding]:
    """Yield the service of a stanza whose port there is not."""
    address = stanza.address
    if address is None or has_reference(address.value):
        return
    try:
        _, port = split_host_port(address.value)
    except Invalid:
        return
    if PORT.fullmatch(port) is None or int(port[:6]) <= MAX_PORT:
        return
    words = f'"listen tcp: address {port}: invalid port"'
    what = "does not start" if stanza.needed else f"starts without `{stanza.name}`"
    yield RULE.at(
        ctx,
        address.token,
        f"there is no port {port}; CoreDNS {what}: {words}",
        help="write a port from 1 to 65535",
        severity=None if stanza.needed else "warning",
    )


def bad_url(ctx: Context, health: Health) -> Iterator[Finding]:
    """Yield the address of `health` that CoreDNS cannot ask itself at (health/overloaded.go)."""
    address = health.address
    if address is None or has_reference(address.value):
        return
    from corefile.go.url import STRICT_COLONS, parse_url  # noqa: PLC0415 - few files have one

    try:
        strict = ctx.config.build.release in span(STRICT_COLONS)
        parse_url(f"http://{address.value}", strict=strict)
    except Invalid as invalid:
        yield RULE.at(
            ctx,
            address.token,
            f'`health` cannot be asked at `{address.value}`; CoreDNS does not start: "{invalid}"',
            help="write an address with a number for its port, such as `:8080`",
        )


def bad_files(ctx: Context, server: Server) -> Iterator[Finding]:
    """Yield what is wrong with zone files."""
    if not server.has("file"):
        return
    from corefile.coredns.plugins.file import File  # noqa: PLC0415 - few files have it

    for file in server.all(File):
        yield from backwards(ctx, file)
        if server.complete and not server.has("root"):
            yield from wrong_zone(ctx, file)


def backwards(ctx: Context, file: "File") -> Iterator[Finding]:
    """Yield the intervals below zero, with which Go makes no clock."""
    reload = file.reload
    if reload is not None and reload.value < 0:
        yield RULE.at(
            ctx,
            reload.token,
            "`reload` is less than zero; CoreDNS does not start: "
            '"panic: non-positive interval for NewTicker"',
            help="write `reload 0` to read the file only once, or a positive duration",
        )


def wrong_zone(ctx: Context, file: "File") -> Iterator[Finding]:
    """Yield a zone file beside the Corefile that is not one of its zones."""
    if ctx.folder and ctx.folder.elsewhere and not file.file.value.startswith("/"):
        return  # CoreDNS looks for it in another folder, and starts without it
    text = ctx.text_of(file.file.value)
    refused = file.refused_zone(text, ctx.config.build.release) if text is not None else None
    if refused is None:
        return
    what = f"`{file.file.value}` is not a file of this zone"
    advice = f"write the zone of the file: `file {file.file.value} ZONE`"
    if any(refused.owner == f"{zone.name}{zone.name}" for zone in file.zones):
        what = f"the SOA record in `{file.file.value}` lacks the dot after its name"
        advice = "write the dot, or `@`: a name without a dot at its end is one below the zone"
    if refused.line:
        what = f"`{file.file.value}` has a line that is not a record"
        if refused.line not in refused.words:
            what += f" (`{refused.line}`)"
        advice = "correct the line, or the one above it"
    yield RULE.at(
        ctx,
        file.file.token,
        f'{what}; CoreDNS does not start: "{refused.words}"',
        help=advice,
    )


def no_file(ctx: Context, upstream: Upstream) -> Iterator[Finding]:
    """Yield an address with a path, which releases that look no names up take for a file's path."""
    address = parse_ip(upstream.host.partition("/")[0])
    if upstream.kind == "file" and address and ctx.config.build.release not in NAMES:
        words = f'"plugin/forward: not an IP address or file: "{upstream.host}""'
        advice = f"write the address alone: `{address}`"
        if upstream.transport == "https":
            since = f"`https://` upstreams appeared in CoreDNS {HTTPS}, without a path"
            advice = f"{since}: ask the server over TLS, as in `tls://{address}`, or upgrade"
        yield RULE.at(
            ctx,
            upstream.token,
            f"`{upstream.host}` is read as the path of a file; CoreDNS does not start if there is "
            f"none: {words}",
            help=advice,
            severity="warning",
        )


def misspelt_file(ctx: Context, upstream: Upstream) -> Iterator[Finding]:
    """Yield a path that was meant to be that of the system's own resolvers."""
    path = upstream.host
    if upstream.kind != "file" or path == RESOLVERS or not nearest(path, (RESOLVERS,)):
        return
    if any(map(str.isdigit, path)):
        return  # a second file, as in `/etc/resolv2.conf`
    words = f'"plugin/forward: not an IP address or file: "{path}""'
    if ctx.config.build.release in NAMES:
        words = resolving(ctx, path)
    yield RULE.at(
        ctx,
        upstream.token,
        f"`{path}` is not `{RESOLVERS}`; CoreDNS does not start if there is no such file: {words}",
        help=f"write `{RESOLVERS}`",
        severity="warning",
    )


def is_stray(forward: Forward, name: str) -> bool:
    """Tell whether the name of a host is that of a property, or of a plugin, after an upstream."""
    known = name in PASSING or name in NO_HOSTS or name in forward.specs()
    return known and forward.to[0].host != name


def misplaced(ctx: Context, upstream: Upstream, name: str) -> Finding:
    """Make the finding of a word that belongs on a line of its own."""
    advice = f"write `{name}` on a line of its own"
    if name in PASSING:
        advice = f"leave `{name}` out: `forward` answers all queries that come to it"
    elif name in Forward.specs():
        advice = f"write `{name}` on a line of its own, in a block: `forward … {{`"
    return RULE.at(
        ctx,
        upstream.token,
        f"`{name}` on the line of `forward` is the name of a server; CoreDNS does not start if it "
        f"is not found: {resolving(ctx, name)}",
        help=advice,
        severity="warning",
    )


def never_found(ctx: Context, upstream: Upstream, name: str, *, bare: bool) -> Iterator[Finding]:
    """Yield an upstream that is looked up under a name that is not found.

    `bare` tells whether nobody knows names without a dot.
    """
    text = upstream.token.text
    if has_reference(text):
        return
    scheme = text.partition("://")[0] if "://" in text else ""
    rest = text.removeprefix(f"{scheme}://")
    if parse_cidr(name) is not None:
        what, advice = f"`{text}` is a network, not a server", "write the address of one server"
    elif parse_ip(name.partition("/")[0]) is not None:
        what, advice = f"the `/` makes a name of the address in `{text}`", "leave the path out"
        host, _, port = text.partition("/")
        if port.isdigit():
            advice = f"a port is written with a colon: `{host}:{port}`"
    elif scheme in OTHER_SCHEMES:
        what = f"`forward` knows no `{scheme}://`, and looks the host `{name}` up"
        advice = f"write `{rest}`" + (", and `force_tcp` in the block" if scheme == "tcp" else "")
    elif name.lower().removesuffix(".").endswith(CLUSTER):
        what = f"only the cluster's DNS knows `{name}`, which is looked up before CoreDNS answers"
        advice = "write the address of the service"
    elif bare and SERVICE.fullmatch(name) and name != "localhost":
        what = f"`{name}` is looked up as it is here, without the search list of a pod"
        advice = "write the address of the service"
    else:
        return
    # Nobody's host or file is called so.
    is_sure = scheme in OTHER_SCHEMES or parse_cidr(name) is not None
    starts = "CoreDNS does not start" + ("" if is_sure else " if it is not found")
    yield RULE.at(
        ctx,
        upstream.token,
        f"{what}; {starts}: {resolving(ctx, name)}",
        help=advice,
        severity="error" if is_sure else "warning",
    )


def is_in_cluster(ctx: Context) -> bool:
    """Tell whether names are looked up whole by a CoreDNS that answers a cluster's queries."""
    return ctx.profile in IN_CLUSTER and ctx.config.build.release in DOTTED


def resolving(ctx: Context, name: str) -> str:
    """Return what CoreDNS prints of a name that is not found."""
    release: Release = ctx.config.build.release
    wanted = fqdn(name) if release in DOTTED else name
    return f'"plugin/forward: failed to resolve "{name}": lookup {wanted}: no such host"'


RULE = CorefileRule("CF031", "fails-at-start", "error", check)
