from importlib import import_module
from pkgutil import iter_modules

import pytest

from corefile.coredns import plugins
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.releases import data as release_data
from corefile.coredns.releases.release import (
    KUBERNETES,
    NEWEST,
    RELEASES,
    Release,
    for_kubernetes,
    is_newer,
    parse_release,
    plugin_order,
    plugin_releases,
    property_releases,
    removed_properties,
    span,
)
from tests.oracle.recording import load, recordings


def test_releases_are_in_order() -> None:
    assert list(RELEASES) == sorted(set(RELEASES))
    assert str(RELEASES[0]) == "1.0.0"
    assert "1.11.2" not in map(str, RELEASES)


def test_newest_order_is_that_of_coredns() -> None:
    recording = load(recordings()[0])
    assert plugin_order() == tuple(recording.directives)


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_every_release_has_an_order(release: Release) -> None:
    order = plugin_order(release)
    assert len(set(order)) == len(order) >= 30
    assert order.index("hosts") < order.index("kubernetes") < order.index("file")


@pytest.mark.parametrize(
    ("release", "names"),
    [
        ("1.0.0", "cache rewrite loadbalance dnssec autopath reverse hosts"),
        ("1.0.6", "chaos loadbalance cache rewrite dnssec autopath reverse template hosts"),
        ("1.8.0", "acl any chaos loadbalance cache rewrite dnssec autopath template transfer"),
        ("1.14.1", "acl any chaos loadbalance tsig cache rewrite header dnssec autopath minimal"),
        ("1.14.2", "acl any chaos loadbalance tsig cache rewrite header dnssec autopath minimal"),
        ("1.14.3", "any chaos loadbalance tsig cache rewrite acl header dnssec autopath minimal"),
        ("1.14.7", "loadbalance tsig rewrite autopath acl cache header dnssec tls minimal"),
    ],
)
def test_order_of_releases_that_differ(release: str, names: str) -> None:
    assert f" {names} " in f" {' '.join(plugin_order(release))} "


def test_order_of_a_line_of_releases() -> None:
    assert plugin_order("1.11") == plugin_order("v1.11.4")
    assert plugin_order("2.0.0") == plugin_order()


