"""The command `corefile kube-dns`."""

from pathlib import Path

import pytest

from corefile.kube.translating import default_corefile
from tests.cli.programs import ROOT, corefile

HEAD = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kube-dns, namespace: kube-system}\ndata:\n"
)

INTO = """\
.:1053 {
    bind 127.0.0.1
    errors
    hosts {
        10.0.0.9 www.corp.example
        fallthrough
    }
    kubernetes cluster.local
    forward . /etc/resolv.conf {
        max_concurrent 1000
    }
    cache 30 {
        disable denial cluster.local
    }
    reload
}
"""

AFTER = """\

corp.example:1053 {
    bind 127.0.0.1
    errors
    cache 30
    forward . 192.0.2.4 [2001:db8::1]:5353
}
"""


def stubs(text: str) -> str:
    """Return a ConfigMap with stub domains."""
    return f"{HEAD}  stubDomains: |\n    {text}\n"


def test_the_corefile_is_that_of_kubeadm() -> None:
    stock = (ROOT / "tests" / "lint" / "stock" / "kubeadm.corefile").read_text("utf-8")
    lines = [line for line in stock.splitlines(True) if not line.startswith("#")]
    assert default_corefile() == "".join(lines)


def test_a_config_map_for_kubectl() -> None:
    ran = corefile("kube-dns", "--cluster-domain", "k.example", "examples/migration/kube-dns.yaml")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n")
    assert corefile("lint", "-", stdin=ran.out.encode()).status == 0
    for name, server in [
        ("a.corp.example", "asks 10.1.0.53, 10.1.0.54"),
        ("corp.example", "asks 10.1.0.53, 10.1.0.54"),
        ("a.consul.local", "asks 10.150.0.1:8600"),
        ("b.example", "asks 10.2.0.53, 10.2.0.54"),
        ("a.b.svc.k.example", "kubernetes"),
    ]:
        assert server in corefile("trace", name, "-", stdin=ran.out.encode()).out


def test_into_a_file(tmp_path: Path) -> None:
    given, into = tmp_path / "kube-dns.yaml", tmp_path / "Corefile"
    given.write_text(stubs('{"corp.example": ["192.0.2.4", "[2001:db8::1]:5353", "ns.example"]}'))
    into.write_text(INTO)
    command = ("kube-dns", given, "--into", into)
    patch = corefile(*command, "--diff")
    assert (patch.status, into.read_text()) == (1, INTO)
    assert "+    forward . 192.0.2.4 [2001:db8::1]:5353\n" in patch.out
    ran = corefile(*command)
    assert (ran.status, ran.out) == (0, "")
    assert f"{given}:6:59: left out: `ns.example` is not an IP address" in ran.err
    assert "no longer asked: `hosts www.corp.example`" in ran.err
    assert into.read_text() == INTO + AFTER
    again = corefile(*command, "--diff")
    assert (again.status, again.out) == (0, "")


def test_zones_and_the_cluster(tmp_path: Path) -> None:
    """A name goes to the longest zone: that of the cluster keeps its names, and lends some."""
    into = tmp_path / "Corefile"
    into.write_text(INTO.replace(":1053", ""))
    given = stubs('{"local": ["192.0.2.1"], "east.svc.cluster.local": ["192.0.2.2"]}')
    ran = corefile("kube-dns", "-", "--into", into, stdin=given.encode())
    assert (ran.status, ran.err) == (0, "")
    for name, answer in [
        ("a.local", "192.0.2.1"),
        ("a.b.svc.cluster.local", "kubernetes"),
        ("a.east.svc.cluster.local", "192.0.2.2"),
        ("a.example", "/etc/resolv.conf"),
    ]:
        traced = corefile("trace", f"{name}.", into)
        assert answer in traced.out, name
    for zone in ("cluster.local", "svc.cluster.local"):
        given = stubs(f'{{"{zone}": ["192.0.2.1"]}}')
        ran = corefile("kube-dns", "-", "--into", into, "--diff", stdin=given.encode())
        assert (ran.status, ran.out) == (2, "")
        assert "-:6:7: `cluster.local` is the zone of the cluster" in ran.err


CURLY = stubs("{“a.example”: [“192.0.2.4”]}")

REFUSED = [
    ([], CURLY, 2, '-:6:6: kube-dns refuses `stubDomains`, and with it the whole ConfigMap: "inv'),
    ([], CURLY, 2, 'write the straight quote `"`: `{"a.example": ["192.0.2.4"]}`'),
    ([], stubs('{"a": ["${X}"]}'), 2, "-:6:13: kube-dns refuses"),
    ([], "kind: Pod\n", 3, "there is no ConfigMap"),
    ([], "kind: ConfigMap\nmetadata: {name: x}\n", 3, "only `x`"),
    ([], "a: [\n", 3, "-:2:1: This is not valid YAML"),
    (["--diff"], stubs("{}"), 2, "--diff needs --into"),
    (["--into", "-"], stubs("{}"), 2, "standard input is one file only"),
    (["--server", "."], stubs("{}"), 2, "--server"),
    (["--into", "x", "--cluster-domain", "x"], stubs("{}"), 2, "--cluster-domain"),
    (["x"], stubs("{}"), 2, "it takes one CONFIGMAP"),
    (["--cluster-domain", "a b;"], stubs("{}"), 2, "`a b;` is not a domain"),
]


@pytest.mark.parametrize(("words", "text", "status", "said"), REFUSED)
def test_what_is_refused(words: list[str], text: str, status: int, said: str) -> None:
    ran = corefile("kube-dns", *words, "-", stdin=text.encode())
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err


def test_what_becomes_of_federations() -> None:
    given = f"{HEAD}  federations: myfed=fed.example.org\n"
    ran = corefile("kube-dns", "-", stdin=given.encode())
    assert ran.status == 0
    assert "-:5:16: not taken over: `myfed=fed.example.org`" in ran.err
    many = f"{given}---\n{given}"
    assert "2 ConfigMaps for kube-dns" in corefile("kube-dns", "-", stdin=many.encode()).err
