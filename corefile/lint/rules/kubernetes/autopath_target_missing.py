"""`autopath` asks a plugin that does not exist or has no search path.

Finds an `autopath` whose last word names a plugin that is not in the same server block, or that is
neither `kubernetes` nor `erratic`, the only two with search paths. Also finds `autopath kubernetes`
without the `@`, which is the name of a file.

Why it matters: if the plugin is missing, CoreDNS starts and `autopath` does nothing. If the plugin
has no search path, CoreDNS refuses to start: `hosts does not implement the AutoPather interface`.
It also refuses a file that does not exist.

How to fix it: write `autopath @kubernetes`, and have `kubernetes` in the same server block.

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

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.plugins.autopath import Autopath
from corefile.coredns.releases.builds import stock
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

ADVICE = "write `@kubernetes`, with `kubernetes` and its `pods verified` in this server block"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `autopath` with nobody to ask."""
    own = frozenset(stock(ctx.config.build.release).plugins)
    for server in ctx.config.servers:
        present = {directive.name for directive in server.directives}
        knowing = {name for name in present & own if knows_path(name)}
        settings = {plugin.name for plugin in server.plugins if plugin.role == "setting"}
        for autopath in server.all(Autopath):
            name, path = autopath.plugin, autopath.source.value
            if has_reference(path):
                continue
            if not path.startswith("@"):
                fault = a_file(path) if path in knowing else ""
            elif name in present:
                fault = ignorant(name, settings) if name in own - knowing else ""
            else:
                fault = absent(name) if server.complete else ""
            if fault:
                near = near_to(path, knowing)
                yield RULE.at(
                    ctx,
                    autopath.source.token,
                    fault,
                    help=f"write `@{near}`" if near else ADVICE,
                    fix=fix(ctx, autopath, near) if near else None,
                )


def a_file(path: str) -> str:
    """Say that a plugin's name is taken for that of a file."""
    return f"`{path}` is the name of a file here: CoreDNS does not start if it does not exist"


def ignorant(name: str, settings: set[str]) -> str:
    """Say that a plugin knows no search path."""
    if name in settings:
        return f"`autopath` does nothing: `{name}` knows no search path"
    words = f"{name} does not implement the AutoPather interface"
    return f'`{name}` knows no search path: CoreDNS does not start, and says "{words}"'


def absent(name: str) -> str:
    """Say that a plugin is not there."""
    return f"`autopath` does nothing: this server block has no plugin `{name}`"


def knows_path(name: str) -> bool:
    """Tell whether a plugin knows the search path of a client."""
    kind = plugin_class(name)
    return kind is not None and "search path" in kind.offers


def near_to(path: str, knowing: set[str]) -> str:
    """Return the plugin of the server block that knows search paths and is written much like it."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed for findings only

    word = path.removeprefix("@").lower()[:40]
    return next(iter(get_close_matches(word, sorted(knowing), 1)), "")


def fix(ctx: Context, autopath: Autopath, near: str) -> Fix | None:
    """Return the edit that names the plugin that was meant."""
    token = autopath.source.token
    edits = write_words(ctx, token, [f"@{near}"]) if token.via is None else ()
    return Fix(f"write `@{near}`", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF603", "autopath-target-missing", "warning", check, fixes=True, about=(Autopath.name,)
)
