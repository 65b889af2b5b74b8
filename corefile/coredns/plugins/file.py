"""file: answer from a zone file (plugin/file/setup.go)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.kinds import WORD, bare, fallthrough, many
from corefile.coredns.catalogue.schema import Plugin, Reader, Role, Scope, Value, Zone, setting
from corefile.go.errors import Invalid
from corefile.go.time import parse_duration

DURATION_HELP = "write a number with a unit: `30s`, `5m`; `0` is never"


def read_reload(cursor: Cursor) -> Value[int]:
    """Read a duration; what follows on the line does not count."""
    name = cursor.token
    args = cursor.remaining()
    if not args:
        raise Refused("reload duration value is expected", name, DURATION_HELP)
    try:
        return Value(parse_duration(args[0].text), args[0])
    except Invalid as invalid:
        raise Refused(f"plugin/file: {invalid}", args[0], DURATION_HELP) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Plugin):
    """Answers with the records of a zone file."""

    name: ClassVar[str] = "file"
    usage: ClassVar[str] = "file FILE [ZONE…]"
    role: ClassVar[Role] = "answers"

    #: The zone file.
    file: Value[str]
    #: The zones it is read for: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    reload: Value[int] | None = setting(
        "reload",
        Reader("DURATION", read_reload),
        "how often the file is looked at again; 0 is never",
        default="1m",
    )
    reload_by_mtime: bool | None = setting(
        "reload_by_mtime",
        bare(),
        "read the file again when its time has changed, and not when the zone's serial has",
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        "fallthrough", fallthrough(), "pass names that do not exist on to the next plugin"
    )
    upstream: tuple[Value[str], ...] | None = setting(
        "upstream", many(WORD, 0), "not used any more: names elsewhere are looked up by CoreDNS"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the file and the zones."""
        if not cursor.next_arg():
            raise cursor.arg_error()
        file = cursor.token
        return {"file": Value(file.text, file), "zones": scope.origins(cursor.remaining())}

    @property
    def answer_zones(self) -> tuple[str, ...]:
        """The zones the file is read for."""
        return tuple(zone.name for zone in self.zones)

    @property
    def passes_on(self) -> tuple[str, ...]:
        """The zones of `fallthrough`."""
        return tuple(zone.name for zone in self.fallthrough or ())
