"""forward: send queries to other DNS servers (plugin/forward/setup.go, resolve.go)."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.file_uses import FileUse, tls_files
from corefile.coredns.catalogue.kinds import (
    FILE,
    WORD,
    Kind,
    choice,
    duration,
    flag,
    integer,
    lone,
    many,
    one,
    unsigned,
    zones,
)
from corefile.coredns.catalogue.query import Chain, End, Outcomes, Query, Verdict, failure, settled
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
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
    EMPTY_FILE,
    NEEDS_SERVERS,
    NO_SERVERS,
    Sender,
    Upstream,
    check_spelling,
    instead_of,
    is_path,
    names_a_host,
    read_from_and_to,
    read_upstream,
    split_server_name,
)
from corefile.coredns.catalogue.zones import (
    fqdn,
    is_domain_name,
    is_subdomain,
    normalize,
    split_transport,
)
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.libraries import rcodes_of
from corefile.coredns.releases.release import Release, Span, span
from corefile.go.dns import RCODES
from corefile.go.errors import Invalid
from corefile.go.net import join_host_port, parse_ip, split_host_port
from corefile.go.strconv import quote
from corefile.go.time import format_duration
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

MAX_UPSTREAMS = 15
DEFAULT_EXPIRE = 10 * 1_000_000_000
#: The transports, and the release that brought them (setup.go).
TRANSPORTS = {"dns": "", "tls": "", "https": "1.14.5", "quic": "1.15.0"}
#: The release that began to refuse other transports; before, they were asked in plain DNS.
CHECKED = "1.7.0"
#: The release that began to take less than three files for `tls`, and the policy `sequential`.
FEW_FILES = SEQUENTIAL = "1.1.2"
#: What began later: paths after `https://` are refused, names looked up (setup.go), and
#: `health_check … domain`.
HTTPS = TRANSPORTS["https"]
NAMES = "1.14.4"
DOMAIN = "1.9.2"
#: The release that began to read what is after the duration of `health_check`.
OPTIONS = "1.6.8"
NO_OPTIONS = f"options of `health_check` appeared in CoreDNS {OPTIONS}"
#: The first release that knows `no_rec` of `health_check`.
NO_REC = "1.6.8"
#: The first release that takes the name of a certificate after an address.
SERVER_NAMES = "1.13.2"
#: The first release that limits how often a query is tried where nothing is written.
CAPPED = "1.14.7"
#: The first release that takes several in a server block.
SEVERAL = "1.9.4"
COUNT = unsigned(32)
ANY_COUNT = integer(0, message="max_fails can't be negative: {value}")
#: Read like a file, a folder is one that names no server.
FOLDERS = (".", "..", "/")


@dataclass(frozen=True, slots=True)
class HealthCheck(Brief):
    """How often upstreams are looked at, and how."""

    #: Nanoseconds.
    interval: Duration
    #: Whether the query asks for no recursion.
    no_rec: bool
    #: The name that is asked for; None for `.`.
    domain: Value[str] | None


def read_health_check(cursor: Cursor) -> HealthCheck:
    """Read `health_check DURATION [no_rec] [domain NAME]`."""
    interval = one(duration(0, "health_check can't be negative: {number}")).read(cursor)
    no_rec = False
    domain = None
    while cursor.next_arg():
        if cursor.release not in span(OPTIONS):
            raise cursor.error(f"unknown property '{cursor.value}'", f"leave it out: {NO_OPTIONS}")
        if cursor.value == "no_rec":
            no_rec = True
        elif cursor.value == "domain" and cursor.release in span(DOMAIN):
            domain = one(WORD).read(cursor)
            if not (cursor.release not in span("1.9.4") or is_domain_name(domain.value)):
                raise Refused(f"health_check: invalid domain name {domain.value}", domain.token)
        else:
            message = f"health_check: unknown option {cursor.value}"
            help_text = "write `no_rec` or `domain NAME`"
            if cursor.value == "domain":
                help_text = f"`domain` appeared in CoreDNS {DOMAIN}: leave it out, or upgrade"
            raise Refused(message, cursor.token, help_text)
    return HealthCheck(interval, no_rec, domain)


def read_max_fails(cursor: Cursor) -> Value[int]:
    """Read a number of 32 bits, which began to be checked with 1.9.0 (setup.go)."""
    return one(ANY_COUNT if cursor.release not in span("1.9.0") else COUNT).read(cursor)


def read_policy(cursor: Cursor) -> Value[str]:
    """Read how upstreams are chosen."""
    policy = one(WORD).read(cursor)
    known = ["random", "round_robin", *["sequential"] * (cursor.release in span(SEQUENTIAL))]
    if policy.value not in known:
        help_text = f"write one of {', '.join(f'`{name}`' for name in known)}"
        raise cursor.error(f"unknown policy '{policy.value}'", help_text)
    return policy


def read_tls_files(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read the files for encrypted upstreams."""
    return many(FILE, 0 if cursor.release in span(FEW_FILES) else 3, 3).read(cursor)


