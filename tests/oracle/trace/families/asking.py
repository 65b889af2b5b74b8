"""Makers of stanzas of plugins that ask others: upstreams, a cluster, a store."""

from tests.oracle.trace.families.draw import Draw, Stanza, several, stanza, under


def upstreams(d: Draw, most: int = 2) -> str:
    """Return addresses of fakes."""
    return " ".join(f"127.0.0.1:530{number}" for number in d.some(range(1, 5), 1, most))


def forward(d: Draw, zone: str) -> Stanza:
    """Return one `forward` or two."""
    texts, asks = [], []
    for _ in range(2 if d.maybe(0.3) else 1):
        from_ = d.pick((".", ".", ".", zone, under("sub", zone), under("a", zone), "example.net"))
        to = upstreams(d)
        lines = []
        if " " in to:
            lines.append("policy sequential")
        if d.maybe(0.35):
            names = [under("no", zone), under("www", zone), "sub.example.org", under("a", zone)]
            lines.append(f"except {' '.join(d.some(names, 1, 2))}")
            asks += [f"x.no.{zone} A", f"no.{zone} A", f"www.{zone} A", "b.sub.example.org A"]
        if d.since("1.11.4") and d.maybe(0.35):
            lines.append(
                f"next {' '.join(d.some('NXDOMAIN SERVFAIL REFUSED NOERROR'.split(), 1, 2))}"
            )
        if d.since("1.13.0") and d.maybe(0.2):
            lines.append(f"failover {' '.join(d.some('NXDOMAIN SERVFAIL REFUSED'.split(), 1, 2))}")
        if d.since("1.14.4") and d.maybe(0.15):
            lines.append("next_on_nodata")
        lines += d.some(
            ["max_fails 0", "force_tcp", "prefer_udp", "max_concurrent 100", "expire 5s"], 0, 1
        )
        texts.append(stanza(f"forward {from_} {to}", lines))
        asks += [f"{d.name(from_)} {kind}" for kind in ("A", "AAAA", "TXT")] + [f"{from_} SOA"]
        asks += [f"{under(label, zone)} A" for label in d.some(SPECIAL, 3, 5)]
    return Stanza("\n".join(texts), tuple(asks))


SPECIAL = "nx sf rf nodata v4only v6only cname nxu1 nxu2 nxu3 sfu1 rfu2 nodatau1".split()


def dead(d: Draw, zone: str) -> Stanza:
    """Return a `forward` to where nobody is."""
    to = d.pick(
        ("127.0.0.1:5399", "127.0.0.1:5399 127.0.0.1:5301", "127.0.0.1:5301 127.0.0.1:5399")
    )
    text = stanza(f"forward . {to}", ["policy sequential"])
    names = [d.name(zone), d.name(zone), under("drop", zone)]
    return Stanza(text, tuple(f"{name} {kind}" for name in names for kind in ("A", "TXT")))


def grpc(d: Draw, zone: str) -> Stanza:
    """Return a `grpc` to other blocks, which forward to fakes or have nothing to say."""
    number = d.number(1, 3)
    lines = []
    if d.maybe(0.3):
        lines.append(f"except {under('no', zone)} {under('www', zone)}")
    if d.since("1.12.3"):
        lines += d.fallthrough(zone)
    texts = [
        stanza(f"grpc {d.pick(('.', '.', zone, under('sub', zone)))} 127.0.0.1:531{number}", lines)
    ]
    beside = f"grpc://.:531{number} {{\n    forward . 127.0.0.1:530{number}\n}}\n"
    asks = [
        f"{under(label, zone)} {kind}"
        for label in ("www", "no", "x.no", "nx", "sf", "nodata", "sub")
        for kind in ("A", "MX")
    ]
    # A client that comes too early waits a second before it tries again.
    return Stanza("\n".join(texts), tuple(asks), beside=beside, wait=1500)


