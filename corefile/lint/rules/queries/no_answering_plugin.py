"""No plugin of a server block answers queries.

Finds a server block that gets queries but has no plugin that could answer them, such as `forward`,
`file`, `hosts` or `kubernetes`. Plugins such as `cache`, `log` and `errors` only pass queries on,
and `any` answers only those of type ANY.

Why it matters: every query for the server block's zones fails, even if a server block for a parent
zone would have answered it. The answer is SERVFAIL, for which `errors` prints
`no next plugin found`, or REFUSED if no plugin of the server block handles queries at all.

How to fix it: add the plugin that should answer, or remove the server block. To refuse queries on
purpose, use `acl`. Server blocks with an import that was not followed, or with a plugin that is not
part of CoreDNS, are not reported. Neither are server blocks for their `health`, `ready` or
`prometheus`, and server blocks with nothing between their braces, if others answer. If a server
block for services has a `log`, and one that answers has none, that is a note: nothing in a server
block applies to others, so the `log` shows only what fails.

## Bad

```corefile
example.org {
    cache 30
    errors
}
```

```corefile
example.org {
}
```

```corefile
. {
    health
    log
}
example.org {
    file db.example.org example.org
}
```

## Good

```corefile
example.org {
    cache 30
    errors
    forward . 192.0.2.53
}
```

```corefile
example.org {
    acl {
        block
    }
}
```

```corefile
example.org {
    template ANY ANY {
        rcode NXDOMAIN
    }
}
```

```corefile
example.org {
    import answers.conf
}
```

```corefile
. {
    health
    prometheus
    errors
}
example.org {
    file db.example.org example.org
}
```

```corefile
. {
    reload
}
example.org {
    whoami
}
```

```corefile
.:5353 {
}
. {
    forward . 192.0.2.53 127.0.0.1:5353
}
```
"""

from collections.abc import Iterator, Set

from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.model.config import Key, Server
from corefile.coredns.model.passage import Passage
from corefile.coredns.plugins.any import Any
from corefile.coredns.plugins.log import Log
from corefile.coredns.plugins.loop import Loop
from corefile.coredns.plugins.reload import Reload
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.reverse_names import mistaken, mistaken_keys
from corefile.lint.zone_words import apart, comment_sign, has_colon, is_left_over
from corefile.syntax.tree import ServerBlock
from corefile.text.spelling import is_slip

__all__ = ["RULE"]

#: How many keys of a server block are looked at one by one.
MAX_KEYS = 100


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block that answers nothing, and each such zone of one."""
    served = [(server, ctx.passage(server)) for server in ctx.config.servers]
    # Files that are imported and not read may hold server blocks.
    answered = any(passage.answers_at_all for _, passage in served) or bool(
        ctx.expansion.unresolved
    )
    refused = frozenset(id(refusal.token) for refusal in ctx.config.refusals)
    empty = frozenset(id(server.keys[0]) for server in ctx.tree.servers if is_empty(server))
    for server, passage in served:
        if not server.keys or not server.complete or is_accident(ctx, server, refused):
            continue
        if passage.answers_at_all:
            yield from lonely_keys(ctx, server, passage)
            yield from lonely_any(ctx, server, passage)
            continue
        if answered and id(server.keys[0].token.token) in empty:
            continue
        if answered and is_service(server):
            yield from lonely_log(ctx, server)
            continue
        outcome = "REFUSED"
        if passage.parts:
            outcome = f"SERVFAIL (`plugin/{passage.parts[-1].name}: no next plugin found`)"
        yield RULE.at(
            ctx,
            server.keys[0].token,
            f"no plugin of this server block answers queries: every one gets {outcome}",
            help="add the plugin that should answer, such as `forward . ADDRESS`, or remove the "
            "server block",
        )


def lonely_log(ctx: Context, server: Server) -> Iterator[Finding]:
    """Yield the `log` of a server block for services, where those that answer have none."""
    log = server.all(Log)[:1]
    silent = [
        other
        for other in ctx.config.servers
        if other.keys and not other.has(Log.name) and ctx.passage(other).answers_at_all
    ]
    if log and silent and all(other.complete for other in ctx.config.servers):
        key = silent[0].keys[0]
        yield RULE.at(
            ctx,
            log[0].token,
            "this `log` shows only queries that fail: no plugin of its server block answers any, "
            "and "
            f"nothing in it applies to other server blocks, such as that of `{key.text}`",
            help="write `log` into the server blocks that answer, for instance by an `import` of a "
            "snippet in each",
            related=[ctx.related(key.token, "its queries are not logged")],
            severity="info",
        )


def lonely_keys(ctx: Context, server: Server, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each key whose names no plugin of the server block answers."""
    judged = (
        passage.known
        and not has_colon(server)
        and len(server.keys) <= MAX_KEYS
        and ctx.is_literal(server)
    )
    for key in server.keys if judged else ():
        zones = [address.zone for address in key.addresses]
        ends = [passage.unanswered(zone) for zone in zones]
        end = ends[0] if ends and all(ends) else None
        if end is not None and not is_misspelt(server, key):
            error = f" (`{end.error}`)" if end.error else ""
            yield RULE.at(
                ctx,
                key.token,
                f"no plugin of this server block answers queries for `{key.text}`: every one gets "
                f"{end.rcode}{error}",
                help="add the zone to the line of the plugin that should answer, or remove the key",
            )


