"""What the class of each plugin says about it: all of it, and as CoreDNS has it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from corefile.coredns.catalogue.facts import Offer, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Plugin, flat, zone_fields
from corefile.coredns.catalogue.zones import DEFAULT_PORTS
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.data import PROPERTIES
from corefile.reference.plugins import plugin_names
from corefile.syntax.parser import parse
from corefile.syntax.tree import Directive, ServerBlock, Statement
from corefile.text.records import fields
from tests.coredns.plugins import HERE, case_texts
from tests.oracle.build import Unavailable, module_folder

NAMES = plugin_names()
#: The methods of a plugin's handler that other plugins look for.
METHODS: dict[str, Offer] = {
    "Metadata": "metadata",
    "Ready": "readiness",
    "AutoPath": "search path",
    "Transfer": "whole zones",
    "Filter": "filter",
}
METHOD = re.compile(rf"^func \(\w+ \*?(\w+)\) ({'|'.join(METHODS)})\(", re.MULTILINE)
HANDLER = re.compile(r"^func \((?:\w+ )?\*?(\w+)\) ServeDNS\(", re.MULTILINE)


def described(name: str) -> type[Plugin]:
    kind = plugin_class(name)
    assert kind is not None
    return kind


@pytest.mark.parametrize("name", NAMES)
def test_each_plugin_states_its_facts(name: str) -> None:
    kind = described(name)
    own = vars(kind)
    assert own["stanzas"] in get_args(Stanzas)
    assert own["role"] in get_args(Role)
    assert kind.serves in get_args(Serves)
    assert kind.sends_to in get_args(Peer)
    assert kind.offers <= {*get_args(Offer)}
    assert kind.needs in {"", *NAMES}
    answers = kind.role == "answers"
    assert ("serves" in own, "sends_to" in own) == (answers, answers)
    assert (kind.serves == "nothing") is not answers
    assert (kind.sends_to == "resolvers") is (kind.serves == "forwarding")


@pytest.mark.parametrize("name", NAMES)
def test_what_a_property_holds_has_its_fact(name: str) -> None:
    kind = described(name)
    own = vars(kind)
    modules = {spec.reader.read.__module__ for spec in kind.specs().values()}
    sets_limits = "corefile.coredns.catalogue.listener_limits" in modules
    assert (kind.limits in DEFAULT_PORTS) is sets_limits
    words = {word for spec in kind.specs().values() for word in spec.reader.syntax.split()}
    words |= {spec.name.upper() for spec in kind.specs().values()}
    holds_secret = not words.isdisjoint({"SECRET", "PASSWORD", "TOKEN"})
    assert ("written_secrets" in own) is holds_secret
    has_address = "[ADDRESS]" in kind.usage
    assert issubclass(kind, HttpServer) is has_address
    assert ("default_address" in own) is has_address


@pytest.mark.parametrize("name", NAMES)
def test_each_property_has_its_releases_and_a_case(name: str) -> None:
    """A property of the class, of the release data and of the cases: none misses in any."""
    properties = set(described(name).specs())
    assert properties == set(PROPERTIES.get(name, ()))
    lines = (line for text in case_texts(name) for line in parse(text).find(Statement))
    assert properties <= {line.name.value.lower() for line in lines}


@pytest.mark.parametrize("name", NAMES)
def test_types_say_which_fields_hold_zones(name: str) -> None:
    for text in case_texts(name):
        for server in configure(expand(parse(text), env=None, read=None)).servers:
            for stanza in server.plugins:
                values = {item.name: getattr(stanza, item.name) for item in fields(stanza)}
                holding = {field for field, value in values.items() if [*flat(value)]}
                assert holding <= {*zone_fields(type(stanza))}


@cache
def recorded(name: str) -> tuple[tuple[list[Directive], str], ...]:
    """Return the stanzas of each server block with several, and what CoreDNS says to them."""
    found = []
    lines = (HERE / "recorded" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    for answer in map(json.loads, lines):
        tree = parse(answer["text"])
        for block in tree.find(ServerBlock):
            stanzas = [line for line in block.body.items if isinstance(line, Directive)]
            several = [line for line in stanzas if line.name.value == name]
            if len(several) > 1:
                found.append((several, answer["message"] or ""))
    return tuple(found)


@pytest.mark.parametrize("name", NAMES)
def test_coredns_was_asked_about_several_stanzas(name: str) -> None:
    accepted = [stanzas for stanzas, message in recorded(name) if not message]
    kind = described(name)
    if kind.stanzas == "once":
        # An empty name of a file counts for none, and so does its stanza.
        assert all('""' in str(stanza) for stanzas in accepted for stanza in stanzas[:1])
        assert len(accepted) < len(recorded(name))
    elif kind.stanzas == "first":
        assert any(map(refused_alone, (stanzas[1] for stanzas in accepted)))
    else:
        assert accepted


def refused_alone(stanza: Directive) -> bool:
    """Tell whether CoreDNS would refuse a stanza if it read it."""
    return bool(verdict(parse(f". {{\n{stanza}\n}}\n"), read=None).message)


def test_offers_are_the_methods_of_handlers() -> None:
    try:
        folder = module_folder() / "plugin"
    except Unavailable as reason:
        pytest.skip(str(reason))
    offers = {name: offered(folder / {"prometheus": "metrics"}.get(name, name)) for name in NAMES}
    assert offers == {name: described(name).offers for name in NAMES}


def offered(package: Path) -> frozenset[Offer]:
    """Return what the methods of a plugin's handler are for, and those of a `file` in it."""
    paths = (path for path in package.glob("*.go") if not path.stem.endswith("_test"))
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    handlers = set(HANDLER.findall(text))
    own = {METHODS[method] for kind, method in METHOD.findall(text) if kind in handlers}
    embeds_file = re.search(r"^\t\*?file\.File$", text, re.MULTILINE)
    return frozenset(own) | (offered(package.with_name("file")) if embeds_file else frozenset())
