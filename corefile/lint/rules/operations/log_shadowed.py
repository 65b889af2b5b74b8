"""A `log` is never used, because one above it has the same names.

Finds a name of `log` that is the name of an earlier `log` of the server block, or is below it.

Why it matters: the first `log` whose name fits decides about a query, and no other is looked at. A
second one, with another format or other classes, never prints anything.

How to fix it: write all classes in one block (`class denial error`), and the `log` with the longer
name first.

## Bad

```corefile
. {
    log . {
        class denial
    }
    log . {
        class error
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    log
    log example.org "{remote} {name}"
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    log . {
        class denial error
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    log example.org "{remote} {name}"
    log
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Value
from corefile.coredns.catalogue.zones import parents
from corefile.coredns.plugins.log import Log
from corefile.lint.finding import Finding
from corefile.lint.log_words import is_for_queries
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each name of `log` that an earlier one has."""
    for server in ctx.config.servers:
        seen: dict[str, tuple[Log, Value[str]]] = {}
        for log in server.all(Log):
            for name in log.names:
                if name.token is not log.token and not is_for_queries(server, log, name):
                    continue
                text = name.value.lower()
                first = next((seen[zone] for zone in parents(text) if zone in seen), None)
                if first is not None:
                    yield finding(ctx, log, name, *first)
                seen.setdefault(text, (log, name))


def finding(ctx: Context, log: Log, name: Value[str], earlier: Log, above: Value[str]) -> Finding:
    """Make the finding of a name that prints nothing."""
    what = words(log, name)
    same = log is not earlier and (log.format, log.class_) == (earlier.format, earlier.class_)
    where = "before it" if log is earlier else "above"
    if log is earlier:
        help_text = f"leave `{name.token.text}` out"
    elif above.value.lower() == name.value.lower():
        help_text = "remove one of the two, and write all classes in the block of the other"
    else:
        help_text = f"write {what} above {words(earlier, above)}"
    return RULE.at(
        ctx,
        name.token,
        f"{what} never prints anything: {words(earlier, above)} {where} has its queries, and the "
        "first `log` that fits decides",
        help="remove it" if same else help_text,
        related=[ctx.related(above.token, "this one decides")],
        severity="info" if same or log is earlier else None,
    )


def words(log: Log, name: Value[str]) -> str:
    """Return a `log` as it is written, with one of its names."""
    return "`log`" if name.token is log.token else f"`log {name.token.text}`"


RULE = CorefileRule(
    "CF712",
    "log-shadowed",
    "warning",
    check,
    fragments=True,
    every_use=True,
    has_no_effect=True,
    about=(Log.name,),
)
