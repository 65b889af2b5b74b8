"""Which server blocks and plugins no query comes to: cases by hand, and what real queries met."""

from dataclasses import dataclass

import pytest

import corefile
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.choosing import listener_of
from corefile.coredns.model.config import Config, configure
from corefile.coredns.model.listeners import listeners
from corefile.coredns.model.reach import hidden_servers, unreached_handlers
from corefile.coredns.model.trace import handlers
from corefile.coredns.releases.builds import stock
from tests.examples import some
from tests.oracle.trace.format import load_recording, releases
from tests.oracle.trace.score import config_of, query_of


def config(text: str, release: str = "1.15.0", **env: str) -> Config:
    expansion = expand(corefile.parse(text), env=env or None, read=None)
    return configure(expansion, build=stock(release))


def unreached(text: str, release: str = "1.15.0") -> list[tuple[str, str]]:
    found = config(text, release)
    return [
        (each.handler.name, each.reason)
        for server in found.servers
        for each in unreached_handlers(found, server)
    ]


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    plugins: tuple[str, ...]


CASES = {
    "forward takes all": Case(". {\nforward . 9.9.9.9\nwhoami\n}", ("whoami",)),
    "second forward": Case(". {\nforward . 9.9.9.9\nforward . 1.1.1.1\n}", ("forward",)),
    "except lets go": Case(". {\nforward . 9.9.9.9 {\nexcept a.org\n}\nwhoami\n}", ()),
    "next lets go": Case(". {\nforward . 9.9.9.9 {\nnext NXDOMAIN\n}\nforward . 1.1.1.1\n}", ()),
    "a zone of its own": Case(". {\nforward a.org 9.9.9.9\nforward . 1.1.1.1\n}", ()),
    "file without fallthrough": Case("a.org {\nfile db\nforward . 1.1.1.1\n}", ("forward",)),
    "file with fallthrough": Case("a.org {\nfile db {\nfallthrough\n}\nforward . 1.1.1.1\n}", ()),
    "file for a part": Case("a.org {\nfile db b.a.org\nforward . 1.1.1.1\n}", ()),
    # An address that is not in the table always goes on.
    "hosts": Case("a.org {\nhosts {\n10.0.0.1 a.org\n}\nforward . 1.1.1.1\n}", ()),
    "template for all": Case(
        "a.org {\ntemplate ANY ANY {\nrcode NXDOMAIN\n}\nforward . 1.1.1.1\n}", ("forward",)
    ),
    "template for a type": Case(
        "a.org {\ntemplate ANY A {\nrcode NXDOMAIN\n}\nforward . 1.1.1.1\n}", ()
    ),
    # Queries of class CH go on.
    "template for a class": Case(
        "a.org {\ntemplate IN ANY {\nrcode NXDOMAIN\n}\nforward . 1.1.1.1\n}", ()
    ),
    # `web.a.org` comes to `forward` as `b.org`, which `file` does not have.
    "renamed": Case(
        "a.org {\nrewrite name regex ^web\\.a\\.org\\.$ b.org\nfile db\nforward . 1.1.1.1\n}", ()
    ),
    "acl": Case("a.org {\nacl {\nblock net 10.0.0.0/8\n}\nwhoami\n}", ()),
    "acl for all": Case("a.org {\nacl {\nblock\n}\nwhoami\n}", ("whoami",)),
    "view is no plugin to miss": Case("a.org {\nview v {\nexpr true\n}\nwhoami\n}", ()),
    "not read": Case("a.org {\nimport more\nfile db\nforward . 1.1.1.1\n}", ()),
    "a variable": Case("a.org {\nforward . 9.9.9.9 {\nexcept {$ZONE}\n}\nwhoami\n}", ()),
}


@pytest.mark.parametrize("name", CASES)
def test_plugins_that_no_query_comes_to(name: str) -> None:
    case = CASES[name]
    assert tuple(plugin for plugin, _ in unreached(case.text)) == case.plugins


def test_the_reason_names_what_ends_queries() -> None:
    text = "a.org {\nany\nfile db\nforward . 1.1.1.1\n}"
    assert unreached(text) == [("forward", "every query ends at `any` or `file`")]


def hidden(text: str, release: str = "1.15.0") -> list[tuple[int, bool]]:
    """Return the server blocks that get no query: place, and whether they get those for DS."""
    found = config(text, release)
    return [
        (place, all(each.except_ds for each in every))
        for listener in listeners(found)
        for place, every in hidden_servers(found, listener).items()
    ]


