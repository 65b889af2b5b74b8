"""route53: serve zones of Amazon Route 53 (plugin/route53/setup.go)."""

from collections.abc import Iterator
from urllib.parse import quote_plus

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.hosted import answer_from_hosted
from corefile.coredns.catalogue.kinds import WORD, fallthrough, one
from corefile.coredns.catalogue.mentions import words_of
from corefile.coredns.catalogue.query import (
    Chain,
    Query,
    Verdict,
)
from corefile.coredns.catalogue.reading import NO_UPSTREAM, on, refresh
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    WrittenSecret,
    Zone,
    setting,
    settings,
)
from corefile.coredns.catalogue.stanzas import earlier_stanzas
from corefile.coredns.catalogue.unprefixed import unprefixed
from corefile.coredns.catalogue.upstreams import old_upstream
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change, upstream_changes
from corefile.coredns.releases.release import span
from corefile.go.strconv import quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Route53Zone(Brief):
    """A zone, and where it is kept."""

    #: As written: without a dot at its end it is never answered for.
    zone: str
    #: What Route 53 calls it.
    id: str
    #: Where both are written.
    token: ExpandedToken


@dataclass(frozen=True, slots=True)
class Profile(Brief):
    """A profile, and the file that it is in."""

    #: The profile's name.
    name: Value[str]
    #: The file; None for the one that Amazon's programs use.
    file: Value[str] | None


@dataclass(frozen=True, slots=True)
class AccessKey(Brief):
    """A key's name and its secret."""

    #: The key's name.
    id: Value[str]
    #: The secret.
    secret: Value[str]


def read_access_key(cursor: Cursor) -> AccessKey:
    """Read a key and its secret; what follows does not count."""
    args = cursor.remaining()
    if len(args) < 2:
        shown = " ".join(arg.text for arg in args)
        message = f"invalid access key: '[{shown}]'"
        raise cursor.error(message, "write the key's id and its secret")
    return AccessKey(Value(args[0].text, args[0]), Value(args[1].text, args[1]))


def read_profile(cursor: Cursor) -> Profile:
    """Read a profile, and a file where one is named."""
    if not cursor.next_arg():
        raise unprefixed(cursor.arg_error())
    name = Value(cursor.value, cursor.token)
    file = Value(cursor.value, cursor.token) if cursor.next_arg() else None
    return Profile(name, file)


def escape(text: str) -> str:
    """Return text as it is in the query of a URL."""
    return quote_plus(text, safe="~")


#: The releases that look for a zone given twice in one stanza only.
BY_STANZA = span("1.6.0")
#: Another way to give a key (README.md of the plugin).
INSTEAD = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where CoreDNS is started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route53(Plugin):
    """Answers from zones that Amazon Route 53 hosts."""

    name: ClassVar[str] = "route53"
    usage: ClassVar[str] = "route53 [ZONE:ID…]"
    stanzas: ClassVar[Stanzas] = "each"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "services"
    unknown_words: ClassVar[str] = "unknown property {quoted}"
    changes: ClassVar[tuple[Change, ...]] = (
        *upstream_changes("route53"),
        Change(
            release="1.9.2",
            kind="deprecated",
            what="aws_access_key",
            text="`aws_access_key` is deprecated; CoreDNS warns of it in its log",
            advice="use another way that the AWS libraries find credentials",
        ),
    )

    #: The zones to answer for.
    hosted_zones: tuple[Route53Zone, ...] = ()
    aws_access_key: tuple[AccessKey, ...] = settings(
        Reader("ID SECRET", read_access_key),
        "the key to ask with; deprecated, use another way to give it",
    )
    aws_endpoint: Value[str] | None = setting(one(WORD), "the URL to ask instead of Amazon's own")
    credentials: Profile | None = setting(
        Reader("PROFILE [FILE]", read_profile), "the profile to ask with"
    )
    upstream: tuple[Value[str], ...] | None = setting(
        old_upstream(), "does nothing any more", ignored=NO_UPSTREAM
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that the zones do not have on"
    )
    refresh: Duration | None = setting(
        refresh("Unable to parse duration"),
        "how often the zones are fetched",
        default="1m",
    )

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the secrets of the keys."""
        yield from (
            WrittenSecret("aws_access_key", key.secret, INSTEAD) for key in self.aws_access_key
        )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        found: dict[str, Route53Zone] = {}
        earlier = () if scope.release in BY_STANZA else earlier_stanzas(cursor)
        seen = cursor.notes
        seen.update((arg.text, "") for args in earlier for arg in args)
        for arg in cursor.remaining():
            zone, _, name = arg.text.partition(":")
            if not zone or not name:
                raise cursor.error(f"invalid zone {quote(arg.text)}", "write `example.org.:ID`")
            if arg.text in found or arg.text in seen:
                raise cursor.error(f"conflict zone {quote(arg.text)}", "name each zone once")
            found[arg.text] = Route53Zone(zone, name, arg)
        return {"hosted_zones": tuple(found.values())}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """No zone can be fetched where `aws_endpoint` is given.

        CoreDNS takes the word for it only at the end of the block: it always is the closing brace.
        Before 1.12.3 it took the word where it is, and asked there (route53/setup.go).
        """
        if (
            self.aws_endpoint is None
            or not self.hosted_zones
            or cursor.release not in span("1.12.3")
        ):
            return
        zone = self.hosted_zones[0]
        query = f"dnsname={escape(zone.zone)}&hostedzoneid={escape(zone.id)}"
        message = (
            "failed to create route53 plugin: operation error Route 53: ListHostedZonesByName, "
            "exceeded maximum number of attempts, 1, https response error StatusCode: 0, "
            f'RequestID: , request send failed, Get "/%7D/2013-04-01/hostedzonesbyname?{query}": '
            'unsupported protocol scheme ""'
        )
        help_text = "take `aws_endpoint` out and set AWS_ENDPOINT_URL in CoreDNS's environment"
        refused = cursor.error(message, help_text)
        yield on(refused, self.aws_endpoint.token)

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Route53, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return the zones at the provider."""
        return words_of(*(stanza.hosted_zones for stanza in stanzas))

    @classmethod
    def serve(cls, stanzas: "tuple[Route53, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer from the zones that are kept elsewhere (route53.go)."""
        return answer_from_hosted(stanzas, query, chain)

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The hosted zones."""
        return tuple(dict.fromkeys(zone.zone for zone in self.hosted_zones))
