"""on: run a command when something happens (caddy: onevent/on.go, commands.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Value
from corefile.coredns.catalogue.unprefixed import unprefixed
from corefile.go.errors import Invalid
from corefile.go.shlex import split_words
from corefile.go.strings import lower
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

EVENTS = ("startup", "shutdown", "certrenew")


@dataclass(frozen=True, slots=True, kw_only=True)
class On(Plugin):
    """Runs a command when CoreDNS starts, when it stops, or when a certificate is renewed."""

    name: ClassVar[str] = "on"
    usage: ClassVar[str] = "on startup|shutdown|certrenew COMMAND [ARGUMENT…]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "setting"

    #: In lower case.
    event: Value[str]
    #: The program.
    command: str
    #: Without the quotes of the shell; a `&` at the end is for "do not wait".
    args: tuple[str, ...] = ()

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[On]":
        """Read one line after the other: there are no blocks."""
        stanzas: list[On] = []
        refusals: list[Refused] = []
        while cursor.next():
            token = cursor.token
            try:
                stanzas.append(cls(token=token, **cls.arguments(cursor, scope)))
            except Refused as refused:
                refusals.append(unprefixed(refused))
                if token.text != cls.name:
                    break  # a brace or a word in a place where none belongs
                cursor.remaining()
        return Reading(tuple(stanzas), tuple(refusals))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the event and the command."""
        if not cursor.next_arg():
            raise cursor.arg_error()
        event = cursor.token
        if lower(event.text) not in EVENTS:
            message = f"Wrong event name or event not supported: '{event.text}'"
            raise cursor.error(message, "write `startup`, `shutdown` or `certrenew`")
        line = " ".join(arg.text for arg in cursor.remaining())
        try:
            words = split_words(line)
        except Invalid as invalid:
            raise cursor.error(f"error parsing command: {invalid}") from None
        if not words:
            raise cursor.error(f"no command contained in '{line}'", "write the command to run")
        event_value = Value(lower(event.text), event)
        return {"event": event_value, "command": words[0], "args": tuple(words[1:])}
