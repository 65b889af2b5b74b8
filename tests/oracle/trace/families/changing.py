"""Makers of stanzas of plugins that change queries, hold them back or pass them on."""

from tests.oracle.trace.families.draw import CLIENTS, Draw, Stanza, stanza, under


def rewrite(d: Draw, zone: str) -> Stanza:
    """Return one to three rules of `rewrite`."""
    texts, asks = [], []
    for _ in range(d.number(1, 3)):
        rule, more = d.pick(RULES)(d, zone)
        mode = d.pick(("", "", "", "stop ", "continue "))
        if d.maybe(0.15):
            texts.append(stanza("rewrite" + f" {mode}".rstrip(), [rule]))
        else:
            texts.append(f"rewrite {mode}{rule}")
        asks += more
    return Stanza("\n".join(texts), (*asks, f"{d.name(zone)} A"))


def target(d: Draw, zone: str) -> str:
    """Return a name to rewrite to: in the zone or elsewhere."""
    return d.name(d.pick((zone, "example.net", "example.org", "cluster.local")))


def exact(d: Draw, zone: str) -> tuple[str, list[str]]:
    """Return a rule for one name."""
    name, to = d.name(zone), target(d, zone)
    word = d.pick(("", "exact "))
    answer = d.pick(("", "", " answer auto")) if word else ""
    return f"name {word}{name} {to}{answer}", [
        f"{name} A",
        f"{name} AAAA",
        f"x.{name} A",
        f"{to} A",
    ]


def suffix(d: Draw, zone: str) -> tuple[str, list[str]]:
    """Return a rule for the end of a name."""
    to = d.pick(("example.net", "example.org", "svc.cluster.local"))
    dot = d.pick(("", ".")) if zone != "." else ""
    answer = d.pick(("", "", " answer auto"))
    before = d.pick((".", "")) if zone != "." else ""
    rule = f"name suffix {before}{zone}{dot} {before}{to}{dot}{answer}"
    return rule, [
        f"{d.name(zone)} A",
        f"{d.name(zone)} TXT",
        f"{zone} A",
        f"not{zone.strip('.')} A",
    ]


def prefix(d: Draw, zone: str) -> tuple[str, list[str]]:
    """Return a rule for the beginning of a name."""
    old, new = d.pick((("www.", "api."), ("a", "b"), ("dev-", ""), ("db.", "db.prod.")))
    return f"name prefix {old} {new or 'x'}", [
        f"{old}zz.{zone} A",
        f"x{old}z.{zone} A",
        f"{old}www.{zone} AAAA",
    ]


def substring(d: Draw, zone: str) -> tuple[str, list[str]]:
    """Return a rule for a part of a name."""
    old, new = d.pick((("dev", "prod"), ("-", "."), ("ww", "w"), (".sub.", ".")))
    return f"name substring {old} {new}", [
        f"a-dev.{zone} A",
        f"dev-dev.{zone} A",
        f"www.sub.{zone} A",
    ]


def regex(d: Draw, zone: str) -> tuple[str, list[str]]:
    """Return a rule with a regular expression."""
    dotted = zone.strip(".").replace(".", r"\.")
    options = (
        (rf"(.*)\.{dotted}\.? {{1}}.example.net", ""),
        (rf"^([a-z]+)\.{dotted}\.$ {{1}}.prod.svc.cluster.local.", " answer auto"),
        (r"(\w+)-(\w+)\.(.*) {2}-{1}.{3}", ""),
        (
            rf"^(.+)\.corp\.{dotted}\.$ {{1}}.{zone.strip('.') or 'x'}.",
            rf" answer name (.*)\.{dotted}\. {{1}}.corp.{zone}.",
        ),
        (r"(?i)^(www)\. {1}2.example.org", ""),
        (r"a{2} b", ""),
    )
    rule, answer = d.pick(options)
    return f"name regex {rule}{answer}", [
        f"{d.name(zone)} A",
        f"ab-cd.{zone} A",
        f"www.corp.{zone} A",
        f"aa.{zone} A",
    ]


