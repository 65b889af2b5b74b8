"""What is done every day."""

from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.releases.builds import stock
from corefile.editing import Editor, Refused, Server
from corefile.editing.adding import add_lines
from corefile.editing.hosts import add_host, hosts, remove_host, set_host
from corefile.editing.recipes import set_cache_ttl, set_upstreams
from corefile.editing.stubs import add_stub_domain

HOSTS = """\
.:53 {
    hosts {
        10.0.0.1   a.example   # first
        # second
        10.0.0.100 b.example B2.example
        fd00::1    a.example
        ttl 60
        fallthrough
    }
    forward . 9.9.9.9
}
"""

SECOND = "        # second\n        10.0.0.100 b.example B2.example"

ServerChange = Callable[[Server], object]

OF_HOSTS: list[tuple[ServerChange, str, str]] = [
    (lambda s: add_host(s, "10.0.0.2", "c", "d.example"), "    fd00::1    a.example\n",
     "    fd00::1    a.example\n        10.0.0.2   c d.example\n"),
    (lambda s: add_host(s, "10.0.0.1", "c"), "a.example   # first", "a.example c   # first"),
    (lambda s: add_host(s, "fd00:0::1", "c"), "fd00::1    a.example", "fd00::1    a.example c"),
    (lambda s: add_host(s, "10.0.0.1", "A.example."), "", ""),
    (lambda s: set_host(s, "10.0.0.2", "a.example"), "10.0.0.1   a.", "10.0.0.2   a."),
    (lambda s: set_host(s, "10.0.0.222", "a.example"), "10.0.0.1   a.", "10.0.0.222 a."),
    (lambda s: set_host(s, "10.0.0.1", "a.example"), "", ""),
    (lambda s: set_host(s, "fd00::2", "A.EXAMPLE"), "fd00::1 ", "fd00::2 "),
    (lambda s: set_host(s, "10.0.0.100", "a.example"),
     f"        10.0.0.1   a.example   # first\n{SECOND}", f"{SECOND} a.example"),
    (lambda s: set_host(s, "10.0.0.7", "b2.example"),
     " B2.example\n        fd00::1    a.example\n",
     "\n        fd00::1    a.example\n        10.0.0.7   b2.example\n"),
    (lambda s: remove_host(s, "b2.EXAMPLE"), " B2.example", ""),
    (lambda s: remove_host(s, "10.0.0.100"), f"{SECOND}\n", ""),
    (lambda s: remove_host(s, "none"), "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("change", "old", "new"), OF_HOSTS)
def test_the_table_of_hosts(change: ServerChange, old: str, new: str) -> None:
    editor = Editor(HOSTS)
    change(editor.server("."))
    assert str(editor) == HOSTS.replace(old, new, 1)
    assert not configure(expand(editor.tree)).refusals


NEW_HOSTS = [
    (".:53 {\n    forward . 9.9.9.9\n}\n",
     ".:53 {\n    hosts {\n        10.0.0.1 a b\n        fallthrough\n    }\n"
     "    forward . 9.9.9.9\n}\n"),
    (".:53 {\n  hosts {\n    fallthrough\n  }\n}\n",
     ".:53 {\n  hosts {\n    10.0.0.1 a b\n    fallthrough\n  }\n}\n"),
    (".:53 {\n  hosts /etc/hosts\n}\n",
     ".:53 {\n  hosts /etc/hosts {\n    10.0.0.1 a b\n  }\n}\n"),
    (".:53 {\n  hosts {\n    ttl 5\n  }\n}\n",
     ".:53 {\n  hosts {\n    ttl 5\n    10.0.0.1 a b\n  }\n}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "after"), NEW_HOSTS)
def test_a_first_host(text: str, after: str) -> None:
    editor = Editor(text)
    add_host(editor.server("."), "10.0.0.1", "a", "b")
    assert str(editor) == after
    found = hosts(editor.server("."))
    assert [(str(host.address), host.names) for host in found] == [("10.0.0.1", ("a", "b"))]


@pytest.mark.parametrize(
    ("address", "names"),
    [("10.0.0", ["a"]), ("a", ["10.0.0.1"]), ("10.0.0.1", []), ("10.0.0.1", ["a b"]),
     ("10.0.0.1", ["a#b"]), ("10.0.0.1", ["::1"]), ("::1%a b", ["a"]), ("10.0.0.1", ["a..b"])],
)  # fmt: skip
def test_what_is_no_host(address: str, names: list[str]) -> None:
    editor = Editor(HOSTS)
    with pytest.raises(Refused, match=r"is no|needs a name"):
        add_host(editor.server("."), address, *names)
    assert str(editor) == HOSTS


def test_how_many_lines_lose_a_name() -> None:
    editor = Editor(HOSTS)
    assert remove_host(editor.server("."), "a.example", "10.0.0.100", "none") == 3
    assert hosts(editor.server(".")) == []


LINES: list[tuple[ServerChange, str, str]] = [
    (lambda s: set_upstreams(s, "1.1.1.1", "8.8.8.8"), "forward . a", "forward . 1.1.1.1 8.8.8.8"),
    (lambda s: set_upstreams(s, "1.1.1.1", zone="corp"),
     "forward . 9.9.9.9", "forward corp 1.1.1.1\n forward . 9.9.9.9"),
    (lambda s: set_upstreams(s, "1.1.1.1"), "errors", "errors\n forward . 1.1.1.1"),
    (lambda s: set_cache_ttl(s, 60), "cache", "cache 60"),
    (lambda s: set_cache_ttl(s, 60), "cache 5", "cache 60"),
    (lambda s: set_cache_ttl(s, 60), "cache a.example", "cache 60 a.example"),
    (lambda s: set_cache_ttl(s, 60),
     "cache 5 {\n  success 1 5 1\n  denial 1 5\n }",
     "cache 60 {\n  success 1 60 1\n  denial 1 5\n }"),
    (lambda s: set_cache_ttl(s, 60), "whoami", "cache 60\n whoami"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "line", "after"), LINES)
def test_lines(change: ServerChange, line: str, after: str) -> None:
    editor = Editor(f". {{\n {line}\n}}\n")
    change(editor.server("."))
    assert str(editor) == f". {{\n {after}\n}}\n"
    assert not configure(expand(editor.tree)).refusals


REFUSED: list[tuple[ServerChange, type[Exception], str]] = [
    (lambda s: set_upstreams(s, "8.8.8.8;"), Refused, "failed to resolve"),
    (lambda s: set_upstreams(s, None), TypeError, "not NoneType"),  # type: ignore[arg-type]
    (lambda s: set_cache_ttl(s, -1), ValueError, "1 second or more, not -1"),
    (lambda s: set_cache_ttl(s, timedelta(milliseconds=5)), ValueError, "1 second or more"),
    (lambda s: s.add("cache"), Refused, "CoreDNS would refuse the text: plugin/cache"),
    (lambda s: s.add("log", None), TypeError, "not NoneType"),  # type: ignore[arg-type]
    (lambda s: s.add("ads"), Refused, "Unknown directive 'ads'"),
    (lambda s: add_host(s, "10.0.0.1", "a.corp.example"), Refused, "never come to this line"),
]


@pytest.mark.parametrize(("change", "error", "why"), REFUSED)
def test_what_would_hurt(change: ServerChange, error: type[Exception], why: str) -> None:
    text = "(c) {\n cache\n}\n. {\n import c\n forward . 9.9.9.9\n}\ncorp.example {\n whoami\n}\n"
    editor = Editor(text)
    with pytest.raises(error, match=why):
        change(editor.server("."))
    assert str(editor) == text


def test_changes_that_coredns_takes_only_together() -> None:
    editor = Editor(". {\n    whoami\n}\n")
    server = editor.server(".")
    with pytest.raises(Refused), editor.atomic():
        server.add("ready").args = ["9"]
    with editor.atomic():
        server.add("ready").args = ["9"]
        server.plugin("ready").args = [":9"]
    assert str(editor) == ". {\n    ready :9\n    whoami\n}\n"


def test_a_build_with_more_plugins() -> None:
    build = stock().with_external(["ads before forward"])
    editor = Editor(". {\n    forward . 9.9.9.9\n}\n", build=build)
    editor.server(".").add("ads")
    assert "ads" in str(editor)


def test_durations() -> None:
    editor = Editor(". {\n    cache\n}\n")
    set_cache_ttl(editor.server("."), timedelta(minutes=2))
    assert "cache 120\n" in str(editor)


def test_lines_are_added_that_are_not_there() -> None:
    editor = Editor(".:53 {\n    errors\n    whoami\n}\n")
    add_lines(editor.server("."), "errors  # not again\ncache 30 {\n  prefetch 2\n}\n")
    assert str(editor) == (
        ".:53 {\n    errors\n    cache 30 {\n        prefetch 2\n    }\n    whoami\n}\n"
    )


def test_a_text_that_is_not_lines_of_a_server_block_adds_nothing() -> None:
    editor = Editor(text := ".:53 {\n    log\n}\n")
    with pytest.raises(Refused, match="closes the server block"):
        add_lines(editor.server("."), "errors\n}\nexample.org {\n")
    assert str(editor) == text


def test_addresses_and_networks_are_words() -> None:
    editor = Editor("10.0.0.0/8 . {\n    hosts {\n        fallthrough\n    }\n    whoami\n}\n")
    server = editor.server(ip_network("10.0.0.0/8"))
    add_host(server, ip_address("10.0.0.1"), "a")
    set_host(server, ip_address("10.0.0.2"), "a")
    assert [str(host.address) for host in hosts(server)] == ["10.0.0.2"]
    assert remove_host(server, ip_address("10.0.0.2")) == 1


WRONG: list[Callable[[Server, Any], object]] = [
    lambda server, value: add_host(server, value, "a"),
    lambda server, value: set_host(server, "10.0.0.1", value),
    remove_host,
    lambda server, value: add_stub_domain(Editor(""), value, "10.0.0.1"),
    lambda server, value: Editor("").server(value),
    lambda server, value: Editor("").server_for(value),
    lambda server, value: Editor("").add_snippet(value),
    lambda server, value: setattr(server, "comments", [value]),
    lambda server, value: setattr(server, "keys", value),
    lambda server, value: setattr(server.lines[0], "args", value),
]


@pytest.mark.parametrize("change", WRONG)
@pytest.mark.parametrize("value", [None, 1.5, b"10"])
def test_what_is_not_a_word(change: Callable[[Server, Any], object], value: object) -> None:
    editor = Editor(". {\n    whoami\n}\n")
    with pytest.raises(TypeError):
        change(editor.servers[0], value)
    assert str(editor) == ". {\n    whoami\n}\n"
