"""A backup of the Corefile from a migration has mistakes.

Checks the key `Corefile-backup` of a ConfigMap, where `kubeadm` keeps the Corefile from before a
migration. CoreDNS does not read it, so there is one finding for all its errors and warnings, each
shown as a related place. The finding is a note and does not affect the exit status.

Why it matters: if the migration is reverted, CoreDNS gets a Corefile that it refuses or that does
something unintended, while the cluster is already in trouble.

How to fix it: correct the copy before you restore it, or delete the key once the migration has
proved itself. It is checked for the same CoreDNS release as the Corefile, and comments that
suppress rules apply in it too. `--fix` does not change it.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    .:53 {
        errors
        loop
        cache 30
        forward . 192.0.2.53
    }
  Corefile-backup: |
    .:53 {
        errors
        loop
        cache 30
        proxy . 192.0.2.53
    }
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    .:53 {
        errors
        loop
        cache 30
        forward . 192.0.2.53
    }
  Corefile-backup: |
    .:53 {
        errors
        loop
        forward . 192.0.2.53
        cache 30
    }
```
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from corefile.coredns.imports.expand import expand
from corefile.documents.unknown import has_unknown
from corefile.lint.finding import Finding, Related
from corefile.lint.rule import ClusterContext, ClusterRule, Context

__all__ = ["RULE"]


def check(key: ClusterContext) -> Iterator[Finding]:
    """Yield one finding for what is wrong in a backup."""
    ctx = key.corefile
    mistakes = [finding for finding in key.findings if finding.severity != "info"]
    if mistakes:
        yield RULE.at(
            ctx,
            next(ctx.tree.tokens()),
            f"`Corefile-backup`, which CoreDNS does not read, has {counted(mistakes)}"
            f"{consequence(ctx, mistakes)}",
            help="fix it before you restore it, or delete the key once the migration has proved "
            "itself",
            related=[Related(each.place, each.message) for each in mistakes],
        )


def counted(mistakes: Sequence[Finding]) -> str:
    """Say how many errors and warnings there are."""
    counts = Counter(finding.severity for finding in mistakes)
    return " and ".join(
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}"
        for severity in ("error", "warning")
        if counts[severity]
    )


def consequence(ctx: Context, mistakes: Sequence[Finding]) -> str:
    """Say what CoreDNS would do if it read the backup, "" where it would not refuse it."""
    words = refusal(ctx) if any(each.severity == "error" for each in mistakes) else ""
    return f'; put back, CoreDNS would refuse it: "{words}"' if words else ""


def refusal(ctx: Context) -> str:
    """Return the words with which CoreDNS refuses a Corefile, "" where they are not known."""
    build = ctx.config.build
    error = expand(ctx.tree, env=None, read=None, directives=build.plugins).error
    certain = (refusal.message for refusal in ctx.config.refusals if refusal.certain)
    words = next(certain, "") if error is None else str(error)
    return "" if has_unknown(words) else words


RULE = ClusterRule("CF015", "backup-with-mistakes", "info", check)
