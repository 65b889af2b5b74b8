"""etcd: answer from an etcd database (plugin/etcd/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.file_uses import FileUse, tls_files
from corefile.coredns.catalogue.kinds import WORD, Kind, bare, fallthrough, lone, many, one
from corefile.coredns.catalogue.mentions import words_of
from corefile.coredns.catalogue.query import (
    Chain,
    Query,
    Verdict,
    data_decides,
    failure,
    zone_outcomes,
)
from corefile.coredns.catalogue.reading import BY_VARIABLE, NO_UPSTREAM, PURPOSE_GONE
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    WrittenSecret,
    Zone,
    names,
    read_first,
    setting,
)
from corefile.coredns.catalogue.tls_files import unnamed_tls_file
from corefile.coredns.catalogue.upstreams import old_upstream
from corefile.coredns.releases.changes import LEAVE_OUT, Change, upstream_changes
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.strconv import parse_uint
from corefile.go.time import parse_duration
from corefile.go.url import parse_url
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

SECOND = 1_000_000_000
MAX_TTL = (1 << 32) - 1
TTL_HELP = "write seconds, or a number with a unit: `30`, `30s`, `5m`, `1h`"
#: What the Go client writes before an endpoint. The number is an address in memory, another one in
#: every run.
TARGET = "dns:///etcd-endpoints://0xc000000000/"
#: Before, a query for the servers of a zone went on under the name that etcd has for them, with two
#: dots in it (plugin/backend_lookup.go).
KEEPS_NAME = span("1.12.2")
PATH: Kind[str] = Kind("PATH", str, ("/skydns", "/coredns"))
URL: Kind[str] = Kind("URL", str, ("http://localhost:2379", "https://10.0.0.1:2379"))


def read_tls(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read up to three files."""
    args = cursor.remaining()
    if len(args) > 3:
        message = f"maximum of three arguments allowed for TLS config, found {len(args)}"
        raise Refused(message, args[3], "write `tls [CA]` or `tls CERT KEY [CA]`")
    return tuple(Value(arg.text, arg) for arg in args)


