"""proxyproto: learn of clients from the proxy in front (plugin/proxyproto/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Role, Stanzas
from corefile.coredns.catalogue.kinds import lone
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    setting,
    settings,
    suggestion,
)
from corefile.coredns.catalogue.unprefixed import unprefixed
from corefile.go.errors import Invalid
from corefile.go.net import parse_cidr
from corefile.go.strconv import atoi, quote
from corefile.go.strings import lower
from corefile.go.time import parse_duration
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

POLICIES = ("use", "ignore", "reject", "skip")


@dataclass(frozen=True, slots=True)
class SessionTracking(Brief):
    """How long it is remembered who uses an address of the proxy."""

    #: Nanoseconds.
    duration: Duration
    #: None for 10240.
    max_sessions: Value[int] | None


def read_networks(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read networks, as many as there are."""
    args = cursor.remaining()
    wrong = next((arg for arg in args if parse_cidr(arg.text) is None), None)
    if wrong is not None:
        message = f"{wrong.text}: invalid CIDR address: {wrong.text}"
        raise Refused(message, wrong, "write a network such as `10.0.0.0/8`")
    return tuple(Value(arg.text, arg) for arg in args)


def read_policy(cursor: Cursor) -> Value[str]:
    """Read what is done with the header, in capital letters or not."""
    args = cursor.remaining()
    if len(args) != 1 or lower(args[0].text) not in POLICIES:
        refused = cursor.arg_error()
        help_text = f"write one of {', '.join(f'`{policy}`' for policy in POLICIES)}"
        raise Refused(refused.message, refused.token, help_text)
    return Value(lower(args[0].text), args[0])


def read_session_tracking(cursor: Cursor) -> SessionTracking:
    """Read a duration, and a number above zero."""
    args = cursor.remaining()
    if not 1 <= len(args) <= 2:
        raise cursor.arg_error()
    text = args[0].text
    try:
        duration = Duration(parse_duration(text), args[0])
    except Invalid as invalid:
        message = f"udp_session_tracking: invalid duration {quote(text)}: {invalid}"
        raise Refused(message, args[0], "write a number with a unit: `28s`") from None
    if len(args) == 1:
        return SessionTracking(duration, None)
    text = args[1].text
    try:
        number = atoi(text)
    except Invalid:
        number = 0
    if number <= 0:
        why = "must be a positive integer"
        message = f"udp_session_tracking: invalid max sessions {quote(text)}: {why}"
        raise Refused(message, args[1], "write a whole number above zero")
    return SessionTracking(duration, Value(number, args[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxyproto(Plugin):
    """Takes the clients' addresses from the PROXY header that a load balancer puts first."""

    name: ClassVar[str] = "proxyproto"
    usage: ClassVar[str] = "proxyproto"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "setting"
    offers: ClassVar[Offers] = frozenset({"metadata"})

    allow: tuple[tuple[Value[str], ...], ...] = settings(
        Reader("[CIDR…]", read_networks), "the networks of proxies that are believed"
    )
    default: Value[str] | None = setting(
        Reader("|".join(POLICIES), read_policy),
        "what is done with the header of all others",
        default="ignore",
    )
    udp_session_tracking: SessionTracking | None = setting(
        Reader("DURATION [NUMBER]", read_session_tracking),
        "how long a header applies to the UDP packets that follow, and for how many clients",
    )

    tlv_metadata: bool | None = setting(
        lone(), "give what else is in the header as metadata `proxyproto/tlv`"
    )

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """There are no other properties."""
        message = f"unknown option '{cursor.value}'"
        raise unprefixed(cursor.error(message, suggestion(cls, cursor.value)))

    @classmethod
    def handlers(cls, stanzas: "tuple[Proxyproto, ...]") -> "tuple[tuple[Proxyproto, ...], ...]":
        """Return a handler where what the proxy says becomes metadata (metadata.go)."""
        return (stanzas,) if any(stanza.tlv_metadata for stanza in stanzas) else ()
