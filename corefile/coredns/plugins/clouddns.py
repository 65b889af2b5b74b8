"""clouddns: serve zones of Google Cloud DNS (plugin/clouddns/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.hosted import answer_from_hosted
from corefile.coredns.catalogue.kinds import Kind, fallthrough, one
from corefile.coredns.catalogue.mentions import words_of
from corefile.coredns.catalogue.query import (
    Chain,
    Query,
    Verdict,
)
from corefile.coredns.catalogue.reading import NO_UPSTREAM, refresh
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    setting,
)
from corefile.coredns.catalogue.unprefixed import Unprefixed
from corefile.coredns.catalogue.upstreams import old_upstream
from corefile.coredns.catalogue.zones import fqdn
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.strconv import quote
from corefile.go.url import parse_url
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

URL = Kind("URL", str, ("http://localhost:8080/",))


@dataclass(frozen=True, slots=True)
class CloudDnsZone(Brief):
    """A zone, and where it is kept."""

    #: With a dot at its end.
    zone: str
    #: The project.
    project: str
    #: The name of the zone in the project.
    name: str
    #: Where all three are written.
    token: ExpandedToken


#: The releases that open the file of credentials (setup.go).
OPENS_CREDENTIALS = span("1.14.0")


def read_credentials(cursor: Cursor) -> Value[str]:
    """Read the name of a file."""
    if not cursor.next_arg():
        raise cursor.arg_error()
    name = cursor.value
    if (not name or "\0" in name) and cursor.release in OPENS_CREDENTIALS:
        why = "invalid argument" if name else "no such file or directory"
        message = f"invalid credentials file {quote(name)}: open {name}: {why}"
        raise cursor.error(message, "write the name of a file")
    return Value(cursor.value, cursor.token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clouddns(Plugin):
    """Answers from zones that Google Cloud DNS hosts."""

    name: ClassVar[str] = "clouddns"
    usage: ClassVar[str] = "clouddns [ZONE:PROJECT:NAME…]"
    stanzas: ClassVar[Stanzas] = "each"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "services"
    unknown_words: ClassVar[str] = "unknown property {quoted}"

    #: The zones to answer for.
    hosted_zones: tuple[CloudDnsZone, ...] = ()
    credentials: Value[str] | None = setting(
        Reader("FILE", read_credentials),
        "the file with the credentials to ask with; by default those of the environment",
    )
    upstream: tuple[Value[str], ...] | None = setting(
        old_upstream(), "does nothing any more", ignored=NO_UPSTREAM
    )
    endpoint: Value[str] | None = setting(
        one(URL), "where Cloud DNS is; by default where Google has it"
    )
    refresh: Duration | None = setting(
        refresh("unable to parse duration"),
        "how often the zones are fetched",
        default="1m",
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that the zones do not have on"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        found: dict[str, CloudDnsZone] = {}
        for arg in cursor.remaining():
            parts = arg.text.split(":", 2)
            if len(parts) < 3 or not all(parts):
                help_text = "write `example.org.:PROJECT:NAME`"
                raise cursor.error(f"invalid zone {quote(arg.text)}", help_text)
            if arg.text in found:
                raise cursor.error(f"conflict zone {quote(arg.text)}", "name each zone once")
            found[arg.text] = CloudDnsZone(fqdn(parts[0]), parts[1], parts[2], arg)
        return {"hosted_zones": tuple(found.values())}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse an endpoint that Google's client falls over when it asks for a zone."""
        if self.endpoint is None or not self.endpoint.value or not self.hosted_zones:
            return
        text = self.endpoint.value
        base = text if "://" in text else f"https://{text}/"
        try:
            parse_url(base)
        except Invalid:
            message = f"panic: failed to parse {quote(base)}"
            yield Unprefixed(
                message, self.endpoint.token, "write a URL such as `http://localhost:8080/`"
            )

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Clouddns, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return the zones at the provider."""
        return words_of(*(stanza.hosted_zones for stanza in stanzas))

    @classmethod
    def serve(cls, stanzas: "tuple[Clouddns, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer from the zones that are kept elsewhere (clouddns.go)."""
        return answer_from_hosted(stanzas, query, chain)

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The hosted zones."""
        return tuple(dict.fromkeys(zone.zone for zone in self.hosted_zones))
