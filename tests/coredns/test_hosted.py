"""Plugins that answer from zones hosted elsewhere: which names are theirs."""

import pytest

import corefile
from corefile.coredns.catalogue.query import Query
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.model.trace import trace


@pytest.mark.parametrize(
    ("plugin", "answered"),
    [
        ("route53 example.org.:Z1", True),
        # Route 53's plugin keeps the name as it is written: without its dot no query is below it.
        ("route53 example.org:Z1", False),
        ("clouddns example.org.:project:zone", True),
        ("azure group:example.org", True),
    ],
)
def test_the_zones_are_compared_as_coredns_does(plugin: str, answered: bool) -> None:
    text = f". {{\n    {plugin}\n    whoami\n}}\n"
    (way,) = trace(configure(expand(corefile.parse(text))), Query("www.example.org.")).ways
    assert (way.steps[-1].plugin != "whoami") is answered
