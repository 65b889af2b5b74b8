"""What holds of edits for the queries that come afterwards, on configurations people start from.

The model of queries is the judge: its own recordings are in `tests/oracle/trace`.
"""

from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.difference import changes
from corefile.coredns.model.verdict import verdict
from corefile.documents import read
from corefile.editing import EditError, Editor
from corefile.editing.asking import prepared
from corefile.editing.hosts import add_host, hosts, remove_host
from corefile.editing.stubs import add_stub_domain, remove_stub_domain
from corefile.syntax.parser import parse
from tests.examples import examples

STOCK = Path(__file__).parents[1] / "lint" / "stock"

MORE = """\
. {
    errors
    template IN A example.net {
        match ^w
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    rewrite name suffix .old.example .example.net
    hosts /etc/more example.org {
        192.0.2.7 a.example.org
        fallthrough
    }
    forward . 192.0.2.53
    cache
}
corp.example tls://secure.example {
    tls cert.pem key.pem
    forward . 198.51.100.53
}
"""

#: Texts that CoreDNS takes, without what is open in them.
TEXTS = [
    item.text
    for path in sorted(STOCK.iterdir())
    for item in read(path.read_text("utf-8"), str(path)).corefiles
    if item.kind == "corefile"
    and not expand(parse(item.text), env=None, read=None).error
    and verdict(parse(item.text), read=None).accepted
] + [MORE]

ZONES = ["corp.example", "x.corp.example", "example.net", "10.in-addr.arpa", "cluster.local", "org"]
NAMES = ["registry", "a.corp.example", "www.example.net", "a.example.org", "x.svc.cluster.local",
         "b.secure.example"]  # fmt: skip


def test_there_are_texts() -> None:
    assert len(TEXTS) > 15


@settings(max_examples=examples(100))
@given(st.sampled_from(TEXTS), st.sampled_from(ZONES))
def test_a_stub_domain_takes_the_names_below_it_and_no_others(text: str, zone: str) -> None:
    editor = Editor(text)
    before = prepared(editor.tree, editor.build)
    try:
        add_stub_domain(editor, zone, "203.0.113.5")
    except EditError as refused:
        event(f"refused: {refused}")
        assert str(editor) == text
        return
    event("added")
    after = prepared(editor.tree, editor.build)
    assert verdict(editor.tree, read=None).accepted
    for change in changes(before, after):
        assert is_subdomain(f"{zone}.", change.example.name)
    for name in (f"{zone}.", f"fresh.{zone}."):
        ways = after.trace(Query(name)).ways
        assert {to for way in ways for end in way.ends for to in end.to} == {"203.0.113.5"}
    second = str(editor)
    add_stub_domain(editor, zone, "203.0.113.5")
    assert str(editor) == second
    if len(Editor(text).find_servers(zone, any_port=True)) == 0:
        remove_stub_domain(editor, zone)
        assert str(editor) == text


@settings(max_examples=examples(100))
@given(st.sampled_from(TEXTS), st.sampled_from(NAMES))
def test_an_entry_of_hosts_is_answered_or_refused(text: str, name: str) -> None:
    editor = Editor(text)
    try:
        server = editor.server_for(name)
        known = [host for host in hosts(server) if host.has(name)]
        add_host(server, "203.0.113.9", name)
    except EditError as refused:
        event(f"refused: {refused}")
        assert str(editor) == text
        return
    event("added")
    assert verdict(editor.tree, read=None).accepted
    ways = prepared(editor.tree, editor.build).trace(Query(f"{name}.")).ways
    assert any(end.by == "hosts" and end.kind == "answered" for way in ways for end in way.ends)
    second = str(editor)
    add_host(server, "203.0.113.9", name)
    assert str(editor) == second
    if not known:
        remove_host(server, name)
        left = [host for host in hosts(server) if host.has(name)]
        assert left == []


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_is_taken_is_still_taken(text: str) -> None:
    lines = [("cache",), ("errors",), ("forward", "corp.example", "192.0.2.1"), ("lgo",),
             ("ready", "9"), ("template", "IN"), ("loop",), ("log", "corp.example")]  # fmt: skip
    for line in lines:
        editor = Editor(text)
        try:
            editor.servers[0].add(*line)
        except EditError:
            assert str(editor) == text
        assert verdict(editor.tree, read=None).accepted
