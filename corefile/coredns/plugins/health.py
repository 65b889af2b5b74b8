"""health: tell over HTTP that the process is alive (plugin/health/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

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
from corefile.go.errors import Invalid
from corefile.go.time import parse_duration


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
    role: ClassVar[Role] = "setting"
    default_address: ClassVar[str] = ":8080"

    #: By default `:8080`. Of several lines in a server block, the last that names one applies.
    address: Value[str] | None = argument(one(LISTEN_ADDRESS))
    lameduck: Duration | None = setting(
        exactly_one(LAMEDUCK), "how long it goes on answering before it ends"
    )
