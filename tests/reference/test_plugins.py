"""The pages of plugins: what is told of their order."""

import re
from typing import ClassVar

import pytest

from corefile.coredns.catalogue.facts import Stanzas
from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import NEWEST, named, plugin_order
from corefile.reference import plugins
from corefile.reference.changes import when
from corefile.reference.plugins import index, page, place, plugin_names


def test_a_plugin_without_an_order_says_what_is_missing() -> None:
    with pytest.raises(LookupError, match=r"`mine` is not in the order .*compile_releases"):
        place("mine")


def test_an_external_plugin_says_where_it_is() -> None:
    said = "It is an external plugin, github.com/k8s-gateway/k8s_gateway."
    asked = " Its documentation asks for it `before kubernetes`."
    assert place("k8s_gateway") == said + asked
    assert f"{said}{asked}" in page("k8s_gateway")
    assert "nodeAddressType InternalIP|ExternalIP" in page("k8s_gateway", plain=True)


def test_a_plugin_without_a_fact_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ads(Plugin):
        """Refuses names of advertisers."""

        stanzas: ClassVar[Stanzas] = "once"

    monkeypatch.setattr(plugins, "plugin_class", lambda _: Ads)
    with pytest.raises(LookupError, match=r"`ads` does not say its `role`: corefile/.*facts\.py"):
        page("ads")


def test_the_index_has_every_plugin_once_and_those_that_see_queries_in_their_order() -> None:
    listed = re.findall(r"^\| \[(\w+)\]", index(), re.MULTILINE)
    assert sorted(listed) == plugin_names() == sorted(plugin_order(NEWEST))
    seeing = [name for name in listed if getattr(plugin_class(name), "role", "") != "setting"]
    order = plugin_order(NEWEST)
    assert listed[: len(seeing)] == seeing == sorted(seeing, key=order.index)


def test_only_a_terminal_is_told_the_neighbours() -> None:
    assert "it comes after `dynupdate` and before `route53`" in page("hosts")
    assert "it comes after" not in page("hosts", order=False)


@pytest.mark.parametrize(
    ("release", "there", "missing"),
    [
        ("1.8.4", "    max_concurrent NUMBER", "failover"),
        ("1.8.4", "In CoreDNS 1.8.4 it comes after `loop` and before `grpc`", "1.15.0 it comes"),
        ("1.8.4", "A server block may have it only once.", "asked one after the other"),
        ("1.9.4", "asked one after the other", "only once"),
        ("1.8.4", "health_check DURATION [no_rec]\n", "[domain"),
        ("1.9.2", "health_check DURATION [no_rec] [domain NAME]\n", "`failover RCODE…`"),
        ("1.14.6", "tried for one query | `0` |", "twice as many as there are |"),
        ("1.14.7", "tried for one query | twice as many as there are |", "one query | `0` |"),
    ],
)
def test_the_page_of_a_release_has_what_the_release_has(
    release: str, there: str, missing: str
) -> None:
    text, _, _ = page("forward", plain=True, release=named(release)).partition("## Changes")
    assert there in text
    assert missing not in text


def test_the_page_of_a_release_parts_what_changed_before_and_after() -> None:
    text = page("bufsize", release=named("1.10.0"))
    before, _, after = text.partition("## Changes after CoreDNS 1.10.0\n")
    assert "- 1.6.6: The plugin `bufsize` is new." in before
    assert after == "\n- 1.11.0: SIZE is `1232` by default; before, `512`.\n"
    assert "Without SIZE it is `512`." in text
    assert "## Changes after" not in page("bufsize")


def test_the_page_of_a_release_has_the_properties_that_went_away_later() -> None:
    text = page("kubernetes", release=named("1.6.9"))
    assert "| `resyncperiod` | refused later | | before 1.7.0 |" in text
    assert "    upstream\n" in text
    assert "`resyncperiod` |" not in page("kubernetes", release=named("1.7.0"))


@pytest.mark.parametrize(
    ("until", "expected"), [("", "1.8.4"), ("1.8.5", "1.8.4 only"), ("1.8.7", "1.8.4 to 1.8.6")]
)
def test_when_a_change_holds(until: str, expected: str) -> None:
    assert when(Change(release="1.8.4", until=until, kind="meaning", text="a")) == expected


def test_a_plugin_has_a_page_for_each_release_that_has_it() -> None:
    for release in map(named, ("1.0.0", "1.4.0", "1.8.4", "1.14.6")):
        for name in set(plugin_order(release)) & set(plugin_names()):
            assert page(name, release=release).startswith(f"# {name}\n")
    with pytest.raises(KeyError):
        page("tsig", release=named("1.8.4"))
