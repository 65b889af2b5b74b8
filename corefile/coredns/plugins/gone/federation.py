"""federation: names of federated clusters, up to 1.6.9 (plugin/federation/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.reading import NO_UPSTREAM
from corefile.coredns.catalogue.schema import Plugin, Scope, Value, Zone, names, setting
from corefile.coredns.catalogue.upstreams import old_upstream
from corefile.coredns.releases.changes import LEAVE_OUT, Change, upstream_changes
from corefile.coredns.releases.release import plugin_releases
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Federation(Plugin):
    """Answers for names of services in federated Kubernetes clusters."""

    name: ClassVar[str] = "federation"
    usage: ClassVar[str] = "federation [ZONE…]"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "services"
    example_zone: ClassVar[str] = "cluster.local"
    changes: ClassVar[tuple[Change, ...]] = (
        *upstream_changes("federation"),
        Change(
            release=str(plugin_releases("federation").until),
            kind="removed",
            text="there is no plugin `federation` any more; names of federated clusters do not"
            " exist",
            advice="leave it out, or build CoreDNS with github.com/coredns/federation",
            instead=LEAVE_OUT,
        ),
    )

    #: The zones whose names are looked at: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    #: The names of federations, each with its zone; the last line of a name applies.
    federations: tuple[tuple[Value[str], Value[str]], ...] = ()

    upstream: tuple[Value[str], ...] | None = setting(
        old_upstream(), "where names of other clusters are looked up", ignored=NO_UPSTREAM
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining()), "federations": []}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Read the name of a federation and its zone."""
        label = cursor.token
        args = cursor.remaining()
        if len(args) != 1:
            message = f"need two arguments for federation, got {len(args)}"
            raise Refused(message, label, "write a name and its zone")
        pair = Value(label.text, label), Value(args[0].text, args[0])
        values["federations"].append(pair)

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse a stanza without a federation."""
        if not self.federations:
            yield Refused("at least one name to zone federation expected", self.token)

    @classmethod
    def serve(cls, stanzas: "tuple[Federation, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer for `NAME.NAMESPACE.FEDERATION.svc.ZONE` (federation.go)."""
        stanza = stanzas[0]
        zone = chain.in_zones(names(stanza.zones), query)
        labels = query.lower.removesuffix(zone).rstrip(".").split(".") if zone else []
        known = {label.value for label, _ in stanza.federations}
        if known.isdisjoint(labels):
            return Verdict("no name of a federation")
        return Verdict("answers for a federation", (End("answered", cls.name, "NOERROR"),), False)
