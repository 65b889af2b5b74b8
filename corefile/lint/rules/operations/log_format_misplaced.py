"""`log` has a format or an output instead of a name.

Finds a `log` whose format is alone or not in quotes, so that `log` reads it or parts of it as
names. Also finds `log stdout`, `log stderr` and `log` with a file, the syntax of old versions.

Why it matters: CoreDNS accepts it. `log` then prints only the queries for names below `stdout.` or
`{remote}.`, which means none. It always writes to standard output.

How to fix it: write a name before the format, `.` for all, and put the format in quotes:
`log . "{remote} {name} {rcode}"`. Without a format, write `log` alone.

## Bad

```corefile
. {
    log "{remote} {name} {rcode}"
    whoami
}
```

```corefile
. {
    log . {remote} {name} {rcode}
    whoami
}
```

```corefile
. {
    log stdout
    whoami
}
```

```corefile
. {
    log /var/log/queries.log
    whoami
}
```

## Good

```corefile
. {
    log . "{remote} {name} {rcode}"
    whoami
}
```

```corefile
. {
    log example.org example.com {combined}
    whoami
}
```

```corefile
. {
    log
    whoami
}
```

```corefile
. {
    log {$LOG_ZONE}
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.log import Log
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.log_words import is_output
from corefile.lint.placeholders import PLACEHOLDER
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.syntax.quotes import PAIRS

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `log` that takes for a name what is none."""
    for server in ctx.config.servers:
        for log in server.all(Log):
            names = [name.token for name in log.names if name.token is not log.token]
            if any(has_reference(t.text) or PLACEHOLDER.search(t.token.raw) for t in names):
                continue
            first = next((place for place, t in enumerate(names) if "{" in t.text), None)
            if first is not None and names[first].text[0] in PAIRS:
                continue  # quotes that are none are a finding of their own
            if first is not None:
                end = [] if log.format is None else [log.format.token]
                yield misplaced_format(ctx, names[:first], [*names[first:], *end])
            else:
                yield from misplaced_outputs(ctx, log, names)


def misplaced_format(
    ctx: Context, names: list[ExpandedToken], words: list[ExpandedToken]
) -> Finding:
    """Make the finding of a format that is taken for names, as a whole or in part."""
    line = " ".join(word.text for word in words)
    plain = '"' not in line and "{" in words[-1].text
    return RULE.at(
        ctx,
        words[0],
        f"`{words[0].text}` is a name here, not a format: {effect(names)}",
        to=words[-1],
        help='write `log NAME… "FORMAT"`, with `.` as the name for all queries',
        fix=fix(ctx, words, f'"{line}"' if names else f'. "{line}"') if plain else None,
    )


def misplaced_outputs(ctx: Context, log: Log, names: list[ExpandedToken]) -> Iterator[Finding]:
    """Yield the finding of where to write to among the names."""
    outputs = [token for token in names if is_output(token.text)]
    kept = [token for token in names if not is_output(token.text)]
    # What is older than 1.0.0 writes there.
    if not outputs or ctx.config.build.is_older:
        return
    word, alone = outputs[0].text, len(names) == 1 and log.format is None
    yield RULE.at(
        ctx,
        outputs[0],
        f"`{word}` is a name here, not where to write to: {effect(kept)}",
        help="`log` alone prints all queries" if not kept else f"leave `{word}` out",
        fix=fix(ctx, outputs, "") if alone else None,
    )


def effect(names: list[ExpandedToken]) -> str:
    """Say what comes of it beside names that are meant as such, or without any."""
    return "no query has a name below it" + ("" if names else ", so nothing is logged")


def fix(ctx: Context, words: list[ExpandedToken], text: str) -> Fix | None:
    """Return the edit that replaces words side by side with text, or nothing."""
    first, last = words[0].token, words[-1].token
    foreign = any(w.via is not None or w.source is not ctx.tree.source for w in words)
    if foreign or last.glued_comment or "\\" in ctx.tree.source.text[first.start : last.end]:
        return None
    start = first.start if text else first.start - len(first.prefix)
    message = f"write `{text}`" if text else f"leave `{words[0].text}` out"
    return Fix(message, (Edit(start, last.end, text),), safe=False)


RULE = CorefileRule(
    "CF705", "log-format-misplaced", "warning", check, fragments=True, fixes=True, about=(Log.name,)
)