def read_source(cursor: Cursor) -> Value[str]:
    """Read the address that queries are sent from."""
    source = one(WORD).read(cursor)
    if parse_ip(source.value) is None:
        raise cursor.error(f"invalid IP address: {source.value}")
    return source


def rcode(text: str) -> str:
    """Read the name of a response code."""
    if text.upper() not in RCODES:
        raise Invalid(f"{text} is not a valid rcode")
    return text.upper()


def read_failover(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read codes; before 1.13.2 every unknown one was taken for NOERROR, but not that itself."""
    if cursor.release in span("1.13.2"):
        return many(FAILOVER).read(cursor)
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    known = rcodes_of(cursor.release)
    for arg in args:
        if arg.text.upper() not in known:
            raise Refused("NoError cannot be used in failover", arg, FAILOVER.help)
    return tuple(Value(arg.text.upper(), arg) for arg in args)


def failover_rcode(text: str) -> str:
    """Read the name of a response code that is a failure."""
    if rcode(text) == "NOERROR":
        raise Invalid("NoError cannot be used in failover")
    return text.upper()


def resolver(text: str) -> str:
    """Read the address of a DNS server that upstreams' names are looked up at."""
    try:
        host, _ = split_host_port(text)
    except Invalid:
        host = text
    if parse_ip(host) is None:
        raise Invalid(f"resolver must be an IP address or IP:port: {quote(text)}")
    return text


RCODE = Kind("RCODE", rcode, ("NXDOMAIN", "SERVFAIL"), "write a code such as `NXDOMAIN`")
FAILOVER = Kind("RCODE", failover_rcode, ("SERVFAIL", "REFUSED"), "write a code of failure")
RESOLVER = Kind("ADDRESS", resolver, ("10.0.0.10", "10.0.0.10:53"), "write an IP address")
DOH_METHOD = choice("POST", "GET", message="doh_method must be either POST or GET")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward(Sender):
    """Sends queries for a zone to upstream DNS servers and gives back what they answer."""

    name: ClassVar[str] = "forward"
    usage: ClassVar[str] = "forward FROM TO…"
    stanzas: ClassVar[Stanzas] = "each"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "forwarding"
    sends_to: ClassVar[Peer] = "resolvers"
    metadata_labels: ClassVar[tuple[str, ...]] = ("upstream",)
    several: ClassVar[Span] = span(SEVERAL)
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=FEW_FILES,
            kind="added",
            what="tls",
            text="`tls` takes up to three files; before, three",
            source="plugin/forward/setup.go",
        ),
        Change(
            release=SEQUENTIAL,
            kind="added",
            what="policy",
            text="there is a policy `sequential`",
            source="plugin/forward/setup.go",
        ),
        Change(
            release="1.6.8",
            until="1.8.1",
            kind="meaning",
            what="health_check",
            text="an upstream that is down is looked at less and less often",
            source="notes of 1.6.8 and 1.8.1",
        ),
        Change(
            release=CHECKED,
            until=HTTPS,
            kind="removed",
            what="https:// upstreams",
            text="`https://` before an upstream is refused; before, it was left out and plain DNS"
            " was sent",
            advice="write the address alone, or `tls://` before it",
        ),
        Change(
            release="1.8.1",
            kind="meaning",
            what="max_concurrent",
            text="queries beyond `max_concurrent` are answered with REFUSED; before, with SERVFAIL",
        ),
        Change(
            release="1.9.0",
            kind="meaning",
            what="force_tcp",
            text="with `force_tcp` upstreams are also looked at over TCP",
        ),
        Change(
            release=SEVERAL,
            kind="added",
            what="several",
            text="a server block may have several; they are asked in the order of the Corefile",
            advice="write those for narrower zones first",
        ),
        Change(
            release="1.9.4",
            kind="metrics",
            what="coredns_forward_sockets_open",
            text="there is no `coredns_forward_sockets_open` any more",
        ),
        Change(
            release="1.11.0",
            kind="metrics",
            what="coredns_proxy_",
            text="metrics of single upstreams have names that begin with `coredns_proxy_`, and the"
            ' label `proxy_name="forward"`',
            source="plugin/forward/README.md",
        ),
        Change(
            release="1.11.0",
            until="1.11.1",
            kind="avoid",
            what="tls:// upstreams",
            where=r"^tls://",
            text="queries over TLS are slow",
            advice="take 1.11.1",
            source="notes of 1.11.1",
        ),
        Change(
            release=SERVER_NAMES,
            kind="meaning",
            what="tls://ADDRESS%NAME",
            where=r"^tls://.*%",
            text="what follows `%` is the name in the upstream's certificate; before, it was"
            " the zone of an IPv6 address",
        ),
        Change(
            release=NAMES,
            kind="added",
            what="names of upstreams",
            text="an upstream may be a name, which is looked up when CoreDNS starts",
        ),
        Change(
            release=HTTPS,
            kind="added",
            what="https:// upstreams",
            text="`https://` asks an upstream with DNS over HTTPS",
        ),
        Change(
            release="1.14.5",
            kind="default",
            what="tls ciphers",
            where=r"^tls(?:://|$)",
            text="Go chooses the ciphers for TLS; before, CoreDNS had a list of its own",
        ),
        Change(
            release=CAPPED,
            kind="default",
            what="max_connect_attempts",
            text="a query tries twice as many times as there are upstreams; before, for 5 seconds"
            " without a limit",
            advice="write `max_connect_attempts 0` to have no limit",
            source="plugin/forward/README.md",
        ),
        Change(
            release=TRANSPORTS["quic"],
            kind="added",
            what="quic:// upstreams",
            text="`quic://` asks an upstream with DNS over QUIC",
        ),
        Change(
            release="1.15.0",
            kind="meaning",
            what="names of upstreams",
            text="a name of an upstream is absolute; before, the search domains of the machine"
            " were tried",
            advice="write the whole name",
        ),
    )

    except_: tuple[tuple[Zone, ...], ...] = settings(
        zones(1), "zones below FROM whose names are not sent on"
    )
    max_fails: Value[int] | None = setting(
        Reader(COUNT.syntax, read_max_fails),
        "failed checks after which an upstream is down",
        default="2",
    )
    max_connect_attempts: Value[int] | None = setting(
        one(unsigned(32)),
        "how many upstreams are tried for one query",
        otherwise="twice as many as there are",
        before=((CAPPED, "0"),),
    )
    health_check: HealthCheck | None = setting(
        Reader(
            "DURATION [no_rec] [domain NAME]",
            read_health_check,
            before=((NO_REC, "DURATION"), (DOMAIN, "DURATION [no_rec]")),
        ),
        "how often an upstream that failed is checked",
        default="500ms",
    )
    force_tcp: bool | None = setting(flag(), "always ask over TCP")
    prefer_udp: bool | None = setting(flag(), "ask over UDP first")
    tls: tuple[Value[str], ...] | None = setting(
        Reader(many(FILE, 0, 3).syntax, read_tls_files, ((FEW_FILES, "FILE…"),)),
        "files with certificate, key and CA for encrypted upstreams",
    )
    tls_servername: Value[str] | None = setting(
        one(WORD), "the name that the upstreams' certificates must have"
    )
    expire: Duration | None = setting(
        one(duration(0, "expire can't be negative: {value}")),
        "how long an idle connection is kept",
        default="10s",
    )
    max_age: Duration | None = setting(
        one(duration(0, "max_age can't be negative: {value}")),
        "how long a connection is kept at all",
    )
    max_idle_conns: Value[int] | None = setting(
        one(integer(0, message="max_idle_conns can't be negative: {value}")),
        "how many idle connections are kept; 0 means no limit",
    )
    read_timeout: Duration | None = setting(
        one(duration(1, "read_timeout must be positive: {value}")),
        "how long an answer is waited for",
        default="2s",
    )
    doh_method: Value[str] | None = setting(
        one(DOH_METHOD), "how https:// upstreams are asked", default="POST"
    )
    policy: Value[str] | None = setting(
        Reader("random|round_robin|sequential", read_policy, ((SEQUENTIAL, "random|round_robin"),)),
        "how the upstream for a query is chosen",
        default="random",
    )
    max_concurrent: Value[int] | None = setting(
        one(integer(0, message="max_concurrent can't be negative: {value}")),
        "how many queries may be under way at once; 0 means no limit",
    )
    next: tuple[tuple[Value[str], ...], ...] = settings(
        many(RCODE), "codes of answers on which the next `forward` is asked"
    )
    next_on_nodata: bool | None = setting(flag(), "ask the next `forward` when an answer is empty")
    failfast_all_unhealthy_upstreams: bool | None = setting(
        lone(), "answer SERVFAIL when all upstreams are down"
    )
    failover: tuple[tuple[Value[str], ...], ...] = settings(
        Reader("RCODE…", read_failover), "codes of answers on which another upstream is asked"
    )
    resolver: tuple[Value[str], ...] | None = setting(
        many(RESOLVER), "where names of upstreams are looked up"
    )
    source_address: Value[str] | None = setting(
        Reader("ADDRESS", read_source), "the address queries are sent from"
    )

    @classmethod
    def subject(cls, args: Sequence[str]) -> tuple[str, ...]:
        """Return the zone whose names are sent on."""
        return tuple(normalize(zone) for zone in args[:1])

    @classmethod
    def files(cls, stanzas: "tuple[Forward, ...]") -> Iterator[FileUse]:
        """Return certificates and keys."""
        for stanza in stanzas:
            yield from tls_files(cls.name, (file.token for file in stanza.tls or ()))

    def meets(self, change: Change) -> bool:
        """Tell whether it has what a change is about: a name for an upstream, for instance."""
        if change.what == "names of upstreams":
            return any(is_name(upstream) for upstream in self.to)
        return Plugin.meets(self, change)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zone and the upstreams."""
        zone, to = read_from_and_to(cursor)
        for arg in to:
            check_spelling(cursor, arg)
        return {"zone": zone, "to": tuple(map(read_upstream, to))}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Yield what is refused of the properties together, and of the upstreams."""
        expire = self.expire.value if self.expire else DEFAULT_EXPIRE
        if self.max_age and 0 < self.max_age.value < expire:
            ages = format_duration(self.max_age.value), format_duration(expire)
            message = f"max_age ({ages[0]}) must not be less than expire ({ages[1]})"
            yield Refused(message, self.max_age.token)
        for check in (self.check_path, self.check_name, self.check_look_up, self.check_transport):
            # What is wrong with one in such a way is wrong with what is around it, too.
            habit = ""
            for upstream in self.to:
                for refused in check(cursor, upstream):
                    if not habit or (habit != refused.help and "$(" not in habit):
                        yield refused
                    habit = refused.help if set("$,;@") & set(upstream.token.text) else habit
        if not self.servers and cursor.release in span(NEEDS_SERVERS):
            help_text = "name a DNS server: `forward . 192.0.2.53`"
            old = cursor.release not in span(NAMES)
            message = NO_SERVERS if old else "no valid upstream addresses found"
            yield Refused(message, self.to[0].token, help_text)

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Forward, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Yield the stanzas with too many upstreams."""
        for stanza in stanzas:
            files = [file for file in stanza.tls or () if file.value]
            refused = unnamed_tls_file(files, scope)
            if refused is not None:
                yield refused
            count = len(stanza.servers)
            if count > MAX_UPSTREAMS:
                message = f"more than {MAX_UPSTREAMS} TOs configured: {count}"
                token = stanza.servers[MAX_UPSTREAMS].token
                yield Refused(message, token, "use two `forward` lines")

    @property
    def servers(self) -> tuple[Upstream, ...]:
        """The upstreams without those that name no server."""
        nothing = (*FOLDERS, EMPTY_FILE)
        return tuple(upstream for upstream in self.to if upstream.host not in nothing)

    def looked_up(self, release: Release) -> Iterator[tuple[Upstream, str]]:
        """Yield the upstreams that are looked up when CoreDNS starts, each with the name."""
        if self.resolver or release not in span(NAMES):
            return
        for upstream in self.to:
            network = parse_ip(upstream.host.partition("/")[0]) is not None
            if upstream.kind == "file" and (network or is_name(upstream)):
                name = host_name(release, upstream)
                if name is not None and (network or names_a_host(name)):
                    yield upstream, name

    def check_path(self, cursor: Cursor, upstream: Upstream) -> Iterator[Refused]:
        """Refuse a path after `https://`."""
        text = upstream.token.text
        transport, host = split_transport(text)
        if transport == "https" and "/" in host and cursor.release in span(HTTPS):
            message = (
                "paths are not allowed in HTTPS upstream addresses "
                f"(the /dns-query path is used by default): {text}"
            )
            yield Refused(message, upstream.token, "leave the path out")

    def check_name(self, cursor: Cursor, upstream: Upstream) -> Iterator[Refused]:
        """Refuse what is not an address and cannot be a name; a path may be that of a file."""
        text = upstream.token.text
        if not split_transport(text)[1]:
            yield Refused(f"invalid address: {quote(text)}", upstream.token)
        elif is_name(upstream) and cursor.release not in span(NAMES):
            message = f"not an IP address or file: {quote(upstream.host)}"
            help_text = f"names are looked up since CoreDNS {NAMES}: write an IP address"
            yield Refused(message, upstream.token, help_text)
        elif is_name(upstream) and host_name(cursor.release, upstream) is None:
            message = f"not an IP address, file, or valid domain: {quote(text)}"
            yield Refused(message, upstream.token, "write an IP address, or a file's path")

    def check_look_up(self, cursor: Cursor, upstream: Upstream) -> Iterator[Refused]:
        """Refuse a name that Go does not even look up."""
        looks_up = cursor.release in span(NAMES) and not self.resolver
        name = host_name(cursor.release, upstream) if looks_up and is_name(upstream) else None
        if name is not None and not names_a_host(name):
            wanted = name if cursor.release not in span("1.15.0") else fqdn(name)
            message = f"failed to resolve {quote(name)}: lookup {wanted}: no such host"
            yield Refused(message, upstream.token, instead_of(upstream.token.text))

    def check_transport(self, cursor: Cursor, upstream: Upstream) -> Iterator[Refused]:
        """Refuse a scheme that `forward` does not speak, and a certificate's name given twice."""
        text = upstream.token.text
        transport = upstream.transport
        address, server_name = split_server_name(text)
        scoped = cursor.release not in span(SERVER_NAMES)
        shown = text if scoped else address
        if not has_port(text):
            shown = with_port(shown, upstream.port)
        name = self.tls_servername.value if self.tls_servername else ""
        checked = cursor.release in span(CHECKED)
        if checked and transport not in transports(cursor.release) and upstream.kind != "file":
            # An https3:// address without a port is forgotten on the way (parse/host.go).
            if transport != "https3" or text.endswith(f":{upstream.port}"):
                shown = text if upstream.kind == "socket" else shown
                words = (
                    f"'{transport}' is not supported as a destination protocol in forward: {shown}"
                )
                help_text = "write `dns://`, `tls://`, `https://` or `quic://`"
                if transport in TRANSPORTS:
                    since = TRANSPORTS[transport]
                    help_text = (
                        f"`{transport}://` appeared in CoreDNS {since}: use `tls://`, or upgrade"
                    )
                yield Refused(words, upstream.token, help_text)
        # In older releases what is after `%` was a scope only (setup.go).
        elif transport in ("tls", "quic") and server_name and name and not scoped:
            message = (
                f"both forward ('{name}') and proxy level "
                f"('{server_name}') TLS servernames are set for upstream proxy '{shown}'"
            )
            yield Refused(message, upstream.token, "give the name in one of the two places")

    @classmethod
    def serve(cls, stanzas: "tuple[Forward, ...]", query: Query, chain: Chain) -> Verdict:
        """Ask the upstreams for names below FROM that are not excepted (forward.go)."""
        forward = stanzas[0]
        zone = forward.zone.name
        name = query.lower
        if not is_subdomain(zone, name):
            return Verdict(f"not below `{zone}`")
        ignored = tuple(zone for line in forward.except_ for zone in names(line))
        if name != zone and chain.in_zones(ignored, query):
            return Verdict("excluded by `except`")
        return chain.once("verdict", lambda: forward.ask(chain))

    def ask(self, chain: Chain) -> Verdict:
        """Return what it does with a query that it sends on."""
        asked = ", ".join(upstream.shown for upstream in self.to)
        end = End("forwarded", self.name, to=tuple(upstream.shown for upstream in self.to))
        another = chain.rest[:1] == (self.name,)
        found = settled(self.name, self.outcomes(end, another=another), chain)
        if found is not None:
            return replace(found, why=f"asks {asked}: {found.why}")
        if another and (self.next or self.next_on_nodata):
            return Verdict(f"asks {asked}; some answers let the next `forward` ask", (end,))
        return Verdict(f"asks {asked}", (end,), goes_on=False)

    def outcomes(self, end: End, *, another: bool) -> Outcomes:
        """Return how a query ends by what the upstreams answer.

        With `another` there is a `forward` after this one, which `next` may let ask.
        """
        codes = {value.value for line in self.next for value in line} if another else set()
        on_nodata = another and bool(self.next_on_nodata)
        ends: dict[str, End | None] = {
            "hit": None if "NOERROR" in codes else replace(end, rcode="NOERROR"),
            "nodata": replace(end, rcode="NOERROR"),
            "nxdomain": None if "NXDOMAIN" in codes else replace(end, rcode="NXDOMAIN"),
            "servfail": replace(failure(self.name), to=end.to),
        }
        if "SERVFAIL" in codes:
            ends["servfail"] = None
        return ends | ({"nodata": None} if on_nodata or "NOERROR" in codes else {})


