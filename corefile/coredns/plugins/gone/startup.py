"""startup: run a command when CoreDNS starts, up to 1.0.6 (caddy: startupshutdown)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.older import lines
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Value, read_stanzas
from corefile.coredns.catalogue.unprefixed import unprefixed
from corefile.coredns.releases.changes import Change, Instead
from corefile.coredns.releases.release import SUCCESSORS, span
from corefile.go.errors import Invalid
from corefile.go.shlex import split_words
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar, TypeVar

P = TypeVar("P", bound=Plugin)

#: The release that advises to write something else.
ADVISED = "1.0.6"

#: The releases that have the plugin only to say that it is no more (plugin/deprecated).
DEPRECATED = span("1.1.0")


def refuse_gone(cursor: Cursor) -> Reading[Any]:
    """Refuse a plugin that a release has only to say that it is no more."""
    cursor.next()
    instead = f"use `{SUCCESSORS[cursor.value]}`"
    return Reading((), (Refused("this plugin has been deprecated", cursor.token, instead),))


def on_event(name: str) -> tuple[Change, ...]:
    """Return what became of a plugin that `on` does the work of."""
    successor = SUCCESSORS[name]
    instead = Instead(((*successor.split(), "{*}"),))
    advice = f"write `{successor}`"
    return (
        Change(
            release=ADVISED,
            kind="deprecated",
            text=f"`{name}` works, but goes away",
            advice=advice,
            instead=instead,
        ),
        Change(
            release=str(DEPRECATED.since),
            kind="replaced",
            text=f"`{name}` is refused",
            advice=advice,
            instead=instead,
            source="plugin/deprecated/setup.go",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Startup(Plugin):
    """Runs a command when CoreDNS starts; `on startup` is its successor."""

    name: ClassVar[str] = "startup"
    usage: ClassVar[str] = "startup COMMAND [ARGUMENT…]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "setting"
    changes: ClassVar[tuple[Change, ...]] = on_event("startup")

    #: The program and its arguments; a `&` at the end is for "do not wait".
    command: tuple[Value[str], ...]

    @classmethod
    def read(cls: type[P], cursor: Cursor, scope: Scope) -> Reading[P]:
        """Read all lines, as long as there is such a plugin."""
        if scope.release in DEPRECATED:
            return refuse_gone(cursor)
        reading = read_stanzas(cls, lines(cursor), scope)
        return Reading(reading.stanzas, tuple(map(unprefixed, reading.refusals)))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the command."""
        args = cursor.remaining()
        if not args:
            raise cursor.arg_error("write the command to run")
        try:
            split_words(" ".join(arg.text for arg in args))
        except Invalid as invalid:
            raise cursor.error(f"error parsing command: {invalid}") from None
        return {"command": tuple(Value(arg.text, arg) for arg in args)}
