"""What a Corefile shows of where it runs."""

import pytest

from corefile.lint import Profile, Settings, Site
from corefile.lint.engine import context
from corefile.syntax.parser import parse

CASES: list[tuple[str, Profile]] = [
    (". {\n forward . 192.0.2.1\n}\n", "plain"),
    (". {\n kubernetes cluster.local\n}\n", "kubernetes"),
    (". {\n bind 169.254.20.10 10.96.0.10\n forward . 10.0.0.1\n}\n", "nodelocaldns"),
    (
        ". {\n kubernetes cluster.local\n import custom/*.override\n}\nimport custom/*.server\n",
        "aks",
    ),
    (
        ". {\n hosts /etc/coredns/NodeHosts {\n fallthrough\n }\n}\n",
        "k3s",
    ),
    ("", "plain"),
]


@pytest.mark.parametrize(("text", "profile"), CASES)
def test_detected(text: str, profile: Profile) -> None:
    assert context(parse(text)).profile == profile


def test_what_is_stated_counts() -> None:
    assert (
        context(parse(". {\n}\n"), settings=Settings(site=Site("internet"))).profile == "internet"
    )
