"""What server blocks that share a listener must have in common (core/dnsserver, NewServer…).

An encrypted connection has its certificate before it is known which zone it is for, so a listener
has one for all its server blocks. Up to 1.14.7 CoreDNS took that of any of them.
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import ZoneAddress
from corefile.coredns.model.server import Key, Refusal, Server
from corefile.coredns.releases.release import ALWAYS, Release, span
from corefile.go.errors import Invalid
from corefile.go.net import format_ip, parse_ip
from corefile.go.strconv import quote
from corefile.text.records import dataclass

ENCRYPTED = ("tls", "quic", "grpc", "https", "https3")
#: The release that began to compare the server blocks (dnsserver/tlsconfig.go, server_https.go).
COMPARED = span("1.15.0")
#: What is said where there must be a certificate, and in which releases there must be one. Before
#: 1.13.2 `https3://` is part of a zone's name.
NEED_TLS = {
    "https": ("DoH requires TLS to be configured, see the tls plugin", span("1.8.0", "1.8.7")),
    "https3": ("DoH3 requires TLS, no TLS config found", span("1.13.2")),
}


@dataclass(frozen=True, slots=True)
class Use:
    """A key that listens on a listener."""

    server: Server
    key: Key
    address: ZoneAddress


def conflicts(servers: tuple[Server, ...], release: Release) -> Iterator[Refusal]:
    """Yield the encrypted listeners that CoreDNS cannot make.

    It makes them in any order, and would print the first that it comes to.
    """
    for listener, uses in listeners(servers).items():
        refusals = [*different_tls(listener, uses)] if release in COMPARED else []
        refusals = refusals or [*without_tls(uses, release)]
        if release in COMPARED:
            refusals = refusals or [*different_streams(listener, uses)]
        yield from refusals


def listeners(servers: tuple[Server, ...]) -> dict[str, list[Use]]:
    """Return every encrypted listener, as CoreDNS prints it, with what is served on it."""
    found: dict[str, list[Use]] = {}
    for server in servers:
        for key in server.keys:
            for address in key.addresses:
                if address.transport in ENCRYPTED:
                    for host in map(canonical, server.listens_on):
                        listener = f"{address.transport}://{host}:{address.port}"
                        found.setdefault(listener, []).append(Use(server, key, address))
    return found


def canonical(host: str) -> str:
    """Return an address as Go prints it; the name of an interface as it is."""
    address = parse_ip(host)
    shown = host if address is None else format_ip(address)
    return f"[{shown}]" if ":" in shown else shown


def without_tls(uses: list[Use], release: Release) -> Iterator[Refusal]:
    """Refuse DNS over HTTP without a certificate (server_https.go, server_https3.go).

    Where only some of the server blocks have `tls`, releases up to 1.14.7 refuse at random.
    """
    message, needed = NEED_TLS.get(uses[0].address.transport, ("", ALWAYS))
    wanted = message and release in needed
    if wanted and not any(use.server.has("tls") for use in uses):
        yield Refusal(
            "servers",
            message,
            uses[0].key.token,
            help="add `tls CERT KEY` to the server block",
            certain=all(use.server.complete for use in uses),
            reason="no tls",
        )


def different_tls(listener: str, uses: list[Use]) -> Iterator[Refusal]:
    """Refuse server blocks with different certificates (sharedTLSConfig)."""
    first = uses[0]
    for use in uses[1:]:
        why = difference(first.server, use.server)
        if why:
            zones = f"{quote(first.address.zone)} and {quote(use.address.zone)}"
            message = (
                f"conflicting TLS configuration for shared listener {listener} between zones "
                f"{zones}: {why}"
            )
            yield disagreement(message, first, use, "`tls`")
            return


def difference(one: Server, other: Server) -> str:
    """Say how the certificates of two server blocks differ (compatibleTLSConfig).

    What is in files is not known: it may be the same in two of different names.
    """
    from corefile.coredns.plugins.tls import Tls  # noqa: PLC0415 - plugins are below

    if one is other:
        return ""
    if one.has("tls") != other.has("tls"):
        return "TLS is configured for only one server block"
    # Of several stanzas in a server block the last applies.
    stanzas = [*one.all(Tls)[-1:], *other.all(Tls)[-1:]]
    if len(stanzas) < 2 or any(stanza.depends_on_environment for stanza in stanzas):
        return ""
    mine, theirs = stanzas
    if mine.client_policy != theirs.client_policy:
        return "client authentication policies differ"
    if mine.has_client_ca != theirs.has_client_ca:
        return "client CA pools differ"
    if mine.is_automatic != theirs.is_automatic:
        return "server certificates differ"
    try:
        same = not mine.is_automatic or mine.acme_options == theirs.acme_options
    except Invalid:  # a domain that is refused already
        same = True
    return "" if same else "dynamic TLS callbacks differ"


def different_streams(listener: str, uses: list[Use]) -> Iterator[Refusal]:
    """Refuse server blocks with different limits of streams (server_https.go, NewServerHTTPS)."""
    from corefile.coredns.plugins.https import Https  # noqa: PLC0415 - plugins are below

    if uses[0].address.transport != "https":
        return
    limits = (
        (use, https.max_streams.value)
        for use in uses
        for https in use.server.all(Https)
        if https.max_streams is not None
    )
    first, number = next(limits, (uses[0], 0))
    for use, other in limits:
        if other != number:
            message = (
                f"conflicting max_streams values for shared HTTPS listener {listener}: "
                f"{number} and {other}"
            )
            yield disagreement(message, first, use, "`max_streams`")
            return


def disagreement(message: str, first: Use, other: Use, what: str) -> Refusal:
    """Return the refusal of two server blocks on one listener."""
    return Refusal(
        "servers",
        message,
        other.key.token,
        help=f"give both server blocks the same {what}, or one of them another port",
        related=first.key.token,
        related_message="this server block listens there too",
        certain=first.server.complete and other.server.complete,
        reason="listener",
    )
