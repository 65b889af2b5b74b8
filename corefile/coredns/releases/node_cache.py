"""NodeLocal DNSCache, the image `k8s-dns-node-cache`: a CoreDNS with some of its plugins.

Each version has its own release of CoreDNS (`go.mod`, before 1.16.0 `Gopkg.lock`). CoreDNS's parser
knows all plugins of that release there, but only those are compiled in that
`cmd/node-cache/main.go` imports, and those that these import in turn. Read from the tags 1.15.0 to
1.26.8 of kubernetes/dns and kubernetes-sigs/node-local-dns; no plugin ever went away.
"""

from corefile.coredns.releases.builds import Build, stock
from corefile.coredns.releases.release import Release, named
from corefile.text.records import replace

__all__ = ["node_cache", "plugin_since"]

#: The last version that was read.
_LAST = named("1.26.8")

#: The release of CoreDNS from a version on.
_RELEASES = {
    "1.15.0": "1.2.6",
    "1.15.8": "1.6.4",
    "1.15.10": "1.6.7",
    "1.16.0": "1.7.0",
    "1.20.0": "1.8.3",
    "1.21.0": "1.7.0",
    "1.22.14": "1.10.0",
    "1.24.0": "1.11.3",
    "1.26.5": "1.12.2",
    "1.26.6": "1.13.1",
    "1.26.8": "1.13.2",
}

#: The plugins that a version brought.
_PLUGINS = {
    "1.15.0": "bind cache debug errors forward health log loop prometheus reload",
    "1.15.8": "dnstap metadata pprof",
    "1.15.10": "loadbalance whoami",
    "1.15.13": "template",
    "1.17.0": "hosts rewrite trace",
    "1.21.3": "dns64",
    "1.22.7": "bufsize",
    "1.26.8": "timeouts",
}

_NAME = "NodeLocal DNSCache"


def node_cache(version: str, release: Release | None = None) -> Build:
    """Return the build of a version.

    Of a version that is not known, and of "", it is the build of `release`, by default the newest,
    that may lack what all known versions lack.
    """
    known = version_of(version)
    if known is None:
        build = stock() if release is None else stock(release)
        return replace(build, name=_NAME, left_out=lacking(build, _LAST), is_certain=False)
    last = max(filter(known.__ge__, map(named, _RELEASES)))
    build = stock(_RELEASES[str(last)])
    return replace(build, name=f"{_NAME} {known}", left_out=lacking(build, known))


def plugin_since(name: str) -> str:
    """Return the first version with a plugin, "" for none."""
    return next((since for since, names in _PLUGINS.items() if name in names.split()), "")


def version_of(text: str) -> Release | None:
    """Return a version that is known, None for others."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    version = named(text)
    return version if named(next(iter(_RELEASES))) <= version <= _LAST else None


def lacking(build: Build, version: Release) -> frozenset[str]:
    """Return the plugins that a version does not have."""
    had = {
        name
        for since, names in _PLUGINS.items()
        if named(since) <= version
        for name in names.split()
    }
    return frozenset(build.plugins) - had
