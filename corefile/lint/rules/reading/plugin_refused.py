"""A plugin has arguments or properties that CoreDNS does not accept.

Finds what a plugin's set-up refuses: a misspelt property, a missing or extra argument, a number
with a unit or a duration without one, an invalid address. The finding quotes CoreDNS's own message
and says what to write instead. Where an older release took the line and one thing alone does the
same now, the fix writes that.

Why it matters: CoreDNS does not start, and a running server keeps its old configuration.

## Bad

```corefile
. {
    forward . 192.0.2.53 {
        limit 1000
    }
}
```

```corefile
. {
    forward . 192.0.2.53 {
        max_fails -1
    }
}
```

```corefile
. {
    forward . 192.0.2.53 {
        expire 10
    }
}
```

```corefile
. {
    hosts {
        10.0.0.1 registry.example
        ttl 30s
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
example.org {
    secondary {
        transfer from 192.0.2.1
        transfer to 192.0.2.53
    }
}
```

## Good

```corefile
. {
    hosts {
        10.0.0.1 registry.example
        ttl 30
        fallthrough
    }
    forward . 192.0.2.53 {
        max_fails 0
        expire 10s
    }
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.model.config import Refusal
from corefile.lint.argument_count import ArgumentCount, words_of
from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.outdated import fix_of, stanzas_of
from corefile.lint.rule import Context, CorefileRule
from corefile.text.records import replace
from corefile.text.regex import regex
from corefile.text.spelling import did_you_mean

__all__ = ["RULE"]

#: What CoreDNS says of arguments that are missing, and of those that are too many.
COUNT = "Wrong argument count or unexpected line ending"

#: What plugins say in words of their own of arguments that are missing.
INCOMPLETE = regex(
    r"\bno (?:\S+ ){1,6}(?:specified|provided|contained)\b|\bat least one\b"
    r"|\bvalue is (?:expected|missing)\b"
    r"|\brequires? (?:\d|[A-Z]{2}|cert|three)|\bneeds a\b|\bmissing weight\b"
    r"|\bexactly (?:one|two)\b|\btoo few\b|\bonly be one argument\b"
    r"|\bunexpected token EOF$|\binvalid arguments for\b"
)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each thing that a plugin's set-up refuses."""
    stanzas = stanzas_of(ctx)
    for refusal, finding in found(ctx):
        yield replace(finding, fix=fix_of(ctx, refusal.token, stanzas))


def found(ctx: Context) -> Iterator[tuple[Refusal, Finding]]:
    """Yield what is refused, each with its finding."""
    for refusal in refusals(ctx, ""):
        word = refusal.token.text
        what = f"`{word}`" if word != refusal.plugin else "what is given"
        message = f"`{refusal.plugin}` does not take {what} here"
        if refusal.help.startswith("add "):
            message = f"`{refusal.plugin}` is not complete"
        is_whole = word == "}" or refusal.help.startswith("add ")
        counted = None if is_whole else words_of(refusal)
        is_count = COUNT in refusal.message
        is_short = not is_count and INCOMPLETE.search(refusal.message) is not None
        if counted is not None and (is_count or is_short or counted.missing):
            help_text = counted.help if word == "{" else with_usage(refusal.help, counted)
            wrong = "is not complete" if is_short else "has too few or too many arguments"
            told = counted.message or f"`{counted.line}` {wrong}"
            related = "" if is_count else "this matters too"
            yield refusal, says(RULE, ctx, refusal, told, related, help_text)
        else:
            meant = meant_by(word, refusal.help)
            yield refusal, says(RULE, ctx, refusal, message, "this matters too", meant)


def with_usage(help_text: str, counted: ArgumentCount) -> str:
    """Return what to write, and how the line is used."""
    if not help_text or counted.usage in help_text:
        return help_text or counted.help
    return f"{help_text}; the line is `{counted.usage}`"


def meant_by(word: str, help_text: str) -> str:
    """Return which of the words that a help text lists is meant by a slip; "" where none is."""
    if word == "}":
        return "" if help_text.startswith("add ") else "put `}` on a line of its own"
    if not help_text.startswith("write one of "):
        return ""
    return did_you_mean(word, re.findall(r"`([^`]+)`", help_text))


RULE = CorefileRule(
    "CF006", "plugin-refused", "error", check, fragments=True, fixes=True, about=("refused",)
)
