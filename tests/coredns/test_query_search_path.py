"""What `autopath` makes of queries: the names it tries, and which of their answers clients get."""

import pytest

import corefile
from corefile.coredns.catalogue.query import Query
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.model.search import searched
from corefile.coredns.model.trace import Assumptions, Trace, trace
from corefile.coredns.releases.builds import stock
from corefile.report.trace import Place, text

PODS = """\
. {
    autopath @kubernetes
    kubernetes cluster.local {
        pods verified
    }
    forward . 10.0.0.53
}
"""
FILE = """\
example.org {
    autopath search
    %s
}
"""


def traced(
    corefile_text: str,
    query: Query,
    assumptions: Assumptions | None = None,
    release: str = "1.15.0",
) -> Trace:
    config = configure(expand(corefile.parse(corefile_text)), build=stock(release))
    return trace(config, query, assumptions or Assumptions(read={"search": SEARCH}.get))


#: The search path of a file: two domains.
SEARCH = "search first.example.org second.example.org\n"


def names(found: Trace) -> list[str]:
    """Return the names that the last plugin but one of the server block is asked for."""
    return [step.query.name for step in found.ways[0].steps if step.plugin == "kubernetes"]


def ends(found: Trace) -> set[str]:
    return {f"{end.by} {end.rcode}" for way in found.ways for end in way.ends}


def test_a_pod_has_the_search_path_of_its_namespace() -> None:
    found = traced(PODS, Query("a.b.prod.svc.cluster.local."))
    tried = ["a.b.prod.svc.cluster.local.", "a.b.svc.cluster.local.", "a.b.cluster.local.", "a.b."]
    assert names(found) == tried
    assert ends(found) == {"kubernetes NOERROR", "kubernetes NXDOMAIN", "forward None"}
    assert "`prod` asks" in found.ways[0].steps[0].verdict.why


@pytest.mark.parametrize(
    ("old", "new", "query", "assumed"),
    [
        # Only `pods verified` knows pods, and no pod has the address 127.0.0.1.
        ("verified", "insecure", Query("a.prod.svc.cluster.local."), {}),
        ("", "", Query("a.prod.svc.cluster.local.", client="127.0.0.1"), {}),
        ("", "", Query("a.prod.svc.cluster.local.", client="::1"), {}),
        # The names of pods, and those without a namespace, are in no search path.
        ("", "", Query("a.prod.pod.cluster.local."), {}),
        ("", "", Query("svc.cluster.local."), {}),
        ("", "", Query("a.prod.svc.cluster.local."), {"autopath": "miss"}),
    ],
)
def test_other_clients_have_no_search_path(
    old: str, new: str, query: Query, assumed: dict[str, str]
) -> None:
    found = traced(PODS.replace(old, new), query, Assumptions(assumed))
    assert names(found) == [query.name]


def test_a_namespace_of_its_own_is_no_name_to_look_for() -> None:
    found = traced(PODS, Query("prod.svc.cluster.local."), Assumptions(namespace="prod"))
    assert [step.plugin for step in found.ways[0].steps] == ["autopath"]
    assert ends(found) == {"autopath SERVFAIL"}
    unsure = traced(PODS, Query("prod.svc.cluster.local."))
    assert ends(unsure) == {"autopath SERVFAIL", "kubernetes NOERROR", "kubernetes NXDOMAIN"}


def test_the_search_list_of_the_server_follows_that_of_pods() -> None:
    own = Assumptions(read={"/etc/resolv.conf": "search corp.example\n"}.get)
    found = traced(PODS, Query("a.prod.svc.cluster.local."), own)
    assert names(found)[-2:] == ["a.corp.example.", "a."]


def test_the_search_of_a_pod_knows_its_namespace() -> None:
    config = configure(expand(corefile.parse(PODS)), build=stock("1.15.0"))
    found = searched(config, Query("web"), "prod")
    # The second name is in the namespace `web` at most, and this pod is in another one.
    assert [len(names(one)) for one in found] == [4, 1, 1, 1]


