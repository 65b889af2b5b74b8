"""health: tell over HTTP that the process is alive (plugin/health/setup.go)."""

from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.catalogue.kinds import (
    DurationKind,
    exactly_one,
    one,
)
from corefile.coredns.catalogue.reading import LISTEN_ADDRESS
from corefile.coredns.catalogue.schema import (
    Duration,
    Value,
    argument,
    setting,
)
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import Span, span
from corefile.go.errors import Invalid
from corefile.go.time import parse_duration
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


def lameduck(text: str) -> int:
    """Read how long the end is put off."""
    try:
        return parse_duration(text)
    except Invalid as invalid:
        message = f"unable to parse lameduck duration value: '{text}' : {invalid}"
        raise Invalid(message) from None


LAMEDUCK = DurationKind("DURATION", lameduck, ("5s", "1m"), "write a number with a unit: `5s`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health(HttpServer):
    """Answers `OK` over HTTP at `/health` as long as the process runs."""

    name: ClassVar[str] = "health"
    usage: ClassVar[str] = "health [ADDRESS]"
    stanzas: ClassVar[Stanzas] = "last given"
    name_unknown: ClassVar[Span] = span("1.14.4")
    role: ClassVar[Role] = "setting"
    default_address: ClassVar[str] = ":8080"
    #: CoreDNS does not start where it cannot listen there.
    needed: ClassVar[bool] = True
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.5.0",
            kind="meaning",
            text="`/health` says that the process runs; before, it asked the plugins, and"
            " `kubernetes` was healthy once it had its data",
            advice="add `ready`, and a readiness probe for port 8181 and `/ready`",
            source="notes of 1.4.0 and 1.5.0",
        ),
        Change(
            release="1.9.4",
            kind="meaning",
            what="lameduck",
            text="a reload does not wait for `lameduck`; the end of the process does",
        ),
    )

    #: By default `:8080`. Of several lines in a server block, the last that names one applies.
    address: Value[str] | None = argument(one(LISTEN_ADDRESS))
    lameduck: Duration | None = setting(
        exactly_one(LAMEDUCK), "how long it goes on answering before it ends"
    )
