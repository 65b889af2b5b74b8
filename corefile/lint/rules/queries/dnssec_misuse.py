"""`dnssec` is configured to check answers, or to sign without a key.

Finds a `dnssec` for all names next to a `forward` or `grpc` for all names, and a `dnssec` without
`key`.

Why it matters: `dnssec` does not check answers. It signs the answers of the plugins after it with
its own keys. Everybody who validates DNSSEC rejects such signatures for other people's names.
Without a key, nothing is signed, but clients that ask for DNSSEC get NOERROR with an NSEC record
instead of NXDOMAIN.

How to fix it: give `dnssec` your own zones and their keys. CoreDNS cannot check answers; let the
server that `forward` uses do it.

## Bad

```corefile
. {
    dnssec {
        key file Kexample.org.+013+45330
    }
    forward . 192.0.2.53
}
```

```corefile
example.org {
    dnssec
    file /etc/coredns/example.org.zone
}
```

## Good

```corefile
. {
    forward . 192.0.2.53
}
```

```corefile
example.org {
    dnssec {
        key file Kexample.org.+013+45330
    }
    file /etc/coredns/example.org.zone
}
```

```corefile
. {
    dnssec example.org {
        key file Kexample.org.+013+45330
    }
    file /etc/coredns/example.org.zone example.org
    forward . 192.0.2.53
}
```

```corefile
corp.example {
    dnssec {
        key file Kcorp.example.+013+45330
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.model.config import Server
from corefile.coredns.plugins.dnssec import Dnssec
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.grpc import Grpc
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `dnssec` that signs what it should not, or nothing."""
    unknown = any(item.inside == Dnssec.name for item in ctx.expansion.unresolved)
    for server in ctx.config.servers:
        dnssec, sender = server.first(Dnssec), sends_all(server)
        if dnssec is None:
            continue
        for_all = any(zone.name == "." for zone in dnssec.zones) and not ctx.is_lines
        if sender is not None and for_all:
            yield RULE.at(
                ctx,
                dnssec.token,
                f"`dnssec` checks no signatures: it {_does(dnssec, sender, unknown)}",
                help="remove `dnssec`, or name the zones on its line that are yours",
                related=[ctx.related(sender.token, "answers for all names come from here")],
            )
        elif not dnssec.has("key") and not unknown:
            yield RULE.at(
                ctx,
                dnssec.token,
                "`dnssec` has no `key`, so it signs nothing, and still turns NXDOMAIN into "
                "NOERROR for clients that ask for DNSSEC",
                help="write `key file` and a key's name into its block, or remove `dnssec`",
            )


def _does(dnssec: Dnssec, sender: Forward | Grpc, unknown: bool) -> str:
    """Return what a `dnssec` for all names does to the answers of another server."""
    if dnssec.has("key") or unknown:
        return (
            f"signs all that `{sender.name}` brings with keys of its own, which clients that "
            "validate reject as forged"
        )
    return (
        "signs nothing without a `key`, and still turns NXDOMAIN into NOERROR for clients that "
        "ask for DNSSEC"
    )


def sends_all(server: Server) -> Forward | Grpc | None:
    """Return the plugin that sends queries for all names to other servers."""
    senders: tuple[Forward | Grpc, ...] = (*server.all(Forward), *server.all(Grpc))
    return next((sender for sender in senders if sender.zone.name == "."), None)


RULE = CorefileRule(
    "CF419", "dnssec-misuse", "warning", check, fragments=True, about=(Dnssec.name,)
)
