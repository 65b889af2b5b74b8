"""kubernetes: answer from a Kubernetes cluster (plugin/kubernetes/setup.go, kubernetes.go)."""

from collections.abc import Callable, Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.host_ports import read_transfer_to
from corefile.coredns.catalogue.kinds import (
    FILE,
    WORD,
    choice,
    exactly_one,
    fallthrough,
    lone,
    many,
    zones,
)
from corefile.coredns.catalogue.mentions import Mentions, ReadFile, words_of
from corefile.coredns.catalogue.query import (
    Chain,
    End,
    Query,
    SearchPath,
    Verdict,
    data_decides,
    refusal,
    zone_outcomes,
)
from corefile.coredns.catalogue.reading import on
from corefile.coredns.catalogue.resolv_conf import HOST_FILE, search_domains
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    depends_on_environment,
    names,
    setting,
    settings,
)
from corefile.coredns.catalogue.upstreams import old_upstream
from corefile.coredns.catalogue.zones import is_reverse, is_subdomain, normalize_exact
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.kubernetes.ttl import SHORT, TTL
from corefile.coredns.releases.changes import (
    LEAVE_OUT,
    Change,
    Instead,
    gone,
    to_transfer,
    upstream_changes,
)
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.label_selectors import Requirement, parse_label_selector
from corefile.go.net import parse_ip
from corefile.go.numbers import parse_float32
from corefile.go.strconv import atoi, quote
from corefile.go.time import parse_duration
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar, TypeVar

T = TypeVar("T", int, float)

#: The release in which `resyncperiod` became a property without words, up to 1.7.0.
NO_RESYNC = "1.6.0"

REVERSE = (".in-addr.arpa.", ".ip6.arpa.")
MULTICLUSTER = zones()
#: The first release that takes `kubeconfig` without a context.
CONTEXT_OPTIONAL = "1.8.2"
DURATION_HELP = "write a number with a unit: `500ms`, `5s`, `1m`"

POD_MODE = choice(
    *("disabled", "insecure", "verified"),
    message="wrong value for pods: {value},  must be one of: disabled, verified, insecure",
)


@dataclass(frozen=True, slots=True)
class LabelSelector(Brief):
    """Which objects of the cluster count, by their labels."""

    #: The selector as it is written.
    text: str
    #: What it asks of labels; all of it must hold.
    requirements: tuple[Requirement, ...]
    #: Where it is written.
    token: ExpandedToken


