"""`dnstap` is given a host without a port.

Finds a `tcp://` or `tls://` receiver without a port.

Why it matters: there is no usual port for dnstap. CoreDNS starts, and never connects: `dial tcp:
address 192.0.2.1: missing port in address`. All messages are dropped.

How to fix it: write the port of the receiver.

## Bad

```corefile
. {
    dnstap tcp://192.0.2.1 full
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    dnstap tcp://192.0.2.1:6000 full
    forward . 192.0.2.53
}
```

```corefile
. {
    dnstap /run/dnstap.sock full
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.dnstap import NAMES, TLS, Dnstap
from corefile.coredns.releases.release import Release, span
from corefile.go.errors import Invalid
from corefile.go.net import split_host_port
from corefile.go.url import parse_url
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_open
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each receiver on the network whose port is not said."""
    release = ctx.config.build.release
    for server in ctx.config.servers:
        for dnstap in server.all(Dnstap):
            token = dnstap.socket.token
            words = "" if dnstap.listen or is_open(token) else refused(release, token.text)
            if words:
                yield RULE.at(
                    ctx,
                    token,
                    f'`{token.text}` has no port, so CoreDNS never connects: "dial tcp: {words}"',
                    help=f"write the port of the receiver, as in `{token.text.rstrip('/')}:6000`",
                )


def refused(release: Release, text: str) -> str:
    """Return why CoreDNS cannot connect to a URL; "" where it can, or it is none."""
    schemes = [*["tcp"] * (release in span(NAMES)), *["tls"] * (release in span(TLS))]
    scheme, mark, _ = text.partition("://")
    if not mark or scheme not in schemes:
        return ""
    try:
        host = parse_url(text).host
        if host:
            split_host_port(host)
    except Invalid as invalid:
        return str(invalid) if "missing port" in str(invalid) else ""
    return ""


RULE = CorefileRule(
    "CF716",
    "dnstap-without-port",
    "warning",
    check,
    fragments=True,
    about=(Dnstap.name,),
    signs=("://",),
)