CLUSTER_ASKS = several(
    """
    cluster.local A; cluster.local SOA; cluster.local NS; ns.dns.cluster.local A;
    dns-version.cluster.local TXT; web.prod.svc.cluster.local A;
    web.prod.svc.cluster.local AAAA; web.prod.svc.cluster.local SRV;
    web.prod.svc.cluster.local TXT; api.dev.svc.cluster.local A;
    web.dev.svc.cluster.local A; nothing.prod.svc.cluster.local A;
    db.prod.svc.cluster.local A; db-0.db.prod.svc.cluster.local A;
    10-244-0-8.db.prod.svc.cluster.local A; _sql._tcp.db.prod.svc.cluster.local SRV;
    _http._tcp.web.prod.svc.cluster.local SRV;
    _http._udp.web.prod.svc.cluster.local SRV; http.tcp.web.prod.svc.cluster.local A;
    ext.prod.svc.cluster.local A; ext.prod.svc.cluster.local CNAME;
    lb.prod.svc.cluster.local A; svc.cluster.local A; pod.cluster.local A;
    prod.svc.cluster.local A; none.svc.cluster.local A; *.prod.svc.cluster.local A;
    web.*.svc.cluster.local A; 10-244-0-5.prod.pod.cluster.local A;
    10-9-9-9.prod.pod.cluster.local A; x.prod.pod.cluster.local A;
    10-244-0-5.none.pod.cluster.local A; www.example.com.cluster.local A;
    www.example.com.svc.cluster.local A; www.example.com.prod.svc.cluster.local A;
    a.b.c.web.prod.svc.cluster.local A; cluster.local AXFR tcp;
    kube-dns.kube-system.svc.cluster.local A; kubernetes.default.svc.cluster.local A;
    5.0.96.10.in-addr.arpa PTR; 9.0.96.10.in-addr.arpa PTR;
    7.0.244.10.in-addr.arpa PTR; 5.113.0.203.in-addr.arpa PTR;
    web.prod.svc.cluster.local A from 10.244.0.5; WEB.prod.SVC.cluster.local A
    """
)


def kubernetes(d: Draw, zone: str) -> Stanza:
    """Return a `kubernetes` that watches the fake cluster."""
    zones = d.pick(
        (
            " cluster.local",
            " cluster.local",
            " cluster.local in-addr.arpa ip6.arpa",
            " cluster.local 10.96.0.0/16",
        )
    )
    if zone == "cluster.local" and d.maybe(0.4):
        zones = ""
    lines = ["endpoint http://127.0.0.1:8001"]
    if d.maybe(0.6):
        lines.append(f"pods {d.pick('disabled insecure verified'.split())}")
    if d.maybe(0.3):
        lines.append(f"namespaces {' '.join(d.some('prod dev default'.split(), 1, 2))}")
    lines += ["noendpoints"] if d.maybe(0.15) else []
    lines += ["endpoint_pod_names"] if d.maybe(0.15) else []
    lines += ["ignore empty_service"] if d.maybe(0.1) else []
    if d.maybe(0.5):
        lines.append(
            d.pick(
                ("fallthrough", "fallthrough in-addr.arpa ip6.arpa", "fallthrough cluster.local")
            )
        )
    return Stanza(stanza(f"kubernetes{zones}", lines), tuple(d.some(CLUSTER_ASKS, 12, 24)))


def autopath_kubernetes(d: Draw, zone: str) -> Stanza:
    """Return `autopath @kubernetes` with its cluster."""
    pods = d.pick(("verified", "verified", "insecure"))
    cluster = stanza("kubernetes cluster.local", ["endpoint http://127.0.0.1:8001", f"pods {pods}"])
    names = "www.example.com web nothing api.dev nx.example.com web.prod.svc".split()
    asks = [
        f"{name}.prod.svc.cluster.local {kind} from {client}"
        for name in names
        for kind in ("A", "AAAA")
        for client in ("10.244.0.5", "10.1.2.3")
    ]
    asks += [f"{name}.svc.cluster.local A from 10.244.0.5" for name in names]
    return Stanza(f"autopath @kubernetes\n{cluster}", tuple(asks))


def k8s_external(d: Draw, zone: str) -> Stanza:
    """Return a `k8s_external` and its `kubernetes`."""
    lines = d.some(["apex ns1", "ttl 30"], 0, 1)
    lines += ["headless"] if d.maybe(0.3) and d.since("1.11.0") else []
    lines += d.fallthrough(zone) if d.since("1.11.0") else []
    cluster = stanza("kubernetes cluster.local", ["endpoint http://127.0.0.1:8001"])
    own = "ext.example" if zone == "." else zone
    names = (
        "lb.prod web.prod db.prod nothing.prod ns1.dns dns prod _http._tcp.lb.prod x.y.z.lb.prod "
        "lb.none"
    )
    asks = [f"{name}.{own} {kind}" for name in names.split() for kind in ("A", "SRV")] + [
        f"{own} {k}" for k in ("SOA", "NS", "A")
    ]
    extra = f" {own}" if own != zone or d.maybe(0.2) else ""
    return Stanza(
        f"{stanza(f'k8s_external{extra}', lines)}\n{cluster}",
        (*asks, "5.113.0.203.in-addr.arpa PTR"),
    )


