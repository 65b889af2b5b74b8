"""reload: read the Corefile again when it has changed (plugin/reload/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import (
    convert,
    duration,
    one,
)
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reading,
    Scope,
    argument,
)
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.go.time import format_duration
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar

#: The releases that take a jitter of 0.
NO_JITTER = span("1.14.2")

SECOND = 1_000_000_000
INTERVAL = duration(2 * SECOND, "interval value must be greater or equal to 2s")
JITTER = duration()
MIN_JITTER = SECOND
JITTER_DEFAULT = 15 * SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Reload(Plugin):
    """Looks at the Corefile from time to time and restarts with it when it has changed."""

    name: ClassVar[str] = "reload"
    usage: ClassVar[str] = "reload [INTERVAL [JITTER]]"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "setting"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.6.1",
            kind="meaning",
            what="imports",
            text="it sees changes of imported files too",
        ),
        Change(
            release=str(NO_JITTER.since),
            kind="added",
            what="jitter",
            text="a jitter of 0 is taken; before, 1 second was the least",
        ),
    )

    #: Nanoseconds between two looks. The process has one such time: of several server blocks with
    #: the plugin the last one decides.
    interval: Duration | None = argument(one(INTERVAL), default="30s")
    #: Nanoseconds that the time between two looks varies by.
    jitter: Duration | None = argument(one(JITTER))

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> Reading["Reload"]:
        """Read the first line. CoreDNS looks neither at a block nor at a second line."""
        if not cursor.next():
            return Reading((), ())
        name = cursor.token
        args = cursor.remaining()
        if len(args) > 2:
            return Reading((cls(token=name),), (cursor.arg_error(),))
        values: list[Duration | None] = [None, None]
        refusals = []
        for number, (kind, arg) in enumerate(zip((INTERVAL, JITTER), args, strict=False)):
            try:
                values[number] = convert(kind, arg)
            except Refused as refused:
                refusals.append(refused)
        stanza = cls(token=name, interval=values[0], jitter=values[1])
        return Reading((stanza,), tuple(refusals) or tuple(stanza.check(cursor)))

    def default_words(self, field: str) -> str | None:
        """Return the jitter: 15 seconds, and half of the interval at most."""
        if field != "jitter":
            return None
        half = self.interval.value // 2 if self.interval else JITTER_DEFAULT
        return format_duration(min(half, JITTER_DEFAULT))

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse a jitter that is too short; up to 1.14.1 `0` is too (reload/setup.go)."""
        if self.jitter is None or self.jitter.value >= MIN_JITTER:
            return
        if cursor.release not in NO_JITTER:
            message = "jitter value must be greater or equal to 1s"
            help_text = f"write at least `1s`; `0` appeared in CoreDNS {NO_JITTER.since}"
            yield Refused(message, self.jitter.token, help_text)
        elif self.jitter.value:
            message = "jitter value must be 0 or greater or equal to 1s"
            yield Refused(message, self.jitter.token, "write `0` or at least `1s`")
