"""A plugin reads a file that the Helm chart does not put there.

Finds names of files beside the Corefile, in `/etc/coredns`, that are not among the `zoneFiles` of
the chart's values, and names of `zoneFiles` without their folder. It speaks only where the values
have `zoneFiles` and nothing else is mounted over the name: `extraVolumeMounts` and `extraSecrets`
may bring any file. Files elsewhere, and in folders of `/etc/coredns`, are not looked at.

It hurts because CoreDNS often starts all the same: `file` logs "Failed to open …" and answers
SERVFAIL for its zone, `hosts` logs "File does not exist" and has no names from it. Certificates and
keys that are not there keep CoreDNS from starting.

To mend it, correct the name. A name without a folder is looked for in the folder that CoreDNS is
started in, which in its image is not `/etc/coredns`: write the whole path, or name the folder with
`root`. Only `import` looks beside the Corefile.

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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corefile.coredns.catalogue.schema import Plugin, Value
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.imports.files import clean
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.dnssec import Dnssec
from corefile.coredns.plugins.etcd import Etcd
from corefile.coredns.plugins.file import File
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.grpc import Grpc
from corefile.coredns.plugins.hosts import Hosts
from corefile.coredns.plugins.loadbalance import Loadbalance
from corefile.coredns.plugins.root import Root
from corefile.coredns.plugins.sign import Sign
from corefile.coredns.plugins.tls import Tls
from corefile.coredns.plugins.tsig import Tsig
from corefile.documents.model import Folder
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.text.spelling import did_you_mean

__all__ = ["RULE"]

#: What CoreDNS says of a file that is not there, and what comes of it.
_NONE = "open {path}: no such file or directory"
_ZONE = f'CoreDNS logs `Failed to open "{_NONE}"`, and answers SERVFAIL'
_TABLE = "CoreDNS logs `File does not exist: {path}`, and has no names from it"
_SIGNED = f"CoreDNS logs `Error signing …: {_NONE}`, and signs nothing"
_WEIGHTS = "CoreDNS logs `Failed to open weight file`, and all addresses weigh the same"
_STOPS = "CoreDNS does not start: "


@dataclass(frozen=True, slots=True)
class Use:
    """A name of a file that a plugin reads."""

    #: Where it is written.
    token: ExpandedToken
    #: What CoreDNS says when it is not there; `{path}` stands for the name as CoreDNS makes it.
    says: str
    #: What CoreDNS puts behind the name.
    ending: str = ""
    #: Whether a relative name begins in the folder of `root`.
    rooted: bool = True
    #: Whether the plugin can do without.
    spare: bool = False


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each file beside the Corefile that is not there."""
    if ctx.folder is None:
        return
    for server in ctx.config.servers:
        for plugin in server.plugins:
            for use in (*data(plugin, server), *secrets(plugin)):
                path = path_of(use, server) if use.token.text and is_known(use.token) else ""
                if path.startswith("/"):
                    yield from absent(ctx, ctx.folder, use, path)
                elif path:
                    yield from relative(ctx, ctx.folder, use, path)


def absent(ctx: Context, folder: Folder, use: Use, path: str) -> Iterator[Finding]:
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


def relative(ctx: Context, folder: Folder, use: Use, path: str) -> Iterator[Finding]:
    """Yield a finding if a relative name is that of a file beside the Corefile."""
    name = path.removeprefix("./")
    if folder.elsewhere and folder.files.get(name) is not None:
        message = (
            f"`{use.token.text}` is looked for in the folder that CoreDNS is started in, and not "
            f"in `{folder.path}`, where the chart puts it: {use.says.format(path=path)}"
        )
        yield RULE.at(ctx, use.token, message, help=f"write `{folder.path}/{use.token.text}`")


def path_of(use: Use, server: Server) -> str:
    """Return the name of a file as CoreDNS makes it, "" where a part of it is not known."""
    path = use.token.text + use.ending
    if path.startswith("/") or not use.rooted:
        return path
    root = next((root.folder for root in reversed(server.all(Root))), None)
    if root is None:
        return path if server.complete else ""
    return f"{root.value}/{path}" if root.value.startswith("/") and is_known(root.token) else ""


def data(plugin: Plugin, server: Server) -> Iterator[Use]:
    """Yield the names of files that a plugin answers from (setup.go of each)."""
    match plugin:
        case File():
            yield Use(plugin.file.token, zone_file(server))
        case Hosts() if plugin.file is not None:
            yield Use(plugin.file.token, _TABLE, spare=bool(plugin.entries))
        case Sign():
            yield Use(plugin.file.token, _SIGNED)
        case Loadbalance() if plugin.file is not None:
            once = plugin.reload is not None and plugin.reload.value == 0
            stops = f"{_STOPS}`plugin/loadbalance: weight file open error`"
            yield Use(plugin.file.token, stops if once else _WEIGHTS)


def secrets(plugin: Plugin) -> Iterator[Use]:
    """Yield the names of key and certificate files (setup.go of each, and pkg/tls/tls.go)."""
    match plugin:
        case Sign():
            for pairs in plugin.key:
                yield from keys("sign", pairs.files)
        case Dnssec():
            for names in plugin.key:
                if names.source.value == "file":
                    yield from keys("dnssec", names.names)
        case Tls():
            given = (plugin.certificate, plugin.key, plugin.client_ca)
            yield from certificates("tls", [value for value in given if value is not None])
        case Forward() | Grpc() | Etcd():
            yield from certificates(plugin.name, plugin.tls or ())
        case Tsig():
            # It gives no reason of its own, whatever is wrong with the file.
            words = "Wrong argument count or unexpected line ending after '{path}'"
            for file in plugin.secrets:
                yield Use(file.token, f"{_STOPS}`plugin/tsig: … {words}`", rooted=False)


def zone_file(server: Server) -> str:
    """Say what becomes of a zone file that is not there; the last `reload` counts for all."""
    reload = next((f.reload for f in reversed(server.all(File)) if f.reload is not None), None)
    stops = f"{_STOPS}`plugin/file: plugin/file: {_NONE}`"
    return stops if reload is not None and reload.value == 0 else _ZONE


def keys(name: str, files: Sequence[Value[str]]) -> Iterator[Use]:
    """Yield the files of keys: there are two of each, of which the one read first counts here."""
    for file in files:
        if not file.value.endswith(".private"):
            ending = "" if file.value.endswith(".key") else ".key"
            yield Use(file.token, f"{_STOPS}`plugin/{name}: {_NONE}`", ending)


def certificates(name: str, files: Sequence[Value[str]]) -> Iterator[Use]:
    """Yield the files of `tls`: the authority alone, or certificate, key and authority."""
    for place, file in enumerate(files):
        is_pair = len(files) > 1 and place < 2
        why = "could not load TLS cert: " if is_pair else "error reading {path}: "
        yield Use(file.token, f"{_STOPS}`plugin/{name}: {why}{_NONE}`")


RULE = CorefileRule("CF212", "file-not-mounted", "warning", check)
