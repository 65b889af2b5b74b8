"""k8s_external: answer with services' external addresses (plugin/k8s_external/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import Kind, bare, fallthrough, first
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, data_decides, zone_outcomes
from corefile.coredns.catalogue.schema import Plugin, Scope, Value, Zone, names, setting
from corefile.coredns.catalogue.zones import is_subdomain, normalize
from corefile.coredns.plugins.kubernetes.ttl import TTL
from corefile.coredns.releases.release import span
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

LABEL: Kind[str] = Kind("LABEL", str, ("dns", "ns"))


@dataclass(frozen=True, slots=True, kw_only=True)
class K8sExternal(Plugin):
    """Answers with the addresses that services of Kubernetes have outside the cluster."""

    name: ClassVar[str] = "k8s_external"
    usage: ClassVar[str] = "k8s_external [ZONE…]"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "services"
    offers: ClassVar[Offers] = frozenset({"whole zones"})
    needs: ClassVar[str] = "kubernetes"

    #: The zones whose names are services: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    apex: Value[str] | None = setting(
        first(LABEL), "the name below the zones that has their name servers", default="dns"
    )
    ttl: Value[int] | None = setting(TTL, "TTL of answers, 0 to 3600", default="5")
    headless: bool | None = setting(bare(), "answer for headless services too")
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that do not exist on to the next plugin"
    )

    @property
    def answer_ttl(self) -> Value[int] | None:
        """The TTL of all its answers."""
        return self.ttl

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the zones, and the names of servers in them."""
        apex = self.apex.value if self.apex else "dns"
        own = (normalize(f"{apex}.{zone.name}") for zone in self.zones)
        return Mentions((*self.zone_names, *own))

    @classmethod
    def serve(cls, stanzas: "tuple[K8sExternal, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer for services that have an address outside the cluster (external.go)."""
        last = stanzas[-1]
        zone = chain.in_zones(names(last.zones), query)
        if not zone:
            return Verdict("not in its zones")
        apexes = [stanza.apex.value for stanza in stanzas if stanza.apex]
        apex = apexes[-1] if apexes else "dns"
        answered = End("answered", cls.name, "NOERROR")
        if query.lower == zone:
            return Verdict("the name of the zone itself", (answered,), goes_on=False)
        if is_subdomain(normalize(f"{apex}.{zone}"), query.lower):
            why = "the name of the zone's server"
            return data_decides(cls.name, why, zone_outcomes(cls.name), chain)
        through = tuple(zone for stanza in stanzas for zone in names(stanza.fallthrough))
        goes_on = bool(chain.in_zones(through, query)) and chain.release in span("1.11.0")
        why = "answers what the cluster has; else " + ("goes on" if goes_on else "NXDOMAIN")
        outcomes = zone_outcomes(cls.name, goes_on=goes_on)
        return data_decides(cls.name, why, outcomes, chain)
