"""audit: write queries to a file, as Acme's build of CoreDNS does (plugin/audit/setup.go)."""

from typing import Any, ClassVar

from corefile.plugins import (
    FILE,
    Cursor,
    Duration,
    Plugin,
    Role,
    Scope,
    Stanzas,
    Value,
    Zone,
    argument,
    dataclass,
    duration,
    exactly_one,
    integer,
    one,
    setting,
    zones,
)

__all__ = ["Audit"]

SECOND = 1_000_000_000
PERCENT = integer(1, 100, "sample has to be from 1 to 100, not {value}")
INTERVAL = duration(SECOND, "flush has to be at least 1s, not {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit(Plugin):
    """Writes queries to a file that nobody else can change."""

    name: ClassVar[str] = "audit"
    usage: ClassVar[str] = "audit FILE"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "observes"
    place: ClassVar[str] = "before cache"

    #: Where queries are written.
    file: Value[str] | None = argument(one(FILE))
    sample: Value[int] | None = setting(
        exactly_one(PERCENT), "how many of a hundred queries are written", default="100"
    )
    flush: Duration | None = setting(
        exactly_one(INTERVAL), "how long a query may wait to be written", default="5s"
    )
    except_: tuple[Zone, ...] | None = setting(zones(1), "zones whose queries are not written")

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the file, which has to be there."""
        file = exactly_one(FILE).read(cursor)
        return {"file": file}
