"""What releases before 1.8.6 took and later ones refuse, and the other way round.

The releases are those in which the plugin's set-up changed (setup.go at the tags); 1.5.0, 1.7.0
and 1.8.0 were asked (tests/oracle/older).
"""

import pytest

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.query import Query
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.model.trace import trace
from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.release import every_plugin
from corefile.reference.plugins import page
from corefile.syntax.parser import parse
from tests.coredns.test_older import refused


@pytest.mark.parametrize(
    ("line", "takes", "refuses", "words"),
    [
        ("startup a b", "1.0.6", "1.1.0", "plugin/startup: this plugin has been deprecated"),
        ("shutdown a &", "1.0.6", "1.1.1", "Unknown directive 'shutdown'"),
        ("startup a", "1.0.6", "1.1.1", "Unknown directive 'startup'"),
        ("reverse 10.0.0.0/8 {\nttl 9\n}", "1.1.3", "1.1.4", "this plugin has been deprecated"),
        ("cache\ncache", "1.0.6", "1.1.0", "only be used once per Server Block"),
        ("errors\nerrors", "1.0.6", "1.1.0", "only be used once per Server Block"),
        ("forward a 192.0.2.1\nforward b 192.0.2.1", "1.0.6", "1.1.0", "only be used once"),
        ("kubernetes a.b\nkubernetes c.d", "1.0.5", "1.0.6", "only be used once"),
        ("bind 192.0.2.1 192.0.2.2", "1.0.6", "1.0.5", "Wrong argument count"),
        ("kubernetes {\nfallthrough a\n}", "1.0.3", "1.0.2", "Wrong argument count"),
        ("forward . 192.0.2.1 {\ntls\n}", "1.1.2", "1.1.1", "Wrong argument count"),
        (
            "forward . 192.0.2.1 {\npolicy sequential\n}",
            "1.1.2",
            "1.1.1",
            "unknown policy 'sequential'",
        ),
        (
            "forward . https://192.0.2.1",
            "1.6.9",
            "1.7.0",
            "'https' is not supported as a destination protocol",
        ),
        ("kubernetes {\nttl 4\n}", "1.3.0", "1.2.6", "ttl must be in range [5, 3600]: 4"),
        ("kubernetes {\nresyncperiod 1m\n}", "1.5.2", "1.6.0", "unknown property '1m'"),
        ("kubernetes {\nresyncperiod\n}", "1.6.0", "1.5.2", "Wrong argument count"),
        ("kubernetes {\nresyncperiod\n}", "1.6.9", "1.7.0", "unknown property 'resyncperiod'"),
        ("kubernetes {\nupstream a\n}", "1.4.0", "1.3.1", 'not an IP address or file: "a"'),
        ("kubernetes {\nupstream\n}", "1.0.6", "1.0.5", "Wrong argument count"),
        ("kubernetes {\nupstream\n}", "1.6.9", "1.7.0", "unknown property 'upstream'"),
        ("kubernetes {\nkubeconfig a\n}", "1.8.2", "1.8.1", "Wrong argument count"),
        ("auto {\ndirectory d (.*) {1} 30\n}", "1.4.0", "1.5.0", "Wrong argument count"),
        ("auto {\ndirectory d (.*)\n}", "1.5.0", "1.5.1", "Wrong argument count"),
        ("auto {\nnonsense a\n}", "1.4.0", "1.5.0", "unknown property 'nonsense'"),
        ("auto {\nno_reload\n}", "1.4.0", "1.5.0", "unknown property 'no_reload'"),
        ("auto {\nupstream\n}", "1.4.0", "1.3.1", "Wrong argument count"),
        ("file db {\nno_reload\n}", "1.4.0", "1.5.0", "unknown property 'no_reload'"),
        (
            "template ANY ANY {\nrcode NOERROR\n}",
            "1.5.1",
            "1.5.0",
            "no answer section for template",
        ),
        ("proxy . 192.0.2.1", "1.4.0", "1.5.0", "Unknown directive 'proxy'"),
        (
            "federation {\na b.org\n}",
            "1.6.9",
            "1.7.0",
            "Unknown directive 'federation'",
        ),
        ("secondary {\ntransfer to *\n}", "1.7.1", "1.8.0", "unknown property to"),
        ("secondary {\nupstream\n}", "1.7.1", "1.8.0", "unknown property 'upstream'"),
    ],
)
def test_where_releases_differ(line: str, takes: str, refuses: str, words: str) -> None:
    tree = parse(f". {{\n{line}\n}}\n")
    assert verdict(tree, build=stock(takes)).accepted
    said = verdict(tree, build=stock(refuses))
    assert not said.accepted
    assert words in said.message


