"""The command `corefile stub`, and `corefile add` of whole server blocks."""

import pytest

from tests.cli.programs import corefile

PLAIN = """\
. {
    errors
    bind 127.0.0.1
    hosts {
        10.0.0.9 www.corp.example
        fallthrough
    }
    kubernetes cluster.local
    forward . /etc/resolv.conf
    cache 30
    loop
}
"""

STUB = """
corp.example {
    bind 127.0.0.1
    errors
    cache 30
    loop
    forward . 10.0.0.1
}
"""

HIDDEN = "no longer asked for names below it: `hosts www.corp.example`"

CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: coredns}\ndata:\n  Corefile: |\n"


def indented(text: str) -> str:
    """Return a text as a block of YAML."""
    return "".join(f"    {line}" if line.strip() else line for line in text.splitlines(True))


@pytest.mark.parametrize("in_yaml", [False, True])
def test_the_way_there_and_back(in_yaml: bool) -> None:
    before, stub = PLAIN, STUB
    if in_yaml:
        before, stub = CONFIG_MAP + indented(PLAIN), indented(STUB)
    ran = corefile("stub", "add", "corp.example", "10.0.0.1", "-", stdin=before.encode())
    assert (ran.status, ran.out) == (0, before + stub)
    assert ran.err.startswith(f"corefile stub: note: -: {HIDDEN}\n")
    with_stub = ran.out.encode()
    again = corefile("stub", "add", "corp.example", "10.0.0.1", "-", stdin=with_stub)
    assert (again.status, again.out, again.err) == (0, ran.out, "")
    listed = corefile("stub", "list", "-", stdin=with_stub)
    assert listed.out == "corp.example 10.0.0.1\n"
    other = corefile("stub", "set", "corp.example", "10.0.0.2", "-", stdin=with_stub)
    assert other.out == ran.out.replace("10.0.0.1", "10.0.0.2")
    traced = corefile("trace", "www.corp.example", "-", stdin=with_stub)
    assert "10.0.0.1" in traced.out
    back = corefile("stub", "remove", "corp.example", "-", stdin=with_stub)
    assert (back.status, back.out) == (0, before)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("add corp.example 10.0.0.2", "there is a server block `corp.example` already"),
        ("add cluster.local 10.0.0.1", "the zone of the cluster"),
        ("add x.example", "add takes a ZONE"),
        ("add x.example 10.0.0.1;", "10.0.0.1;"),
        ("set x.example 10.0.0.1", "no stub domain `x.example`"),
        ("set . 10.0.0.1", "no stub domain `.`"),
        ("add . 10.0.0.1", "the root is not a stub domain"),
        ("ad x.example 10.0.0.1", "is not one of add"),
        ("--server . add x.example 10.0.0.1", "server block of its own"),
    ],
)
def test_what_is_refused(words: str, said: str) -> None:
    ran = corefile("stub", *words.split(), "-", stdin=(PLAIN + STUB).encode())
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_what_is_not_there() -> None:
    ran = corefile("stub", "remove", "x.example", "-", stdin=PLAIN.encode())
    assert (ran.status, ran.out) == (0, PLAIN)
    assert "no stub domain: `x.example`" in ran.err


BLOCK = "a.example:53 b.example {\n    file db {\n        fallthrough\n    }\n    whoami\n}\n"
SNIPPET = "(logged) {\n    errors\n}\n"


def test_a_whole_server_block() -> None:
    for text in (BLOCK, SNIPPET, SNIPPET + BLOCK):
        ran = corefile("add", text, "-", stdin=PLAIN.encode())
        assert ran.status == 0
        assert all(part in ran.out for part in (PLAIN, *text.split("\n")))
        again = corefile("add", text, "-", stdin=ran.out.encode())
        assert (again.status, again.out) == (0, ran.out)
    ran = corefile("add", ". {\n    whoami\n}", "-", stdin=PLAIN.encode())
    assert (ran.status, ran.out) == (2, "")
    assert "already" in ran.err


