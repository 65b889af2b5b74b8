"""`autopath` asks a plugin that is not there, or that knows no search path.

Finds an `autopath` whose last word names no plugin of the same server block, or one that is neither
`kubernetes` nor `erratic`, the only two that know search paths; and `autopath kubernetes` without
the `@`, which is the name of a file.

It hurts because CoreDNS starts and `autopath` does nothing when the plugin is not there. A plugin
that knows no search path makes CoreDNS refuse to start: `hosts does not implement the AutoPather
interface`. So does a file that does not exist.

To mend it, write `autopath @kubernetes`, and have `kubernetes` in the same server block.

## Bad

```corefile
. {
    autopath @kubernets
    kubernetes cluster.local {
        pods verified
    }
}
```

```corefile
. {
    autopath @kubernetes
    forward . 192.0.2.53
}
cluster.local {
    kubernetes {
        pods verified
    }
}
```

```corefile
. {
    autopath kubernetes
    kubernetes cluster.local {
        pods verified
    }
}
```

## Good

```corefile
. {
    autopath @kubernetes
    kubernetes cluster.local {
        pods verified
    }
}
```

```corefile
. {
    autopath example.org /etc/resolv.conf
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator
from difflib import get_close_matches

from corefile.coredns.builds import stock
from corefile.coredns.config import Server
from corefile.coredns.plugins.autopath import Autopath
from corefile.coredns.schema import has_reference
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.rule import Context, Rule

__all__ = ["RULE"]

#: The plugins that have a function AutoPath (plugin/kubernetes, plugin/erratic, autopath.go).
KNOWING = ("kubernetes", "erratic")


def check(ctx: Context) -> Iterator[Finding]:
    """Give a finding for each `autopath` with nobody to ask."""
    own = stock(ctx.config.build.release).plugins
    for server in ctx.config.servers:
        for autopath in server.all(Autopath):
            fault = fault_of(server, autopath, own)
            if fault is None or has_reference(autopath.source.value):
                continue
            message, help_text = fault
            token = autopath.source.token
            yield RULE.at(ctx, token, message, help=help_text, fix=fix(ctx, server, autopath))


def fault_of(server: Server, autopath: Autopath, own: tuple[str, ...]) -> tuple[str, str] | None:
    """Tell what is wrong with where the search path comes from, and what to write instead."""
    name, path = autopath.plugin, autopath.source.value
    if not path.startswith("@"):
        return a_file(path) if path in KNOWING and server.has(path) else None
    if server.has(name):
        return ignorant(server, name) if name in own and name not in KNOWING else None
    return absent(server, path) if server.complete else None


def a_file(path: str) -> tuple[str, str]:
    """Say that a plugin's name is taken for that of a file."""
    message = (
        f"`{path}` is the name of a file here: CoreDNS does not start if there is no such file"
    )
    return message, f"write `@{path}` for the plugin"


def ignorant(server: Server, name: str) -> tuple[str, str]:
    """Say that a plugin knows no search path."""
    help_text = "write `@kubernetes`, or the name of a file like /etc/resolv.conf"
    if any(plugin.name == name and plugin.role == "setting" for plugin in server.plugins):
        return f"`autopath` does nothing: `{name}` knows no search path", help_text
    words = f"{name} does not implement the AutoPather interface"
    message = f'`{name}` knows no search path: CoreDNS does not start, and says "{words}"'
    return message, help_text


def absent(server: Server, path: str) -> tuple[str, str]:
    """Say that a plugin is not there."""
    near = near_to(server, path)
    message = f"`autopath` does nothing: this server block has no plugin `{path.removeprefix('@')}`"
    if near:
        return message, f"did you mean `@{near}`?"
    return message, "add `kubernetes` with `pods verified` to this server block"


def near_to(server: Server, path: str) -> str:
    """Give the plugin of the server block that knows search paths and is written much like it."""
    present = [name for name in KNOWING if server.has(name)]
    return next(iter(get_close_matches(path.removeprefix("@").lower(), present, 1)), "")


def fix(ctx: Context, server: Server, autopath: Autopath) -> Fix | None:
    """Give the edit that names the plugin that was meant."""
    near, token = near_to(server, autopath.source.value), autopath.source.token
    if not near or token.via is not None or token.source is not ctx.tree.source:
        return None
    edit = Edit(token.token.start, token.token.end, f"@{near}")
    return Fix(f"write `@{near}`", (edit,), safe=False)


RULE = Rule("CF603", "autopath-target-missing", "warning", check)
