"""fanout: ask several DNS servers at once (networkservicemesh/fanout, setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import (
    FILE,
    WORD,
    Kind,
    duration,
    exactly_one,
    flag,
    many,
    one,
)
from corefile.coredns.catalogue.schema import (
    Duration,
    Reader,
    Scope,
    Value,
    Zone,
    setting,
    settings,
    take,
)
from corefile.coredns.catalogue.upstreams import (
    Upstream,
    read_from_and_to,
)
from corefile.coredns.catalogue.zones import normalize_exact
from corefile.coredns.plugins.grpc import read_to as read_server
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi, quote
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

POLICIES = ("sequential", "weighted-random")
NETWORKS = ("tcp", "udp", "tcp-tls")
COUNT: Kind[int] = Kind("NUMBER", atoi, ("2", "3"), "write a whole number, 0 or more")
MOST_UPSTREAMS = 100
MOST_LOAD = 100


def read_count(cursor: Cursor) -> Value[int]:
    """Read a whole number that is not negative."""
    word = one(WORD).read(cursor)
    try:
        number = atoi(word.value)
    except Invalid:
        raise cursor.arg_error(COUNT.help) from None
    if number < 0:
        raise cursor.arg_error(COUNT.help)
    return Value(number, word.token)


def read_workers(cursor: Cursor) -> Value[int]:
    """Read how many servers are asked at a time, 2 to 32."""
    count = read_count(cursor)
    if count.value < 2:
        message = "worker count should be more or equal 2. Consider to use Forward plugin"
        raise Refused(message, count.token, "write 2 to 32, or use `forward`")
    if count.value > 32:
        raise Refused("worker count more then max value: 32", count.token, "write 2 to 32")
    return count


def read_loads(cursor: Cursor) -> tuple[Value[int], ...]:
    """Read a number from 1 to 100 for each server."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    loads = []
    for arg in args:
        try:
            number = atoi(arg.text)
        except Invalid:
            raise cursor.arg_error("write a whole number from 1 to 100 for each server") from None
        if number < 1:
            raise Refused("load-factor should be more or equal 1", arg)
        if number > MOST_LOAD:
            raise Refused(f"load-factor {number} should be less than {MOST_LOAD}", arg)
        loads.append(Value(number, arg))
    return tuple(loads)


def read_policy(cursor: Cursor) -> Value[str]:
    """Read how servers are chosen."""
    word = one(WORD).read(cursor)
    if word.value.lower() not in POLICIES:
        help_text = f"write `{POLICIES[0]}` or `{POLICIES[1]}`"
        raise Refused(f"unknown policy {quote(word.value)}", word.token, help_text)
    return Value(word.value.lower(), word.token)


def read_network(cursor: Cursor) -> Value[str]:
    """Read the protocol that servers are asked with."""
    word = one(WORD).read(cursor)
    if word.value.lower() not in NETWORKS:
        help_text = f"write one of {', '.join(f'`{name}`' for name in NETWORKS)}"
        raise Refused("unknown network protocol", word.token, help_text)
    return Value(word.value.lower(), word.token)


def read_except(cursor: Cursor) -> tuple[Zone, ...]:
    """Read zones, all of which can be normalized."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    zones = []
    for arg in args:
        found = normalize_exact(arg.text, cursor.release)
        if not found:
            raise Refused(f"unable to normalize '{arg.text}'", arg)
        zones.append(Zone(found[0], arg))
    return tuple(zones)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fanout(External):
    """Asks several DNS servers at once and gives back the first good answer."""

    name: ClassVar[str] = "fanout"
    usage: ClassVar[str] = "fanout FROM TO…"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "forwarding"
    sends_to: ClassVar[Peer] = "resolvers"

    #: The zone whose names are sent on.
    zone: Zone
    #: Where they are sent.
    to: tuple[Upstream, ...]

    tls: tuple[Value[str], ...] | None = setting(
        many(FILE, 0, 3), "files with the CA; with certificate and key; or with all three"
    )
    tls_server: Value[str] | None = setting(
        one(WORD), "the name in the servers' certificates", name="tls-server"
    )
    network: Value[str] | None = setting(
        Reader("tcp|udp|tcp-tls", read_network), "how servers are asked", default="udp"
    )
    worker_count: Value[int] | None = setting(
        Reader("NUMBER", read_workers),
        "how many servers are asked at a time",
        name="worker-count",
        otherwise="all",
    )
    policy: Value[str] | None = setting(
        Reader("sequential|weighted-random", read_policy),
        "how servers are chosen",
        default="sequential",
    )
    server_count: Value[int] | None = setting(
        Reader("NUMBER", read_count),
        "how many servers a query goes to with `weighted-random`",
        name="weighted-random-server-count",
        otherwise="all",
    )
    load_factor: tuple[tuple[Value[int], ...], ...] = settings(
        Reader("NUMBER…", read_loads),
        "for each server how likely it is chosen with `weighted-random`, 1 to 100",
        name="weighted-random-load-factor",
    )
    timeout: Duration | None = setting(one(duration()), "how long a query may take", default="30s")
    race: bool | None = setting(flag(), "give back the first answer, whether good or not")
    except_: tuple[tuple[Zone, ...], ...] = settings(
        Reader("ZONE…", read_except), "zones whose names are not sent on"
    )
    except_file: tuple[Value[str], ...] = settings(
        exactly_one(FILE), "a file with such zones", name="except-file"
    )
    attempt_count: Value[int] | None = setting(
        Reader("NUMBER", read_count),
        "how many failed attempts make a server count as down; 0 for never",
        name="attempt-count",
        default="3",
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zone and the servers."""
        zone, to = read_from_and_to(cursor)
        return {"zone": zone, "to": tuple(read_server(cursor, token) for token in to)}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Read a property whose name has capital letters, and refuse all others."""
        lower = cursor.value.lower()
        spec = cls.specs().get(lower)
        if spec is None:
            message = f"unknown property {lower}"
            known = ", ".join(f"`{name}`" for name in cls.specs())
            raise Refused(message, cursor.token, f"`fanout` knows {known}")
        take(spec, cursor, values)

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse load factors that do not fit the servers, and too many servers."""
        if any(upstream.kind == "file" for upstream in self.to):
            return
        given = [load for line in self.load_factor for load in line]
        if given and len(given) != len(self.to):
            message = "load-factor params count must be the same as the number of hosts"
            yield Refused(message, given[0].token, "write a number for each server")
        elif len(self.to) > MOST_UPSTREAMS:
            message = f"more than {MOST_UPSTREAMS} TOs configured: {len(self.to)}"
            yield Refused(message, self.to[MOST_UPSTREAMS].token)

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The zone whose names are sent on."""
        return (self.zone.name,)
