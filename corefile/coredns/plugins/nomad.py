"""nomad: answer for services of a Nomad cluster (plugin/nomad/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import WORD, Kind, convert, one
from corefile.coredns.catalogue.mentions import Mentions, ReadFile, words_of
from corefile.coredns.catalogue.query import (
    Chain,
    Query,
    Verdict,
    data_decides,
    failure,
    zone_outcomes,
)
from corefile.coredns.catalogue.reading import BY_VARIABLE
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Scope,
    Value,
    WrittenSecret,
    argument,
    in_release,
    setting,
    settings,
    suggestion,
    take,
)
from corefile.coredns.catalogue.zones import normalize
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi
from corefile.go.strings import lower
from corefile.go.url import STRICT_COLONS, parse_url
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

DEFAULT_ZONE = "service.nomad"
MAX_TTL = 3600
URL = Kind("URL", str, ("http://127.0.0.1:4646", "unix:///secrets/api.sock"))
FILTER = Kind("FILTER", str, ('"Tags contains \\"dns\\""',))
TOKEN = Kind("TOKEN", str, ("e2b1c1a5",))


def read_addresses(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read the addresses of agents."""
    args = cursor.remaining()
    if not args:
        raise cursor.error("at least one address is required")
    return tuple(convert(URL, arg) for arg in args)


def exactly(kind: Kind[str], what: str) -> Reader[Value[str]]:
    """Read one word."""

    def read(cursor: Cursor) -> Value[str]:
        args = cursor.remaining()
        if len(args) != 1:
            raise cursor.error(f"exactly one {what} is required")
        return convert(kind, args[0])

    return Reader(kind.syntax, read)


def read_ttl(cursor: Cursor) -> Value[int]:
    """Read seconds from 0 to 3600."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.error("exactly one ttl value is required")
    help_text = f"write seconds from 0 to {MAX_TTL}"
    try:
        seconds = atoi(args[0].text)
    except Invalid as invalid:
        raise cursor.error(f"error parsing ttl: {invalid}", help_text) from None
    if not 0 <= seconds <= MAX_TTL:
        raise cursor.error(f"ttl must be in range [0, {MAX_TTL}]: {seconds}", help_text)
    return Value(seconds, args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomad(Plugin):
    """Answers A, AAAA and SRV queries for the services that Nomad knows."""

    name: ClassVar[str] = "nomad"
    usage: ClassVar[str] = "nomad [ZONE]"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "services"
    offers: ClassVar[Offers] = frozenset({"readiness"})

    #: The zone below which the services are, as written; None for service.nomad.
    zone: Value[str] | None = argument(one(WORD), default=DEFAULT_ZONE)
    address: tuple[tuple[Value[str], ...], ...] = settings(
        Reader("URL…", read_addresses),
        "where Nomad is asked; the next address is tried when one does not answer",
        default="http://127.0.0.1:4646",
    )
    filter: Value[str] | None = setting(
        exactly(FILTER, "filter"), "which services to use, as Nomad filters them"
    )
    token_: Value[str] | None = setting(exactly(TOKEN, "token"), "the token that Nomad is shown")
    ttl: Value[int] | None = setting(
        Reader("SECONDS", read_ttl), "TTL of the answers, in seconds", default="30"
    )

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the token."""
        if self.token_:
            yield WrittenSecret("token", self.token_, BY_VARIABLE)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zone; what follows does not count."""
        args = cursor.remaining()
        return {"zone": Value(args[0].text, args[0])} if args else {}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Read a property whose name has capital letters."""
        name = lower(cursor.value)
        spec = cls.specs().get(name)
        if spec is None:
            raise cursor.error(f"unknown property '{name}'", suggestion(cls, name))
        if not in_release(cls, name, scope.release):
            raise cursor.error(f"unknown property '{name}'")
        take(spec, cursor, values)

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Yield the addresses that are not URLs."""
        for url in (url for line in self.address for url in line):
            try:
                parse_url(url.value, strict=cursor.release in span(STRICT_COLONS))
            except Invalid as invalid:
                message = f"plugin/nomad: invalid address '{url.value}': {invalid}"
                yield Refused(message, url.token, "write a URL such as `http://127.0.0.1:4646`")

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the zone; names of services have two labels more."""
        return Mentions(self.own_zones, labels=tuple((zone, 2, "") for zone in self.own_zones))

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Nomad, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return where Nomad is."""
        return words_of(stanzas[0].address, stanzas[0].filter)

    @classmethod
    def serve(cls, stanzas: "tuple[Nomad, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer for services: two labels before the zone (nomad.go).

        CoreDNS takes as many labels off the name as the zone has, whatever they say: names of other
        zones are taken for services, too.
        """
        given = stanzas[0].zone
        zone = normalize(given.value if given else DEFAULT_ZONE)
        if len(labels_of(query.lower)) < len(labels_of(zone)) + 2:
            return Verdict("not the name of a service")
        failed = failure(cls.name, when="Nomad cannot be asked")
        outcomes = zone_outcomes(cls.name) | {"servfail": failed}
        return data_decides(cls.name, "answers what Nomad has", outcomes, chain)

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The zone below which the services are."""
        return (normalize(self.zone.value if self.zone else DEFAULT_ZONE),)


def labels_of(name: str) -> list[str]:
    """Return the labels of a normalized name."""
    return [label for label in name.split(".") if label]
