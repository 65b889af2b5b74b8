"""gslb: answer with the backends that are well (dmachard/coredns-gslb 0.12.0, setup.go)."""

from collections.abc import Callable, Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import FILE, WORD, flag, one
from corefile.coredns.catalogue.reading import BY_VARIABLE
from corefile.coredns.catalogue.schema import (
    Reader,
    Reading,
    Scope,
    Value,
    WrittenSecret,
    setting,
    settings,
)
from corefile.coredns.catalogue.unprefixed import unprefixed
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi
from corefile.go.time import parse_duration
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

DATABASES = ("country_db", "city_db", "asn_db")


def checked(syntax: str, fits: Callable[[str], bool], message: str) -> Reader[Value[str]]:
    """Read a word; one that does not fit is refused with a message and the word."""

    def read(cursor: Cursor) -> Value[str]:
        word = one(WORD).read(cursor)
        if not fits(word.value):
            raise Refused(f"{message}: {word.value}", word.token)
        return word

    return Reader(syntax, read)


def is_duration(text: str) -> bool:
    """Tell whether Go reads a text as a duration."""
    try:
        parse_duration(text)
    except Invalid:
        return False
    return True


def is_positive(text: str) -> bool:
    """Tell whether Go reads a text as a whole number, 1 or more."""
    try:
        return atoi(text) > 0
    except Invalid:
        return False


def time(name: str) -> Reader[Value[str]]:
    """Read a duration."""
    message = f"invalid value for {name}, expected duration format"
    return checked("DURATION", is_duration, message)


def count(name: str) -> Reader[Value[str]]:
    """Read a whole number, 1 or more."""
    return checked("NUMBER", is_positive, f"invalid value for {name}")


def read_zone(cursor: Cursor) -> tuple[Value[str], Value[str]]:
    """Read a zone and the file that has it."""
    return one(WORD).read(cursor), one(FILE).read(cursor)


def read_maxmind(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read a kind of database and its file; without words nothing is read."""
    if not cursor.next_arg():
        return ()
    kind = Value(cursor.value, cursor.token)
    file = one(FILE).read(cursor)
    if kind.value not in DATABASES:
        help_text = f"write one of {', '.join(f'`{name}`' for name in DATABASES)}"
        raise cursor.error(f"unknown geoip_maxmind type: {kind.value}", help_text)
    return kind, file


@dataclass(frozen=True, slots=True, kw_only=True)
class Gslb(External):
    """Answers with the addresses of backends that are well, chosen by load, place or order.

    Its releases differ in their properties: one that is not known here is not refused.
    """

    name: ClassVar[str] = "gslb"
    usage: ClassVar[str] = "gslb"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "services"

    zone: tuple[tuple[Value[str], Value[str]], ...] = settings(
        Reader("ZONE FILE", read_zone), "a zone and the YAML file that has it"
    )
    max_stagger_start: Value[str] | None = setting(
        time("max_stagger_start"), "how long the first checks are spread over", default="60s"
    )
    batch_size_start: Value[str] | None = setting(
        count("batch_size_start"), "how many records are checked at a time first", default="100"
    )
    resolution_idle_timeout: Value[str] | None = setting(
        time("resolution_idle_timeout"),
        "after how long without queries checks become rare",
        default="3600s",
    )
    healthcheck_idle_multiplier: Value[str] | None = setting(
        count("healthcheck_idle_multiplier"), "how rare they become", default="10"
    )
    healthcheck_profiles: Value[str] | None = setting(one(FILE), "a YAML file with kinds of checks")
    use_edns_csubnet: bool | None = setting(flag(), "take the client's network from the query")
    geoip_maxmind: tuple[tuple[Value[str], ...], ...] = settings(
        Reader(f"{'|'.join(DATABASES)} FILE", read_maxmind), "a database of places"
    )
    geoip_custom: Value[str] | None = setting(one(FILE), "a YAML file with places of networks")
    disable_txt: bool | None = setting(flag(), "do not answer queries for TXT")
    api_enable: Value[str] | None = setting(one(WORD), "have an API over HTTP", default="true")
    api_tls_cert: Value[str] | None = setting(one(FILE), "the certificate of the API")
    api_tls_key: Value[str] | None = setting(one(FILE), "the key of the API")
    api_listen_addr: Value[str] | None = setting(
        one(WORD),
        "the address of the API",
        default="0.0.0.0",  # noqa: S104 - its words
    )
    api_listen_port: Value[str] | None = setting(one(WORD), "the port of the API", default="8080")
    api_basic_user: Value[str] | None = setting(one(WORD), "who may use the API")
    api_basic_pass: Value[str] | None = setting(one(WORD), "the password for the API")

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Gslb]":
        """Read all stanzas; what is refused is printed without the plugin's name."""
        # zero arguments: this class has slots
        reading = super().read(cursor, scope)
        return Reading(reading.stanzas, tuple(map(unprefixed, reading.refusals)))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read nothing: words on the line keep the block from being read."""
        return {}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Pass over other words: each release has names of its own, and refuses all others."""
        cursor.remaining()

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the password."""
        if self.api_basic_pass:
            yield WrittenSecret("api_basic_pass", self.api_basic_pass, BY_VARIABLE)
