"""What applies to a stanza: what is written in it, and CoreDNS's defaults for the rest."""

import dataclasses
import inspect
from datetime import timedelta
from typing import Any

import pytest

from corefile.coredns.catalogue.effective import (
    DEFAULT_NAME,
    Effective,
    EffectiveValues,
    cursor_on,
    fields_of,
    read_argument,
    read_property,
)
from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.values import (
    ArgumentSpec,
    Duration,
    PropertySpec,
    spec_of,
    timedelta_of,
)
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.reference.plugins import plugin_names
from corefile.syntax.parser import parse

NAMES = plugin_names()


def stanza(text: str) -> Plugin:
    """Return the one plugin of a server block."""
    config = configure(expand(parse(f"example.org {{\n{text}\n}}\n")))
    assert config.refusals == ()
    (plugin,) = config.servers[0].plugins
    return plugin


def applies(text: str, field: str) -> Effective[Any]:
    found = getattr(stanza(text).effective, field)
    assert isinstance(found, Effective)
    return found


def described(name: str) -> type[Plugin]:
    kind = plugin_class(name)
    assert kind is not None
    return kind


def specs(kind: type[Plugin]) -> list[tuple[str, PropertySpec]]:
    return [(name, spec) for name, spec in kind.specs().items() if spec.default or spec.bare]


@pytest.mark.parametrize("name", NAMES)
def test_every_default_is_read_by_its_reader(name: str) -> None:
    kind = described(name)
    for word, spec in specs(kind):
        assert not (spec.default and spec.otherwise), word
        for words in filter(None, (spec.default, spec.bare)):
            assert read_property(name, spec, words) is not None, (word, words)
            # The reader takes all words.
            cursor = cursor_on(f"{name} {spec.below} {{\n{word} {words}\n}}", below(spec))
            spec.reader.read(cursor)
            assert not cursor.next_arg(), (word, words)
    for item in fields_of(kind).values():
        argument = item.metadata.get("argument")
        if isinstance(argument, ArgumentSpec) and argument.default:
            assert read_argument(name, argument.reader, argument.default) is not None


def below(spec: PropertySpec) -> int:
    """Return which token of a stanza the property's name is."""
    return 2 + len(spec.below.split())


@pytest.mark.parametrize("name", [name for name in NAMES if described(name).specs()])
def test_a_default_has_the_type_of_what_is_written(name: str) -> None:
    for word, spec in specs(described(name)):
        if spec.default:
            read = read_property(name, spec, spec.default)
            hint = inspect.get_annotations(described(name))[spec.attribute]
            assert type(read).__name__.lower() in str(hint).lower(), (word, hint)


def test_cache() -> None:
    ttl = applies("cache", "ttl")
    assert (ttl.value, ttl.written) == (3600, None)
    ttl = applies("cache 30", "ttl")
    assert ttl.written is not None
    assert (ttl.value, ttl.written.text) == (30, "30")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # cache.go: maxTTL, maxNTTL, minTTL; setup.go: `cache 30` sets both greatest TTLs.
        ("cache", (10000, 3600, 5)),
        ("cache 30", (10000, 30, 5)),
        ("cache 30 {\n success 500\n}", (500, 30, 5)),
        ("cache {\n success 500 60\n}", (500, 60, 5)),
        ("cache 30 {\n success 500 60 2\n}", (500, 60, 2)),
    ],
)
def test_a_record_is_filled_up(text: str, expected: tuple[int, int, int]) -> None:
    store = applies(text, "success").value
    assert (store.capacity.value, store.ttl.value, store.min_ttl.value) == expected


def test_parts_that_nobody_wrote_are_in_a_source_of_their_own() -> None:
    success = applies("cache {\n success 500\n}", "success")
    assert success.written is not None
    assert success.written.text == "success"
    assert success.value.capacity.token.source.name == "Corefile"
    assert success.value.ttl.token.source.name == DEFAULT_NAME


