"""Public resolvers among the upstreams: whose certificate they have, and what they know."""

import pytest

from corefile.coredns.catalogue.public_resolvers import PROVIDERS, provider_named
from corefile.coredns.releases.builds import stock
from corefile.lint import lint
from corefile.lint.rules.forwarding import (
    forward_loop_to_self,
    forward_upstreams_not_equivalent,
    health_check_without_pause,
    tls_servername_of_other_provider,
)


@pytest.mark.parametrize(
    ("to", "name", "stranger", "advice"),
    [
        (
            "tls://1.1.1.1 tls://8.8.8.8",
            "cloudflare-dns.com",
            "tls://8.8.8.8",
            "8%dns.google`, and",
        ),
        ("tls://9.9.9.9 tls://1.0.0.1", "DNS.QUAD9.NET.", "tls://1.0.0.1", "%cloudflare-dns.com`"),
        ("tls://8.8.8.8", "one.one.one.one", "tls://8.8.8.8", "write `tls_servername dns.google`"),
        ("tls://8.8.8.8%dns.quad9.net", "", "tls://8.8.8.8%dns.quad9.net", "%dns.google`"),
        ("quic://94.140.14.14", "dns.google", "quic://94.140.14.14", "dns.adguard-dns.com"),
        ("tls://1.1.1.2 tls://1.0.0.3", "security.cloudflare-dns.com", "", ""),
        ("tls://1.1.1.1 tls://192.0.2.1", "cloudflare-dns.com", "", ""),
        ("tls://192.0.2.1", "dns.google", "", ""),
        ("tls://8.8.8.8", "dns.example", "", ""),
        ("tls://8.8.8.8", "notdns.google.example", "", ""),
        ("8.8.8.8", "cloudflare-dns.com", "", ""),
        ("tls://208.67.222.222", "cloudflare-dns.com", "", ""),
        ("tls://8.8.8.8 {$MORE}", "cloudflare-dns.com", "", ""),
    ],
)
def test_the_certificate_of_another(to: str, name: str, stranger: str, advice: str) -> None:
    block = f" {{\ntls_servername {name}\n}}" if name else ""
    text = f". {{\nforward . {to}{block}\n}}\n"
    found = lint(text, rules=[tls_servername_of_other_provider.RULE])
    assert [text[item.span.start : item.span.end] for item in found] == [stranger] * bool(stranger)
    assert all(advice in (item.help or "") for item in found)


def test_names_after_addresses_are_not_read_by_old_releases() -> None:
    text = ". {\nforward . tls://1.1.1.1 tls://9.9.9.9 {\ntls_servername dns.quad9.net\n}\n}\n"
    rules = [tls_servername_of_other_provider.RULE]
    [found] = lint(text, rules=rules, build=stock("1.13.1"))
    assert "one provider" in (found.help or "")
    with_names = text.replace("1.1.1.1", "1.1.1.1%cloudflare-dns.com")
    assert not lint(with_names, rules=rules)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_has_the_name_that_is_advised(provider: object) -> None:
    [it] = [one for one in PROVIDERS if one is provider]
    assert None not in it.addresses
    assert bool(it.server_name) == bool(it.domains)
    assert not it.server_name or provider_named(it.server_name) is it


@pytest.mark.parametrize(
    ("to", "other", "is_told"),
    [
        ("10.0.0.53 127.0.0.1:5301", ".:5301 {\nforward . tls://9.9.9.9\n}", True),
        ("10.0.0.53 127.0.0.1:5301", ".:5302 {\nforward . tls://9.9.9.9\n}", False),
        ("10.0.0.53 127.0.0.1:5301", "corp.example:5301 {\nforward . 9.9.9.9\n}", False),
        ("10.0.0.53 127.0.0.1:5301", ".:5301 {\nforward . 10.0.0.54\n}", False),
        ("10.0.0.53 127.0.0.1:5301", ".:5301 {\nwhoami\n}", False),
        ("10.0.0.53 1.1.1.3", "", True),
    ],
)
def test_public_resolvers_behind_another_server_block(to: str, other: str, is_told: bool) -> None:
    text = f". {{\nforward . {to}\n}}\n{other}\n"
    assert bool(lint(text, rules=[forward_upstreams_not_equivalent.RULE])) is is_told


@pytest.mark.parametrize(
    ("hosts", "to", "is_told"),
    [
        ("lo", "127.0.0.1", True),
        ("lo0", "[::1]:53", True),
        ("lo", "127.0.0.53", False),
        ("lo", "127.0.0.1:54", False),
        ("eth0", "127.0.0.1", False),
    ],
)
def test_loops_over_the_loopback_interface(hosts: str, to: str, is_told: bool) -> None:
    text = f". {{\nbind {hosts}\nforward . {to}\n}}\n"
    assert bool(lint(text, rules=[forward_loop_to_self.RULE])) is is_told


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ("health_check 0", "no pause"),
        ("health_check 0s no_rec", "no pause"),
        ("health_check 5ms", "5ms"),
        ("health_check 10ms", ""),
        ("health_check 0\nmax_fails 0", ""),
        ("health_check 0\nmax_fails 1", "no pause"),
    ],
)
def test_checks_without_a_pause(lines: str, word: str) -> None:
    text = f". {{\nforward . 192.0.2.53 {{\n{lines}\n}}\n}}\n"
    found = lint(text, rules=[health_check_without_pause.RULE])
    assert [word in item.message for item in found] == [True] * bool(word)


@pytest.mark.parametrize(
    ("lines", "is_told"),
    [
        ("proxy . 127.0.0.1", True),
        ("proxy . 127.0.0.53:53 {\nprotocol dns force_tcp\n}", True),
        ("proxy . 127.0.0.1 {\nprotocol grpc insecure\n}", False),
        ("proxy . 127.0.0.1:54", False),
        ("grpc . 127.0.0.1:53", False),
    ],
)
def test_loops_of_other_plugins_that_send(lines: str, is_told: bool) -> None:
    text = f". {{\n{lines}\n}}\n"
    found = lint(text, rules=[forward_loop_to_self.RULE], build=stock("1.3.1"))
    assert bool(found) is is_told
