"""A setting for a whole port is in a server block that does not decide it.

Finds settings that belong to a port and not to a zone, if server blocks share the port and only one
of them applies:

- `multisocket`, and the limits in `https`, `https3`, `quic` and `grpc_server`: the first server
  block on the port decides, even if it does not set them;
- `timeouts` and `proxyproto`: the last server block that sets them decides;
- `stacktrace` of `errors`: the last server block decides, even if it does not set it.

The limits and `proxyproto` apply only to the port of the first key of their server block: in
`.:53 tls://. { … }` they do not reach `tls://.`.

Why it matters: the setting is lost without a message. A limit is not applied, or the headers of a
load balancer are read as queries.

How to fix it: write the same setting into all server blocks on the port. If the key is not the
first one, split the server block.

## Bad

```corefile
. {
    multisocket 4
    forward . 192.0.2.53
}
corp.example {
    multisocket 8
    forward . 198.51.100.53
}
```

```corefile
. {
    timeouts {
        read 10s
    }
    forward . 192.0.2.53
}
corp.example {
    timeouts {
        read 20s
        idle 20s
    }
    forward . 198.51.100.53
}
```

```corefile
tls://. https://. {
    tls cert.pem key.pem
    https {
        max_connections 50
    }
    forward . 192.0.2.53
}
```

```corefile
.:53 tls://. {
    tls cert.pem key.pem
    proxyproto {
        allow 192.0.2.0/24
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    errors {
        stacktrace
    }
    forward . 192.0.2.53
}
corp.example {
    errors
    forward . 198.51.100.53
}
```

## Good

```corefile
. {
    multisocket 4
    timeouts {
        idle 20s
    }
    forward . 192.0.2.53
}
corp.example {
    multisocket 4
    timeouts {
        read 20s
    }
    forward . 198.51.100.53
}
example.org:5353 {
    multisocket 8
    whoami
}
```

```corefile
https://. tls://. {
    tls cert.pem key.pem
    https {
        max_connections 50
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    forward . 192.0.2.53
}
corp.example example.org {
    proxyproto {
        allow 192.0.2.0/24
    }
    errors {
        stacktrace
    }
    forward . 198.51.100.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.listeners import ListenerUse
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.text.records import dataclass
from corefile.text.typed import TypeAlias

__all__ = ["RULE"]

Uses: TypeAlias = tuple[ListenerUse, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A setting that does not count on a port."""

    token: ExpandedToken
    why: str
    help: str
    #: What counts instead.
    other: ExpandedToken


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each setting that is lost, once for each."""
    if any(not key.addresses for server in ctx.config.servers for key in server.keys):
        return  # a key that is not known may be on any port
    told: set[int] = set()
    for listener in ctx.listeners:
        if not all(use.server.complete for use in listener.uses):
            continue
        for find in (sockets, limits, proxies, timeouts, stacktraces):
            for lost in find(listener.uses):
                if id(lost.token) not in told:
                    told.add(id(lost.token))
                    related = [ctx.related(lost.other, "this applies")]
                    message = f"`{lost.token.text}` {lost.why}"
                    yield RULE.at(ctx, lost.token, message, help=lost.help, related=related)


def sockets(uses: Uses) -> Iterator[Lost]:
    """Yield each `multisocket` that is not that of the first server block (makeServersForGroup)."""
    counts = words(uses[0], "multisocket")
    for use in uses[1:]:
        if words(use, "multisocket") not in ((), counts):
            yield not_first(uses[0], use, "multisocket")


def limits(uses: Uses) -> Iterator[Lost]:
    """Yield the limits that are not those of the first key (server_https.go and its like)."""
    first = uses[0]
    plugins = (plugin for use in uses for plugin in use.server.plugins)
    for name in dict.fromkeys(p.name for p in plugins if p.limits == first.transport):
        none = (), (name,)  # as good as no line of it
        counts = words(first, name) if first.has_first_key else ()
        for use in uses:
            if words(use, name) not in (*none, counts):
                yield not_first_key(use, name) if use is first else not_first(first, use, name)


def proxies(uses: Uses) -> Iterator[Lost]:
    """Yield each `proxyproto` that is not the last (server.go, NewServer)."""
    users = [use for use in uses if use.server.has("proxyproto")]
    reaching = [use for use in users if use.has_first_key]
    if users and not reaching:
        yield not_first_key(users[0], "proxyproto")
    for use in reaching[:-1]:
        if words(use, "proxyproto") != words(reaching[-1], "proxyproto"):
            yield overruled(use, name_of(use, "proxyproto"), name_of(reaching[-1], "proxyproto"))


def timeouts(uses: Uses) -> Iterator[Lost]:
    """Yield the timeouts that a later server block sets otherwise (server.go, NewServer)."""
    if not any(use.server.has("timeouts") for use in uses):
        return
    from corefile.coredns.plugins.timeouts import Timeouts  # noqa: PLC0415 - few files have it

    last: dict[str, tuple[int, ExpandedToken]] = {}
    for use in reversed(uses):
        for stanza in use.server.all(Timeouts):
            given = (stanza.read_, stanza.write, stanza.idle, stanza.maxtcpqueries)
            for name, value in zip(("read", "write", "idle", "maxtcpqueries"), given, strict=True):
                token = stanza.has(name)
                if value is None or token is None:
                    continue
                counts, other = last.setdefault(name, (value.value, token))
                if counts != value.value:
                    yield overruled(use, token, other)


def stacktraces(uses: Uses) -> Iterator[Lost]:
    """Yield each `stacktrace` that the last server block has not (server.go, NewServer)."""
    *others, last = uses
    if stacktrace(last) is None:
        for token in filter(None, map(stacktrace, others)):
            key = last.key
            why = f"has no effect: on port {last.port} the last server block decides, "
            why += f"`{key.text}`, and it has none"
            yield Lost(token, why, f"write it into `{key.text}` too", key.token)


def stacktrace(use: ListenerUse) -> ExpandedToken | None:
    """Return the `stacktrace` of a server block."""
    errors = next((plugin for plugin in use.server.plugins if plugin.name == "errors"), None)
    return errors.has("stacktrace") if errors else None


def not_first(first: ListenerUse, use: ListenerUse, name: str) -> Lost:
    """Say that the first server block decides."""
    key = first.key
    other = "another value" if first.server.has(name) else "none"
    why = f"has no effect: on port {use.port} the first server block decides, `{key.text}`, "
    why += f"and it has {other}"
    token = name_of(first, name) if first.server.has(name) else key.token
    return Lost(name_of(use, name), why, f"write the same `{name}` into `{key.text}`", token)


def not_first_key(use: ListenerUse, name: str) -> Lost:
    """Say that the setting is one of the first key only."""
    first = use.server.keys[0]
    why = f"applies only to the port of the first key, `{first.text}`, and not to "
    why += f"`{use.key.text}`"
    help_text = f"write `{use.key.text}` first, or give it a server block of its own"
    return Lost(name_of(use, name), why, help_text, first.token)


def overruled(use: ListenerUse, token: ExpandedToken, other: ExpandedToken) -> Lost:
    """Say that a later server block decides."""
    why = (
        f"has no effect: on port {use.port} a later server block has another value, which applies "
    )
    why += "for all"
    return Lost(token, why, "write the same into all server blocks on the port", other)


def name_of(use: ListenerUse, name: str) -> ExpandedToken:
    """Return the name of a plugin where it is first written in a server block that has it."""
    return next(line.tokens[0] for line in use.server.directives if line.name == name)


def words(use: ListenerUse, name: str) -> tuple[str, ...]:
    """Return all words of a plugin, whatever the order of its lines; empty without a line."""
    lines = (line for line in use.server.directives if line.name == name)
    return tuple(sorted(token.text for line in lines for token in line.tokens))


RULE = CorefileRule("CF508", "listener-option-conflict", "warning", check)