@pytest.mark.parametrize(
    ("text", "newer"),
    [("1.15.1", True), ("v1.16", True), ("2.0.0-rc", True), ("1.15.0", False), ("1.15", False)],
)
def test_tells_releases_that_are_not_known_yet(text: str, newer: bool) -> None:
    assert is_newer(text) == newer


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("1.11.3", "1.11.3"),
        ("v1.11.3", "1.11.3"),
        (" 1.11 ", "1.11.4"),
        ("v1.14", "1.14.7"),
        ("v1.15", "1.15.0"),
        ("v1.11.4-eksbuild.2", "1.11.4"),
        ("1.9.3+build", "1.9.3"),
        ("1.11.x", "1.11.4"),
        ("v1.12.*", "1.12.4"),
        ("latest", str(NEWEST)),
        ("1.15.1", str(NEWEST)),
        ("1.99", str(NEWEST)),
        ("v2.0.0", str(NEWEST)),
    ],
)
def test_reads_a_release(text: str, release: str) -> None:
    assert str(parse_release(text)) == release
    assert parse_release(parse_release(text)) == parse_release(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.11.2", "there is no release `1.11.2`: the nearest are 1.11.1 and 1.11.3"),
        ("0.9.10", "`0.9.10` is older than 1.0.0, the oldest release known here"),
        ("1", f"`1` is not a release of CoreDNS: write one such as `{NEWEST}`"),
        ("newest", f"`newest` is not a release of CoreDNS: write one such as `{NEWEST}`"),
        ("", f"`` is not a release of CoreDNS: write one such as `{NEWEST}`"),
        ("1.\u0661", f"`1.\u0661` is not a release of CoreDNS: write one such as `{NEWEST}`"),
    ],
)
def test_says_what_is_wrong_with_a_release(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared
        parse_release(text)
    assert str(caught.value) == message


def test_compares_releases_by_their_numbers() -> None:
    older, newer = parse_release("1.9.4"), parse_release("1.10.0")
    assert older < newer
    assert max(older, newer) == newer == parse_release("v1.10.0")


@pytest.mark.parametrize(
    ("plugin", "known"),
    [
        ("hosts", ("", "")),
        ("acl", ("1.6.4", "")),
        ("proxy", ("", "1.5.0")),
        ("federation", ("", "1.7.0")),
        ("reverse", ("", "1.2.0")),
        ("startup", ("", "1.1.1")),
        ("shutdown", ("", "1.1.1")),
        ("shed", ("1.14.7", "")),
    ],
)
def test_releases_of_a_plugin(plugin: str, known: tuple[str, str]) -> None:
    assert plugin_releases(plugin) == span(*known)


@pytest.mark.parametrize(
    ("plugin", "name", "known"),
    [
        ("forward", "policy", ("", "")),
        ("forward", "max_concurrent", ("1.6.8", "")),
        ("forward", "failover", ("1.13.0", "")),
        ("hosts", "fallthrough_unsupported", ("1.14.7", "")),
        ("errors", "consolidate", ("1.2.6", "")),
        ("ready", "monitor", ("1.12.2", "")),
        ("proxyproto", "allow", ("", "")),
        ("file", "no_reload", ("", "1.5.0")),
        ("file", "transfer", ("", "1.8.0")),
        ("auto", "transfer", ("", "1.8.0")),
        ("kubernetes", "resyncperiod", ("", "1.7.0")),
        ("kubernetes", "transfer", ("1.0.6", "1.8.0")),
        ("header", "set", ("", "1.12.4")),
        ("whoami", "anything", ("", "")),
    ],
)
def test_releases_of_a_property(plugin: str, name: str, known: tuple[str, str]) -> None:
    assert property_releases(plugin, name) == span(*known)


def test_a_span_begins_with_its_first_release_and_ends_before_its_last() -> None:
    names = ("1.1.4", "1.2.0", "1.4.0", "1.5.0")
    within = span("1.2.0", "1.5.0")
    assert [name for name in names if parse_release(name) in within] == ["1.2.0", "1.4.0"]
    assert all(release in span() for release in RELEASES)


def test_spans_lie_within_those_of_their_plugin() -> None:
    for plugin, table in {**release_data.PROPERTIES, **release_data.REMOVED}.items():
        born = plugin_releases(plugin).since
        for within in (span(*names) for names in table.values()):
            assert {within.since, within.until} <= {None, *RELEASES}
            assert not (within.since and born) or within.since > born
            assert not (within.since and within.until) or within.since < within.until


def test_what_is_removed_is_not_in_the_catalogue() -> None:
    for info in iter_modules(plugins.__path__):
        module = import_module(f"{plugins.__name__}.{info.name}")
        for item in vars(module).values():
            if isinstance(item, type) and item.__module__ == module.__name__:
                specs = item.specs() if issubclass(item, Plugin) else ()
                assert not set(specs) & set(removed_properties(info.name))


@pytest.mark.parametrize(
    ("version", "release"),
    [
        ("1.11", "1.1.3"),
        ("v1.21.0", "1.8.0"),
        ("1.27.3+k3s1", "1.10.1"),
        ("v1.33.0-eks-1234567", "1.12.0"),
        ("1.37", "1.14.6"),
    ],
)
def test_release_of_a_kubernetes(version: str, release: str) -> None:
    assert str(for_kubernetes(version)) == release


@pytest.mark.parametrize("version", ["1.10", "1.99", "31", "", "stable"])
def test_says_which_kubernetes_are_known(version: str) -> None:
    with pytest.raises(ValueError, match=r"is not a version of Kubernetes from 1\.11 to 1\.37"):
        for_kubernetes(version)


def test_kubernetes_names_releases_in_order() -> None:
    shipped = list(map(for_kubernetes, KUBERNETES))
    assert shipped == sorted(shipped)
    assert set(shipped) <= set(RELEASES)
