"""`template` sends two answers to each query.

Finds `rcode REFUSED`, `rcode NOTIMP` or `rcode FORMERR` in a `template`.

Why it matters: `template` writes its answer and then returns the code, which for CoreDNS means
that nothing was written: the server writes a second answer. Each client gets two packets for one.

To fix it, refuse with `acl`, which does it once, or answer `NXDOMAIN`. `SERVFAIL` is sent once.

## Bad

```corefile
. {
    template ANY ANY ads.example {
        rcode REFUSED
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    template ANY ANY ads.example {
        rcode NXDOMAIN
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    acl ads.example {
        block
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.template import Template
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: The codes by which a plugin says that it has written nothing (plugin/plugin.go, ClientWrite);
#: SERVFAIL is returned by `template` before it writes.
TWICE = ("REFUSED", "NOTIMP", "FORMERR")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `template` that answers twice."""
    for server in ctx.config.servers:
        for template in server.all(Template):
            rcode = template.rcode
            if rcode is not None and rcode.value in TWICE:
                yield RULE.at(
                    ctx,
                    rcode.token,
                    f"every query gets two answers: `template` writes one with {rcode.value}, and "
                    "the server takes this code for a sign that nothing was written, and writes "
                    "another",
                    help="refuse with `acl NAME` and `block`, or answer `NXDOMAIN`",
                )


RULE = CorefileRule(
    "CF420",
    "template-answers-twice",
    "warning",
    check,
    fragments=True,
    compares=True,
    about=(Template.name,),
)