@pytest.mark.parametrize(
    ("plugins", "query", "expected"),
    [
        # An error ends the search, and all answers before it are lost.
        (
            "template ANY ANY first.example.org {\n rcode NXDOMAIN\n }",
            Query("a.first.example.org."),
            {"template SERVFAIL"},
        ),
        # Without an error the search goes on, and the first answer is given in the end.
        ("hosts {\n 10.0.0.1 b.example.org\n }", Query("a.first.example.org."), {"hosts SERVFAIL"}),
        (
            "hosts {\n 10.0.0.1 a.second.example.org\n }",
            Query("a.first.example.org."),
            {"hosts NOERROR"},
        ),
        # The code of a failure, though `template` writes an answer, is not given.
        (
            "template ANY ANY {\n rcode REFUSED\n }\n whoami",
            Query("a.first.example.org."),
            {"whoami NOERROR"},
        ),
    ],
)
def test_the_first_answer_other_than_nxdomain_is_given(
    plugins: str, query: Query, expected: set[str]
) -> None:
    assert ends(traced(FILE % plugins, query)) == expected


def test_the_text_says_which_name_is_tried() -> None:
    lines = text(
        traced(PODS, Query("a.prod.svc.cluster.local.")), lambda token: Place("c", token.line, 1)
    )
    assert [line.split()[-1] for line in lines.splitlines() if "then asks for" in line] == [
        "a.svc.cluster.local.",
        "a.cluster.local.",
        "a.",
    ]


@pytest.mark.parametrize(
    ("plugins", "query", "release", "met"),
    [
        # `fallthrough_unsupported` lets on what `fallthrough` lets on.
        (
            "hosts {\n 10.0.0.1 a.example.org\n fallthrough b.example.org\n"
            " fallthrough_unsupported\n }\n whoami",
            Query("a.example.org.", "MX"),
            "1.15.0",
            {"hosts NOERROR"},
        ),
        # What siit is given without an A record has the code of the look-up for AAAA.
        ("siit\n whoami", Query("a.example.org."), "1.15.0", {"whoami None"}),
        # The cache took messages of every kind for queries before 1.15.0.
        ("cache\n whoami", Query("a.example.org.", opcode="NOTIFY"), "1.15.0", {"whoami NOERROR"}),
        (
            "cache\n whoami",
            Query("a.example.org.", opcode="NOTIFY"),
            "1.12.3",
            {"cache None", "whoami NOERROR"},
        ),
        # A zone that was not loaded cannot be sent, and a transfer of changes must say which
        # version is known.
        (
            "transfer {\n to *\n }\n whoami",
            Query("example.org.", "AXFR", tcp=True),
            "1.11.3",
            {"transfer NOERROR", "transfer SERVFAIL", "whoami NOERROR"},
        ),
        (
            "transfer {\n to *\n }\n whoami",
            Query("example.org.", "IXFR", tcp=True),
            "1.15.0",
            {"transfer NOERROR", "transfer SERVFAIL", "whoami NOERROR"},
        ),
        # The server's own name is only known with the zone in small letters.
        ("kubernetes", Query("NS.dns.example.org."), "1.15.0", {"kubernetes NOERROR"}),
        ("kubernetes", Query("ns.dns.Example.org."), "1.15.0", {"kubernetes NXDOMAIN"}),
    ],
)
def test_what_queries_were_seen_to_meet(
    plugins: str, query: Query, release: str, met: set[str]
) -> None:
    corefile_text = f"example.org {{\n {plugins}\n}}\n"
    assert ends(traced(corefile_text, query, release=release)) == met


def test_etcd_once_let_on_the_servers_of_its_zone_under_another_name() -> None:
    plugins = "example.org {\n etcd {\n fallthrough\n }\n whoami\n}\n"
    for release, name in (("1.12.1", "ns.dns..example.org."), ("1.12.2", "example.org.")):
        found = traced(plugins, Query("example.org.", "NS"), release=release)
        assert found.ways[0].steps[-1].query.name == name


def test_grpc_has_an_error_for_what_it_does_not_ask_before_it_could_let_queries_on() -> None:
    plugins = "example.org {\n grpc sub.example.org 10.0.0.1\n}\n"
    for release, error in (("1.12.2", "plugin/grpc: no next plugin found"), ("1.12.3", "")):
        found = traced(plugins, Query("a.example.org."), release=release)
        assert [end.error for end in found.ways[0].ends] == [error]
