"""A property does not exist in the CoreDNS release that the file is for.

Finds a property that was added in a later release or removed in an earlier one: `upstream` of
`kubernetes` since 1.7.0, `failover` of `forward` before 1.13.0. Set the release with `--coredns` or
`--kubernetes`; the default is the newest.

Why it matters: after an upgrade of CoreDNS or Kubernetes, CoreDNS does not start.

How to fix it: remove the line, or set the right release.

## Bad

```corefile
. {
    kubernetes cluster.local {
        upstream
    }
}
```

## Good

```corefile
. {
    kubernetes cluster.local
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each property that the release does not know."""
    for refusal in refusals(ctx, "not in release"):
        release = ctx.config.build.release
        message = f"CoreDNS {release} has no `{refusal.token.text}` in `{refusal.plugin}`"
        yield says(RULE, ctx, refusal, message, "")


RULE = CorefileRule("CF009", "option-not-in-version", "error", check, fragments=True)
