"""trace: report how queries pass through the plugins (plugin/trace/setup.go)."""

from math import inf, isinf

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import (
    WORD,
    Kind,
    convert,
    duration,
    exactly_one,
    integer,
    one,
    unsigned,
)
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    argument,
    setting,
)
from corefile.coredns.releases.release import Span, span
from corefile.go.errors import Invalid
from corefile.go.numbers import parse_float32
from corefile.go.strconv import parse_bool
from corefile.go.strings import lower
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: The kinds of endpoint, and where each is when nothing is said.
ENDPOINTS = {"zipkin": "localhost:9411", "datadog": "localhost:8126"}
BOOL = Kind("true|false", parse_bool, ("true", "false"), "write `true` or `false`")


def parse_float64(text: str) -> float:
    """Read a fraction of 64 bits (strconv.ParseFloat). Raises Invalid."""
    try:
        return parse_float32(text)
    except Invalid as invalid:
        if not str(invalid).endswith("out of range"):
            raise
        value = great_number(text.replace("_", ""))
        if isinf(value):
            raise
        return value


def great_number(text: str) -> float:
    """Read a number that is known to be one, and great; infinity where it is too great."""
    try:
        return float.fromhex(text) if "x" in text.lower() else float(text)
    except OverflowError:
        return inf


def rate(text: str) -> float:
    """Read a number from 0 to 1."""
    value = parse_float64(text)
    if value > 1 or value < 0:
        shown = f"{value:+f}".replace("inf", "Inf") if isinf(value) else f"{value:f}"
        message = f"datadog analytics rate must be between 0 and 1, '{shown}' is not supported"
        raise Invalid(message)
    return value


RATE = Kind("RATE", rate, ("0", "0.5", "1"), "write a number from 0 to 1")


def optional(kind: Kind[Any]) -> Reader[Value[Any] | None]:
    """Read the rest of the line, which is one word or none."""

    def read(cursor: Cursor) -> Value[Any] | None:
        args = cursor.remaining()
        if len(args) > 1:
            raise cursor.arg_error()
        return convert(kind, args[0]) if args else None

    return Reader(f"[{kind.syntax}]", read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace(Plugin):
    """Reports to Zipkin or Datadog how queries pass through the plugins, and how long they take."""

    name: ClassVar[str] = "trace"
    usage: ClassVar[str] = "trace [[zipkin|datadog] ENDPOINT]"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "observes"
    refuse_unknown: ClassVar[Span] = span("1.14.4")

    #: `zipkin` or `datadog`; None for `zipkin`.
    type: Value[str] | None = argument(one(WORD), default="zipkin")
    #: Where the reports go; None for the endpoint's default port on this machine.
    endpoint: Value[str] | None = argument(one(WORD))
    every: Value[int] | None = setting(
        exactly_one(unsigned(64)), "report one query in so many", default="1"
    )
    service: Value[str] | None = setting(
        exactly_one(WORD), "the name under which reports are made", default="coredns"
    )
    client_server: Value[bool] | None = setting(
        optional(BOOL), "let client and server share a span", default="false", bare="true"
    )
    datadog_analytics_rate: Value[float] | None = setting(
        optional(RATE),
        "the share of the reports that Datadog analyses",
        default="0",
    )
    zipkin_max_backlog_size: Value[int] | None = setting(
        exactly_one(integer()),
        "how many reports wait at most before the oldest are dropped",
        default="1000",
    )
    zipkin_max_batch_size: Value[int] | None = setting(
        exactly_one(integer()),
        "how many reports are sent at once at most",
        default="100",
    )
    zipkin_max_batch_interval: Duration | None = setting(
        exactly_one(duration()),
        "how long reports are gathered before they are sent",
        default="1s",
    )

    def default_words(self, field: str) -> str | None:
        """Return where the reports go, which the kind of endpoint decides."""
        return (
            ENDPOINTS[self.type.value if self.type else "zipkin"] if field == "endpoint" else None
        )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the kind of endpoint, and where it is."""
        args = cursor.remaining()
        if len(args) > 2:
            raise cursor.arg_error()
        values: dict[str, Any] = {"endpoint": Value(args[-1].text, args[-1])} if args else {}
        if len(args) == 2:
            kind = lower(args[0].text)
            if kind not in ENDPOINTS:
                message = f"tracing endpoint type '{kind}' is not supported"
                raise Refused(message, args[0], "write `zipkin` or `datadog`")
            values["type"] = Value(kind, args[0])
        return values
