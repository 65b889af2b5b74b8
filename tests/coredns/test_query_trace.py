"""Which server block gets a query, which plugins end it, and which names a pod asks for."""

from collections.abc import Mapping

import pytest

import corefile
from corefile.coredns.catalogue.query import Query
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import Config, configure
from corefile.coredns.model.search import cluster_zone, names_asked, searched
from corefile.coredns.model.trace import Assumptions, Trace, trace
from corefile.coredns.releases.builds import stock


def config_of(text: str, release: str = "1.15.0") -> Config:
    return configure(expand(corefile.parse(text)), build=stock(release))


def met(text: str, query: Query, release: str = "1.15.0") -> list[int]:
    """Return the lines of the server blocks that may have a query; 0 for none."""
    traced = trace(config_of(text, release), query)
    return [way.choice.key.token.line if way.choice.key else 0 for way in traced.ways]


BLOCKS = """\
. {
    whoami
}
org {
    whoami
}
example.org {
    whoami
}
a.example.org {
    whoami
}
"""


@pytest.mark.parametrize(
    ("name", "type_", "line"),
    [
        ("b.a.example.org.", "A", 10),
        ("A.EXAMPLE.ORG.", "A", 10),
        ("a.example.org.", "A", 10),
        ("xa.example.org.", "A", 7),
        ("example.org.", "A", 7),
        ("net.", "A", 1),
        (".", "A", 1),
        # DS goes to the shortest zone above the name, but to the root only if there is no other.
        ("a.example.org.", "DS", 4),
        ("org.", "DS", 4),
        ("net.", "DS", 1),
    ],
)
def test_the_longest_zone_has_the_query(name: str, type_: str, line: int) -> None:
    assert met(BLOCKS, Query(name, type_)) == [line]


def test_an_empty_block_refuses_but_not_at_the_root() -> None:
    text = "example.org {\n    errors\n}\nempty.example.org {\n}\n. {\n}\nhealth.example.org {\n"
    text += "    health\n}\n"
    for name, line, rcode in (
        ("empty.example.org.", 4, "REFUSED"),
        ("health.example.org.", 8, "REFUSED"),
        # `errors` sees queries: the chain is entered, and nothing comes after it.
        ("a.example.org.", 1, "SERVFAIL"),
        ("net.", 0, "REFUSED"),
    ):
        traced = trace(config_of(text), Query(name))
        assert met(text, Query(name)) == [line]
        assert [end.rcode for way in traced.ways for end in way.ends] == [rcode]


VIEWS = """\
example.org {
    view a {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    whoami
}
example.org {
    view b {
        expr type() in ['DS', 'MX']
    }
    whoami
}
example.org {
    whoami
}
. {
    whoami
}
"""


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        (Query("example.org.", client="10.0.0.1"), [1]),
        (Query("example.org.", "MX", client="10.0.0.1"), [1]),
        (Query("example.org.", "MX", client="192.0.2.1"), [7]),
        (Query("example.org.", client="192.0.2.1"), [13]),
        (Query("example.org."), [1, 13]),
        (Query("example.org.", "MX"), [1, 7]),
        # Of the blocks of one zone DS goes to the last one whose view lets it in.
        (Query("example.org.", "DS", client="10.0.0.1"), [13]),
    ],
)
def test_views_let_queries_in(query: Query, lines: list[int]) -> None:
    assert met(VIEWS, query) == lines


def test_the_last_view_has_ds() -> None:
    text = VIEWS.replace("example.org {\n    whoami\n}\n. {", ". {")
    assert met(text, Query("example.org.", "DS", client="10.0.0.1")) == [7]
    assert met(text, Query("example.org.", "A", client="192.0.2.1")) == [13]


def test_zones_of_addresses() -> None:
    text = "10.1.0.0/23 {\n    whoami\n}\n. {\n    whoami\n}\n"
    assert met(text, Query("5.1.1.10.in-addr.arpa.", "PTR")) == [1]
    assert met(text, Query("5.2.1.10.in-addr.arpa.", "PTR")) == [4]


def test_capital_letters_of_keys_before_1_14_7() -> None:
    text = "Example.ORG {\n    whoami\n}\n. {\n    whoami\n}\n"
    assert met(text, Query("example.org.")) == [1]
    assert met(text, Query("example.org."), "1.14.6") == [4]


def test_listeners_know_nothing_of_each_other() -> None:
    text = ". {\n    whoami\n}\nexample.org {\n    bind 127.0.0.2\n    whoami\n}\n"
    assert met(text, Query("example.org.", address="127.0.0.1")) == [1]
    assert met(text, Query("example.org.", address="127.0.0.2")) == [4]
    assert met(text, Query("example.net.", address="127.0.0.2")) == [0]


def test_other_classes_and_opcodes() -> None:
    assert met(BLOCKS, Query("a.", class_="CH")) == [0]
    assert met(BLOCKS + "net {\n    chaos\n}\n", Query("a.", class_="CH")) == [1]
    traced = trace(config_of(BLOCKS), Query("a.", opcode="UPDATE"))
    assert [end.rcode for way in traced.ways for end in way.ends] == ["NOTIMP"]


