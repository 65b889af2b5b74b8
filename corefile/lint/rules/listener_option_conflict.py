"""A setting for a whole port is made in a server block that does not decide it.

Finds settings that belong to a port and not to a zone, where server blocks share the port and only
one of them counts:

- `multisocket`, and the limits in `https`, `https3`, `quic` and `grpc_server`: the first server
  block on the port decides, even if it says nothing;
- `timeouts` and `proxyproto`: the last one that says something decides;
- `stacktrace` of `errors`: the last server block decides, even if it says nothing.

The limits and `proxyproto` also count for the port of the first key of their server block only: in
`.:53 tls://. { … }` nothing of them reaches `tls://.`.

It hurts because the setting is lost without a word: a limit is not there, or the headers of a load
balancer are taken for queries.

To mend it, write the same setting into all server blocks on the port; for the first key, divide the
server block.

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
from dataclasses import dataclass

from corefile.coredns.config import Server
from corefile.coredns.expansion import ExpandedToken
from corefile.coredns.listeners import Listener, listeners
from corefile.coredns.plugins.errors import Errors
from corefile.coredns.plugins.timeouts import Timeouts
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, Rule

__all__ = ["RULE"]

#: Plugins with limits, and the transport that they are for.
LIMITS = {"https": "https", "https3": "https3", "quic": "quic", "grpc_server": "grpc"}


@dataclass(frozen=True, slots=True)
class Lost:
    """A setting that does not count on a port."""

    token: ExpandedToken
    why: str
    help: str
    #: What counts instead.
    other: ExpandedToken


def check(ctx: Context) -> Iterator[Finding]:
    """Give a finding for each setting that is lost, once for each."""
    told: set[int] = set()
    if any(not key.addresses for server in ctx.config.servers for key in server.keys):
        return  # a key that is not known may be on any port
    for listener in listeners(ctx.config):
        if not all(server.complete for server in listener.servers):
            continue
        for lost in (
            *sockets(listener),
            *limits(listener),
            *proxies(listener),
            *timeouts(listener),
            *stacktraces(listener),
        ):
            if id(lost.token) not in told:
                told.add(id(lost.token))
                related = [ctx.related(lost.other, "this counts")]
                message = f"`{lost.token.text}` {lost.why}"
                yield RULE.at(ctx, lost.token, message, help=lost.help, related=related)


def sockets(listener: Listener) -> Iterator[Lost]:
    """Give each `multisocket` that is not that of the first server block (makeServersForGroup)."""
    first = listener.servers[0]
    for server in listener.servers[1:]:
        if words(server, "multisocket") not in ((), words(first, "multisocket")):
            yield not_first(listener, server, "multisocket")


def limits(listener: Listener) -> Iterator[Lost]:
    """Give the limits that are not those of the first key (server_https.go and its like)."""
    for name in (name for name, transport in LIMITS.items() if transport == listener.transport):
        first = listener.servers[0]
        counts = words(first, name) if has_first_key(listener, first) else ()
        for server in listener.servers:
            if words(server, name) in ((), counts):
                continue
            if server is first:
                yield not_first_key(listener, server, name)
            else:
                yield not_first(listener, server, name)


def proxies(listener: Listener) -> Iterator[Lost]:
    """Give each `proxyproto` that is not the last (server.go, NewServer)."""
    users = [server for server in listener.servers if server.has("proxyproto")]
    reaching = [server for server in users if has_first_key(listener, server)]
    if users and not reaching:
        yield not_first_key(listener, users[0], "proxyproto")
    for server in reaching[:-1]:
        if words(server, "proxyproto") != words(reaching[-1], "proxyproto"):
            yield overruled(
                listener, name_of(server, "proxyproto"), name_of(reaching[-1], "proxyproto")
            )


def timeouts(listener: Listener) -> Iterator[Lost]:
    """Give the timeouts for which a later server block has another value (server.go, NewServer)."""
    last: dict[str, tuple[int, ExpandedToken]] = {}
    for server in reversed(listener.servers):
        for stanza in server.all(Timeouts):
            given = (stanza.read_, stanza.write, stanza.idle, stanza.maxtcpqueries)
            for name, value in zip(("read", "write", "idle", "maxtcpqueries"), given, strict=True):
                token = stanza.has(name)
                if value is None or token is None:
                    continue
                counts, other = last.setdefault(name, (value.value, token))
                if counts != value.value:
                    yield overruled(listener, token, other)


def stacktraces(listener: Listener) -> Iterator[Lost]:
    """Give each `stacktrace` that the last server block has not (server.go, NewServer)."""
    *others, last = listener.servers
    if stacktrace(last) is None:
        for token in filter(None, map(stacktrace, others)):
            key = listener.key_of(last)
            why = f"has no effect: on port {listener.port} the last server block decides, "
            why += f"`{key.text}`, and it has none"
            yield Lost(token, why, f"write it into `{key.text}` too", key.token)


def stacktrace(server: Server) -> ExpandedToken | None:
    """Give the `stacktrace` of a server block."""
    errors = server.first(Errors)
    return errors.has("stacktrace") if errors else None


def not_first(listener: Listener, server: Server, name: str) -> Lost:
    """Say that the first server block decides."""
    first = listener.servers[0]
    key = listener.key_of(first)
    other = "another value" if first.has(name) else "none"
    why = f"has no effect: on port {listener.port} the first server block decides, `{key.text}`, "
    why += f"and it has {other}"
    token = name_of(first, name) if first.has(name) else key.token
    return Lost(name_of(server, name), why, f"write the same `{name}` into `{key.text}`", token)


def not_first_key(listener: Listener, server: Server, name: str) -> Lost:
    """Say that the setting is one of the first key only."""
    key, first = listener.key_of(server), server.keys[0]
    why = f"counts only for the port of the first key, `{first.text}`, and not for `{key.text}`"
    help_text = f"write `{key.text}` first, or give it a server block of its own"
    return Lost(name_of(server, name), why, help_text, first.token)


def overruled(listener: Listener, token: ExpandedToken, other: ExpandedToken) -> Lost:
    """Say that a later server block decides."""
    why = f"has no effect: on port {listener.port} a later server block has another value, "
    why += "which counts for all"
    return Lost(token, why, "write the same into all server blocks on the port", other)


def has_first_key(listener: Listener, server: Server) -> bool:
    """Tell whether the first key of a server block is on a port."""
    key = server.keys[0]
    return any(use.key is key and use.address == key.addresses[0] for use in listener.uses)


def name_of(server: Server, name: str) -> ExpandedToken:
    """Give the name of a plugin where it is first written in a server block that has it."""
    return next(line.tokens[0] for line in server.directives if line.name == name)


def words(server: Server, name: str) -> tuple[str, ...]:
    """Give all words of a plugin, in no order of their lines; none where there is no such line."""
    lines = (line for line in server.directives if line.name == name)
    return tuple(sorted(token.text for line in lines for token in line.tokens))


RULE = Rule("CF508", "listener-option-conflict", "warning", check)
