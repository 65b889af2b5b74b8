"""`log` reads a word as a name that was meant as a class or a level.

Finds words on the line of `log` such as `error`, `denial`, `all`, `debug` and `true`, if they are
not names below which there are queries.

Why it matters: every word after `log` is a name, and `log` prints only the queries for that name
and names below it. So `log error` prints the queries below `error.`: none. CoreDNS accepts it
without a message.

How to fix it: `log` alone prints all queries. Write the kind of answers into its block, after
`class`: `all`, `denial`, `error` or `success`. There are no levels; the plugin `debug` turns on
messages for debugging, and `errors` prints errors.

## Bad

```corefile
. {
    log error
    forward . 192.0.2.53
}
```

```corefile
. {
    log all
    forward . 192.0.2.53
}
```

```corefile
example.org {
    log denial error
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    log {
        class denial error
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    log
    forward . 192.0.2.53
}
```

```corefile
. {
    log example.org
    forward . 192.0.2.53
}
```

```corefile
debug {
    log debug
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Value
from corefile.coredns.plugins.log import Log
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.log_words import CLASSES, is_word, singular
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import listed

__all__ = ["RULE"]

#: What turns a log off.
OFF = ("off", "false", "disable", "disabled")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `log` with words that are not names."""
    for server in ctx.config.servers:
        for log in server.all(Log):
            words = [name for name in log.names if is_word(server, name)]
            if words and not any("{" in name.value for name in log.names):
                yield finding(ctx, log, words)


def finding(ctx: Context, log: Log, words: list[Value[str]]) -> Finding:
    """Make the finding."""
    texts = [word.token.text for word in words]
    rest = len(log.names) - len(words)
    nothing = "" if rest else ", so nothing is logged"
    what = "a name" if len(words) == 1 else "names"
    return RULE.at(
        ctx,
        words[0].token,
        f"{listed(texts)} {'is' if len(words) == 1 else 'are'} {what} here: `log` prints only "
        f"queries below {listed(word.value.lower() for word in words)}{nothing}",
        help=advice(texts, rest),
        fix=fix(ctx, log, words),
    )


def advice(texts: list[str], rest: int) -> str:
    """Return what to write."""
    classes = [text for text in map(singular, texts) if text in CLASSES[1:]]
    if classes:
        return f"write `class {' '.join(classes)}` in the block of `log`"
    if any(text.lower() in OFF for text in texts):
        return "remove the line: without `log`, no queries are printed"
    return "leave it out" if rest else "write `log` alone, which prints all queries"


def fix(ctx: Context, log: Log, words: list[Value[str]]) -> Fix | None:
    """Return the edit that leaves a single word out, where `log` alone is what is meant."""
    word = words[0].token
    plain = singular(word.text) not in (*CLASSES[1:], *OFF)
    if len(log.names) > 1 or not plain or word.token.glued_comment:
        return None
    edits = write_words(ctx, word, [])
    return Fix(f"leave `{word.text}` out", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF711", "log-word-is-name", "warning", check, fragments=True, fixes=True, about=(Log.name,)
)
