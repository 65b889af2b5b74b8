"""timeouts: how long connections are kept (plugin/timeouts/timeouts.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import (
    DurationKind,
    Kind,
)
from corefile.coredns.catalogue.reading import convert_here
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    depends_on_environment,
    setting,
    suggestion,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi
from corefile.go.time import format_duration, parse_duration
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar, overload

SECOND = 1_000_000_000
LONGEST = 24 * 3600 * SECOND
#: Some refusals carry the plugin's name twice.
AGAIN = "plugin/timeouts: "


def duration_or_seconds(text: str) -> int:
    """Read a duration; a number without a unit is seconds (plugin/pkg/durations)."""
    try:
        atoi(text)
    except Invalid:
        pass
    else:
        text += "s"
    try:
        return parse_duration(text)
    except Invalid:
        raise Invalid(f"failed to parse duration '{text}'") from None


def timeout(text: str) -> int:
    """Read a duration from one second to a day."""
    value = duration_or_seconds(text)
    if not SECOND <= value <= LONGEST:
        shown = format_duration(value)
        message = f"timeout provided '{shown}' needs to be between 1 second and 24 hours"
        raise Invalid(message)
    return value


def query_count(text: str) -> int:
    """Read a number of queries, or -1 for no limit."""
    try:
        count = atoi(text)
    except Invalid as invalid:
        raise Invalid(f"invalid value for maxtcpqueries '{text}': {invalid}") from None
    if count == 0 or count < -1:
        message = "needs to be -1 (unlimited) or a positive integer"
        raise Invalid(f"maxtcpqueries provided '{count}' {message}")
    return count


TIMEOUT = DurationKind(
    "DURATION", timeout, ("10s", "30", "5m"), "write a duration from `1s` to `24h`"
)
COUNT = Kind("MAXIMUM", query_count, ("128", "-1"), "write a number from 1, or `-1` for no limit")


def only_word(cursor: Cursor) -> ExpandedToken:
    """Read the rest of the line, which is one word."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.arg_error()
    return args[0]


@overload
def reader(kind: DurationKind) -> Reader[Duration]: ...
@overload
def reader(kind: Kind[int]) -> Reader[Value[int]]: ...
def reader(kind: Kind[int]) -> Reader[Any]:
    """Read the rest of the line, which is one word of a kind."""
    return Reader(kind.syntax, lambda cursor: convert_here(cursor, kind, only_word(cursor)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts(Plugin):
    """Sets how long the server waits on connections, and how many queries one may bring."""

    name: ClassVar[str] = "timeouts"
    usage: ClassVar[str] = "timeouts"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "setting"

    read_: Duration | None = setting(
        reader(TIMEOUT), "how long a query may take to arrive", default="3s"
    )
    write: Duration | None = setting(
        reader(TIMEOUT), "how long an answer may take to be taken", default="5s"
    )
    idle: Duration | None = setting(
        reader(TIMEOUT), "how long a connection without queries is kept", default="10s"
    )
    maxtcpqueries: Value[int] | None = setting(
        reader(COUNT),
        "queries after which a TCP or TLS connection is closed; -1 means no limit",
        default="-1",
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """There are none."""
        if cursor.remaining():
            error = cursor.arg_error()
            raise Refused(AGAIN + error.message, error.token, "put the timeouts into a block")
        return {}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Whatever the first word is, a duration must follow it."""
        name = cursor.token
        if scope.open_references and depends_on_environment(name):
            cursor.remaining()
            return
        convert_here(cursor, TIMEOUT, only_word(cursor))
        error = cursor.error(f"unknown option: '{name.text}'", suggestion(cls, name.text))
        raise Refused(error.message, name, error.help)

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse a stanza that sets nothing."""
        if not self.property_tokens:
            error = cursor.error("timeouts block with no timeouts specified")
            yield Refused(AGAIN + error.message, self.token, "leave it out, or set one of them")