def ends(text: str, query: Query, files: Mapping[str, str] | None = None) -> set[str]:
    """Return how a query may end, each as `PLUGIN CODE`."""
    kept = files or {}
    traced: Trace = trace(config_of(text), query, Assumptions(read=kept.get))
    return {f"{end.by} {end.rcode}" for way in traced.ways for end in way.ends}


HOSTS = """\
. {
    hosts %s example.org {
        10.0.0.1 a.example.org both.example.org
        fd00::1 six.example.org both.example.org
        10.0.0.2 *.star.example.org
        10.0.0.3 elsewhere.example.net
        %s
    }
    whoami
}
"""


@pytest.mark.parametrize(
    ("query", "by"),
    [
        (Query("a.example.org."), "hosts NOERROR"),
        (Query("A.example.ORG."), "hosts NOERROR"),
        (Query("a.example.org.", "AAAA"), "hosts NOERROR"),
        (Query("a.example.org.", "MX"), "hosts NOERROR"),
        (Query("six.example.org.", "A"), "hosts NOERROR"),
        (Query("none.example.org."), "hosts SERVFAIL"),
        # A star is for one label.
        (Query("x.star.example.org."), "hosts NOERROR"),
        (Query("x.y.star.example.org."), "hosts SERVFAIL"),
        (Query("star.example.org."), "hosts SERVFAIL"),
        # Names outside the zones are not in the table; addresses are looked for in all zones.
        (Query("elsewhere.example.net."), "whoami NOERROR"),
        (Query("1.0.0.10.in-addr.arpa.", "PTR"), "hosts NOERROR"),
        (Query("3.0.0.10.in-addr.arpa.", "PTR"), "whoami NOERROR"),
        (Query("9.0.0.10.in-addr.arpa.", "PTR"), "whoami NOERROR"),
    ],
)
def test_the_table_of_hosts(query: Query, by: str) -> None:
    assert ends(HOSTS % ("/etc/none", ""), query, {"/etc/none": ""}) == {by}


def test_fallthrough_of_hosts() -> None:
    table = HOSTS % ("/etc/none", "fallthrough")
    empty = {"/etc/none": ""}
    assert ends(table, Query("none.example.org."), empty) == {"whoami NOERROR"}
    # A name in the table never goes on.
    assert ends(table, Query("a.example.org.", "AAAA"), empty) == {"hosts NOERROR"}
    some = table.replace("fallthrough", "fallthrough sub.example.org")
    assert ends(some, Query("none.example.org."), empty) == {"hosts SERVFAIL"}
    assert ends(some, Query("x.sub.example.org."), empty) == {"whoami NOERROR"}


def test_the_file_of_hosts_decides_where_it_can_be_read() -> None:
    table, query = HOSTS % ("/etc/table", ""), Query("file.example.org.")
    assert ends(table, query) == {"hosts NOERROR", "hosts SERVFAIL"}
    line = "10.0.0.9 file.example.org # a comment\n"
    assert ends(table, query, {"/etc/table": line}) == {"hosts NOERROR"}
    assert ends(table, query, {"/etc/table": f"# {line}"}) == {"hosts SERVFAIL"}


def test_one_fallthrough_serves_all_zone_files() -> None:
    text = ". {\n file a a.org {\n fallthrough\n }\n file b b.org\n whoami\n}\n"
    zone = "@ SOA ns mail 1 2 3 4 5\n"
    assert ends(text, Query("x.b.org."), {"b": zone}) == {"whoami NOERROR"}
    assert ends(text.replace(" fallthrough\n", ""), Query("x.b.org."), {"b": zone}) == {
        "file NXDOMAIN"
    }


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("web", ["web.dev.svc.c.", "web.svc.c.", "web.c.", "web."]),
        ("a.b.c.d.e", ["a.b.c.d.e.dev.svc.c.", "a.b.c.d.e.svc.c.", "a.b.c.d.e.c.", "a.b.c.d.e."]),
        # Five dots: first as it is.
        (
            "a.b.c.d.e.f",
            ["a.b.c.d.e.f.", "a.b.c.d.e.f.dev.svc.c.", "a.b.c.d.e.f.svc.c.", "a.b.c.d.e.f.c."],
        ),
        ("web.", ["web."]),
    ],
)
def test_the_search_list_of_a_pod(name: str, asked: list[str]) -> None:
    assert names_asked(name, "dev", "c.") == asked


def test_the_zone_of_the_cluster() -> None:
    assert cluster_zone(config_of(". {\n whoami\n}\n")) == "cluster.local."
    text = ". {\n kubernetes in-addr.arpa k8s.example cluster.local\n}\n"
    assert cluster_zone(config_of(text)) == "k8s.example."


def test_a_search_stops_at_a_sure_answer() -> None:
    text = ". {\n hosts {\n 10.0.0.1 web.svc.cluster.local\n fallthrough\n }\n whoami\n}\n"
    config = config_of(text.replace("whoami", "template ANY ANY {\n rcode NXDOMAIN\n }"))
    found = searched(config, Query("web"), "dev")
    # `template` comes before `hosts`.
    assert [one.query.name for one in found][-1] == "web."
    config = config_of(text.replace(" whoami\n", " forward . 10.0.0.1\n"))
    found = searched(config, Query("web"), "dev")
    assert [one.query.name for one in found] == [
        "web.dev.svc.cluster.local.",
        "web.svc.cluster.local.",
    ]