def read_credentials(cursor: Cursor) -> tuple[Value[str], Value[str]]:
    """Read a name and a password."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    if len(args) != 2:
        raise cursor.error("credentials requires 2 arguments, username and password")
    return Value(args[0].text, args[0]), Value(args[1].text, args[1])


def lease_ttl(name: str) -> Reader[Value[int]]:
    """Read seconds, with or without a unit."""

    def read(cursor: Cursor) -> Value[int]:
        word = one(WORD).read(cursor)
        try:
            return Value(parse_ttl(word.value.strip()), word.token)
        except Invalid as invalid:
            raise cursor.error(f"invalid {name} value: {invalid}", TTL_HELP) from None

    return Reader("SECONDS|DURATION", read)


def parse_ttl(text: str) -> int:
    """Read `30`, `30s` or `5m` as seconds; nothing is 0 (parseTTL). Raises Invalid."""
    if not text:
        return 0
    try:
        parse_uint(text, 64)
        text += "s"
    except Invalid:
        pass
    try:
        nanoseconds = parse_duration(text)
    except Invalid:
        examples = "'30', '30s', '5m', '1h', or '2h30m'"
        raise Invalid(f"invalid TTL format, use format like {examples}") from None
    if nanoseconds < 0:
        raise Invalid("TTL must be non-negative")
    if nanoseconds > MAX_TTL * SECOND:
        raise Invalid(f"TTL too large, maximum is {MAX_TTL} seconds")
    return nanoseconds // SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Etcd(Plugin):
    """Answers with records that are kept in etcd as SkyDNS did."""

    name: ClassVar[str] = "etcd"
    usage: ClassVar[str] = "etcd [ZONE…]"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "services"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.2.0",
            kind="meaning",
            what="etcd 3",
            text="it speaks with etcd 3 only: data of version 2 is not found",
            advice="copy the data to etcd 3",
        ),
        *upstream_changes("etcd"),
        Change(
            release="1.4.0",
            kind="ignored",
            what="stubzones",
            text="`stubzones` has no effect",
            advice="write a server block with `forward` for each stub zone that etcd has",
            instead=LEAVE_OUT,
            source="plugin/etcd/setup.go",
        ),
        Change(
            release="1.14.5",
            kind="default",
            what="tls ciphers",
            where=r"^tls$",
            text="Go chooses the ciphers for TLS; before, CoreDNS had a list of its own",
        ),
    )

    #: The zones that are answered for: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    path: Value[str] | None = setting(
        one(PATH), "the path that records are kept under", default="skydns"
    )
    endpoint: tuple[Value[str], ...] | None = setting(
        many(URL), "where etcd is", default="http://localhost:2379"
    )
    credentials: tuple[Value[str], Value[str]] | None = setting(
        Reader("NAME PASSWORD", read_credentials),
        "name and password for etcd, neither of them empty",
    )
    tls: tuple[Value[str], ...] | None = setting(
        Reader("[FILE [FILE [FILE]]]", read_tls),
        "files with the CA; with certificate and key; or with certificate, key and CA",
    )
    min_lease_ttl: Value[int] | None = setting(
        lease_ttl("min-lease-ttl"),
        "the least TTL of records that have a lease",
        name="min-lease-ttl",
        default="30",
    )
    max_lease_ttl: Value[int] | None = setting(
        lease_ttl("max-lease-ttl"),
        "the greatest TTL of records that have a lease",
        name="max-lease-ttl",
        default="24h",
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that do not exist on to the next plugin"
    )
    upstream: tuple[Value[str], ...] | None = setting(
        old_upstream("1.1.0"),
        "not used any more: names elsewhere are looked up by CoreDNS",
        ignored=NO_UPSTREAM,
    )
    stubzones: bool | None = setting(bare(), "not used any more", ignored=PURPOSE_GONE)
    debug: bool | None = setting(bare(), "not used any more", ignored=PURPOSE_GONE)
    no_apex_fallback: bool | None = setting(
        lone(), "do not answer for a zone itself with what is one level below"
    )

    @classmethod
    def files(cls, stanzas: "tuple[Etcd, ...]") -> Iterator[FileUse]:
        """Return certificates and keys."""
        for stanza in stanzas:
            yield from tls_files(cls.name, (file.token for file in stanza.tls or ()))

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the password."""
        if self.credentials:
            yield WrittenSecret("credentials", self.credentials[1], BY_VARIABLE)

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Etcd]":
        """Read the first stanza; CoreDNS never looks at another."""
        reading = read_first(cls, cursor, scope)
        refusals = [*reading.refusals]
        for stanza in reading.stanzas:
            unnamed = unnamed_tls_file(stanza.tls or (), scope)
            refusals += [unnamed] if unnamed else []
            # Before, the client's gRPC took every text (go.mod).
            takes_all = cursor.release not in span("1.8.7")
            refusals += stanza.check_endpoint() if not (refusals or takes_all) else []
        places = {id(token): place for place, token in enumerate(cursor.tokens)}
        refusals.sort(key=lambda refused: places.get(id(refused.token), 0))
        return Reading(reading.stanzas, tuple(refusals))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    def check_endpoint(self) -> Iterator[Refused]:
        """Yield what the Go client refuses of the first endpoint."""
        for endpoint in (self.endpoint or ())[:1]:
            try:
                parse_url(TARGET + authority(endpoint.value))
            except Invalid as invalid:
                yield Refused(str(invalid), endpoint.token, "write a URL with host and port")

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Etcd, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return where the names are kept."""
        return words_of(stanzas[0].endpoint, stanzas[0].path)

    @classmethod
    def serve(cls, stanzas: "tuple[Etcd, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer from etcd; what is not there may go on (handler.go)."""
        first = stanzas[0]
        if not chain.in_zones(names(first.zones), query):
            return Verdict("not in its zones")
        goes_on = bool(chain.in_zones(names(first.fallthrough), query))
        why = "answers what etcd has; else " + ("goes on" if goes_on else "NXDOMAIN")
        failed = failure(cls.name, when="etcd cannot be asked")
        outcomes = zone_outcomes(cls.name, goes_on=goes_on) | {"servfail": failed}
        verdict = data_decides(cls.name, why, outcomes, chain)
        is_renamed = query.type == "NS" and query.lower in names(first.zones)
        if is_renamed and verdict.goes_on and chain.release not in KEEPS_NAME:
            return replace(verdict, query=query.renamed(f"ns.dns..{query.lower}"))
        return verdict


def authority(endpoint: str) -> str:
    """Return what the Go client takes for the host of an endpoint (clientv3, authority)."""
    _, separator, rest = endpoint.partition("://")
    if separator:
        return rest
    return endpoint.removeprefix("unix:" if endpoint.startswith("unix:") else "unixs:")