def kind(d: Draw, zone: str) -> tuple[str, list[str]]:
    """Return a rule for a type."""
    old, new = d.pick((("ANY", "HINFO"), ("AAAA", "A"), ("TXT", "A"), ("A", "AAAA"), ("MX", "TXT")))
    return f"type {old} {new}", [f"{d.name(zone)} {old}", f"{d.name(zone)} {new}"]


def class_(d: Draw, zone: str) -> tuple[str, list[str]]:
    """Return a rule for a class."""
    return "class CH IN", [f"{d.name(zone)} A class CH", f"{d.name(zone)} TXT class CH"]


def response(d: Draw, zone: str) -> tuple[str, list[str]]:
    """Return a rule for the answer."""
    name = d.name(zone)
    options = [
        f"ttl exact {name} 5",
        f"ttl suffix .{zone.strip('.')}. 10-20" if zone != "." else "ttl regex (.*) 30",
        "edns0 local set 0xffee abcd",
    ]
    if d.since("1.11.0"):
        options.append("cname exact target.example.net. www.example.org.")
    if d.since("1.11.2"):
        options += [f"rcode exact {name} NXDOMAIN NOERROR", "rcode regex (.*) SERVFAIL NXDOMAIN"]
    return d.pick(options), [f"{name} A", f"nx.{zone} A", f"cname.{zone} A", f"sf.{zone} A"]


RULES = (
    exact,
    exact,
    exact,
    suffix,
    suffix,
    prefix,
    substring,
    regex,
    regex,
    kind,
    class_,
    response,
    response,
)


def acl(d: Draw, zone: str) -> Stanza:
    """Return one or two `acl`."""
    texts = []
    for _ in range(d.pick((1, 1, 1, 2))):
        lines = []
        for _ in range(d.number(1, 3)):
            action = d.pick("allow block block filter drop".split())
            types = (
                f" type {' '.join(d.some('A AAAA MX TXT ANY PTR AXFR *'.split(), 1, 2))}"
                if d.maybe(0.4)
                else ""
            )
            nets = f" net {' '.join(d.some(NETS, 1, 2))}" if d.maybe(0.8) else ""
            lines.append(action + types + nets)
        texts.append(stanza(f"acl{d.zones(zone)}", lines))
    asks = [
        f"{d.name(zone)} {t} from {c}" for t in ("A", "AAAA", "MX") for c in d.some(CLIENTS, 2, 4)
    ]
    return Stanza("\n".join(texts), (*asks, f"{d.name(zone)} A", "www.example.org A from 10.1.2.3"))


NETS = (
    "10.1.0.0/16 10.0.0.0/8 10.2.3.4 10.244.0.0/16 127.0.0.0/8 192.168.0.0/16 ::1/128 fd00::/8 "
    "172.16.0.0/12 * 0.0.0.0/0"
).split()


def dns64(d: Draw, zone: str) -> Stanza:
    """Return a `dns64`."""
    lines = d.some(["allow_ipv4", "translate_all", "prefix 2001:db8:64::/96"], 0, 3)
    names = [
        d.name(zone),
        under("v4only", zone),
        under("v6only", zone),
        under("nx", zone),
        under("sf", zone),
    ]
    asks = [f"{name} AAAA{client}" for name in names for client in ("", " from ::1")]
    return Stanza(stanza("dns64", lines), (*asks, f"{d.name(zone)} A from ::1"))


def siit(d: Draw, zone: str) -> Stanza:
    """Return a `siit`."""
    lines = d.some(["ipv6_prefix 2001:db8::/96", "eam 192.0.2.99 2001:db8::1"], 0, 2)
    asks = [f"{under(name, zone)} A" for name in ("www", "v6only", "v4only", "nx")]
    return Stanza(stanza("siit", lines), (*asks, f"{d.name(zone)} A from ::1"))


