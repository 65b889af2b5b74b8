"""Which lines of an `*.override` are in the vendor's Corefile already."""

import pytest

from corefile.coredns.releases import release as releases
from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.lint import Profile, Settings, Site, lint_document
from corefile.lint.rules.kubernetes.override_repeats_base_plugin import RULE

NEWEST = str(releases.NEWEST)
REFUSED, IDLE = "CoreDNS refuses", "has no effect"
CASES: list[tuple[Profile | None, str, str, str]] = [
    ("aks", "cache 60", NEWEST, REFUSED),
    ("aks", "forward . 192.0.2.1", NEWEST, IDLE),
    ("aks", "forward corp.example 192.0.2.1", NEWEST, IDLE),
    ("aks", "forward . 192.0.2.1", "1.8.6", REFUSED),
    ("aks", "reload 10s", NEWEST, IDLE),
    ("aks", "hosts", NEWEST, ""),
    ("aks", "template IN A example.org", NEWEST, ""),
    ("aks", "health", NEWEST, ""),
    ("k3s", "hosts", NEWEST, REFUSED),
    ("k3s", "forward . 192.0.2.1", NEWEST, ""),
    ("k3s", "forward . 192.0.2.1", "1.8.6", REFUSED),
    ("kubernetes", "cache 60", NEWEST, ""),
    (None, "cache 60", NEWEST, ""),
]


def found(key: str, text: str, profile: Profile | None, release: str = NEWEST) -> list[str]:
    manifest = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns-custom\ndata:\n"
        f"  {key}: |\n    {text}\n"
    )
    settings = Settings((RULE,), build=stock(release), site=Site(profile))
    checked = lint_document(read(manifest, "custom.yaml"), settings=settings)
    return [item.finding.message for item in checked.findings]


@pytest.mark.parametrize(("profile", "line", "release", "message"), CASES)
def test_found(profile: Profile | None, line: str, release: str, message: str) -> None:
    texts = found("some.override", line, profile, release)
    assert [message in text for text in texts] == ([True] if message else [])


@pytest.mark.parametrize("key", ["some.server", "Corefile"])
def test_whole_server_blocks_are_not_looked_at(key: str) -> None:
    assert not found(key, ". {\n      cache 60\n    }", "aks")
