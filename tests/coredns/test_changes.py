"""What changed from release to release, as the classes of plugins and the data of releases say."""

import re

import pytest

from corefile.coredns.catalogue.changes import arguments_of, changes_between, changes_of
from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.releases.data import ORDERS
from corefile.coredns.releases.release import RELEASES, every_plugin, named, plugin_releases
from corefile.coredns.releases.server_changes import METRICS, SERVER_CHANGES, has_image

CHANGES = [(name, change) for name in sorted(every_plugin()) for change in changes_of(name)]


def test_changes_are_those_of_releases_that_have_the_plugin() -> None:
    for name, change in CHANGES:
        assert change.first in RELEASES, (name, change)
        releases = plugin_releases(name)
        gone = change.first == releases.until
        assert change.first in releases or (gone and not change.what), (name, change)
        if change.until:
            assert change.first < named(change.until), (name, change)
            assert named(change.until) in RELEASES, (name, change)


def test_changes_are_sentences_for_people() -> None:
    for name, change in CHANGES:
        assert change.text, name
        for text in (change.text, change.advice):
            assert text == text.strip().removesuffix("."), (name, change)
            first = text.partition(" ")[0]
            assert not first[:1].isupper() or first[1:].isupper() or first in ("CoreDNS", "Go"), (
                text
            )


def test_each_change_is_said_once() -> None:
    told = [(name, c.release, c.kind, c.what) for name, c in CHANGES]
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("kubernetes", "1.6.7", "1.7.0", ["removed resyncperiod", "removed upstream"]),
        ("kubernetes", "1.7.0", "1.6.7", ["removed resyncperiod", "removed upstream"]),
        ("proxy", "1.4.0", "1.5.0", ["replaced "]),
        ("federation", "1.6.9", "1.7.0", ["removed "]),
        ("cache", "1.5.0", "1.15.0", None),
        ("health", "1.9.4", "1.14.4", []),
        ("bufsize", "1.10.1", "1.11.0", ["default SIZE"]),
        ("bufsize", "1.11.0", "1.15.0", []),
    ],
)
def test_between(name: str, old: str, new: str, expected: list[str] | None) -> None:
    found = changes_between(name, named(old), named(new))
    if expected is not None:
        assert sorted(f"{change.kind} {change.what}" for change in found) == expected
    # What begins and ends between two releases is not between them.
    assert all(change.applies(named(old)) is not change.applies(named(new)) for change in found)


@pytest.mark.parametrize(
    ("plugin", "name", "releases"),
    [
        # The constants in the sources: plugin/bufsize/setup.go, plugin/cache/cache.go.
        ("bufsize", "SIZE", {"1.6.6": "512", "1.10.1": "512", "1.11.0": "1232", "1.15.0": "1232"}),
        ("cache", "TTL", {"1.0.0": "3600", "1.15.0": "3600"}),
        ("cache", "denial", {"1.2.3": "10000 1800 5", "1.2.4": "10000 1800 0"}),
        ("cache", "success", {"1.2.4": "10000 3600 0", "1.2.5": "10000 3600 5"}),
        ("forward", "max_connect_attempts", {"1.14.6": "0", "1.14.7": ""}),
        ("forward", "expire", {"1.0.6": "10s", "1.15.0": "10s"}),
    ],
)
def test_defaults_of_releases(plugin: str, name: str, releases: dict[str, str]) -> None:
    kind = plugin_class(plugin)
    assert kind is not None
    spec = kind.specs().get(name) or arguments_of(kind)[name]
    assert {each: spec.default_in(named(each)) for each in releases} == releases


def test_a_default_that_went_back_is_no_change_across() -> None:
    (back,) = (c for c in changes_of("cache") if c.kind == "default" and c.until and "su" in c.what)
    assert (back.release, back.until) == ("1.2.4", "1.2.5")
    kinds = [(c.kind, c.what) for c in changes_between("cache", named("1.2.3"), named("1.2.5"))]
    assert ("default", "success") not in kinds


def test_the_order_changed_where_the_plugins_say_so() -> None:
    """Every release with another order in the data has a change that tells it, and no other."""
    told = {change.release for _, change in CHANGES if change.kind == "order"}
    assert told == {since for since, _ in ORDERS[1:]}


def test_every_line_to_write_instead_has_what_it_is_written_for() -> None:
    for name, change in CHANGES:
        if change.instead is not None:
            words = [word for row in change.instead.lines for word in row]
            numbers = [int(number) for word in words for number in re.findall(r"\{(\d)\}", word)]
            assert max(numbers, default=0) <= max(change.instead.above + 1, 1), (name, change)


def test_releases_without_an_image() -> None:
    assert [str(r) for r in RELEASES if not has_image(r)] == ["1.6.8", "1.8.1", "1.8.2"]
    avoided = [c for c in SERVER_CHANGES if c.what == "image"]
    assert all(has_image(change.until) for change in avoided)
    first = [change.first for change in SERVER_CHANGES if change not in avoided]
    assert first == sorted(first)


def test_what_became_of_metrics_goes_with_a_change_that_tells_it() -> None:
    told = {change.release for _, change in CHANGES if change.kind == "metrics"}
    told |= {change.release for change in SERVER_CHANGES if change.kind == "metrics"}
    assert METRICS.keys() <= told
    for old, new in (pair for names in METRICS.values() for pair in names.items()):
        assert old.startswith("coredns_"), old
        assert old != new, old
