"""k8s_gateway: answer for what a cluster shows outside (k8s-gateway/k8s_gateway, setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.external import External, alone, some
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import FILE, Kind, choice, fallthrough, many
from corefile.coredns.catalogue.reading import on
from corefile.coredns.catalogue.schema import Reader, Scope, Value, Zone, setting
from corefile.coredns.plugins.kubernetes.ttl import TTL
from corefile.go.errors import Invalid
from corefile.go.label_selectors import SelectorParser
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: The kinds of objects that a release may know; it ignores all others.
RESOURCE: Kind[str] = Kind(
    "Ingress|Service|HTTPRoute|TLSRoute|GRPCRoute|DNSEndpoint", str, ("Ingress", "Service")
)
NODE_ADDRESS = choice(
    *("InternalIP", "ExternalIP"),
    message="nodeAddressType must be 'InternalIP' or 'ExternalIP', got: {value}",
)
NO_SELECTOR = "serviceLabelSelectors requires at least one argument (a label selector string)"


def read_node_address(cursor: Cursor) -> Value[str]:
    """Read the kind of address that nodes are given with."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.arg_error()
    if args[0].text not in NODE_ADDRESS.examples:
        message = f"nodeAddressType must be 'InternalIP' or 'ExternalIP', got: {args[0].text}"
        raise cursor.error(message, NODE_ADDRESS.help)
    return Value(args[0].text, args[0])


def read_selectors(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read label selectors, none of them empty."""
    words = some(NO_SELECTOR).read(cursor)
    for word in words:
        if not word.value:
            raise cursor.error("serviceLabelSelectors does not accept empty strings")
        fault = selector_fault(word.value)
        if fault:
            message = f"invalid serviceLabelSelectors {quote(word.value)}: {fault}"
            raise on(cursor.error(message, "write `app=web` or `tier`"), word.token)
    return words


def selector_fault(text: str) -> str:
    """Return what all releases of the library say against a selector; "" where one takes it."""
    fault = ""
    for pairs in (True, False):
        try:
            SelectorParser(text, pairs).requirements()
        except Invalid as invalid:
            fault = str(invalid)
        else:
            return ""
    return fault


@dataclass(frozen=True, slots=True, kw_only=True)
class K8sGateway(External):
    """Answers with the addresses that services, ingresses and routes of Kubernetes have outside."""

    name: ClassVar[str] = "k8s_gateway"
    usage: ClassVar[str] = "k8s_gateway [ZONE…]"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "services"
    unknown_words: ClassVar[str] = "Unknown property '{word}'"

    #: The zones whose names are objects: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    resources: tuple[Value[str], ...] | None = setting(
        Reader(f"{RESOURCE.syntax}…", some("Incorrectly formatted 'resource' parameter").read),
        "which kinds of objects are answered for",
        default="Ingress Service",
    )
    ingress_classes: tuple[Value[str], ...] | None = setting(
        some("Incorrectly formatted 'ingressClasses' parameter"),
        "the classes of ingresses that count",
        name="ingressClasses",
        otherwise="all",
    )
    gateway_classes: tuple[Value[str], ...] | None = setting(
        some("Incorrectly formatted 'gatewayClasses' parameter"),
        "the classes of gateways that count",
        name="gatewayClasses",
        otherwise="all",
    )
    service_label_selectors: tuple[Value[str], ...] | None = setting(
        Reader("SELECTOR…", read_selectors),
        "labels of the services that count",
        name="serviceLabelSelectors",
        otherwise="all",
    )
    node_address_type: Value[str] | None = setting(
        Reader(NODE_ADDRESS.syntax, read_node_address),
        "which address of nodes is given",
        name="nodeAddressType",
        default="InternalIP",
    )
    ttl: Value[int] | None = setting(TTL, "TTL of answers, 0 to 3600", default="60")
    apex: Value[str] | None = setting(alone, "the name of the zones' server")
    secondary: Value[str] | None = setting(alone, "the name of the zones' second server")
    kubeconfig: tuple[Value[str], ...] | None = setting(
        Reader("FILE [CONTEXT]", many(FILE).read), "how to reach the cluster from outside"
    )
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
        args = cursor.remaining()
        # Not the helper of CoreDNS, which some releases panic in.
        return {"zones": scope.origins(args) if args else scope.zones}
