"""Zones that other DNS servers know."""

from ipaddress import ip_address, ip_network

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.editing import Editor, NotFound, Refused
from corefile.editing.hosts import add_host
from corefile.editing.stubs import (
    add_stub_domain,
    answered_as_before,
    hidden_by,
    remove_stub_domain,
    stub_domains,
)

ROOT = ".:1053 {\n\tforward . 9.9.9.9\n}\n"
STUB = "{\n\tforward . 10.0.0.1 10.0.0.2\n}\n"

FULL = """\
(common) {
    errors {
        consolidate 5m ".*"
    }
}
. {
    import common
    bind 127.0.0.1
    loop
    hosts {
        10.0.0.9 www.corp.example other.example
        fallthrough
    }
    kubernetes cluster.local in-addr.arpa
    cache 60 example.org {
        prefetch 5
    }
    forward . 9.9.9.9
}
"""

OF_FULL = """
corp.example {
    bind 127.0.0.1
    errors {
        consolidate 5m .*
    }
    cache 60 {
        prefetch 5
    }
    loop
    forward . 10.0.0.1 10.0.0.2
}
"""

STUBS = [
    (ROOT, "corp", f"{ROOT}\ncorp:1053 {STUB}"),
    (ROOT, "corp:53", f"{ROOT}\ncorp:53 " + STUB.replace("{\n", "{\n\terrors\n\tcache 30\n")),
    ("", "corp", "corp " + "{\n    errors\n    cache 30\n    forward . 10.0.0.1 10.0.0.2\n}\n"),
    (FULL, "corp.example", FULL + OF_FULL),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zone", "after"), STUBS)
def test_stub_domains(text: str, zone: str, after: str) -> None:
    editor = Editor(text)
    add_stub_domain(editor, zone, "10.0.0.1", "10.0.0.2")
    assert str(editor) == after
    assert not configure(expand(editor.tree)).refusals
    found = [stub for stub in stub_domains(editor) if stub.upstreams == ("10.0.0.1", "10.0.0.2")]
    assert len(found) == 1
    add_stub_domain(editor, zone, "10.0.0.1", "10.0.0.2")
    assert str(editor) == after
    remove_stub_domain(editor, found[0].zone)
    assert str(editor) == text


def test_other_upstreams_of_a_stub_domain() -> None:
    editor = Editor("CORP. {\n forward . 9.9.9.9 {\n  max_fails 0\n }\n}\n")
    add_stub_domain(editor, "corp", "10.0.0.1")
    assert str(editor) == "CORP. {\n forward . 10.0.0.1 {\n  max_fails 0\n }\n}\n"


def test_what_is_no_stub_domain() -> None:
    editor = Editor(FULL)
    for zone, upstreams, why in [
        ("a..b", ["10.0.0.1"], "is not a zone"),
        (".", ["10.0.0.1"], "the root is not a stub domain"),
        ("corp", [], "needs an upstream"),
        ("corp", ["10.0.0.1;"], "CoreDNS would refuse"),
        ("cluster.local", ["10.0.0.1"], "the zone of the cluster"),
        ("local", ["10.0.0.1"], "the zone of the cluster"),
        ("svc.cluster.local", ["10.0.0.1"], "the zone of the cluster"),
    ]:
        with pytest.raises(Refused, match=why):
            add_stub_domain(editor, zone, *upstreams)
    assert str(editor) == FULL


def test_what_does_more_is_not_removed() -> None:
    editor = Editor(FULL)
    add_stub_domain(editor, "corp.example", "10.0.0.1")
    add_host(editor.server("corp.example"), "10.0.0.1", "a.corp.example")
    assert stub_domains(editor) == []
    with pytest.raises(Refused, match="does more than forward"):
        remove_stub_domain(editor, "corp.example")
    with pytest.raises(NotFound, match="no stub domain"):
        remove_stub_domain(editor, "x.example")


def test_what_a_stub_domain_hides() -> None:
    editor = Editor(FULL)
    assert hidden_by(editor, "corp.example") == ["hosts www.corp.example"]
    assert hidden_by(editor, "example.net") == []
    add_stub_domain(editor, "corp.example", "10.0.0.1")
    assert hidden_by(editor, "corp.example") == []


PLACES = [
    # The usual port before others, and the ports and transports that keep their answers.
    (".:5353 {\n}\n.:53 {\n}\n", "corp:53", [".:5353"]),
    (".:5353 .:5354 {\n}\n", "corp:5353", [".:5354"]),
    (". tls://. {\n tls cert key\n}\n", "corp", ["tls://."]),
    ("tls://.:8853 {\n tls cert key\n}\n", "tls://corp:8853", []),
    (".:{$PORT} {\n}\n", "corp:{$PORT}", []),
    ("example.org:5353 {\n}\n", "corp", []),
]


@pytest.mark.parametrize(("text", "key", "others"), PLACES)
def test_a_stub_domain_is_served_where_all_names_are(
    text: str, key: str, others: list[str]
) -> None:
    editor = Editor(text)
    server = add_stub_domain(editor, "corp", "10.0.0.1")
    assert list(server.keys) == [key]
    assert ("tls" in server) == key.startswith("tls:")
    assert answered_as_before(editor, "corp") == others


MET = [
    ("acl {\n block net 10.0.0.0/8\n}", ["acl"]),
    ("acl corp {\n block net 10.0.0.0/8\n}", ["acl corp", "acl"]),
    ("acl other.example {\n block net 10.0.0.0/8\n}", []),
    ("template IN AAAA {\n rcode NXDOMAIN\n}", ["template"]),
    ("dns64", ["dns64"]),
    ("rewrite name a.other.example b.example", []),
    ("log", []),
]


@pytest.mark.parametrize(("line", "found"), MET)
def test_what_any_name_of_a_stub_domain_met(line: str, found: list[str]) -> None:
    assert hidden_by(Editor(f". {{\n{line}\nforward . 9.9.9.9\n}}\n"), "corp") == found


@pytest.mark.parametrize(
    "zone", ["a b", "a,b", "{", "#a", '"a"', "a\nb", "\0", "\ufeffa", "", "a..b"]
)
def test_what_is_not_a_zone(zone: str) -> None:
    with pytest.raises(Refused, match="is not a zone"):
        add_stub_domain(Editor(ROOT), zone, "10.0.0.1")
    with pytest.raises(Refused, match="is not a zone"):
        remove_stub_domain(Editor(ROOT), zone)


def test_zones_as_networks_and_parts_of_them() -> None:
    editor = Editor(ROOT)
    add_stub_domain(editor, ip_network("10.0.0.0/15"), ip_address("10.0.0.1"))
    with pytest.raises(Refused, match="is only a part of"):
        remove_stub_domain(editor, "10.0.0.0/16")
    remove_stub_domain(editor, ip_network("10.0.0.0/15"))
    assert str(editor) == ROOT
