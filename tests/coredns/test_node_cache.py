"""The builds of NodeLocal DNSCache: the release and the plugins of each version."""

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.node_cache import node_cache, plugin_since
from corefile.syntax.parser import parse


@pytest.mark.parametrize(
    ("version", "release", "has", "lacks"),
    [
        ("1.15.0", "1.2.6", "debug", "metadata"),
        ("1.15.7", "1.2.6", "reload", "pprof"),
        ("1.15.9", "1.6.4", "dnstap", "loadbalance"),
        ("1.15.16", "1.6.7", "template", "hosts"),
        ("1.16.0", "1.7.0", "template", "hosts"),
        ("1.20.0", "1.8.3", "rewrite", "dns64"),
        ("1.21.2", "1.7.0", "trace", "dns64"),
        ("1.22.13", "1.7.0", "bufsize", "acl"),
        ("1.22.14", "1.10.0", "bufsize", "acl"),
        ("1.24.0", "1.11.3", "bufsize", "timeouts"),
        ("1.23.1", "1.10.0", "hosts", "kubernetes"),
        ("1.26.7", "1.13.1", "dns64", "timeouts"),
        ("1.26.8", "1.13.2", "timeouts", "kubernetes"),
    ],
)
def test_versions(version: str, release: str, has: str, lacks: str) -> None:
    build = node_cache(version)
    assert build.release == stock(release).release
    assert build.plugins == stock(release).plugins
    assert has in build.plugins
    assert has not in build.left_out
    assert lacks in build.left_out
    assert (build.name, build.is_certain) == (f"NodeLocal DNSCache {version}", True)


@pytest.mark.parametrize("version", ["", "1.14.10", "1.26.9", "2.0.0", "1.22", "a.b.c"])
def test_unknown_version(version: str) -> None:
    build = node_cache(version)
    assert build.plugins == stock().plugins
    assert "timeouts" not in build.left_out
    assert "kubernetes" in build.left_out
    assert (build.name, build.is_certain) == ("NodeLocal DNSCache", False)


def test_plugin_since() -> None:
    assert plugin_since("hosts") == "1.17.0"
    assert plugin_since("kubernetes") == ""


def test_refused() -> None:
    tree = parse(". {\n    forward . 192.0.2.53\n    file a.db\n}\n")
    (refusal,) = configure(expand(tree, env=None), build=node_cache("1.23.0")).refusals
    words = "no action found for directive 'file' with server type 'dns' (missing a plugin?)"
    assert (refusal.message, refusal.stage, refusal.token.text) == (words, "setup", "file")


def test_plugin_of_its_own() -> None:
    own = node_cache("1.23.0").with_external(["file"])
    assert "file" not in own.left_out
    assert "acl" in own.left_out
