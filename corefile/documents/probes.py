"""The probes of the pod that a manifest runs CoreDNS in: which port and path the kubelet asks."""

from __future__ import annotations

import re

__all__ = ["named_probes"]

#: A probe by HTTP, and its lines, which are indented deeper.
_PROBE = re.compile(
    r"""^(?P<margin>[ \t]*)["']?(?P<name>liveness|readiness|startup)Probe["']?:[ \t]*\r?\n"""
    r"(?P<lines>(?:(?P=margin)[ \t][^\n]*(?:\n|\Z))+)",
    re.MULTILINE,
)
_PATH = re.compile(r"""^[ \t]*["']?path["']?:[ \t]*["']?(?P<path>/[a-z]+)["']?[ \t]*\r?$""", re.M)
_PORT = re.compile(r"""^[ \t]*["']?port["']?:[ \t]*["']?(?P<port>\d{1,5})["']?[ \t]*\r?$""", re.M)
_IMAGE = re.compile(r"""^[ \t-]*["']?image["']?:[ \t]*["']?(?P<image>[^\s"'#{]+)""", re.M)


def named_probes(text: str) -> tuple[tuple[str, str, str], ...]:
    """Return the probes of a manifest, each as its name, path and port, if all are of CoreDNS.

    A manifest with another container, or with several, gives none.
    """
    images = _IMAGE.findall(text)
    if len(images) != 1 or "coredns" not in images[0]:
        return ()
    found = []
    for probe in _PROBE.finditer(text):
        path, port = _PATH.search(probe["lines"]), _PORT.search(probe["lines"])
        if "httpGet" in probe["lines"] and path and port:
            found.append((probe["name"], path["path"], port["port"]))
    return tuple(found)
