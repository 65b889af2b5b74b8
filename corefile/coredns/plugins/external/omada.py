"""omada: answer with what an Omada controller knows (dougbw/coredns_omada, config.go)."""

from collections.abc import Callable, Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import WORD, fallthrough, one
from corefile.coredns.catalogue.reading import BY_VARIABLE
from corefile.coredns.catalogue.schema import Reader, Scope, Value, WrittenSecret, Zone, setting
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi, parse_bool
from corefile.go.time import parse_duration
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar, TypeVar

T = TypeVar("T")

NEEDED = ("controller_url", "site", "username", "password")
#: What the plugin says of a property that must be given.
MISSING = "Key: 'config.{name}' Error:Field validation for '{name}' failed on the 'required' tag"


def read_with(syntax: str, parse: Callable[[str], T], help_text: str) -> Reader[Value[T]]:
    """Read a word; one that cannot be parsed is refused like one that is missing."""

    def read(cursor: Cursor) -> Value[T]:
        word = one(WORD).read(cursor)
        try:
            return Value(parse(word.value), word.token)
        except Invalid:
            raise cursor.arg_error(help_text) from None

    return Reader(syntax, read)


NUMBER = read_with("NUMBER", atoi, "write a whole number without a unit")
YES_OR_NO = read_with("true|false", parse_bool, "write `true` or `false`")
DURATION = read_with("DURATION", parse_duration, "write a number with a unit: `10m`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Omada(External):
    """Answers with the names of clients, devices and leases that an Omada controller knows."""

    name: ClassVar[str] = "omada"
    usage: ClassVar[str] = "omada"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "services"
    unknown_words: ClassVar[str] = "unknown property: {quoted}"

    controller_url: Value[str] | None = setting(
        one(WORD), "where the controller is; it must be given"
    )
    site: Value[str] | None = setting(one(WORD), "the site, as a pattern; it must be given")
    username: Value[str] | None = setting(one(WORD), "who asks the controller; it must be given")
    password: Value[str] | None = setting(one(WORD), "the password for it; it must be given")
    refresh_minutes: Value[int] | None = setting(
        NUMBER, "how often the names are read, in minutes", default="1"
    )
    refresh_login_hours: Value[int] | None = setting(
        NUMBER, "how often to log in again, in hours", default="24"
    )
    resolve_clients: Value[bool] | None = setting(YES_OR_NO, "answer for clients", default="true")
    resolve_devices: Value[bool] | None = setting(YES_OR_NO, "answer for devices", default="true")
    resolve_dhcp_reservations: Value[bool] | None = setting(
        YES_OR_NO, "answer for reserved leases", default="true"
    )
    stale_record_duration: Value[int] | None = setting(
        DURATION, "how long names are kept that the controller has no more", default="10m"
    )
    ignore_startup_errors: Value[bool] | None = setting(
        YES_OR_NO, "start where the controller cannot be asked", default="false"
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that do not exist on to the next plugin"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read nothing: words on the line keep the block from being read."""
        return {}

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Omada, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Refuse stanzas that leave out what must be given."""
        values = dict.fromkeys(NEEDED, "")
        for name in NEEDED:
            for stanza in stanzas:
                value = getattr(stanza, name)
                values[name] = value.value if value else values[name]
        missing = [name for name, value in values.items() if not value]
        if missing:
            words = "\n".join(MISSING.format(name=name.capitalize()) for name in missing)
            help_text = f"write {', '.join(f'`{name}`' for name in missing)}"
            yield Refused(words, stanzas[0].token, help_text)

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the password."""
        if self.password:
            yield WrittenSecret("password", self.password, BY_VARIABLE)
