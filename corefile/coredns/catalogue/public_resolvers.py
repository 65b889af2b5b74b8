"""Resolvers that everybody may ask, and the names in the certificates of those that speak TLS."""

from collections.abc import Sequence

from corefile.coredns.catalogue.upstreams import Upstream
from corefile.go.net import parse_ip
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["Provider", "is_public", "provider_named", "provider_of"]


@dataclass(frozen=True, slots=True)
class Provider(Brief):
    """Who runs some public resolvers."""

    name: str
    #: Each as short as it can be written.
    addresses: frozenset[str]
    #: The name in the certificate of its resolvers, as its documentation says; "" for none.
    server_name: str = ""
    #: The domains that names in its certificates are in.
    domains: tuple[str, ...] = ()


def provider(
    name: str, *addresses: str, server_name: str = "", domains: Sequence[str] = ()
) -> Provider:
    """Make a provider of addresses, each as short as it can be written."""
    return Provider(name, frozenset(addresses), server_name, tuple(domains))


#: developers.cloudflare.com/1.1.1.1, developers.google.com/speed/public-dns/docs/dns-over-tls,
#: quad9.net/service/service-addresses-and-features, adguard-dns.io/public-dns,
#: alidns.com/knowledge, and the pages of the others.
PROVIDERS = (
    provider(
        "Cloudflare",
        *("1.1.1.1", "1.0.0.1", "2606:4700:4700::1111", "2606:4700:4700::1001"),
        *("1.1.1.2", "1.0.0.2", "2606:4700:4700::1112", "2606:4700:4700::1002"),
        *("1.1.1.3", "1.0.0.3", "2606:4700:4700::1113", "2606:4700:4700::1003"),
        server_name="cloudflare-dns.com",
        domains=("cloudflare-dns.com", "one.one.one.one"),
    ),
    provider(
        "Google",
        *("8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844"),
        server_name="dns.google",
        domains=("dns.google", "dns.google.com"),
    ),
    provider(
        "Quad9",
        *("9.9.9.9", "149.112.112.112", "2620:fe::fe", "2620:fe::9"),
        *("9.9.9.10", "149.112.112.10", "2620:fe::10", "2620:fe::fe:10"),
        *("9.9.9.11", "149.112.112.11", "2620:fe::11", "2620:fe::fe:11"),
        server_name="dns.quad9.net",
        domains=("quad9.net",),
    ),
    provider("OpenDNS", "208.67.222.222", "208.67.220.220"),
    provider("Lumen", "4.2.2.1", "4.2.2.2"),
    provider(
        "AdGuard",
        *("94.140.14.14", "94.140.15.15", "2a10:50c0::ad1:ff", "2a10:50c0::ad2:ff"),
        server_name="dns.adguard-dns.com",
        domains=("adguard-dns.com", "adguard.com"),
    ),
    provider(
        "AliDNS",
        *("223.5.5.5", "223.6.6.6", "2400:3200::1", "2400:3200:baba::1"),
        server_name="dns.alidns.com",
        domains=("alidns.com",),
    ),
    provider("DNSPod", "119.29.29.29", server_name="dot.pub", domains=("dot.pub", "doh.pub")),
    provider("114DNS", "114.114.114.114", "114.114.115.115"),
)


def is_public(upstream: Upstream) -> bool:
    """Tell whether an address is that of a public resolver."""
    return provider_of(upstream) is not None


def provider_of(upstream: Upstream) -> Provider | None:
    """Return who runs a resolver, if it is a public one."""
    address = parse_ip(upstream.host)
    if address is None:
        return None
    return next((one for one in PROVIDERS if str(address) in one.addresses), None)


def provider_named(server_name: str) -> Provider | None:
    """Return whose certificates hold a name, if it is that of a public resolver."""
    name = server_name.lower().removesuffix(".")
    return next(
        (
            one
            for one in PROVIDERS
            if any(name == domain or name.endswith(f".{domain}") for domain in one.domains)
        ),
        None,
    )
