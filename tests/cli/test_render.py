"""The command `corefile render`."""

import pytest

from tests.cli.programs import ROOT, Ran, corefile

TEMPLATE = ROOT / "examples" / "migration" / "coredns.yaml.sed"

STUB = "\n\n    {zone}:53 {{\n        errors\n        cache 30\n        loop\n"
STUB += "        forward . {upstreams} {{\n            max_concurrent 1000\n        }}\n    }}"


def render(*words: str, text: str = "") -> Ran:
    """Fill in the template, or another text."""
    given = (text or TEMPLATE.read_text("utf-8")).encode()
    return corefile("render", "-", "--cluster-dns-ip", "10.96.0.10", *words, stdin=given)


def expected(upstreams: str = "/etc/resolv.conf", stubs: dict[str, str] | None = None) -> str:
    """Return the template with what is right in its places, put in by hand."""
    blocks = [STUB.format(zone=zone, upstreams=to) for zone, to in (stubs or {}).items()]
    text = TEMPLATE.read_text("utf-8").replace("UPSTREAMNAMESERVER", upstreams)
    text = text.replace("CLUSTER_DOMAIN REVERSE_CIDRS", "cluster.local in-addr.arpa ip6.arpa")
    return text.replace("CLUSTER_DNS_IP", "10.96.0.10").replace("STUBDOMAINS", "".join(blocks))


RIGHT = [
    ("", "", "", {}),
    ("", '["8.8.8.8", "8.8.4.4"]', "8.8.8.8 8.8.4.4", {}),
    ("", '["8.8.8.8","8.8.4.4"]', "8.8.8.8 8.8.4.4", {}),
    ("", '[\n  "8.8.8.8",\n  "8.8.4.4"\n]\n', "8.8.8.8 8.8.4.4", {}),
    ("", '["[2001:db8::53]:5353"]', "[2001:db8::53]:5353", {}),
    ("{}", "[]", "", {}),
    ('{"abc.com": ["1.2.3.4", "1.2.3.5"]}', "", "", {"abc.com": "1.2.3.4 1.2.3.5"}),
    ('{"a.com":["1.2.3.4:5353"],"b.com":["2001:db8::1"]}', "", "", {"a.com": "1.2.3.4:5353"}
     | {"b.com": "2001:db8::1"}),
]  # fmt: skip


@pytest.mark.parametrize(("stubs", "upstreams", "to", "zones"), RIGHT)
def test_what_is_right(stubs: str, upstreams: str, to: str, zones: dict[str, str]) -> None:
    ran = render("--stub-domains", stubs, "--upstreams", upstreams)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == expected(to or "/etc/resolv.conf", zones)
    assert corefile("lint", "-", stdin=ran.out.encode()).status == 0


def test_the_cluster() -> None:
    words = ("--cluster-domain", "k.example", "--reverse-cidrs", "10.96.0.0/12,10.0.0.0/24")
    ran = render(*words, "--reverse-cidrs", "fd00::/48")
    assert "kubernetes k.example 10.96.0.0/12 10.0.0.0/24 fd00::/48 {\n" in ran.out


WRONG = [
    (["--stub-domains", '{"abc.com": ["1.2.3.4"]'], 2, "--stub-domains:1:24: kube-dns refuses"),
    (["--upstreams", '[\n"8.8.8.8"'], 2, "--upstreams:2:10: kube-dns refuses"),
    (["--stub-domains", '{"abc.com.": ["1.2.3.4"]}'], 2, "invalid domain name"),
    (["--stub-domains", '{"Abc.COM": ["1.2.3.4"]}'], 2, "invalid domain name"),
    (["--stub-domains", '{"cluster.local": ["1.2.3.4"]}'], 2, "is the zone of the cluster"),
    (["--cluster-domain", "a b"], 2, "`a b` is not a domain"),
    (["--reverse-cidrs", "10.0.0.0/8;"], 2, "`10.0.0.0/8;` is not a network"),
    (["--cluster-dns-ip", "10.96.0"], 2, "`10.96.0` is not an IP address"),
    (["--cluster-dns-ip", ""], 2, "the template has `CLUSTER_DNS_IP`"),
]


@pytest.mark.parametrize(("words", "status", "said"), WRONG)
def test_what_is_refused(words: list[str], status: int, said: str) -> None:
    ran = render(*words)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err


def test_what_is_no_template() -> None:
    ran = render(text="kind: Service\napiVersion: v1\n")
    assert (ran.status, "the template has no Corefile" in ran.err) == (3, True)
    assert corefile("render", "nowhere.sed").status == 3


def test_servers_that_are_names() -> None:
    ran = render("--stub-domains", '{"a.com": ["ns.a.com"]}')
    assert (ran.status, ran.out) == (0, expected())
    assert "--stub-domains:1:13: left out: `ns.a.com` is not an IP address" in ran.err
