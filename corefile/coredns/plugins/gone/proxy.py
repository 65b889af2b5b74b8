"""proxy: send queries to other DNS servers, up to 1.4.0 (plugin/proxy/upstream.go, proxy.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import WORD, bare, convert, duration, integer, one, zones
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.schema import (
    Duration,
    Reader,
    Scope,
    Value,
    Zone,
    names,
    setting,
)
from corefile.coredns.catalogue.upstreams import (
    Sender,
    check_address_or_file,
    read_from_and_to,
    read_upstream,
)
from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.releases.changes import Change, Instead
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.net import split_host_port
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

MAX_UPSTREAMS = 15
#: The releases that count the upstreams.
COUNTED = span("1.0.6")
POLICIES = ("random", "least_conn", "round_robin", "first")
#: The releases that know `first` as `sequential`, too.
SEQUENTIAL = span("1.1.2")
#: The releases that know `protocol https_google`; from 1.1.4 on without effect.
GOOGLE = span("", "1.2.0")


@dataclass(frozen=True, slots=True)
class HealthCheck(Brief):
    """Where upstreams are asked over HTTP whether they are well, and how often."""

    #: `PATH:PORT`.
    endpoint: Value[str]
    #: Nanoseconds; None for 4 s.
    interval: Duration | None


def read_policy(cursor: Cursor) -> Value[str]:
    """Read how upstreams are chosen."""
    policy = one(WORD).read(cursor)
    known = [*POLICIES, *["sequential"] * (cursor.release in SEQUENTIAL)]
    if policy.value not in known:
        help_text = f"write one of {', '.join(f'`{name}`' for name in known)}"
        raise cursor.arg_error(help_text)
    return policy


def read_health_check(cursor: Cursor) -> HealthCheck:
    """Read `PATH:PORT [DURATION]`."""
    endpoint = one(WORD).read(cursor)
    try:
        split_host_port(endpoint.value)
    except Invalid as invalid:
        raise Refused(str(invalid), endpoint.token, "write `PATH:PORT`") from None
    interval = convert(duration(), cursor.token) if cursor.next_arg() else None
    return HealthCheck(endpoint, interval)


def read_protocol(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read how upstreams are asked."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    protocol, *rest = [arg.text for arg in args]
    if protocol == "dns" and rest and rest[0] != "force_tcp":
        raise Refused("only force_tcp allowed as parameter to dns", args[1])
    if protocol == "grpc" and len(rest) > MAX_FILES:
        message = f"maximum number of arguments exceeded: {len(rest)}"
        raise Refused(message, args[1], "write `insecure`, or the files for TLS")
    known = ["dns", "grpc", *["https_google"] * (cursor.release in GOOGLE)]
    if protocol not in known:
        raise Refused(f"invalid protocol: {protocol}", args[0], "write `dns` or `grpc`")
    return tuple(Value(arg.text, arg) for arg in args)


#: Certificate, key and CA.
MAX_FILES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy(Sender):
    """Sends queries for a zone to upstream servers; `forward` is its successor."""

    name: ClassVar[str] = "proxy"
    usage: ClassVar[str] = "proxy FROM TO…"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "forwarding"
    sends_to: ClassVar[Peer] = "resolvers"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=str(SEQUENTIAL.since),
            kind="deprecated",
            what="policy",
            text="the policy `first` is called `sequential`",
            advice="write `policy sequential`",
            instead=Instead((("policy", "sequential"),), first="first"),
            source="plugin/proxy/README.md",
        ),
        Change(
            release="1.1.4",
            kind="ignored",
            what="protocol",
            text="`protocol https_google` has no effect: the upstreams are asked over plain DNS",
            advice="write `forward` with `tls://` upstreams to keep queries secret",
            source="notes of 1.1.3 and 1.1.4",
        ),
        Change(
            release=str(GOOGLE.until),
            kind="removed",
            what="protocol",
            text="`protocol https_google` is refused",
            advice="leave the line out",
            instead=Instead(first="https_google"),
            source="plugin/proxy/upstream.go",
        ),
        Change(
            release="1.4.0",
            kind="deprecated",
            text="it works, but goes away",
            advice="write `forward`, or `grpc` for `protocol grpc`",
        ),
    )

    policy: Value[str] | None = setting(
        Reader("random|least_conn|round_robin|first|sequential", read_policy),
        "how the upstream for a query is chosen",
        default="random",
    )
    fail_timeout: Duration | None = setting(
        one(duration()), "how long a failure is remembered", default="5s"
    )
    max_fails: Value[int] | None = setting(
        one(integer()), "failures after which an upstream is down", default="3"
    )
    health_check: HealthCheck | None = setting(
        Reader("PATH:PORT [DURATION]", read_health_check),
        "where upstreams are asked over HTTP whether they are well",
    )
    except_: tuple[Zone, ...] | None = setting(zones(1), "zones whose names are not sent on")
    spray: bool | None = setting(bare(), "send queries to any upstream where all are down")
    protocol: tuple[Value[str], ...] | None = setting(
        Reader("dns [force_tcp]|grpc [insecure|FILE…]", read_protocol),
        "how upstreams are asked",
        default="dns",
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zone and the upstreams."""
        zone, to = read_from_and_to(cursor)
        for arg in to:
            check_address_or_file(arg)
        if len(to) > MAX_UPSTREAMS and cursor.release in COUNTED:
            message = f"more than {MAX_UPSTREAMS} TOs configured: {len(to)}"
            raise Refused(message, to[MAX_UPSTREAMS], "use two `proxy` lines")
        return {"zone": zone, "to": tuple(map(read_upstream, to))}

    @classmethod
    def serve(cls, stanzas: "tuple[Proxy, ...]", query: Query, chain: Chain) -> Verdict:
        """Ask the upstreams of the longest zone that has the name (proxy.go, match)."""
        fitting = [each for each in stanzas if each.takes(query, chain)]
        if not fitting:
            return Verdict("not in its zones, or excluded by `except`")
        best = max(fitting, key=lambda each: len(each.zone.name))
        asked = tuple(upstream.shown for upstream in best.to)
        end = End("forwarded", cls.name, to=asked)
        return Verdict(f"asks {', '.join(asked)}", (end,), goes_on=False, token=best.token)

    def takes(self, query: Query, chain: Chain) -> bool:
        """Tell whether the stanza is for a query."""
        zone, name = self.zone.name, query.lower
        excluded = name != zone and chain.in_zones(names(self.except_), query)
        return is_subdomain(zone, name) and not excluded