VIEW = "view v {{\nexpr {}\n}}\nwhoami"
OFFICE = VIEW.format("incidr(client_ip(), '10.0.0.0/8')")
SERVERS = {
    "views": (f"a.org {{\n{OFFICE}\n}}\na.org {{\nwhoami\n}}", []),
    # For DS the last server block counts.
    "after all": (f"a.org {{\nwhoami\n}}\na.org {{\n{OFFICE}\n}}", [(1, True)]),
    "between": (
        f"a.org {{\n{VIEW.format('true')}\n}}\na.org {{\n{OFFICE}\n}}\na.org {{\nwhoami\n}}",
        [(1, False), (2, True)],
    ),
    "DS goes above": (
        f"a.org {{\nwhoami\n}}\na.org {{\n{OFFICE}\n}}\norg {{\nwhoami\n}}",
        [(1, False)],
    ),
    "the same condition": (f"a.org {{\n{OFFICE}\n}}\na.org {{\n{OFFICE}\n}}", [(1, True)]),
    "one condition more": (
        f"a.org {{\n{OFFICE}\n}}\na.org {{\nview w {{\nexpr type() == 'A'\n"
        "expr incidr(client_ip(), '10.0.0.0/8')\n}\nwhoami\n}",
        [(1, True)],
    ),
    "one condition less": (
        "a.org {\nview w {\nexpr type() == 'A'\nexpr incidr(client_ip(), '10.0.0.0/8')\n}\n"
        f"whoami\n}}\na.org {{\n{OFFICE}\n}}",
        [],
    ),
    "never": (f"a.org {{\n{VIEW.format('1 == 2')}\n}}", [(0, False)]),
    "a condition on the type": (f"a.org {{\n{VIEW.format('type() == `MX`')}\n}}", []),
    "empty": (f"a.org {{\nhealth\n}}\na.org {{\n{OFFICE}\n}}", [(1, False)]),
    "empty root": (f". {{\nhealth\n}}\n. {{\n{OFFICE}\n}}", []),
    "other listener": ("a.org {\nbind 127.0.0.1\nwhoami\n}\na.org {\nbind ::1\nwhoami\n}", []),
    "one zone of two": (f"a.org {{\nwhoami\n}}\na.org b.org {{\n{OFFICE}\n}}", []),
}


@pytest.mark.parametrize("name", SERVERS)
def test_server_blocks_that_no_query_comes_to(name: str) -> None:
    text, places = SERVERS[name]
    assert hidden(text) == places


@pytest.mark.parametrize(("release", "places"), [("1.14.6", [(0, False)]), ("1.14.7", [])])
def test_capital_letters_in_keys(release: str, places: list[tuple[int, bool]]) -> None:
    assert hidden("A.org {\nwhoami\n}", release) == places


@pytest.mark.slow
@pytest.mark.parametrize("release", releases())
def test_what_real_queries_met_is_reached(release: str) -> None:
    met_all_the_same: list[tuple[str, str]] = []
    told = 0
    for case in some(load_recording(release).cases):
        found = config_of(case, release)
        never = [names_never_met(found, place) for place in range(len(found.servers))]
        blocks = {
            (listener.host, listener.port, id(listener.uses[place].server)): every
            for listener in listeners(found)
            for place, every in hidden_servers(found, listener).items()
        }
        told += len(blocks) + sum(map(len, never))
        for query, met in case.queries:
            if met.block is None:
                continue
            wrong = [step.plugin for step in met.path if step.plugin in never[met.block]]
            listener = listener_of(listeners(found), query_of(query))
            assert listener is not None
            place = (listener.host, listener.port, id(found.servers[met.block]))
            if any(not (each.except_ds and query.type == "DS") for each in blocks.get(place, ())):
                wrong.append("the server block")
            met_all_the_same += [(case.name, what) for what in wrong]
    assert met_all_the_same == []
    assert told > 20


def names_never_met(found: Config, place: int) -> set[str]:
    """Return the names of plugins of which no handler is said to be reached."""
    server = found.servers[place]
    never = [each.handler.name for each in unreached_handlers(found, server)]
    every = [handler.name for handler in handlers(server, found)]
    return {name for name in never if never.count(name) == every.count(name)}
