"""What each release of CoreDNS knows: its plugins, their order, their properties.

The facts are read from the releases of github.com/coredns/coredns (tools/compile_releases.py), from
1.0.0 on. There is no 1.11.2: it has release notes, but no tag.

Where something has a first release and a first release without it, the first is "" for what was
there from the start and the second is "" for what is still there.
"""

import re
from functools import cache
from typing import TypeAlias

from corefile.coredns.releases.data import ORDERS, PLUGINS, PROPERTIES, REMOVED
from corefile.coredns.releases.data import RELEASES as NAMES

#: First release with something, and first release without it.
Availability: TypeAlias = tuple[str, str]

ALWAYS: Availability = ("", "")

#: All releases, oldest first.
RELEASES: tuple[str, ...] = tuple(NAMES.split())

#: The newest release described here.
NEWEST = "1.15.0"

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

#: A release or a line of releases, perhaps with what a vendor puts behind it.
RELEASE = r"(?a)v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-+][\w.+-]*)?"


def release_key(release: str) -> tuple[int, ...]:
    """Return what releases are sorted by."""
    return tuple(int(number) for number in release.split("."))


def compare(first: str, second: str) -> int:
    """Compare two releases: -1 if the first is older, 1 if it is newer, 0 if they are the same."""
    one, other = release_key(first), release_key(second)
    return (one > other) - (one < other)


def holds(release: str, span: Availability) -> bool:
    """Tell whether a release is one of those with something."""
    since, until = span
    return (not since or compare(release, since) >= 0) and (
        not until or compare(release, until) < 0
    )


def parse_release(text: str) -> str:
    """Read a release as people write it: `1.11.3`, `v1.11.3`, or `1.11` for its last patch.

    What a vendor adds behind a hyphen or plus sign is left out. Raises ValueError.
    """
    match = re.fullmatch(RELEASE, text.strip())
    if match is None:
        raise ValueError(f"`{text}` is no release of CoreDNS: write one such as `{NEWEST}`")
    wanted = tuple(int(number) for number in match.groups() if number is not None)
    found = [release for release in RELEASES if release_key(release)[: len(wanted)] == wanted]
    if found:
        return found[-1]
    older = [release for release in RELEASES if release_key(release) < wanted]
    newer = [release for release in RELEASES if release_key(release) > wanted]
    if not newer:
        raise ValueError(f"`{text}` is newer than {NEWEST}, the newest release known here")
    if not older:
        raise ValueError(f"`{text}` is older than {RELEASES[0]}, the oldest release known here")
    raise ValueError(f"there is no release `{text}`: the nearest are {older[-1]} and {newer[0]}")


@cache
def plugin_order(release: str = NEWEST) -> tuple[str, ...]:
    """Return the plugins of a release in the order in which queries pass through them.

    It is that of core/dnsserver/zdirectives.go. In 1.14.2 plugin.cfg has another one (without
    `proxyproto`, and `acl` behind `rewrite`), but a server built from that tag runs on the former;
    so it is with 1.0.5, where `forward` is in plugin.cfg only. Raises ValueError for a release that
    is not known.
    """
    release = parse_release(release)
    order = [order for since, order in ORDERS if compare(since, release) <= 0][-1]
    return tuple(name for name in order.split() if holds(release, plugin_releases(name)))


@cache
def every_plugin() -> frozenset[str]:
    """Return the plugins of all releases."""
    return frozenset(name for _, names in ORDERS for name in names.split())


def plugin_releases(name: str) -> Availability:
    """Return the first release with a plugin and the first without it.

    `startup` and `shutdown` are in 1.1.0 still, but only to say that they are no more
    (plugin/deprecated).
    """
    return PLUGINS.get(name, ALWAYS)


def property_releases(plugin: str, name: str) -> Availability:
    """Return the first release with a property and the first without it.

    Each is "" where it is the plugin's own, and for a property of which nothing is known.
    """
    known = PROPERTIES.get(plugin, {}).get(name)
    return known or removed_properties(plugin).get(name, ALWAYS)


def removed_properties(plugin: str) -> dict[str, Availability]:
    """Return the properties that a plugin once had and has no more."""
    return REMOVED.get(plugin, {})


def for_kubernetes(version: str) -> str:
    """Return the release that kubeadm installs with a Kubernetes, such as `1.31` or `v1.31.4`.

    Up to 1.33 this is the table of github.com/coredns/deployment,
    kubernetes/CoreDNS-k8s_version.md; later ones are `coredns-kubeadm` in build/dependencies.yaml
    of kubernetes/kubernetes, changed by its pull requests 133968 (1.35), 137605 (1.36) and 140497
    (1.37). It stays the same from patch to patch. Raises ValueError.
    """
    match = re.fullmatch(RELEASE, version.strip())
    found = match and KUBERNETES.get(f"{match[1]}.{match[2]}")
    if not found:
        first, *_, last = KUBERNETES
        raise ValueError(f"`{version}` is no version of Kubernetes from {first} to {last}")
    return found
