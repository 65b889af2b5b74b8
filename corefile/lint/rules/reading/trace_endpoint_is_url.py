"""`trace datadog` is given a URL where it takes HOST:PORT.

Finds an endpoint with `http://` or a path after `datadog`. For `zipkin`, the endpoint may be a URL.

Why it matters: CoreDNS starts, and no trace ever arrives: the library of Datadog puts `http://` and
the path of its agent around the word itself.

How to fix it: write the agent's host and port.

## Bad

```corefile
. {
    forward . 192.0.2.53
    trace datadog http://localhost:8126/v0.3/traces
}
```

## Good

```corefile
. {
    forward . 192.0.2.53
    trace datadog localhost:8126
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.open_words import has_reference
from corefile.coredns.plugins.trace import Trace
from corefile.documents.unknown import has_unknown
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule
from corefile.text.regex import regex

__all__ = ["RULE"]

_URL = regex(r"(?:https?://)?([^/]+)(?:/.*)?", re.IGNORECASE)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each endpoint of Datadog that is more than a host and a port."""
    for server in ctx.config.servers:
        for trace in server.all(Trace):
            endpoint = trace.endpoint
            if endpoint is None or trace.type is None or trace.type.value != "datadog":
                continue
            word = endpoint.token.text
            url = _URL.fullmatch(word)
            if url is None or url[1] == word or has_reference(word) or has_unknown(word):
                continue
            host = url[1] if ":" in url[1] else f"{url[1]}:8126"
            edits = write_words(ctx, endpoint.token, [host]) if endpoint.token.via is None else ()
            yield RULE.at(
                ctx,
                endpoint.token,
                f"`trace datadog` takes HOST:PORT, and `{word}` is a URL: no trace ever arrives",
                help=f"write `{host}`",
                fix=Fix(f"write `{host}`", edits, safe=False) if edits else None,
            )


RULE = CorefileRule(
    "CF024",
    "trace-endpoint-is-url",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Trace.name,),
)
