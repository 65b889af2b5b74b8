"""What is done every day."""

from collections.abc import Callable

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.editing import Editor, Refused, Server
from corefile.editing.hosts import add_host, hosts, remove_host, set_host
from corefile.editing.recipes import add_stub_domain, set_cache_ttl, set_upstreams

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


ROOT = ".:1053 {\n\tforward . 9.9.9.9\n}\n"
STUB = "{\n\terrors\n\tcache 30\n\tforward . 10.0.0.1 10.0.0.2\n}\n"

STUBS = [
    (ROOT, "corp", f"{ROOT}\ncorp:1053 {STUB}"),
    (ROOT, "corp:53", f"{ROOT}\ncorp:53 {STUB}"),
    ("", "corp", "corp " + STUB.replace("\t", "    ")),
    ("CORP. {\n forward . 9.9.9.9 {\n  max_fails 0\n }\n}\n", "corp",
     "CORP. {\n forward . 10.0.0.1 10.0.0.2 {\n  max_fails 0\n }\n}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zone", "after"), STUBS)
def test_stub_domains(text: str, zone: str, after: str) -> None:
    editor = Editor(text)
    add_stub_domain(editor, zone, "10.0.0.1", "10.0.0.2")
    assert str(editor) == after
    assert not configure(expand(editor.tree)).refusals


def test_what_is_no_stub_domain() -> None:
    editor = Editor(ROOT)
    with pytest.raises(Refused, match="is not a zone"):
        add_stub_domain(editor, "a..b", "10.0.0.1")
    with pytest.raises(Refused, match="needs an upstream"):
        add_stub_domain(editor, "corp")
    assert str(editor) == ROOT


LINES: list[tuple[ServerChange, str, str]] = [
    (lambda s: set_upstreams(s, "1.1.1.1", "8.8.8.8"), "forward . a", "forward . 1.1.1.1 8.8.8.8"),
    (lambda s: set_upstreams(s, "1.1.1.1", zone="corp"),
     "forward . 9.9.9.9", "forward . 9.9.9.9\n forward corp 1.1.1.1"),
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
