"""grpc: send queries to other servers over gRPC (plugin/grpc/setup.go, pkg/parse/host.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.file_uses import FileUse, tls_files
from corefile.coredns.catalogue.kinds import FILE, WORD, fallthrough, many, one, zones
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, failure, settled
from corefile.coredns.catalogue.schema import (
    Reader,
    Scope,
    Value,
    Zone,
    names,
    setting,
    settings,
)
from corefile.coredns.catalogue.tls_files import unnamed_tls_file
from corefile.coredns.catalogue.upstreams import (
    BRACKETS,
    NEEDS_SERVERS,
    Sender,
    Upstream,
    check_spelling,
    is_path,
    read_from_and_to,
    read_upstream,
    without_scope,
)
from corefile.coredns.catalogue.zones import DEFAULT_PORTS, is_subdomain, split_transport
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import Release, span
from corefile.go.errors import Invalid
from corefile.go.net import join_host_port, parse_ip, split_host_port
from corefile.go.strconv import quote
from corefile.go.url import parse_url
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

MAX_UPSTREAMS = 15
#: The longest name of a file in Linux, in bytes.
MAX_FILE_NAME = 255
#: The transports that gRPC takes for a way to find an address.
#: The releases that say why a word is not the name of a file.
REASONS = span("1.14.5")
RESOLVED = ("dns", "unix")
#: An older gRPC at once misses an address after the third slash of `dns://ADDRESS` (go.mod).
DNS_TARGETS = span("1.11.4")
#: It began to fail without an error what it has nobody to ask for (grpc.go).
SILENT_AT_END = span("1.12.3")


def read_to(cursor: Cursor, token: ExpandedToken) -> Upstream:
    """Read an upstream: an address, or a file like /etc/resolv.conf. Raises Refused."""
    check_spelling(cursor, token)
    transport, host = split_transport(token.text)
    if not host:
        raise Refused(f"invalid address: {quote(token.text)}", token)
    upstream = read_upstream(token)
    if transport == "unix" or upstream.kind == "address":
        return upstream
    name = file_name(host, cursor.release)
    if not is_path(name) and not is_folder(name):
        why = f": {quote(name)}"
        if cursor.release in REASONS:
            why = f" {quote(name)}: {why_no_file(name)}"
        message = f"not an IP address or file{why}"
        raise Refused(message, token, "write the IP address of the server")
    return upstream


def file_name(host: str, release: Release) -> str:
    """Return the name of the file that is opened for what is not an address."""
    try:
        split_host_port(host)
    except Invalid:
        return host.strip("[]") if release in span(BRACKETS) else host
    return host


def is_folder(name: str) -> bool:
    """Tell whether a name is that of a folder on any machine, in which no server is found."""
    return name != "" and all(part in ("", ".", "..") for part in name.split("/"))


def why_no_file(name: str) -> str:
    """Say why a name without a slash is not a file."""
    if "\0" in name:
        return f"open {name}: invalid argument"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_FILE_NAME:
        return f"open {name}: file name too long"
    why = quote(f"open {name}: no such file or directory")
    return f"failed to open file {quote(name)}: {why}"


def check_target(cursor: Cursor, token: ExpandedToken) -> None:
    """Check that gRPC can make a URL of an address. Raises Invalid."""
    if cursor.release not in span("1.8.7"):  # its gRPC was the last to take every text (go.mod)
        return
    transport, host = split_transport(token.text)
    target = token.text
    try:
        split_host_port(host)
    except Invalid:
        bare = host.strip("[]")
        if transport != "unix" and parse_ip(without_scope(bare)) is not None:
            address = join_host_port(bare, DEFAULT_PORTS[transport])
            target = address if transport == "dns" else f"{transport}://{address}"
    if target.startswith(tuple(f"{name}://" for name in RESOLVED)):
        try:
            parse_url(target)
        except Invalid:
            pass
        else:
            if target.startswith("dns://") and cursor.release not in DNS_TARGETS:
                raise Invalid("failed to build resolver: dns resolver: missing address")
            return
    parse_url(f"dns:///{target}")


def read_policy(cursor: Cursor) -> Value[str]:
    """Read how upstreams are chosen."""
    policy = one(WORD).read(cursor)
    if policy.value not in ("random", "round_robin", "sequential"):
        help_text = "write one of `random`, `round_robin`, `sequential`"
        raise cursor.error(f"unknown policy '{policy.value}'", help_text)
    return policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Grpc(Sender):
    """Sends queries for a zone to upstream servers over gRPC and gives back what they answer."""

    name: ClassVar[str] = "grpc"
    usage: ClassVar[str] = "grpc FROM TO…"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "forwarding"
    sends_to: ClassVar[Peer] = "resolvers"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.14.5",
            kind="default",
            what="tls ciphers",
            where=r"^tls$",
            text="Go chooses the ciphers for TLS; before, CoreDNS had a list of its own",
        ),
    )

    except_: tuple[tuple[Zone, ...], ...] = settings(
        zones(1), "zones below FROM whose names are not sent on"
    )
    tls: tuple[Value[str], ...] | None = setting(
        many(FILE, 0, 3), "talk over TLS; files with certificate, key and CA"
    )
    tls_servername: Value[str] | None = setting(
        one(WORD), "the name that the upstreams' certificates must have"
    )
    policy: Value[str] | None = setting(
        Reader("random|round_robin|sequential", read_policy),
        "how the upstream for a query is chosen",
        default="random",
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that an upstream does not know on"
    )

    @classmethod
    def files(cls, stanzas: "tuple[Grpc, ...]") -> Iterator[FileUse]:
        """Return certificates and keys."""
        for stanza in stanzas:
            yield from tls_files(cls.name, (file.token for file in stanza.tls or ()))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zone and the upstreams."""
        zone, to = read_from_and_to(cursor)
        upstreams = tuple(read_to(cursor, arg) for arg in to)
        nothing = all(up.kind == "file" and is_folder(up.host) for up in upstreams)
        if nothing and cursor.release in span(NEEDS_SERVERS):
            raise Refused("no nameservers found", to[0], "write the IP address of a server")
        return {"zone": zone, "to": upstreams}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Yield the addresses that gRPC cannot use."""
        for upstream in self.to:
            if upstream.kind == "address" or upstream.transport == "unix":
                try:
                    check_target(cursor, upstream.token)
                except Invalid as invalid:
                    bare = (
                        upstream.token.text.startswith("dns://")
                        and cursor.release not in DNS_TARGETS
                    )
                    help_text = "leave `dns://` out" if bare else ""
                    yield Refused(str(invalid), upstream.token, help_text)

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Grpc, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Yield what is refused of the files, and of the number of upstreams."""
        for stanza in stanzas:
            refused = unnamed_tls_file(stanza.tls or (), scope)
            if refused is not None:
                yield refused
            servers = [up for up in stanza.to if up.kind != "file" or not is_folder(up.host)]
            if len(servers) > MAX_UPSTREAMS:
                message = f"more than {MAX_UPSTREAMS} TOs configured: {len(servers)}"
                yield Refused(message, servers[MAX_UPSTREAMS].token)

    @classmethod
    def serve(cls, stanzas: "tuple[Grpc, ...]", query: Query, chain: Chain) -> Verdict:
        """Ask the upstreams for names below FROM that are not excepted (grpc.go)."""
        grpc = stanzas[0]
        zone = grpc.zone.name
        name = query.lower
        if not is_subdomain(zone, name):
            return Verdict(f"not below `{zone}`")
        ignored = tuple(zone for line in grpc.except_ for zone in names(line))
        if name != zone and chain.in_zones(ignored, query):
            return Verdict("excluded by `except`")
        asked = ", ".join(upstream.shown for upstream in grpc.to)
        end = End("forwarded", cls.name, to=tuple(upstream.shown for upstream in grpc.to))
        goes_on = bool(chain.rest and chain.in_zones(names(grpc.fallthrough), query))
        answers = {word: replace(end, rcode="NOERROR") for word in ("hit", "nodata")}
        fails = {
            "nxdomain": replace(end, rcode="NXDOMAIN"),
            "servfail": replace(failure(cls.name), to=end.to),
        }
        outcomes = answers | (dict.fromkeys(fails) if goes_on else fails)
        found = settled(cls.name, outcomes, chain)
        if found is not None:
            return replace(found, why=f"asks {asked}: {found.why}")
        if goes_on:
            return Verdict(f"asks {asked}; what fails goes on", (end,))
        return Verdict(f"asks {asked}", (end,), goes_on=False)

    @classmethod
    def at_end(cls, stanzas: "tuple[Grpc, ...]", query: Query, chain: Chain) -> End:
        """Fail queries for which it asks nobody, since some release without an error."""
        if chain.release in SILENT_AT_END:
            return failure(cls.name)
        return failure(cls.name, error=f"plugin/{cls.name}: no next plugin found")