@pytest.mark.parametrize(
    ("line", "release", "words"),
    [
        ("proxy", "1.4.0", "Wrong argument count or unexpected line ending after 'proxy'"),
        ("proxy .", "1.4.0", "Wrong argument count or unexpected line ending after '.'"),
        ("proxy . a", "1.4.0", 'plugin/proxy: not an IP address or file: "a"'),
        ("proxy . 192.0.2.1 {\nx\n}", "1.4.0", "unknown property 'x'"),
        ("proxy . 192.0.2.1 {\npolicy x\n}", "1.4.0", "unexpected line ending after 'x'"),
        ("proxy . 192.0.2.1 {\npolicy sequential\n}", "1.1.1", "ending after 'sequential'"),
        ("proxy . 192.0.2.1 {\nhealth_check x\n}", "1.4.0", "missing port in address"),
        ("proxy . 192.0.2.1 {\nprotocol x\n}", "1.4.0", "invalid protocol: x"),
        ("proxy . 192.0.2.1 {\nprotocol https_google\n}", "1.2.0", "invalid protocol"),
        ("proxy . 192.0.2.1 {\nprotocol dns tcp\n}", "1.4.0", "only force_tcp allowed"),
        (f"proxy . {'192.0.2.1 ' * 16}", "1.4.0", "more than 15 TOs configured: 16"),
        ("reverse", "1.1.3", "unexpected line ending after 'reverse'"),
        ("reverse 10.0.0.0", "1.1.3", 'network needs to be CIDR formatted: "10.0.0.0"'),
        ("reverse 10.0.0.0/8 {\nx\n}", "1.1.3", "unexpected line ending after 'x'"),
        ("reverse 10.0.0.0/8 {\nhostname a\n}", "1.1.3", "cannot find domain in template 'a.'"),
        ("federation", "1.6.9", "at least one name to zone federation expected"),
        ("federation {\na\n}", "1.6.9", "need two arguments for federation, got 0"),
        ("startup", "1.0.6", "unexpected line ending after 'startup'"),
        ("kubernetes {\nresyncperiod a\n}", "1.5.0", "unable to parse resync duration value: 'a'"),
    ],
)
def test_words_of_plugins_that_are_gone(line: str, release: str, words: str) -> None:
    [(message, _)] = refused(line, release)
    assert words in message


@pytest.mark.parametrize(
    ("line", "release"),
    [
        ("proxy . 192.0.2.1 /etc/resolv.conf {\nspray\nmax_fails 1\n}", "1.0.0"),
        ("proxy . 192.0.2.1 {\nprotocol https_google bootstrap 192.0.2.2\n}", "1.1.3"),
        ("proxy . 192.0.2.1 {\nprotocol grpc insecure\nhealth_check /health:80 1s\n}", "1.4.0"),
        ("proxy a.org 192.0.2.1\nproxy . 192.0.2.2 {\nexcept b.org\n}", "1.3.1"),
        ("reverse 10.0.0.0/8 2001:db8::/32 {\nwildcard\nfallthrough\n}", "1.0.0"),
        ("federation a.org {\nb c.org\nd e.org\nupstream\n}", "1.6.9"),
    ],
)
def test_what_plugins_that_are_gone_take(line: str, release: str) -> None:
    assert refused(line, release) == []


def test_a_zone_served_on_two_addresses() -> None:
    tree = parse(". {\nbind 192.0.2.1\n}\n. {\nbind 192.0.2.2\n}\n")
    assert verdict(tree, build=stock("1.1.0")).accepted
    assert not verdict(tree, build=stock("1.0.6")).accepted


def test_every_plugin_of_every_release_is_described() -> None:
    assert [name for name in sorted(every_plugin()) if plugin_class(name) is None] == []


@pytest.mark.parametrize("name", ["proxy", "federation", "reverse", "startup", "shutdown"])
def test_a_plugin_that_is_gone_has_a_page(name: str) -> None:
    assert f"# {name}\n" in page(name)
    assert "CoreDNS 1.15.0 it comes" not in page(name)


GONE = """\
. {
    reverse 10.0.0.0/8 {
        hostname ip-{ip}.example.org
        fallthrough
    }
    federation cluster.local {
        prod prod.example.org
    }
    proxy example.net 192.0.2.2
    proxy . 192.0.2.1 {
        except corp.example
    }
}
"""


@pytest.mark.parametrize(
    ("name", "type_", "why"),
    [
        ("a.example.com.", "A", "asks 192.0.2.1"),
        ("a.example.net.", "A", "asks 192.0.2.2"),
        ("a.corp.example.", "A", "not in its zones, or excluded by `except`"),
        ("ip-10-0-0-1.example.org.", "A", "answers for its networks"),
        ("1.0.0.10.in-addr.arpa.", "PTR", "answers for its networks"),
        ("a.b.prod.svc.cluster.local.", "A", "answers for a federation"),
        ("a.b.svc.cluster.local.", "A", "asks 192.0.2.1"),
    ],
)
def test_who_answers_where_plugins_are_gone(name: str, type_: str, why: str) -> None:
    build = stock("1.1.3")
    expansion = expand(parse(GONE), read=None, directives=build.plugins)
    found = trace(configure(expansion, build=build), Query(name, type_))
    assert why in [step.verdict.why for way in found.ways for step in way.steps]
