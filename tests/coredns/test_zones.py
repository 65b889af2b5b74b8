"""Zones as sets of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.catalogue.zones import (
    ZoneAddress,
    common_zone,
    common_zones,
    is_subdomain,
    key_addresses,
    parents,
)
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.plugins.forward import Forward
from corefile.syntax.parser import parse

LABELS = st.lists(st.sampled_from(("a", "b", "ab")), max_size=4)
ZONES = LABELS.map(lambda labels: "".join(f"{label}." for label in labels) or ".")


@given(st.lists(ZONES), st.lists(ZONES))
def test_common_zones_are_those_of_all_pairs(ones: list[str], others: list[str]) -> None:
    pairs = {common_zone(one, other) for one in ones for other in others} - {""}
    assert common_zones(ones, others) == pairs


@given(ZONES, ZONES)
def test_parents_are_what_a_name_is_below(zone: str, name: str) -> None:
    assert (zone in parents(name)) is is_subdomain(zone, name)


def test_the_parents_of_a_name_come_one_label_after_the_other() -> None:
    assert list(parents("a.b.")) == ["a.b.", "b.", "."]
    assert list(parents(".")) == ["."]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("example.org", 53),
        ("example.org:5300", 5300),
        ("tls://example.org", 853),
        ("https://example.org:0443", 443),
        ("unix://example.org", None),
    ],
)
def test_ports_are_numbers(key: str, expected: int | None) -> None:
    (address,) = key_addresses(key)
    assert address.port_number == expected


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        ("", None),
        ("0", 0),
        ("65535", 65535),
        ("65536", None),
        ("http", None),
        ("-1", None),
        (" 53", None),
        ("٥٣", None),
        ("0" * 5000 + "53", 53),
    ],
)
def test_what_is_not_a_port(port: str, expected: int | None) -> None:
    assert ZoneAddress("example.org.", port).port_number == expected


def test_the_port_of_an_upstream() -> None:
    config = configure(
        expand(
            parse(". {\n  forward . 192.0.2.1 192.0.2.2:5300 tls://192.0.2.3 unix:///run/x\n}\n")
        )
    )
    (forward,) = config.servers[0].all(Forward)
    assert [each.port_number for each in forward.to] == [53, 5300, 853, None]


def test_the_zones_of_a_plugin_are_those_of_all_its_words() -> None:
    cache = "cache 30 {\n disable success b.\n }"
    forward = "forward . 192.0.2.1 {\n except c.\n }"
    text = f"a. {{\n {cache}\n {forward}\n}}\n"
    (server,) = configure(expand(parse(text))).servers
    assert [plugin.zone_names for plugin in server.plugins] == [("a.", "b."), (".", "c.")]


def test_a_dot_after_a_backslash_is_a_part_of_the_label() -> None:
    assert list(parents(r"a\.b.c.")) == [r"a\.b.c.", "c.", "."]
    assert list(parents(r"a\\.b.")) == [r"a\\.b.", "b.", "."]
    assert not is_subdomain("b.c.", r"a\.b.c.")
    assert is_subdomain("c.", r"a\.b.c.")
    assert is_subdomain(r"a\.b.c.", r"a\.b.c.")
