"""Which queries stop before which plugin: as CoreDNS was seen to do it."""

import pytest

import corefile
from corefile.coredns.model.config import configure
from corefile.coredns.model.passage import Passage
from corefile.coredns.releases.builds import stock

#: The lines of a server block for the root, and the plugins that no query comes to.
HIDDEN = {
    "exception of forward": (
        "forward . 192.0.2.1 {\nexcept corp.example\n}\ngrpc corp.example 192.0.2.2",
        [],
    ),
    "forward takes the rest": ("forward . 192.0.2.1\ngrpc corp.example 192.0.2.2", ["grpc"]),
    "next": ("forward . 192.0.2.1 {\nnext NXDOMAIN\n}\nforward . 192.0.2.2", []),
    "next does not help others": (
        "forward . 192.0.2.1 {\nnext NXDOMAIN\n}\nforward . 192.0.2.2\nwhoami",
        ["whoami"],
    ),
    "one fallthrough for all": (
        "file db.a a.example {\nfallthrough\n}\nfile db.b b.example\nforward b.example 192.0.2.1",
        [],
    ),
    "no fallthrough": ("file db.b b.example\nforward b.example 192.0.2.1", ["forward"]),
    "the last of two": (
        "k8s_external a.example\nk8s_external b.example\nkubernetes cluster.local\n"
        "forward a.example 192.0.2.1",
        [],
    ),
    "nomad passes its own name on": ("nomad service.nomad\nwhoami", ["nomad"]),
    "a type": ("template IN A {\nrcode NXDOMAIN\n}\nforward . 192.0.2.1", []),
    "all types": ("template IN ANY {\nrcode NXDOMAIN\n}\nforward . 192.0.2.1", ["forward"]),
    "two types of one plugin": (
        "template IN A {\nrcode NXDOMAIN\n}\ntemplate IN A {\nmatch ^a[.]\n}\nforward . 192.0.2.1",
        ["template"],
    ),
    "a name made by rewrite": (
        "rewrite name suffix .a .b\nforward . 192.0.2.1 {\nexcept b\n}\ngrpc b 192.0.2.2",
        [],
    ),
    "fallthrough for others": (
        "etcd {\nfallthrough a.example\n}\nforward a.example 192.0.2.1",
        [],
    ),
}


def passage(text: str) -> Passage:
    config = configure(corefile.expand(corefile.parse(text)), build=stock())
    assert not config.refusals
    return Passage.of(config.servers[0], config)


@pytest.mark.parametrize(("lines", "expected"), HIDDEN.values(), ids=HIDDEN)
def test_the_plugins_that_no_query_comes_to(lines: str, expected: list[str]) -> None:
    ways = passage(f". {{\n{lines}\n}}\n")
    assert [ways.parts[place].name for place in ways.hidden] == expected


def kept_types(text: str) -> set[str]:
    ways = passage(text)
    first, second = ways.answering
    return {asked.query.type for asked, _ in ways.kept(first, second)}


def test_hosts_passes_queries_for_addresses_on() -> None:
    table = "hosts {\n10.0.0.1 web.example.org\n}\n"
    assert kept_types(f"10.in-addr.arpa {{\n{table}forward . 192.0.2.1\n}}\n") == set()
    assert kept_types(f"example.org {{\n{table}forward . 192.0.2.1\n}}\n") == {"A", "AAAA", "TXT"}


def test_queries_stay_inside_the_zones_of_the_server_block() -> None:
    ways = passage("corp.example {\nfile db.a a.corp.example\nforward . 192.0.2.1\n}\n")
    assert not ways.hidden
    ways = passage("a.corp.example {\nfile db.a corp.example\nforward . 192.0.2.1\n}\n")
    assert [ways.parts[place].name for place in ways.hidden] == ["forward"]


def test_nomad_takes_names_of_other_zones() -> None:
    text = ". {\nnomad service.nomad\n}\n"
    nomad = passage(text)
    queries = {asked.query.name for asked in nomad.queries(0)}
    assert "w.x-y.z1.v.u.service.nomad." in queries
    assert "service.nomad." not in queries


@pytest.mark.parametrize(
    ("external", "lines", "hidden"),
    [
        ("alternate after forward", "forward . 192.0.2.1\nalternate NXDOMAIN", ["alternate"]),
        ("alternate before forward", "forward . 192.0.2.1\nalternate NXDOMAIN", []),
        ("alternate after forward", "forward a.example 192.0.2.1\nalternate NXDOMAIN", []),
        # Nobody said where it is.
        ("alternate", "forward . 192.0.2.1\nalternate NXDOMAIN", []),
        ("mine after hosts", "file db.a .\nforward . 192.0.2.1\nmine", []),
        ("mine after file", "file db.a .\nforward . 192.0.2.1\nmine", ["mine"]),
        (
            "mine after forward",
            "file db.a .\nforward . 192.0.2.1\nmine\nwhoami",
            ["forward", "mine"],
        ),
    ],
)
def test_plugins_that_are_not_described(external: str, lines: str, hidden: list[str]) -> None:
    tree = corefile.parse(f". {{\n{lines}\n}}\n")
    config = configure(corefile.expand(tree), build=stock().with_external([external]))
    found = Passage.of(config.servers[0], config)
    assert [found.parts[place].name for place in found.hidden] == hidden
