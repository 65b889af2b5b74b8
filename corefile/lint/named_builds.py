"""The CoreDNS that reads a file's Corefiles, as far as the file says it: release, port, build."""

from collections.abc import Mapping

from corefile.coredns.releases.builds import Build, stock
from corefile.coredns.releases.release import RELEASES, is_newer, parse_release
from corefile.documents.model import Document
from corefile.lint.settings import Settings
from corefile.text.records import replace

__all__ = ["as_run", "builds_of", "release_of"]

#: Releases that are not described: the first that is comes nearest to them.
_BEFORE_ALL = ("0.9.8", "0.9.9", "0.9.10")

#: What an image is named by, or an add-on.
_NAMED = ("mage", "ddon", "FROM ")

#: What NodeLocal DNSCache and its ConfigMap are called.
_CACHES = ("node-cache", "node-local", "nodelocal")


def release_of(document: Document) -> str:
    """Return the release of CoreDNS whose image a file names, if it is one that is known."""
    if not any(sign in document.text for sign in _NAMED):
        return ""
    from corefile.documents.images import named_release  # noqa: PLC0415 - for manifests

    named = named_release(document.text)
    if named in _BEFORE_ALL:
        return str(RELEASES[0])
    try:
        known = parse_release(named) if named and not is_newer(named) else None
    except ValueError:
        return ""
    return "" if known is None else str(known)


def as_run(document: Document, settings: Settings, release: str) -> Settings:
    """Return the settings for the CoreDNS that a file runs: of a release, or "", on its port."""
    has_port = "-dns.port" in document.text
    if "httpGet" in document.text and sum(c.kind == "corefile" for c in document.corefiles) == 1:
        from corefile.documents.probes import named_probes  # noqa: PLC0415 - for few files
        from corefile.lint.site import Probe  # noqa: PLC0415

        probes = tuple(Probe(*each) for each in named_probes(document.text))
        settings = replace(settings, site=replace(settings.site, probes=probes))
    if not release and not has_port:
        return settings
    from corefile.documents.images import named_port, named_release  # noqa: PLC0415 - for few files

    build = stock(release) if release else settings.build or stock()
    if release == str(RELEASES[0]):
        build = replace(build, is_older=named_release(document.text) in _BEFORE_ALL)
    if has_port:
        build = replace(build, port=named_port(document.text))
    return replace(settings, build=build)


def builds_of(document: Document) -> Mapping[int, Build]:
    """Return the builds of Corefiles that are not read by the file's CoreDNS, by their number."""
    if not any(sign in document.text for sign in _CACHES):
        return {}
    from corefile.lint.cache_builds import cache_builds  # noqa: PLC0415 - for few files

    return cache_builds(document)