def read_kubeconfig(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read a file and a context, which may be left out since `CONTEXT_OPTIONAL`."""
    return many(WORD, 1 if cursor.release in span(CONTEXT_OPTIONAL) else 2, 2).read(cursor)


def selector(what: str) -> Reader[LabelSelector]:
    """Read the rest of the line as a label selector."""

    def read(cursor: Cursor) -> LabelSelector:
        args = cursor.remaining()
        if not args:
            raise cursor.arg_error()
        text = " ".join(arg.text for arg in args)
        token = next(filter(depends_on_environment, args), args[0])
        try:
            # The library of 1.14.2 is the first that reads `(a,,)` (go.mod).
            requirements = parse_label_selector(text, pairs=cursor.release not in span("1.14.2"))
            return LabelSelector(text, requirements, token)
        except Invalid as invalid:
            message = f"unable to parse {what} selector value: '{text}': {invalid}"
            help_text = "write requirements like `app=web,tier in (front, back),!canary`"
            raise Refused(message, token, help_text) from None

    return Reader("SELECTOR", read)


def read_ignore(cursor: Cursor) -> Value[str] | None:
    """Read what is ignored: `empty_service`, or nothing."""
    args = cursor.remaining()
    if not args:
        return None
    if args[0].text != "empty_service":
        message = f"unable to parse ignore value: '{args[0].text}'"
        raise Refused(message, args[0], "write `ignore empty_service`")
    return Value(args[0].text, args[0])


def read_timeout(cursor: Cursor) -> Duration:
    """Read a duration; what follows on the line does not count."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    try:
        return Duration(parse_duration(args[0].text), args[0])
    except Invalid as invalid:
        message = f"failed to parse startup_timeout: {args[0].text}, {invalid}"
        raise Refused(message, args[0], DURATION_HELP) from None


def read_resync_period(cursor: Cursor) -> None:
    """Read a duration; what follows on the line does not count."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    try:
        parse_duration(args[0].text)
    except Invalid as invalid:
        message = f"unable to parse resync duration value: '{args[0].text}': {invalid}"
        raise Refused(message, args[0], DURATION_HELP) from None


def limit(name: str, parse: Callable[[str], T]) -> Reader[Value[T]]:
    """Read a number that is not negative."""

    def read(cursor: Cursor) -> Value[T]:
        args = cursor.remaining()
        if len(args) != 1:
            raise cursor.arg_error()
        text = args[0].text
        try:
            number = parse(text)
        except Invalid as invalid:
            message = f"invalid {name} {quote(text)}: {invalid}"
            raise cursor.error(message, "write a number that is not negative") from None
        if number < 0:
            raise cursor.error(f"{name} must be >= 0", "write a number that is not negative")
        return Value(number, args[0])

    return Reader("NUMBER", read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kubernetes(Plugin):
    """Answers for the services and pods of a Kubernetes cluster."""

    name: ClassVar[str] = "kubernetes"
    once_since: ClassVar[str] = "1.0.6"
    usage: ClassVar[str] = "kubernetes [ZONE…]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "services"
    example_zone: ClassVar[str] = "cluster.local"
    offers: ClassVar[Offers] = frozenset({"metadata", "readiness", "search path", "whole zones"})
    metadata_labels: ClassVar[tuple[str, ...]] = (
        *("client-label/*", "client-namespace", "client-pod-name", "cluster", "endpoint", "kind"),
        *("namespace", "parse-error", "port-name", "protocol", "service", "zone"),
    )

    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.2.3",
            kind="meaning",
            what="start",
            text="CoreDNS starts without waiting for the API server, and answers SERVFAIL until it"
            " has its data",
            advice="let Kubernetes wait for `ready`, which is in CoreDNS from 1.5.0",
        ),
        Change(
            release="1.2.3",
            until="1.2.4",
            kind="avoid",
            text="the plugin does not work inside a cluster",
            advice="take 1.2.4",
            source="notes of 1.2.4",
        ),
        Change(
            release=SHORT,
            kind="added",
            what="ttl 0",
            text="a `ttl` may be 0 to 4; before, from 5 on",
            source="plugin/kubernetes/setup.go",
        ),
        Change(
            release="1.3.1",
            kind="meaning",
            what="ttl",
            text="`ttl` is also that of answers that a name does not exist",
        ),
        Change(
            release="1.3.1",
            kind="deprecated",
            what="endpoint",
            text="several addresses are refused unless all are `http://`",
            advice="name one address: that of a load balancer in front of the API servers",
            instead=Instead((("endpoint", "{1}"),), above=1),
            source="plugin/kubernetes/setup.go",
        ),
        Change(
            release="1.4.0",
            kind="ignored",
            what="endpoint",
            text="only the first address is asked; CoreDNS says so in its log",
            advice="name one address: that of a load balancer in front of the API servers",
            instead=Instead((("endpoint", "{1}"),), above=1),
            source="plugin/kubernetes/setup.go",
        ),
        *upstream_changes("kubernetes"),
        gone("kubernetes", "upstream"),
        Change(
            release="1.5.0",
            kind="default",
            what="resyncperiod",
            text="data is not read again by default; before, every 5 minutes",
            source="plugin/kubernetes/setup.go",
        ),
        Change(
            release=NO_RESYNC,
            kind="removed",
            what="resyncperiod",
            text="a duration after `resyncperiod` is refused; the word alone has no effect",
            advice="leave the line out",
            instead=LEAVE_OUT,
            source="plugin/kubernetes/setup.go",
        ),
        gone("kubernetes", "resyncperiod"),
        to_transfer("kubernetes"),
        Change(
            release="1.8.1",
            kind="cluster",
            what="endpointslices",
            text="on Kubernetes 1.19 and newer it watches EndpointSlices; without the right to,"
            " services have no addresses",
            advice="let the ClusterRole list and watch `endpointslices` of `discovery.k8s.io`",
        ),
        Change(
            release=CONTEXT_OPTIONAL,
            kind="added",
            what="kubeconfig",
            text="the context after the file of `kubeconfig` may be left out",
            source="plugin/kubernetes/setup.go",
        ),
        Change(
            release="1.8.7",
            kind="deprecated",
            what="wildcard queries",
            text="CoreDNS warns in its log of queries such as `*.default.svc.cluster.local`",
            advice="look for clients that ask such names",
        ),
        Change(
            release="1.9.0",
            kind="meaning",
            what="wildcard queries",
            text="queries such as `*.default.svc.cluster.local` are answered with NXDOMAIN",
            advice="look for clients that ask such names",
        ),
        Change(
            release="1.11.0",
            kind="cluster",
            what="EndpointSlices of v1",
            text="it watches EndpointSlices of v1 alone, which Kubernetes has from 1.21",
            advice="keep an older CoreDNS on Kubernetes before 1.21",
        ),
        Change(
            release="1.11.4",
            until="1.12.1",
            kind="avoid",
            what="reverse names",
            text="addresses of endpoints without a hostname have no PTR record",
            advice="take 1.12.1 where reverse names of pods matter",
            source="notes of 1.11.4 and 1.12.1",
        ),
    )

    #: By default those of the server block.
    zones: tuple[Zone, ...] = ()

    endpoint: tuple[Value[str], ...] | None = setting(
        many(WORD),
        "URL of the API server",
        otherwise="that of the cluster CoreDNS runs in",
    )
    tls: tuple[Value[str], ...] | None = setting(
        many(FILE, 3, 3), "files with certificate, key and CA for `endpoint`"
    )
    kubeconfig: tuple[Value[str], ...] | None = setting(
        Reader("FILE [CONTEXT]", read_kubeconfig, ((CONTEXT_OPTIONAL, "FILE CONTEXT"),)),
        "a kubeconfig to reach the API server with, which makes `endpoint` and `tls` idle",
    )
    apiserver_qps: Value[float] | None = setting(
        limit("apiserver_qps", parse_float32),
        "requests a second to the API server at most; 0 leaves it to the client library",
        default="0",
    )
    apiserver_burst: Value[int] | None = setting(
        limit("apiserver_burst", atoi),
        "requests at once beyond that rate; 0 leaves it to the client library",
        default="0",
    )
    apiserver_max_inflight: Value[int] | None = setting(
        limit("apiserver_max_inflight", atoi),
        "requests to the API server under way at once; 0 means no limit",
        default="0",
    )
    namespaces: tuple[tuple[Value[str], ...], ...] = settings(
        many(WORD), "the only namespaces that are answered for", otherwise="all"
    )
    namespace_labels: LabelSelector | None = setting(
        selector("namespace_label"),
        "answer only for namespaces whose labels the selector matches",
    )
    labels: LabelSelector | None = setting(
        selector("label"), "answer only for objects whose labels the selector matches"
    )
    pods: Value[str] | None = setting(
        exactly_one(POD_MODE),
        "whether names like `1-2-3-4.NAMESPACE.pod` have addresses",
        default="disabled",
    )
    endpoint_pod_names: bool | None = setting(
        lone(), "name endpoints after their pods, not after their addresses"
    )
    ttl: Value[int] | None = setting(TTL, "TTL of answers, up to 3600", default="5")
    noendpoints: bool | None = setting(lone(), "watch no endpoints: headless services do not exist")
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that do not exist on to the next plugin"
    )
    ignore: Value[str] | None = setting(
        Reader("empty_service", read_ignore),
        "let services without a ready endpoint not exist",
    )
    multicluster: tuple[Zone, ...] | None = setting(
        MULTICLUSTER, "which of the zones are those of Multi-Cluster Services"
    )
    zonal: bool | None = setting(
        lone(), "answer names that ask for the endpoints of one topology zone"
    )
    startup_timeout: Duration | None = setting(
        Reader("DURATION", read_timeout),
        "how long the start waits for the API server's data",
        default="5s",
    )

    def idle_properties(self, *, is_complete: bool) -> Iterator[tuple[ExpandedToken, str]]:
        """Return what says in vain how the API server is spoken to (kubernetes.go)."""
        kubeconfig, endpoint, tls = map(self.has, ("kubeconfig", "endpoint", "tls"))
        if kubeconfig:
            why = "`kubeconfig` says where the API server is and how to speak to it"
            yield from ((token, why) for token in (endpoint, tls) if token)
        elif tls and not endpoint and is_complete:
            yield tls, "without `endpoint` CoreDNS asks the API server of the cluster it runs in"

    @property
    def answer_ttl(self) -> Value[int] | None:
        """The TTL of all its answers."""
        return self.ttl

    def all_below(self, zone: str) -> tuple[str, ...]:
        """Return the zone of services."""
        return () if zone.endswith(".arpa.") else (f"svc.{zone}",)

    @classmethod
    def removed(cls, cursor: Cursor) -> None:
        """Read `transfer to`, `resyncperiod` or `upstream`."""
        if cursor.value == "transfer":
            read_transfer_to(cursor)
        elif cursor.value == "upstream":
            old_upstream().read(cursor)
        elif cursor.release not in span(NO_RESYNC):
            read_resync_period(cursor)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones, of which one at least must not be one of addresses."""
        name = cursor.token
        args = cursor.remaining()
        origins = scope.origins(args)
        # Without any zone the keys of the server block are themselves refused, or not known.
        known = bool(args) or (bool(origins) and scope.complete)
        # Up to 1.8.3, a word that is not a zone has no name, and that is not a reverse zone.
        is_named = any(not normalize_exact(arg.text, scope.release) for arg in args)
        known = known and not (is_named and scope.release not in span("1.8.4"))
        if known and all(zone.name.endswith(REVERSE) for zone in origins):
            words = [*args, *(zone.token for zone in origins)]
            token = next(filter(depends_on_environment, words), args[0] if args else name)
            help_text = "add the zone of the cluster, such as `cluster.local`"
            raise Refused("non-reverse zone name must be used", token, help_text)
        return {"zones": origins}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Yield what is refused of the properties together."""
        namespaces, zonal = self.has("namespaces"), self.has("zonal")
        if namespaces and self.namespace_labels:
            refused = cursor.error("namespaces and namespace_labels cannot both be set")
            yield on(refused, namespaces)
        own = [zone.name for zone in self.zones]
        for zone in self.multicluster or ():
            if zone.name not in own:
                message = f"is not authoritative for the multicluster zone {zone.name}"
                shown = " ".join(own)
                if cursor.release in span("1.14.4"):
                    message += f" (authoritative zones: [{shown}])"
                refused = cursor.error(message, "add it to the plugin's zones")
                yield on(refused, zone.token)
                break
        if zonal and self.noendpoints:
            message = "zonal requires the endpoint cache; remove noendpoints"
            yield on(cursor.error(message), zonal)

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Kubernetes, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Yield what the client library refuses of the way to the API server."""
        for stanza in stanzas:
            file = stanza.kubeconfig[0] if stanza.kubeconfig else None
            if file is not None and "\0" in file.value:
                why = f"open {file.value}: invalid argument"
                message = f'error loading config file "{file.value}": {why}'
                yield Refused(message, file.token, "write the name of a file")
            if stanza.endpoint and not stanza.kubeconfig:
                from corefile.go.client_go import connection_fault  # noqa: PLC0415 - seldom needed
                from corefile.go.url import STRICT_COLONS  # noqa: PLC0415

                host, files = stanza.endpoint[0], stanza.tls or ()
                strict = cursor.release in span(STRICT_COLONS)
                message = connection_fault(host.value, *(f.value for f in files), strict=strict)
                words = (value.token for value in (host, *files))
                token = next(filter(depends_on_environment, words), host.token)
                if message:
                    yield Refused(message, token, "write a URL such as `https://10.0.0.1:6443`")

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the zones, and the names in them that the shape of names tells apart."""
        zones = [zone.name for zone in self.zones if not is_reverse(f".{zone.name}")]
        spaces = [value.value for line in self.namespaces for value in line]
        parts = ("svc", "pod", *(f"{space}.{kind}" for space in spaces for kind in ("svc", "pod")))
        inner = [below(part, zone) for zone in zones for part in parts]
        own = [below(name, zone) for zone in zones for name in ("ns.dns", "dns-version")]
        told = [
            (below(kind, zone), 4, label)
            for kind, label in (("svc", ""), ("pod", "10-0-0-1"))
            for zone in zones
        ]
        types = ("AXFR", "SOA", "TXT")
        return Mentions((*self.zone_names, *inner), tuple(own), labels=tuple(told), types=types)

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Kubernetes, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return which cluster it is, and which objects in it count."""
        each = stanzas[0]
        pods = f"(pods {each.pods.value})" if each.pods else None
        return words_of(
            pods,
            *(each.endpoint, each.kubeconfig, each.labels, each.namespace_labels),
            *(each.ignore, each.noendpoints, each.endpoint_pod_names, each.zonal),
        )

    @classmethod
    def minds(cls, stanzas: "tuple[Kubernetes, ...]", query: Query, chain: Chain) -> bool:
        """Tell whether a query is for a name in its zones: it may be there."""
        return bool(chain.in_zones(names(stanzas[0].zones), query))

    @classmethod
    def serve(cls, stanzas: "tuple[Kubernetes, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer for the cluster; the shape of a name rules out much (handler.go)."""
        stanza = stanzas[0]
        zone = chain.in_zones(names(stanza.zones), query)
        if not zone:
            return Verdict("not in its zones")
        if query.type in ("AXFR", "IXFR"):
            return Verdict("refuses transfers", (refusal(cls.name),), False)
        there = stanza.may_have(query, zone)
        answered = End("answered", cls.name, "NOERROR", when="" if there else "the cluster has it")
        if there is True:
            return Verdict("answers for its own names", (answered,), goes_on=False)
        goes_on = bool(chain.in_zones(names(stanza.fallthrough), query))
        if there is False:
            why = "no such name in any cluster"
            if goes_on:
                return Verdict(f"{why}, `fallthrough`: goes on")
            return Verdict(why, (End("answered", cls.name, "NXDOMAIN"),), goes_on=False)
        why = "answers what the cluster has; else " + ("goes on" if goes_on else "NXDOMAIN")
        outcomes = zone_outcomes(cls.name, goes_on=goes_on)
        return data_decides(cls.name, why, outcomes, chain)

    @classmethod
    def search_path(
        cls, stanzas: "tuple[Kubernetes, ...]", query: Query, chain: Chain
    ) -> SearchPath | None:
        """Return the search path of pods, which only `pods verified` knows (autopath.go).

        The query's own name says in which namespace its pod must be.
        """
        stanza = stanzas[0]
        zone = chain.in_zones(names(stanza.zones), query)
        if not zone or stanza.pods is None or stanza.pods.value != "verified":
            return None
        client = parse_ip(query.client)
        if client is not None and client.is_loopback:
            return None
        services = below("svc", zone)
        inside = query.lower.removesuffix(services).rstrip(".")
        namespace = inside.rpartition(".")[2]
        if not is_subdomain(services, query.lower) or not namespace:
            return None
        if chain.namespace not in ("", namespace):
            return None
        when = "" if chain.namespace else f"a pod of the namespace `{namespace}` asks"
        # After these come the domains of the file that CoreDNS itself finds where it runs.
        own = search_domains(chain.read(HOST_FILE) or "")
        return SearchPath((f"{namespace}.{services}", services, zone, *own), when)

    def may_have(self, query: Query, zone: str) -> bool | None:
        """Tell whether there is a name in the cluster: as far as its shape decides (parse.go)."""
        name = query.lower
        below = name[: -len(zone)].rstrip(".") if zone != "." else name.rstrip(".")
        if is_reverse(name):
            return None if below or not is_reverse(zone) else True
        if below == "ns.dns" and zone != "." and not query.name.endswith(zone):
            # The name of the server is known only with the zone in small letters (ns.go).
            return self.may_be_object(["dns", "ns"], zone)
        own = own_name(below, query.type)
        return self.may_be_object(below.split(".")[::-1], zone) if own is None else own

    def may_be_object(self, labels: list[str], zone: str) -> bool | None:
        """Tell whether there is a service or a pod, from the labels below the zone, last first."""
        kind, rest = labels[0], labels[1:]
        multicluster = zone in names(self.multicluster)
        if kind not in ("svc", "pod"):
            return False
        spaces = [value.value for line in self.namespaces for value in line]
        if spaces and rest[0] not in spaces:
            return False
        if len(rest) > 4:
            zonal = self.zonal and not multicluster and kind == "svc" and rest[2] == "_zone"
            if not zonal or rest[3] not in ("pin", "prefer"):
                return False
        if kind == "pod":
            return self.may_have_pod(rest)
        return None

    def may_have_pod(self, rest: list[str]) -> bool | None:
        """Tell whether there is the name of a pod, from its labels below `pod`."""
        mode = self.pods.value if self.pods else "disabled"
        if mode == "disabled":
            return False
        if len(rest) == 1 or mode != "insecure":
            return None
        word = rest[1]
        four = word.count("-") == 3 and "--" not in word
        return None if parse_ip(word.replace("-", "." if four else ":")) else False

    @property
    def in_cluster(self) -> bool:
        """Whether the API server is the one of the cluster that CoreDNS runs in."""
        return not (self.has("endpoint") or self.has("kubeconfig"))


def below(name: str, zone: str) -> str:
    """Return a name below a zone."""
    return f"{name}." if zone == "." else f"{name}.{zone}"


def own_name(below: str, type_: str) -> bool | None:
    """Tell whether a name is one of the plugin's own; None for one that the cluster decides on."""
    own = below in ("", "svc", "pod", "ns.dns")
    if type_ == "SOA":
        return True
    if type_ == "TXT":
        # There is one TXT record; of other names only those of services have an empty answer.
        return below == "dns-version" if own or below == "dns-version" else None
    return True if own else None