def cache(d: Draw, zone: str) -> Stanza:
    """Return a `cache`, and queries put more than once."""
    ttl = d.pick(("", " 30", " 300"))
    lines = d.some(
        ["success 100 60", "denial 100 30", "servfail 10s", "prefetch 5", "serve_stale", "keepttl"],
        0,
        2,
    )
    if d.maybe(0.2):
        lines = [f"disable {d.pick(('success', 'denial'))}{d.pick(('', ' example.org'))}"]
    names = [d.name(zone), under("nx", zone), under("sf", zone), under("nodata", zone)]
    asks = [
        f"{name} {kind}"
        for name in names
        for kind in ("A", "A tcp", "A from 10.1.2.3", "A do", "AAAA")
    ]
    return Stanza(stanza(f"cache{ttl}{d.zones(zone)}", lines), tuple(asks))


def autopath(d: Draw, zone: str) -> Stanza:
    """Return an `autopath` with a search path of its own."""
    search = (
        f"search first.{zone} second.{zone} {zone}\n"
        if zone != "."
        else "search example.org example.net\n"
    )
    names = [
        f"www.first.{zone}",
        f"nx.first.{zone}",
        f"www.second.{zone}",
        f"www.{zone}",
        f"nodata.first.{zone}",
    ]
    if zone == ".":
        names = ["www.example.org", "nx.example.org", "www.example.net"]
    asks = [f"{name} {kind}" for name in names for kind in ("A", "AAAA", "MX")]
    file = f"search.{zone.strip('.') or 'root'}"
    return Stanza(f"autopath{d.zones(zone)} {file}", tuple(asks), {file: search})


def tsig(d: Draw, zone: str) -> Stanza:
    """Return a `tsig`; no query is signed."""
    lines = ["secret key.example. NoTCJU+DMqFWywaPyxSijrDEA/eC3nK0xi3AMEZuPVk="]
    lines.append(d.pick(("require all", "require none", "require A MX", "require AXFR")))
    if d.since("1.14.3") and d.maybe(0.3):
        lines.append(
            d.pick(("require_opcode NOTIFY", "require_opcode QUERY", "require_opcode all"))
        )
    asks = (
        f"{d.name(zone)} A",
        f"{d.name(zone)} MX",
        f"{d.name(zone)} TXT",
        f"{d.name(zone)} A opcode NOTIFY",
    )
    return Stanza(stanza(f"tsig{d.zones(zone)}", lines), asks)


#: A key of the root, which may sign any zone. It is good for nothing else.
KEY = {
    "key.key": ". 3600 IN DNSKEY 257 3 13 yTuirZdz1cQTmTff9o4AwV7sMRb1xcmrvOvEisfIaHJbUQtj"
    "noZcvYJUwc28Ff64GVGG1tCPlK0SBxsADsJZ1A==\n",
    "key.private": "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\n"
    "PrivateKey: TcGIwehFGKKucbQPSAeSoqfQY7nt6OTwahjuXEjMfIg=\n",
}


def dnssec(d: Draw, zone: str) -> Stanza:
    """Return a `dnssec`."""
    asks = [f"{zone} {kind}{do}" for kind in ("DNSKEY", "SOA", "DS") for do in ("", " do")]
    asks += [f"{d.name(zone)} {kind} do" for kind in ("A", "DNSKEY", "MX")]
    return Stanza(stanza(f"dnssec{d.zones(zone)}", ["key file key"]), tuple(asks), KEY)


WRAPPERS = (
    "errors",
    "log",
    "log . {\n    class error\n}",
    "prometheus",
    "loadbalance",
    "loadbalance round_robin",
    "metadata",
    "nsid",
    "nsid name",
    "bufsize 1232",
    "debug",
    "cancel",
    "cancel 3s",
    "minimal",
    "minimal",
    "header {\n    response set ra\n}",
    "health",
    "ready",
    "reload",
    "root .",
    'errors {\n    consolidate 5m ".* timeout$"\n}',
    "header {\n    query clear rd\n}",
)


def wrapper(d: Draw, zone: str) -> Stanza:
    """Return a plugin that passes everything on, or has no handler."""
    options = list(WRAPPERS)
    if d.since("1.12.0"):
        options.append("multisocket 2")
    if d.since("1.14.7"):
        options.append("shed")
    return Stanza(d.pick(options), (f"{d.name(zone)} A", f"{d.name(zone)} AAAA"))
