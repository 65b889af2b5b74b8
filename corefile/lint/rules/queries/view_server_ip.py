"""A `view` or `template` asks for the server's address, which queries over UDP do not have.

Finds a condition on `server_ip()` that no query over UDP can meet, in a server block without
`bind`.

Why it matters: a socket for all addresses does not say at which of them a packet of UDP came in:
`server_ip()` is `::` for it. Over TCP it is the address, so the view works for the few queries that
come over TCP, and all others go to another server block or are refused. A `template` passes them
on.

To fix it, write `bind` with the address into the server block; then it needs no `view`.

## Bad

```corefile
. {
    view inside {
        expr server_ip() == '10.0.0.10'
    }
    forward . 192.0.2.53
}
. {
    forward . 192.0.2.54
}
```

```corefile
. {
    template IN A app.example {
        expr server_ip() == '10.0.0.10'
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    template IN AAAA app.example
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    bind 10.0.0.10
    forward . 192.0.2.53
}
```

```corefile
. {
    view inside {
        expr server_ip() != '10.0.0.10'
    }
    forward . 192.0.2.53
}
. {
    forward . 192.0.2.54
}
```
"""

from collections.abc import Iterator
from itertools import chain

from corefile.coredns.catalogue.conditions import Condition, constant
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.view import View
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each condition on the server's address that UDP cannot meet."""
    for server in ctx.config.servers:
        over_udp = any(address.transport == "dns" for address in server.addresses)
        if not over_udp or server.has("bind") or not server.complete:
            continue
        in_views = (condition for view in server.all(View) for condition in view.expr)
        in_templates = (one for template in server.all(Template) for one in template.expr)
        for condition in chain(in_views, in_templates):
            if is_lost(condition):
                yield RULE.at(
                    ctx,
                    condition.words[0],
                    "no query over UDP meets this: without `bind`, `server_ip()` is `::` for all "
                    "of them",
                    help="write `bind` with the address into this server block",
                )


def is_lost(condition: Condition) -> bool:
    """Tell whether a condition is false of all queries over UDP, but not of those over TCP."""
    if "server_ip" not in condition.text or has_reference(condition.text):
        return False
    return constant(condition, server_ip="::") is False and constant(condition) is None


RULE = CorefileRule("CF421", "view-server-ip", "warning", check, about=(Template.name, View.name))
