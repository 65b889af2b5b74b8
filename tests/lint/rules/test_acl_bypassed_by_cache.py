"""In which releases the cache comes before `acl`."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.lint.engine import lint
from corefile.lint.rules.operations.acl_bypassed_by_cache import RULE

TEXT = ". {{\n acl {} {{\n block net 192.0.2.0/24\n }}\n cache {}\n}}\n"
RELEASES = [
    ("1.11.3", False),
    ("1.14.2", False),
    ("1.14.3", True),
    ("1.14.6", True),
    ("1.14.7", False),
]
ZONES = [("", "", True), ("a.example", "example", True), ("example", "a.example", True)]
APART = [("a.example", "b.example", False), ("example", "example.org", False)]


@pytest.mark.parametrize(("release", "bypassed"), RELEASES)
def test_releases(release: str, bypassed: bool) -> None:
    assert bool(lint(TEXT.format("", ""), rules=[RULE], build=stock(release))) is bypassed


@pytest.mark.parametrize(("acl", "cache", "shared"), [*ZONES, *APART])
def test_zones(acl: str, cache: str, shared: bool) -> None:
    found = lint(TEXT.format(acl, cache), rules=[RULE], build=stock("1.14.4"))
    assert bool(found) is shared
