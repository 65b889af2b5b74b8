"""netbox: answer with addresses that NetBox has (oz123/coredns-netbox-plugin 0.3.0, setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import FILE, WORD, duration, fallthrough, many, one
from corefile.coredns.catalogue.reading import BY_VARIABLE
from corefile.coredns.catalogue.schema import (
    Duration,
    Reader,
    Scope,
    Value,
    WrittenSecret,
    Zone,
    setting,
)
from corefile.go.errors import Invalid
from corefile.go.time import parse_duration
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


def time(name: str) -> Reader[Duration]:
    """Read a duration; what is none is refused with the property's name."""

    def read(cursor: Cursor) -> Duration:
        word = one(WORD).read(cursor)
        try:
            return Duration(parse_duration(word.value), word.token)
        except Invalid as invalid:
            help_text = duration().help
            raise cursor.error(f"could not parse '{name}': {invalid}", help_text) from None

    return Reader("DURATION", read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Netbox(External):
    """Answers with the names and addresses that NetBox has."""

    name: ClassVar[str] = "netbox"
    usage: ClassVar[str] = "netbox [ZONE…]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "services"

    #: The zones that are answered for: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    url: Value[str] | None = setting(one(WORD), "where NetBox is asked; it must be given")
    token_: Value[str] | None = setting(
        one(WORD), "the token for NetBox; it must be given", name="token"
    )
    tls: tuple[Value[str], ...] | None = setting(
        many(FILE, 0), "files with the CA; with certificate and key; or with all three"
    )
    ttl: Duration | None = setting(time("ttl"), "TTL of answers", default="1h")
    timeout: Duration | None = setting(
        time("timeout"), "how long NetBox may take to answer", default="5s"
    )
    local_cache_duration: Value[str] | None = setting(
        one(WORD),
        "how long answers are kept, in releases before 0.3.0",
        name="localCacheDuration",
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that do not exist on to the next plugin"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse a stanza without where NetBox is, or without a token."""
        if not (self.url and self.url.value and self.token_ and self.token_.value):
            yield cursor.error("Invalid config", "write both `url` and `token`")

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the token."""
        if self.token_:
            yield WrittenSecret("token", self.token_, BY_VARIABLE)
