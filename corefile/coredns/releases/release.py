"""What each release of CoreDNS knows: its plugins, their order, their properties.

The facts are read from the releases of github.com/coredns/coredns (tools/compile_releases.py), from
1.0.0 on. There is no 1.11.2: it has release notes, but no tag.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from corefile.coredns.releases.data import ORDERS, PLUGINS, PROPERTIES, REMOVED
from corefile.coredns.releases.data import RELEASES as NAMES
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, order=True, slots=True)
class Release(Brief):
    """A release of CoreDNS; an older one is less than a newer one, and `str` gives its name."""

    #: The first number.
    major: int
    #: The second number, of a line of releases.
    minor: int
    #: The third number, of one release in the line.
    patch: int

    def __str__(self) -> str:
        """Return the name, as in `1.11.3`."""
        return f"{self.major}.{self.minor}.{self.patch}"


@dataclass(frozen=True, slots=True)
class Span:
    """The releases with something, for `release in span`."""

    #: The first release with it; None for what was there from the start.
    since: Release | None = None
    #: The first release without it; None for what is still there.
    until: Release | None = None

    def __contains__(self, release: Release) -> bool:
        """Tell whether a release is one of them."""
        return (self.since is None or self.since <= release) and (
            self.until is None or release < self.until
        )


def named(name: str) -> Release:
    """Return the release with a name, such as `1.11.3`."""
    major, minor, patch = map(int, name.split("."))
    return Release(major, minor, patch)


@lru_cache(maxsize=1024)
def span(since: str = "", until: str = "") -> Span:
    """Return the releases from one on and before another; "" is for no such release."""
    return Span(named(since) if since else None, named(until) if until else None)


ALWAYS = span()

#: All releases, oldest first.
RELEASES: tuple[Release, ...] = tuple(map(named, NAMES.split()))

#: The newest release described here.
NEWEST = RELEASES[-1]

#: The release that kubeadm installs with a Kubernetes.
KUBERNETES = {
    "1.11": "1.1.3",
    "1.12": "1.2.2",
    "1.13": "1.2.6",
    "1.14": "1.3.1",
    "1.15": "1.3.1",
    "1.16": "1.6.2",
    "1.17": "1.6.5",
    "1.18": "1.6.7",
    "1.19": "1.7.0",
    "1.20": "1.7.0",
    "1.21": "1.8.0",
    "1.22": "1.8.4",
    "1.23": "1.8.6",
    "1.24": "1.8.6",
    "1.25": "1.9.3",
    "1.26": "1.9.3",
    "1.27": "1.10.1",
    "1.28": "1.10.1",
    "1.29": "1.11.1",
    "1.30": "1.11.1",
    "1.31": "1.11.3",
    "1.32": "1.11.3",
    "1.33": "1.12.0",
    "1.34": "1.12.1",
    "1.35": "1.13.1",
    "1.36": "1.14.2",
    "1.37": "1.14.6",
}

#: What to write instead of plugins that are gone, where something replaces them.
SUCCESSORS = {
    "proxy": "forward",
    "reverse": "template",
    "startup": "on startup",
    "shutdown": "on shutdown",
}

#: A release or a line of releases, perhaps with what a vendor puts after it.
RELEASE = r"(?a)v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-+][\w.+-]*)?"

#: Two releases with a hyphen between them.
_TWO_RELEASES = regex(r"v?(\d+\.\d+(?:\.\d+)?)-v?(\d+\.\d+(?:\.\d+)?)", re.ASCII)


def parse_release(text: str | Release) -> Release:
    """Read a release as people write it: `1.11.3`, `v1.11.3`, or `1.11` for its last patch.

    `1.11.x` is the last patch too, and `latest` the newest release. So is one that is newer than
    all that are known (`is_newer`). What a vendor adds after a hyphen or plus sign is left out.
    Raises ValueError.
    """
    return _parse_release(str(text).strip())


@lru_cache
def _parse_release(text: str) -> Release:
    if text.lower() == "latest":
        return NEWEST
    match = re.fullmatch(RELEASE, re.sub(r"\.[xX*]$", "", text))
    if match is None:
        raise ValueError(f"`{text}` is not a release of CoreDNS: write one such as `{NEWEST}`")
    major, minor, patch = match.groups()
    low = Release(int(major), int(minor), int(patch or 0))
    line = (low.major, low.minor)
    found = [r for r in RELEASES if (r == low if patch else (r.major, r.minor) == line)]
    if found:
        return found[-1]
    older = [release for release in RELEASES if release < low]
    newer = [release for release in RELEASES if release > low]
    if not newer:
        return NEWEST
    if not older:
        raise ValueError(f"`{text}` is older than {RELEASES[0]}, the oldest release known here")
    raise ValueError(f"there is no release `{text}`: the nearest are {older[-1]} and {newer[0]}")


def parse_releases(text: str) -> tuple[Release, ...]:
    """Read one release or several, as in `1.8.6,1.12.0`, or `1.8.6..1.12.0` for all between.

    Each is written as for `parse_release`. They come oldest first. Raises ValueError.
    """
    return tuple(sorted(_several(text, parse_release, RELEASES)))


def _several(text: str, read: Callable[[str], T], known: Sequence[T]) -> set[T]:
    """Read `ONE,ANOTHER` and `FIRST..LAST`; `known` are all there are, oldest first."""
    found: set[T] = set()
    for part in text.split(","):
        first, dots, last = part.strip().partition("..")
        ends = _TWO_RELEASES.fullmatch(first)
        if ends:  # a vendor's suffix does not look like this
            raise ValueError(f"`{first}` is not a release: write `{ends[1]}..{ends[2]}`")
        low = known.index(read(first))
        high = known.index(read(last)) if dots else low
        if high < low:
            raise ValueError(f"`{first}..{last}` is the wrong way round: write `{last}..{first}`")
        found.update(known[low : high + 1])
    return found


def newer_than_known(text: str) -> tuple[str, ...]:
    """Return those of the releases in a text for `parse_releases` that are newer than all known."""
    parts = (part.strip() for part in re.split(r",|\.\.", text))
    return tuple(part for part in parts if is_newer(part))


def is_newer(text: str) -> bool:
    """Tell whether text names a release that is newer than all that are known here."""
    match = re.fullmatch(RELEASE, text.strip())
    if match is None:
        return False
    major, minor, patch = match.groups()
    line, own = (int(major), int(minor)), (NEWEST.major, NEWEST.minor)
    return line > own or (line == own and int(patch or 0) > NEWEST.patch)


@cache
def plugin_order(release: str | Release = NEWEST) -> tuple[str, ...]:
    """Return the plugins of a release in the order in which queries pass through them.

    It is that of core/dnsserver/zdirectives.go. In 1.14.2 plugin.cfg has another one (without
    `proxyproto`, and `acl` after `rewrite`), but a server built from that tag runs on the former;
    so it is with 1.0.5, where `forward` is in plugin.cfg only. Raises ValueError for a release that
    is not known.
    """
    release = parse_release(release)
    order = [order for since, order in ORDERS if release in span(since)][-1]
    return tuple(name for name in order.split() if release in plugin_releases(name))


@cache
def every_plugin() -> frozenset[str]:
    """Return the plugins of all releases."""
    return frozenset(name for _, names in ORDERS for name in names.split())


def plugin_releases(name: str) -> Span:
    """Return the releases with a plugin.

    `startup` and `shutdown` are in 1.1.0 still, but only to say that they are no more
    (plugin/deprecated).
    """
    return span(*PLUGINS.get(name, ()))


def property_releases(plugin: str, name: str) -> Span:
    """Return the releases with a property, among those with the plugin.

    A property of which nothing is known has them all.
    """
    known = PROPERTIES.get(plugin, {}).get(name) or REMOVED.get(plugin, {}).get(name)
    return span(*known) if known else ALWAYS


def removed_properties(plugin: str) -> dict[str, Span]:
    """Return the properties that a plugin once had and has no more."""
    return {name: span(*known) for name, known in REMOVED.get(plugin, {}).items()}


def for_kubernetes(version: str) -> Release:
    """Return the release that kubeadm installs with a Kubernetes, such as `1.31` or `v1.31.4`.

    Up to 1.33 this is the table of github.com/coredns/deployment,
    kubernetes/CoreDNS-k8s_version.md; later ones are `coredns-kubeadm` in build/dependencies.yaml
    of kubernetes/kubernetes, changed by its pull requests 133968 (1.35), 137605 (1.36) and 140497
    (1.37). It stays the same from patch to patch. Raises ValueError.
    """
    return named(KUBERNETES[_kubernetes_minor(version)])


def releases_for_kubernetes(text: str) -> tuple[Release, ...]:
    """Return the releases of one Kubernetes or several, as in `1.29,1.31` or `1.29..1.31`.

    Each is written as for `for_kubernetes`. They come oldest first. Raises ValueError.
    """
    versions = _several(text, _kubernetes_minor, tuple(KUBERNETES))
    return tuple(sorted({named(KUBERNETES[version]) for version in versions}))


def _kubernetes_minor(version: str) -> str:
    """Return the minor version of a Kubernetes that is known. Raises ValueError."""
    match = re.fullmatch(RELEASE, version.strip())
    minor = f"{match[1]}.{match[2]}" if match else ""
    if minor not in KUBERNETES:
        first, *_, last = KUBERNETES
        raise ValueError(f"`{version}` is not a version of Kubernetes from {first} to {last}")
    return minor
