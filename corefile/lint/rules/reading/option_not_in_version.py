"""A property does not exist in the CoreDNS release that the file is for.

Finds a property that was added in a later release or removed in an earlier one: `upstream` of
`kubernetes` since 1.7.0, `failover` of `forward` before 1.13.0. Set the release with `--coredns` or
`--kubernetes`; the default is the newest.

Why it matters: after an upgrade of CoreDNS or Kubernetes, CoreDNS does not start.

How to fix it: write what the release has instead, or remove the line; or set the right release.
Where one thing alone can be meant, the fix writes it: `transfer to` of `file` goes into the plugin
`transfer`, `no_reload` becomes `reload 0`, and `upstream` goes away. A line that a later release
brought has no fix.

## Bad

```corefile
. {
    kubernetes cluster.local {
        upstream
    }
}
```

```corefile
example.org {
    file db.example.org {
        transfer to 192.0.2.53
    }
}
```

```corefile coredns=1.12.4
. {
    header {
        set ra
    }
}
```

## Good

```corefile
cluster.local {
    kubernetes
}
```

```corefile
example.org {
    file db.example.org
    transfer {
        to 192.0.2.53
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import misplaced_address
from corefile.coredns.model.config import Refusal
from corefile.lint.edits import path_to
from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.outdated import change_of, fix_of, stanzas_of
from corefile.lint.rule import Context, CorefileRule
from corefile.syntax.tree import Statement
from corefile.text.records import replace

__all__ = ["RULE"]

#: What is advised where nothing else is known.
REMOVE = "remove the line"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each property that the release does not know."""
    stanzas = stanzas_of(ctx)
    for refusal in refusals(ctx, "not in release"):
        release = ctx.config.build.release
        message = f"CoreDNS {release} has no `{refusal.token.text}` in `{refusal.plugin}`"
        finding = says(RULE, ctx, refusal, message, "", advice(ctx, refusal))
        yield replace(finding, fix=fix_of(ctx, refusal.token, stanzas))


def advice(ctx: Context, refusal: Refusal) -> str:
    """Return what to write instead of a line."""
    path, place = path_to(ctx, refusal.token)
    line = path[-1] if path else None
    if not refusal.help.endswith(REMOVE) or not isinstance(line, Statement) or len(path) < 2:
        return refusal.help
    change = change_of(path, place, ctx.config.build.release)
    moved = change is not None and change.instead is not None and change.instead.plugin
    instead = change.advice if change is not None and moved else ""
    servers = [token.value for token in line.args]
    if servers and all(map(misplaced_address, servers)):
        instead = f"{REMOVE}; to have these servers asked, write `forward . {' '.join(servers)}`"
    return refusal.help.removesuffix(REMOVE) + (instead or REMOVE)


RULE = CorefileRule(
    "CF009",
    "option-not-in-version",
    "error",
    check,
    fragments=True,
    fixes=True,
    about=("not in release",),
)
