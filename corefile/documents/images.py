"""The CoreDNS that a manifest runs: its release, by the tag of the image, and its port."""

from __future__ import annotations

import re

__all__ = ["named_node_cache", "named_port", "named_release", "named_releases"]

_TAG = r"v?(?P<release>\d{1,3}\.\d{1,3}\.\d{1,3})(?![\w.])"
#: `coredns`, also as `rancher/hardened-coredns` and `rancher/mirrored-coredns-coredns`.
_NAME = r"(?:[\w.:-]{1,100}/){0,6}(?:[a-z0-9]{1,20}-){0,3}coredns"
#: NodeLocal DNSCache, also as `k8s-dns-node-cache-amd64`; the tag is its own version.
_CACHE = r"(?:[\w.:-]{1,100}/){0,6}k8s-dns-node-cache(?:-(?:amd64|arm|arm64|ppc64le|s390x))?"
_START = r"""(?:^[ \t-]*|[{,][ \t]*)["']?"""
_COLON = r"""["']?[ \t]*[:=][ \t]*["']?"""
#: Up to five lines of the same block, which do not begin the next item of a list.
_LINES = r"(?:(?![ \t]*-)[^\n{}]*\n){0,5}?[ \t]*"

#: A value of its own, also as kops writes it, and the two members of Helm's `image`, in any order.
#: Then what kustomize puts in, what kubeadm takes, an add-on of EKS, and a Dockerfile.
_IMAGES = (
    rf"{_START}(?:image|[cC]oreDNSImage){_COLON}{_NAME}:{_TAG}",
    rf"{_START}repository{_COLON}{_NAME}[\"']?[ \t]*\r?\n"
    rf"(?:[ \t]+[a-zA-Z]+:[^\n]*\n){{0,5}}?[ \t]+tag{_COLON}{_TAG}",
    rf"{_START}tag{_COLON}{_TAG}[^\n]*\n"
    rf"(?:[ \t]+[a-zA-Z]+:[^\n]*\n){{0,5}}?[ \t]+repository{_COLON}{_NAME}[\"']?[ \t]*\r?$",
    # Beside the `servers` of CoreDNS's own chart the repository may be left out.
    rf"^(?P<depth>[ \t]*)image:[ \t]*\r?\n(?:(?P=depth)[ \t]+[a-zA-Z]+:[^\n]*\n){{0,5}}?"
    rf"(?P=depth)[ \t]+tag{_COLON}{_TAG}[^\n]*\n"
    r"(?=(?:[^\n]*\n){0,200}?(?P=depth)servers:[ \t]*\r?$)",
    rf"{_START}name{_COLON}{_NAME}[\"']?[ \t]*\r?\n(?:[ \t]+newName:[^\n]*\n)?"
    rf"[ \t]+newTag{_COLON}{_TAG}",
    r"^dns:[ \t]*\r?\n(?:[ \t]+(?:type|imageRepository):[^\n]*\n){0,2}"
    rf"[ \t]+imageTag{_COLON}{_TAG}",
    rf"{_START}(?:name|AddonName|addon_name){_COLON}coredns[\"']?[ \t]*\r?\n"
    rf"{_LINES}(?:version|AddonVersion|addon_version){_COLON}{_TAG}-eksbuild",
    rf"{_START}coredns{_COLON}\{{[ \t]*\r?\n{_LINES}addon_version{_COLON}{_TAG}-eksbuild",
    rf"^FROM[ \t]+(?:--platform=\S+[ \t]+)?{_NAME}:{_TAG}",
)

#: The same of NodeLocal DNSCache; a tag of another form is that of somebody's own build.
_CACHES = (
    rf"{_START}image{_COLON}{_CACHE}(?::{_TAG}(?![-+]))?",
    rf"{_START}repository{_COLON}{_CACHE}[\"']?[ \t]*\r?\n"
    rf"(?:[ \t]+[a-zA-Z]+:[^\n]*\n){{0,5}}?[ \t]+tag{_COLON}{_TAG}(?![-+])",
)

#: The flag and its value, in one word or in two, which may be two items of YAML.
_PORT = re.compile(
    r"""-dns\.port["']?(?:=|[ \t]+|[ \t]*,[ \t]*|[ \t]*\r?\n[ \t]*-[ \t]+)"""
    r"""["']?(?P<port>\d{1,5})\b"""
)


def named_release(text: str) -> str:
    """Return the release that a manifest names as that of its CoreDNS; "" for none or several."""
    found = named_releases(text)
    return next(iter(found)) if len(found) == 1 else ""


def named_releases(text: str) -> frozenset[str]:
    """Return the releases that a manifest names as those of a CoreDNS."""
    if "coredns" not in text and "servers:" not in text:
        return frozenset()
    return frozenset(
        image["release"]
        for pattern in _IMAGES
        for image in re.finditer(pattern, text, re.MULTILINE)
    )


def named_port(text: str) -> str:
    """Return the port that the flag `-dns.port` gives CoreDNS; "" for none or several."""
    found = {flag["port"] for flag in _PORT.finditer(text)}
    return next(iter(found)) if len(found) == 1 else ""


def named_node_cache(text: str) -> str | None:
    """Return the version of NodeLocal DNSCache whose image a manifest names.

    "" is for one that is not known or not clear, None for no such image.
    """
    if "node-cache" not in text:
        return None
    found = {
        image["release"] or ""
        for pattern in _CACHES
        for image in re.finditer(pattern, text, re.MULTILINE)
    }
    return None if not found else next(iter(found)) if len(found) == 1 else ""