ETCD_ASKS = several(
    """
    web.skydns.local A; web.skydns.local AAAA; web.skydns.local SRV;
    web.skydns.local MX; six.skydns.local AAAA; six.skydns.local A;
    alias.skydns.local A; alias.skydns.local CNAME; inside.skydns.local A;
    note.skydns.local TXT; note.skydns.local A; many.skydns.local A;
    many.skydns.local SRV; x1.many.skydns.local A; none.skydns.local A;
    bad.skydns.local A; skydns.local SOA; skydns.local NS; skydns.local A;
    www.example.org A; nothing.example.org A; 80.2.0.192.in-addr.arpa PTR;
    81.2.0.192.in-addr.arpa PTR; *.skydns.local A; ns.dns.skydns.local A;
    skydns.local AXFR tcp
    """
)


def etcd(d: Draw, zone: str) -> Stanza:
    """Return one `etcd` or two, of which the first counts."""
    zones = d.pick(
        (
            " skydns.local",
            " skydns.local",
            " skydns.local example.org",
            " skydns.local in-addr.arpa",
            "",
        )
    )
    lines = ["endpoint http://127.0.0.1:2379"]
    lines += d.fallthrough("skydns.local")
    lines += ["path /skydns"] if d.maybe(0.2) else []
    text = stanza(f"etcd{zones}", lines)
    if d.maybe(0.2):
        text += "\n" + stanza("etcd example.org", ["endpoint http://127.0.0.1:2379"])
    return Stanza(text, tuple(d.some(ETCD_ASKS, 10, 18)))


def nomad(d: Draw, zone: str) -> Stanza:
    """Return a `nomad`."""
    names = "web.default six.default web.other none.default web x.web.default".split()
    asks = [f"{name}.service.nomad {kind}" for name in names for kind in ("A", "AAAA", "SRV", "MX")]
    address = d.pick(("4646", "4646", "4646", "4647"))
    zones = d.pick(("", " service.nomad"))
    return Stanza(
        stanza(f"nomad{zones}", [f"address http://127.0.0.1:{address}"]),
        (*asks, "service.nomad SOA", "service.nomad A"),
    )


def secondary(d: Draw, zone: str) -> Stanza:
    """Return a `secondary`, fed by a fake or never."""
    own = "example.org" if zone == "." else zone
    fed = d.maybe(0.8)
    lines = [f"transfer from 127.0.0.1:{5301 if fed else 5399}"]
    lines += d.fallthrough(zone) if d.since("1.14.4") else []
    names = [under(label, own) for label in "www out a.b b missing nx".split()]
    asks = [f"{name} {kind}" for name in names for kind in ("A", "MX")] + [
        f"{own} {k}" for k in ("SOA", "NS", "A", "AXFR tcp")
    ]
    return Stanza(stanza(f"secondary {own}", lines), tuple(asks), wait=500)


def dynupdate(d: Draw, zone: str) -> Stanza:
    """Return a `dynupdate` and its `tsig`."""
    own = "example.org" if zone == "." else zone
    text = stanza(f"dynupdate {own}", [f"file db.dynamic.{own}", "allow key.example. * *"])
    secret = stanza("tsig", ["secret key.example. NoTCJU+DMqFWywaPyxSijrDEA/eC3nK0xi3AMEZuPVk="])
    content = (
        f"$ORIGIN {own}.\n@ 60 IN SOA ns admin 1 7200 900 1209600 60\n@ 60 IN NS ns\n"
        "ns 60 IN A 192.0.2.1\nwww 60 IN A 192.0.2.10\n"
    )
    asks = [
        f"{under(label, own)} {kind}"
        for label in ("www", "ns", "missing")
        for kind in ("A", "MX", "A opcode UPDATE")
    ]
    asks += [
        f"{own} SOA",
        f"{own} SOA opcode UPDATE",
        "other.test SOA opcode UPDATE",
        f"{own} AXFR tcp",
    ]
    return Stanza(f"{secret}\n{text}", tuple(asks), {f"db.dynamic.{own}": content})
