"""log: print the queries (plugin/log/setup.go, plugin/pkg/response/classify.go)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import choice, many
from corefile.coredns.catalogue.schema import Plugin, Scope, Value, settings
from corefile.coredns.catalogue.zones import fqdn

COMMON_FORMAT = (
    '{remote}:{port} - {>id} "{type} {class} {name} {proto} {size} {>do} {>bufsize}" '
    "{rcode} {>rflags} {rsize} {duration}"
)
COMBINED_FORMAT = COMMON_FORMAT + ' "{>opcode}"'
CLASS = choice("all", "denial", "error", "success", message="invalid Class: {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Log(Plugin):
    """Prints a line about every query and its answer."""

    name: ClassVar[str] = "log"
    usage: ClassVar[str] = "log [NAME… [FORMAT]]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "observes"

    #: The names whose queries, and those below them, are printed; with a dot at the end, and in
    #: the case they are written in: one with a capital letter matches no query.
    names: tuple[Value[str], ...] = ()
    #: The line with its placeholders, `{common}` and `{combined}` replaced; None for the default.
    format: Value[str] | None = None
    class_: tuple[tuple[Value[str], ...], ...] = settings(
        many(CLASS), "the kinds of answers that are printed", default="all"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the names; after at least one, a word with an opening brace in it is the format."""
        name = cursor.token
        args = cursor.remaining()
        if not args:
            return {"names": (Value(".", name),)}
        line = None
        if len(args) > 1 and "{" in args[-1].text:
            text = args[-1].text.replace("{common}", COMMON_FORMAT)
            line = Value(text.replace("{combined}", COMBINED_FORMAT), args[-1])
            args = args[:-1]
        return {"names": tuple(Value(fqdn(arg.text), arg) for arg in args), "format": line}
