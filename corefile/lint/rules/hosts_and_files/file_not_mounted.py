"""A plugin reads a file that the Helm chart does not provide.

Finds names of files next to the Corefile, in `/etc/coredns`, that are not in the `zoneFiles` of the
chart's values, and names of `zoneFiles` without their folder. It checks only values that have
`zoneFiles` and mount nothing else over the name, because `extraVolumeMounts` and `extraSecrets` may
add any file. It does not check files elsewhere or in subfolders of `/etc/coredns`.

Why it matters: CoreDNS often starts anyway. `file` logs "Failed to open …" and answers SERVFAIL for
its zone; `hosts` logs "File does not exist" and gets no names from it. If a certificate or key is
missing, CoreDNS does not start.

How to fix it: correct the name. A plugin looks for a name without a folder in the working directory
of CoreDNS, which in its image is not `/etc/coredns`: write the whole path, or name the folder with
`root`. Only `import` looks next to the Corefile.

## Bad

```yaml
servers:
  - zones:
      - zone: example.org
    port: 53
    plugins:
      - name: file
        parameters: /etc/coredns/exmaple.db
zoneFiles:
  - filename: example.db
    contents: |
      example.org. 3600 IN SOA ns.example.org. admin.example.org. 1 7200 3600 1209600 3600
```

```yaml
servers:
  - zones:
      - zone: example.org
    port: 53
    plugins:
      - name: file
        parameters: example.db
zoneFiles:
  - filename: example.db
    contents: |
      example.org. 3600 IN SOA ns.example.org. admin.example.org. 1 7200 3600 1209600 3600
```

## Good

```yaml
servers:
  - zones:
      - zone: example.org
    port: 53
    plugins:
      - name: file
        parameters: /etc/coredns/example.db
zoneFiles:
  - filename: example.db
    contents: |
      example.org. 3600 IN SOA ns.example.org. admin.example.org. 1 7200 3600 1209600 3600
```

```yaml
servers:
  - zones:
      - zone: example.org
    port: 53
    plugins:
      - name: root
        parameters: /etc/coredns
      - name: file
        parameters: example.db
  - zones:
      - zone: example.net
    port: 53
    plugins:
      - name: file
        parameters: /etc/coredns/net.db
zoneFiles:
  - filename: example.db
    contents: |
      example.org. 3600 IN SOA ns.example.org. admin.example.org. 1 7200 3600 1209600 3600
extraVolumeMounts:
  - name: net
    mountPath: /etc/coredns/net.db
    subPath: net.db
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.file_uses import FileUse
from corefile.coredns.imports.files import clean
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.root import Root
from corefile.documents.model import Folder
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.text.spelling import did_you_mean

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each file beside the Corefile that is not there."""
    if ctx.folder is None:
        return
    for server in ctx.config.servers:
        for kind in {type(plugin): None for plugin in server.plugins}:
            for use in kind.files(server.all(kind)):
                path = path_of(use, server) if use.token.text and is_known(use.token) else ""
                if path.startswith("/"):
                    yield from absent(ctx, ctx.folder, use, path)
                elif path:
                    yield from relative(ctx, ctx.folder, use, path)


def absent(ctx: Context, folder: Folder, use: FileUse, path: str) -> Iterator[Finding]:
    """Yield a finding if a file with an absolute name is not there."""
    where, _, name = clean(path).rpartition("/")
    if where != folder.path or name in folder.files:
        return
    known = [name for name, content in folder.files.items() if content is not None]
    near = did_you_mean(name, known)
    if use.spare and not near:
        return
    message = f"the chart puts no file `{name}` into `{where}`: {use.says.format(path=path)}"
    add = f"add a file of this name to `zoneFiles`, which has `{known[0]}`" if known else ""
    yield RULE.at(ctx, use.token, message, help=near or add)


def relative(ctx: Context, folder: Folder, use: FileUse, path: str) -> Iterator[Finding]:
    """Yield a finding if a relative name is that of a file beside the Corefile."""
    name = path.removeprefix("./")
    if folder.elsewhere and folder.files.get(name) is not None:
        message = (
            f"`{use.token.text}` is looked for in the folder that CoreDNS is started in, and not "
            f"in `{folder.path}`, where the chart puts it: {use.says.format(path=path)}"
        )
        yield RULE.at(ctx, use.token, message, help=f"write `{folder.path}/{use.token.text}`")


def path_of(use: FileUse, server: Server) -> str:
    """Return the name of a file as CoreDNS makes it, "" where a part of it is not known."""
    path = use.token.text + use.ending
    if path.startswith("/") or not use.rooted:
        return path
    root = next((root.folder for root in reversed(server.all(Root))), None)
    if root is None:
        return path if server.complete else ""
    return f"{root.value}/{path}" if root.value.startswith("/") and is_known(root.token) else ""


RULE = CorefileRule("CF212", "file-not-mounted", "warning", check, about=("folder",))
