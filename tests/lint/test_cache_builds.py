"""Plugins that the image of NodeLocal DNSCache lacks."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.documents.images import named_node_cache
from corefile.lint import Settings, lint_document

_IMAGE = "registry.k8s.io/dns/k8s-dns-node-cache"


@pytest.mark.parametrize(
    ("line", "version"),
    [
        (f"image: {_IMAGE}:1.22.20", "1.22.20"),
        ("image: k8s.gcr.io/k8s-dns-node-cache-amd64:1.15.0", "1.15.0"),
        (f'  - "image": "{_IMAGE}:1.22.20"', "1.22.20"),
        (f"image: {_IMAGE}:v1.22.20@sha256:0123", "1.22.20"),
        (f"image:\n  repository: {_IMAGE}\n  tag: 1.22.20\n", "1.22.20"),
        (f"image: {_IMAGE}:1.22.20-own", ""),
        (f"image: {_IMAGE}:latest", ""),
        (f"image: {_IMAGE}:{{{{ version }}}}", ""),
        (f"image: {_IMAGE}", ""),
        (f"image: {_IMAGE}:1.22.20\nimage: {_IMAGE}:1.23.0", ""),
        (f"# image: {_IMAGE}:1.22.20", None),
        ("name: node-cache\nimage: coredns/coredns:1.9.3", None),
    ],
)
def test_named_node_cache(line: str, version: str | None) -> None:
    assert named_node_cache(line) == version


def manifest(name: str, *images: str) -> str:
    """Return a ConfigMap whose Corefile has `hosts` and `acl`, and a pod with images."""
    containers = "".join(f"  - image: {image}\n" for image in images)
    return (
        f"kind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  Corefile: |\n"
        "    . {\n        hosts {\n            192.0.2.1 a.example\n            fallthrough\n"
        "        }\n        acl {\n            block net 192.0.2.0/24\n        }\n"
        "        loop\n        forward . 192.0.2.53\n    }\n"
        f"---\nkind: Pod\nspec:\n  containers:\n{containers}"
    )


def told(text: str, name: str = "a.yaml", settings: Settings | None = None) -> list[str]:
    """Return the severity and the first words of what is found about plugins."""
    found = lint_document(read(text, name), settings=settings).findings
    return [
        f"{item.finding.severity}: {item.finding.message.partition(';')[0]}"
        for item in found
        if item.finding.rule.code == "CF004"
    ]


_ERROR = "error: NodeLocal DNSCache {} has no plugin `{}`"
_NOTE = "info: NodeLocal DNSCache of every known version has no plugin `acl`"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            manifest("node-local-dns", f"{_IMAGE}:1.16.0"),
            [_ERROR.format("1.16.0", "hosts"), _ERROR.format("1.16.0", "acl")],
        ),
        (manifest("nodelocaldns", f"{_IMAGE}:1.22.20"), [_ERROR.format("1.22.20", "acl")]),
        (manifest("dns-cache", f"{_IMAGE}:1.22.20"), [_ERROR.format("1.22.20", "acl")]),
        (
            manifest("node-local-dns", f"{_IMAGE}:1.22.20", "coredns/coredns:1.10.0"),
            [_ERROR.format("1.22.20", "acl")],
        ),
        (manifest("coredns", f"{_IMAGE}:1.22.20", "coredns/coredns:1.10.0"), []),
        (manifest("node-local-dns", f"{_IMAGE}:99.0.0"), [_NOTE]),
        (manifest("node-local-dns"), [_NOTE]),
        (manifest("node-local-dns", "coredns/coredns:1.10.0"), []),
        (manifest("coredns"), []),
        (manifest("coredns", "node-cache:1.22.20"), []),
    ],
)
def test_lacking(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_settings_name_a_build() -> None:
    text = manifest("node-local-dns", f"{_IMAGE}:1.16.0")
    assert told(text, settings=Settings(build=stock("1.11.3"))) == []


def test_issue_with_image_and_corefile() -> None:
    corefile = ". {\n    bind 169.254.20.10\n    acl {\n        block\n    }\n    whoami\n}\n"
    text = f"It fails with\n\n```\n{corefile}```\n\n```yaml\nimage: {_IMAGE}:1.22.20\n```\n"
    assert told(text, "a.md") == [_ERROR.format("1.22.20", "acl")]
    assert told(text.replace("169.254.20.10", "192.0.2.10"), "a.md") == []