def is_misspelt(server: Server, key: Key) -> bool:
    """Tell whether another rule says that a key, or the zone of what should answer, is misspelt."""
    answering = [plugin for plugin in server.plugins if plugin.role == "answers"]
    written = (zone.name for plugin in answering for zone in plugin.zones_within())
    outside = apart(tuple(written), server.zones)
    zones = [address.zone for address in key.addresses]
    tokens = [zone.token for zone in (*mistaken_keys(server), *mistaken(answering))]
    return (
        key.token in tokens
        or (bool(tokens) and any(is_subdomain("arpa.", zone) for zone in zones))
        or any(is_slip(name, zone) for zone in zones for name in outside)
    )


def lonely_any(ctx: Context, server: Server, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for an `any` that answers alone: it is for queries of a type of its own."""
    deciding = {passage.parts[place].name for place in passage.deciding}
    if passage.known and deciding == {Any.name}:
        end = passage.at_end(Query("."))
        error = f" (`{end.error}`)" if end.error else ""
        yield RULE.at(
            ctx,
            server.keys[0].token,
            f"only `any` answers in this server block, and only queries of type ANY: every other "
            f"one gets {end.rcode}{error}",
            help="add the plugin that should answer, such as `forward . ADDRESS`",
        )


def is_accident(ctx: Context, server: Server, refused: Set[int]) -> bool:
    """Tell whether a key is refused or is not a zone: that has findings of its own."""
    first = server.keys[0].text
    stray = (
        is_left_over(server.keys[0])
        or comment_sign(server)
        or first == "}"
        or (first in ctx.config.build.plugins and first != "local")
    )
    is_to_come = not server.directives and not is_known(server.keys[0].token)
    return bool(stray) or is_to_come or any(id(key.token) in refused for key in server.keys)


def is_empty(server: ServerBlock) -> bool:
    """Tell whether nothing is in a server block, not even a comment."""
    close = server.body.close
    return bool(server.keys and close and not server.body.items and not close.prefix.strip())


def is_service(server: Server) -> bool:
    """Tell whether a server block is there for what it serves beside DNS."""
    kinds = [plugin_class(directive.name) for directive in server.directives]
    serves = any(kind is not None and issubclass(kind, HttpServer | Reload) for kind in kinds)
    return serves and all(kind is not None and is_beside(kind) for kind in kinds)


def is_beside(kind: type[Plugin]) -> bool:
    """Tell whether a plugin is of use beside services, whether queries are answered or not."""
    return kind.role in ("setting", "observes") or kind is Loop


RULE = CorefileRule("CF403", "no-answering-plugin", "warning", check, examples=False)