VALUES = """\
servers:
  # all names
  - zones:
      - zone: .
    port: 53
    plugins:
      - name: errors
      - name: forward
        parameters: . /etc/resolv.conf
      - name: cache
        parameters: 30
"""

SERVER = """\
  - zones:
      - zone: corp.example
    port: 53
    plugins:
      - name: errors
      - name: cache
        parameters: 30
      - name: forward
        parameters: . 10.0.0.1
"""

CUSTOM = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
data:
  a.server: |
    a.example:53 {
        forward . 192.0.2.53
    }
  # more lines of the default server block
  log.override: |
    log
"""

KEY = """\
  corp.example.server: |
    corp.example:53 {
        errors
        cache 30
        forward . 10.0.0.1
    }
"""


@pytest.mark.parametrize("rest", ["", "image: {tag: 1.11.3}\n"])
def test_values_for_helm(rest: str) -> None:
    words = ("corp.example", "10.0.0.1", "-")
    ran = corefile("stub", "add", *words, stdin=(VALUES + rest).encode())
    assert (ran.status, ran.out, ran.err) == (0, VALUES + SERVER + rest, "")
    again = corefile("stub", "add", *words, stdin=ran.out.encode())
    assert (again.status, again.out) == (0, ran.out)
    back = corefile("stub", "remove", "corp.example", "-", stdin=ran.out.encode())
    assert (back.status, back.out) == (0, VALUES + rest)


def test_the_lines_of_a_managed_cluster() -> None:
    words = ("corp.example", "10.0.0.1", "-")
    ran = corefile("stub", "add", *words, stdin=CUSTOM.encode())
    assert (ran.status, ran.out, ran.err) == (0, CUSTOM + KEY, "")
    again = corefile("stub", "add", *words, stdin=ran.out.encode())
    assert (again.status, again.out) == (0, ran.out)
    listed = corefile("stub", "list", "-", stdin=ran.out.encode())
    assert listed.out == "a.example:53 192.0.2.53\ncorp.example:53 10.0.0.1\n"
    other = corefile("stub", "set", "a.example", "192.0.2.1", "-", stdin=ran.out.encode())
    assert other.out == ran.out.replace("192.0.2.53", "192.0.2.1")


@pytest.mark.parametrize("data", ["", "data: {}\n", 'data: {"x.server": ""}\n'])
def test_where_no_key_can_be_written(data: str) -> None:
    text = CUSTOM.partition("\ndata:")[0] + "\n" + data
    ran = corefile("stub", "add", "corp.example", "10.0.0.1", "-", stdin=text.encode())
    assert (ran.status, ran.out) == (3, "")
    assert "no lines below `data`" in ran.err


def test_zones_that_share_their_server_block() -> None:
    shared = b". corp.example {\n forward . 9.9.9.9\n}\n"
    ran = corefile("stub", "set", "corp.example", "10.0.0.1", "-", stdin=shared)
    assert (ran.status, ran.out) == (2, "")
    assert (
        "the server block `. corp.example` has other zones too: take `corp.example` out" in ran.err
    )
    again = b"corp.example corp.example:5353 {\n forward . 9.9.9.9\n}\n"
    ran = corefile("stub", "set", "corp.example", "10.0.0.1", "-", stdin=again)
    assert ran.out.encode() == again.replace(b"9.9.9.9", b"10.0.0.1")


def test_what_an_operator_would_not_expect_is_said() -> None:
    two = b". {\n acl {\n  drop type ANY\n }\n forward . 9.9.9.9\n}\n.:5353 {\n whoami\n}\n"
    ran = corefile("stub", "add", "corp.example", "10.0.0.1", "-", stdin=two)
    said = "no longer asked for names below it: `acl`; queries that come to `.:5353` are answered"
    assert said in ran.err
    only = b"corp.example {\n forward . 9.9.9.9\n}\n"
    ran = corefile("stub", "remove", "corp.example", "-", stdin=only)
    assert (ran.out, "no server block is left: CoreDNS answers nothing" in ran.err) == ("", True)
