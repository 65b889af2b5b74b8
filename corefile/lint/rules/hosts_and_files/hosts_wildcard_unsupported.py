"""A `*` in a `hosts` table matches nothing.

Finds names with a `*` that CoreDNS reads as an ordinary character: everywhere in releases before
1.14.5, and since then everywhere except as the whole first label (`*.example.org`). From 1.14.5 on,
`*.example.org` matches names with one label instead of the `*`: `a.example.org`, but neither
`a.b.example.org` nor `example.org`.

Why it matters: the table contains a name that nobody asks for, and the intended names are not
found.

How to fix it: list the names, or answer with `template`, or from a zone file with `file`.

## Bad

```corefile coredns=1.14.4
example.org {
    hosts {
        192.0.2.1 *.example.org
    }
}
```

```corefile
example.org {
    hosts {
        192.0.2.1 web*.example.org
    }
}
```

## Good

```corefile
example.org {
    hosts {
        192.0.2.1 *.example.org
    }
}
```

```corefile coredns=1.14.4
example.org {
    template IN A {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
    template ANY ANY
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.hosts import WILDCARDS, Hosts
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each name with a `*` that stands for nothing."""
    release = ctx.config.build.release
    known = release in WILDCARDS
    where = "only at the beginning: `*.NAME`" if known else f"only since CoreDNS {WILDCARDS.since}"
    for server in ctx.config.servers:
        for hosts in server.all(Hosts):
            for entry in hosts.entries:
                for name in entry.names if entry.address is not None else ():
                    if "*" in (name.value.removeprefix("*.") if known else name.value):
                        message = (
                            f"`{name.token.text}` matches no query: in `hosts` a `*` matches a "
                            f"label {where}"
                        )
                        help_text = "list the names, or answer with `template`"
                        yield RULE.at(ctx, name.token, message, help=help_text)


RULE = CorefileRule(
    "CF208",
    "hosts-wildcard-unsupported",
    "warning",
    check,
    fragments=True,
    about=(Hosts.name,),
    signs=("*",),
)
