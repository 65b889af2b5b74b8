"""`trace` is given a URL that no trace arrives at.

Finds an endpoint with `http://` or a path after `datadog`. For `zipkin`, the endpoint may be a URL,
so only one without a path is reported.

Why it matters: CoreDNS starts, and no trace ever arrives. The library of Datadog puts `http://` and
the path of its agent around the word itself. To the host and port of a Zipkin, CoreDNS adds the
path `/api/v2/spans`; a URL it takes as it is, and Zipkin takes no spans at `/`.

How to fix it: write the host and port.

## Bad

```corefile
. {
    forward . 192.0.2.53
    trace datadog http://localhost:8126/v0.3/traces
}
```

```corefile
. {
    forward . 192.0.2.53
    trace zipkin http://zipkin.example:9411
}
```

## Good

```corefile
. {
    forward . 192.0.2.53
    trace datadog localhost:8126
}
```

```corefile
. {
    forward . 192.0.2.53
    trace http://zipkin.example:9411/api/v2/spans
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

_URL = regex(r"(?P<scheme>https?://)?(?P<host>[^/]+)(?P<path>/.*)?", re.IGNORECASE)
#: Where Zipkin takes spans; CoreDNS adds it to a host and port (plugin/trace/setup.go).
PATH = "/api/v2/spans"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each endpoint that no trace arrives at."""
    for server in ctx.config.servers:
        for trace in server.all(Trace):
            endpoint = trace.endpoint
            word = endpoint.token.text if endpoint else ""
            url = _URL.fullmatch(word)
            if endpoint is None or url is None or has_reference(word) or has_unknown(word):
                continue
            kind = trace.type.value.lower() if trace.type else "zipkin"
            if kind == "datadog" and url["host"] != word:
                host = with_port(url["host"], "8126")
                why = f"`trace datadog` takes HOST:PORT, and `{word}` is a URL"
            elif kind == "zipkin" and url["scheme"] and url["path"] in (None, "/"):
                host = with_port(url["host"], "9411")
                if url["scheme"].lower().startswith("https"):
                    host = f"https://{url['host']}{PATH}"
                why = f"`{word}` has no path, and Zipkin takes spans at `{PATH}` only"
            else:
                continue
            edits = write_words(ctx, endpoint.token, [host]) if endpoint.token.via is None else ()
            yield RULE.at(
                ctx,
                endpoint.token,
                f"{why}: no trace ever arrives",
                help=f"write `{host}`",
                fix=Fix(f"write `{host}`", edits, safe=False) if edits else None,
            )


def with_port(host: str, port: str) -> str:
    """Return a host with its port, or with the usual one."""
    return host if ":" in host else f"{host}:{port}"


RULE = CorefileRule(
    "CF024",
    "trace-endpoint-is-url",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Trace.name,),
)