@pytest.mark.parametrize(
    ("text", "field", "value", "written"),
    [
        ("cache", "keepttl", False, ""),
        ("cache {\n keepttl\n}", "keepttl", True, "keepttl"),
        ("cache", "servfail", 5_000_000_000, ""),
        ("cache", "serve_stale_policy", None, ""),
        ("cache", "disable", (), ""),
        ("forward . 192.0.2.1", "expire", 10_000_000_000, ""),
        ("forward . 192.0.2.1 {\n expire 20s\n expire 30s\n}", "expire", 30_000_000_000, "30s"),
        ("kubernetes", "pods", "disabled", ""),
        ("kubernetes", "endpoint", None, ""),
        ("etcd", "endpoint", ("http://localhost:2379",), ""),
        ("log", "class_", (("all",),), ""),
        ("log . {\n class error\n}", "class_", (("error",),), "error"),
        ("template ANY ANY", "match", ((".*",),), ""),
        ("health", "address", ":8080", ""),
        ("health :1", "address", ":1", ":1"),
        ("ready", "address", ":8181", ""),
        ("prometheus", "address", "localhost:9153", ""),
        ("pprof", "address", "localhost:6053", ""),
        ("pprof", "block", None, ""),
        ("pprof {\n block\n}", "block", 1, "block"),
        ("pprof {\n block 7\n}", "block", 7, "7"),
        ("bufsize", "size", 1232, ""),
        ("tls {\n acme a.example\n email a@b.example\n}", "storage", ".coredns/acme", ""),
        ("tls {\n acme a.example\n email a@b.example\n}", "client_auth", None, ""),
        ("tls c k", "storage", None, ""),
        ("tls c k", "client_auth", "nocert", ""),
        ("hosts", "file", "/etc/hosts", ""),
        ("trace", "endpoint", "localhost:9411", ""),
        ("trace {\n client_server\n}", "client_server", True, "client_server"),
        ("trace", "client_server", False, ""),
        ("nomad", "zone", "service.nomad", ""),
        ("nomad {\n TTL 5\n}", "ttl", 5, "5"),
        # reload/setup.go: the jitter is half of the interval at most.
        ("reload", "jitter", 15_000_000_000, ""),
        ("reload 10s", "jitter", 5_000_000_000, ""),
        ("reload 2m", "jitter", 15_000_000_000, ""),
        # erratic/setup.go: one of two queries is dropped where nothing else is asked for.
        ("erratic", "drop", 2, ""),
        ("erratic {\n truncate\n}", "drop", 0, ""),
        ("erratic {\n truncate\n}", "truncate", 2, "truncate"),
        ("erratic {\n delay 3\n}", "drop", 0, ""),
        ("erratic {\n delay 0\n}", "drop", 2, ""),
        ("erratic {\n delay\n drop 5\n}", "drop", 5, "5"),
        ("erratic", "truncate", 0, ""),
    ],
)
def test_what_applies(text: str, field: str, value: object, written: str) -> None:
    found = applies(text, field)
    assert (found.value, found.written.text if found.written else "") == (value, written)
    assert type(found.value) is type(value)


def test_zones_of_the_server_block_are_not_written() -> None:
    zones = applies("cache", "zones")
    assert ([zone.name for zone in zones.value], zones.written) == (["example.org."], None)
    zones = applies("cache a.example", "zones")
    assert zones.written is not None
    assert zones.written.text == "a.example"


def test_the_zones_of_a_key_below_the_snippet_are_not_written() -> None:
    config = configure(expand(parse("(s) {\n  cache\n}\nexample.org {\n  import s\n}\n")))
    (plugin,) = config.servers[0].plugins
    assert plugin.effective.zones.written is None


def test_durations_are_timedeltas() -> None:
    assert applies("cache", "servfail").timedelta == timedelta(seconds=5)
    assert applies("forward . 192.0.2.1 {\n expire 1m\n}", "expire").timedelta == timedelta(
        minutes=1
    )
    with pytest.raises(TypeError, match="3600 is not a duration"):
        _ = applies("cache", "ttl").timedelta


@pytest.mark.parametrize(
    ("nanoseconds", "expected"),
    [
        (0, timedelta()),
        (1_500_000, timedelta(microseconds=1500)),
        (1_999, timedelta(microseconds=1)),
        (-1_999, timedelta(microseconds=-1)),
        ((1 << 63) - 1, timedelta(microseconds=9223372036854775)),
    ],
)
def test_timedelta(nanoseconds: int, expected: timedelta) -> None:
    assert timedelta_of(nanoseconds) == expected


def test_a_written_duration_has_a_timedelta() -> None:
    servfail = getattr(stanza("cache {\n servfail 1m30s\n}"), "servfail", None)
    assert isinstance(servfail, Duration)
    assert servfail.timedelta == timedelta(seconds=90)


@pytest.mark.parametrize("name", NAMES)
def test_words_in_nanoseconds_are_durations(name: str) -> None:
    """A property whose words are a duration is a `Duration`, and so is its default."""
    for item in dataclasses.fields(described(name)):
        spec = item.metadata.get("property")
        if isinstance(spec, PropertySpec) and spec.reader.syntax == "DURATION":
            assert "Duration" in str(inspect.get_annotations(described(name))[item.name]), item.name
            if spec.default:
                assert isinstance(read_property(name, spec_of(item), spec.default), Duration)


def test_a_field_that_is_not_there() -> None:
    values = stanza("cache").effective
    assert isinstance(values, EffectiveValues)
    with pytest.raises(AttributeError, match=r"`cache` has no field 'tll'"):
        _ = values.tll
    assert {"ttl", "servfail"} <= {*values} <= {*dir(values)}
    assert "token" not in {*values}
