"""azure: serve zones of Azure DNS (plugin/azure/setup.go)."""

from collections.abc import Iterator

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
from corefile.coredns.catalogue.reading import BY_VARIABLE, refresh
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    WrittenSecret,
    Zone,
    setting,
)
from corefile.coredns.catalogue.stanzas import earlier_stanzas
from corefile.coredns.catalogue.zones import fqdn
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import Release, span
from corefile.go.strconv import quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

ENVIRONMENTS = (
    "AZURECLOUD",
    "AZUREPUBLICCLOUD",
    "AZURECHINACLOUD",
    "AZUREGERMANCLOUD",
    "AZUREUSGOVERNMENT",
    "AZUREUSGOVERNMENTCLOUD",
)
#: The names of these that are not clouds of their own, and the release that brought them (go.mod).
ALIASES = ("AZURECLOUD", "AZUREUSGOVERNMENT")
ALIASES_SINCE = span("1.9.2")
#: Its description is in a file that the environment of the process names.
OWN_CLOUD = "AZURESTACKCLOUD"


@dataclass(frozen=True, slots=True)
class AzureZone(Brief):
    """A zone, and the resource group that it is in."""

    #: The resource group.
    group: str
    #: As written.
    zone: str
    #: Where both are written.
    token: ExpandedToken


def read_zone(cursor: Cursor, token: ExpandedToken) -> AzureZone:
    """Read a resource group and a zone."""
    group, _, zone = token.text.partition(":")
    if not group or not zone:
        message = f"invalid resource group/zone: {quote(token.text)}"
        raise cursor.error(message, "write `GROUP:example.org`")
    return AzureZone(group, zone, token)


def read_environment(cursor: Cursor) -> Value[str]:
    """Read which of Azure's clouds is meant."""
    name = one(WORD).read(cursor)
    word = "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in name.value)
    old = cursor.release not in ALIASES_SINCE
    environments = tuple(known for known in ENVIRONMENTS if not (old and known in ALIASES))
    if word not in (*environments, OWN_CLOUD):
        why = f"autorest/azure: There is no cloud environment matching the name {quote(word)}"
        help_text = f"write one of {', '.join(f'`{known}`' for known in environments)}"
        raise cursor.error(f"cannot set azure environment: {quote(why)}", help_text)
    return name


def read_access(cursor: Cursor) -> Value[str]:
    """Read whether the zones are public."""
    access = one(WORD).read(cursor)
    if access.value not in ("public", "private"):
        message = f"invalid access value: can be public/private, found: {access.value}"
        raise cursor.error(message, "write `public` or `private`")
    return access


@dataclass(frozen=True, slots=True, kw_only=True)
class Azure(Plugin):
    """Answers from zones that Azure DNS hosts."""

    name: ClassVar[str] = "azure"
    usage: ClassVar[str] = "azure [GROUP:ZONE…]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "services"
    unknown_words: ClassVar[str] = "unknown property: {quoted}"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.15.0",
            kind="meaning",
            what="start",
            text="CoreDNS starts even if zones cannot be read",
        ),
    )

    #: The zones to answer for.
    hosted_zones: tuple[AzureZone, ...] = ()
    subscription: Value[str] | None = setting(
        one(WORD), "the subscription that the zones belong to"
    )
    tenant: Value[str] | None = setting(one(WORD), "the tenant to ask as")
    client: Value[str] | None = setting(one(WORD), "the client to ask as")
    secret: Value[str] | None = setting(one(WORD), "the client's secret")
    environment: Value[str] | None = setting(
        Reader("NAME", read_environment),
        "which of Azure's clouds is asked",
        default="AzurePublicCloud",
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that the zones do not have on"
    )
    access: Value[str] | None = setting(
        Reader("public|private", read_access),
        "whether the zones are public",
        default="public",
    )
    refresh: Duration | None = setting(
        refresh("unable to parse duration"),
        "how often the zones are fetched",
        default="1m",
    )

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the secret."""
        if self.secret:
            yield WrittenSecret("secret", self.secret, BY_VARIABLE)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        seen = cursor.notes
        for earlier in earlier_stanzas(cursor):
            seen.update((compared(arg.text, cursor.release), "") for arg in earlier)
        zones: list[AzureZone] = []
        for arg in cursor.remaining():
            zone = read_zone(cursor, arg)
            name = compared(f"{zone.group}:{zone.zone}", cursor.release)
            if name in seen:
                raise conflict(cursor, zone)
            seen[name] = ""
            zones.append(zone)
        return {"hosted_zones": tuple(zones)}

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Azure, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return the zones at the provider."""
        return words_of(*(stanza.hosted_zones for stanza in stanzas))

    @classmethod
    def serve(cls, stanzas: "tuple[Azure, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer from the zones that are kept elsewhere (azure.go)."""
        return answer_from_hosted(stanzas, query, chain)

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The hosted zones."""
        return tuple(dict.fromkeys(fqdn(zone.zone) for zone in self.hosted_zones))


def compared(text: str, release: Release) -> str:
    """Return what `GROUP:ZONE` is compared by: group and zone in a row, since 1.6.8 (setup.go)."""
    return text.replace(":", "", 1) if release in span("1.6.8") else text


def conflict(cursor: Cursor, zone: AzureZone) -> Refused:
    """Return the error for a zone that is named twice.

    CoreDNS writes group and zone one after the other, so `a:b.org` and `ab:.org` are the same.
    """
    return cursor.error(f"conflicting zone: {quote(zone.token.text)}", "name each zone once")
