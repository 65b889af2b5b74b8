"""log: print the queries (plugin/log/setup.go, plugin/pkg/response/classify.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import choice, many
from corefile.coredns.catalogue.metadata_uses import MetadataUse, in_format
from corefile.coredns.catalogue.schema import Plugin, Scope, Value, settings
from corefile.coredns.catalogue.zones import fqdn
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import Span, span
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

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
    name_unknown: ClassVar[Span] = span("1.14.4")
    role: ClassVar[Role] = "observes"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.0.0",
            kind="removed",
            what="stdout",
            text="a word `stdout` after the name is refused: all goes to standard output",
            advice="leave it out",
        ),
        Change(
            release="1.0.5",
            kind="default",
            what="FORMAT",
            text="the format has the number of the query",
            advice="look at what reads the log",
            source="plugin/log/log.go",
        ),
        Change(
            release="1.1.0",
            kind="default",
            what="FORMAT",
            text="the format has the client's port, and brackets around IPv6 addresses",
            advice="look at what reads the log",
            source="plugin/log/log.go",
        ),
        Change(
            release="1.1.4",
            kind="meaning",
            what="{duration}",
            text="durations are in seconds always",
            advice="look at what reads the log",
        ),
        Change(
            release="1.2.6",
            kind="ignored",
            what="{when}",
            where=r"\{when\}",
            text="`{when}` prints nothing",
            advice="leave it out of the format",
        ),
        Change(
            release="1.3.1",
            kind="meaning",
            what="several names",
            text="it takes several names: `log A B` logs both; before, the second word was"
            " the format",
            advice="write the format in quotes",
        ),
        Change(
            release="1.14.5",
            kind="meaning",
            what="class",
            text="NXDOMAIN without a SOA record is of class `denial`; before, of class `error`",
        ),
    )

    #: The names whose queries, and those below them, are printed; with a dot at the end, and in
    #: the case they are written in, which makes no difference.
    names: tuple[Value[str], ...] = ()
    #: The line with its placeholders, `{common}` and `{combined}` replaced; None for the default.
    format: Value[str] | None = None
    class_: tuple[tuple[Value[str], ...], ...] = settings(
        many(CLASS), "the kinds of answers that are printed", default="all"
    )

    def metadata_uses(self) -> Iterator[MetadataUse]:
        """Return the metadata that the format prints."""
        return in_format(self.format)

    def meets(self, change: Change) -> bool:
        """Tell whether it has what a change is about: no format of its own, for instance."""
        return self.format is None if change.what == "FORMAT" else Plugin.meets(self, change)

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