def with_port(text: str, port: str) -> str:
    """Return an address with its port as CoreDNS prints it (net.JoinHostPort)."""
    transport, host = split_transport(text)
    scheme = "" if transport == "dns" else f"{transport}://"
    return scheme + join_host_port(host.strip("[]"), port)


def has_port(text: str) -> bool:
    """Tell whether an address is written with its port."""
    try:
        split_host_port(split_transport(text)[1])
    except Invalid:
        return False
    return True


def transports(release: Release) -> tuple[str, ...]:
    """Return the transports that the release speaks."""
    return tuple(
        name for name, since in TRANSPORTS.items() if not (since and release not in span(since))
    )


def is_name(upstream: Upstream) -> bool:
    """Tell whether the upstream is a name to look up: no address, nor by its look a path."""
    return upstream.kind == "file" and not is_path(upstream.host) and upstream.host not in FOLDERS


def host_name(release: Release, upstream: Upstream) -> str | None:
    """Return the name to look up, None when it is none (resolve.go, parseAsHostEntry)."""
    transport, host = split_transport(split_server_name(upstream.token.text)[0])
    with suppress(Invalid):
        host, _ = split_host_port(host)
    host = host.strip("[]")
    valid = transport in transports(release) and is_domain_name(host) and parse_ip(host) is None
    return host if valid else None
