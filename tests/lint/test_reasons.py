"""Every reason that a refusal can have is reported by a rule, or it would pass silently."""

from typing import get_args

import pytest

import corefile
from corefile.coredns.catalogue.facts import Reason
from corefile.coredns.model.config import configure
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.node_cache import node_cache
from corefile.lint import lint

#: A Corefile that is refused for each reason, and the rule that reports it.
REPORTED: dict[Reason, tuple[str, str]] = {
    "": (". {\n    forward\n}\n", "plugin-refused"),
    "after fallthrough": (
        ". {\n    hosts {\n        fallthrough\n        10.0.0.1 a\n    }\n}\n",
        "hosts-entry-after-fallthrough",
    ),
    "key": ("a..b {\n    whoami\n}\n", "server-key"),
    "listener": (
        "tls://a {\n    tls c.pem k.pem\n    whoami\n}\ntls://b {\n    whoami\n}\n",
        "listener-conflict",
    ),
    "no tls": ("https3://. {\n    whoami\n}\n", "encrypted-listener-without-tls"),
    "not compiled in": (". {\n    whoami\n    acl\n}\n", "unknown-directive"),
    "not in release": (
        ". {\n    forward . 10.0.0.1 {\n        max_age 1m\n    }\n}\n",
        "option-not-in-version",
    ),
    "served twice": (". {\n    whoami\n}\n. {\n    whoami\n}\n", "duplicate-server-block"),
    "twice": (". {\n    cache\n    cache\n}\n", "plugin-used-twice"),
    "unknown directive": (". {\n    ads\n}\n", "unknown-directive"),
}


def test_every_reason_stands_here() -> None:
    assert sorted(REPORTED) == sorted(get_args(Reason))


#: The builds that refuse these.
BUILDS = {"not compiled in": node_cache("1.22.20"), "not in release": stock("1.14.2")}


@pytest.mark.parametrize("reason", REPORTED)
def test_every_reason_has_a_rule(reason: Reason) -> None:
    text, rule = REPORTED[reason]
    build = BUILDS.get(reason, stock("1.15.0"))
    config = configure(corefile.expand(corefile.parse(text)), build=build)
    assert [refusal.reason for refusal in config.refusals] == [reason]
    assert rule in {finding.rule.name for finding in lint(text, build=build)}
