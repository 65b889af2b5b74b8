"""Makers of stanzas of plugins that answer from what the text or a file says."""

from tests.oracle.trace.families.draw import Draw, Stanza, several, stanza, under


def hosts(d: Draw, zone: str) -> Stanza:
    """Return a `hosts`, with its addresses inline or in a file."""
    lines, asks = [], []
    for _ in range(d.number(1, 4)):
        names = [d.name(zone) for _ in range(d.number(1, 2))]
        if d.since("1.14.5") and d.maybe(0.15):
            names.append("*." + names[0])
            asks += [f"x.{names[0]} A", f"x.y.{names[0]} A", f"x.{names[0]} MX"]
        elif d.maybe(0.1):
            names.append(names[0].upper())
        last = d.number(1, 9)
        if d.maybe(0.25):
            lines.append(f"2001:db8:1::{last} {' '.join(names)}")
            asks.append(f"{last}." + "0." * 19 + "1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR")
        else:
            lines.append(f"10.0.0.{last} {' '.join(names)}")
            asks += [f"{last}.0.0.10.in-addr.arpa PTR", f"{last}.1.0.10.in-addr.arpa PTR"]
        asks += [f"{name} {type_}" for name in names if "*" not in name for type_ in ("A", "AAAA")]
    asks += [f"unlisted.{zone} A", "www.elsewhere.example A", f"{asks[0].split()[0]} MX"]
    head, files = "hosts", {}
    if d.maybe(0.3):
        file = f"hosts{d.number(1, 99)}"
        head, files = f"hosts {file}", {file: "\n".join(lines) + "\n"}
        lines = []
    if files:
        head += d.zones(zone)
    elif d.maybe(0.3):
        head = f"hosts none{d.zones(zone)}"
        files = {"none": ""}
    fall = d.fallthrough(zone)
    if fall and d.since("1.14.7") and d.maybe(0.15):
        fall.append("fallthrough_unsupported")
    lines += fall
    lines += d.some(["ttl 60", "no_reverse", "reload 1h"], 0, 1 if d.maybe(0.3) else 0)
    return Stanza(stanza(head, lines), tuple(asks), files)


ANSWERS = (
    '"{{ .Name }} 60 IN A 192.0.2.100"',
    '"{{ .Name }} 60 IN AAAA 2001:db8::100"',
    '"{{ .Name }} 60 IN TXT \\"{{ .Type }} {{ .Class }}\\""',
    '"{{ .Name }} 60 IN CNAME target.example.net."',
    '"{{ .Name }} 60 IN CNAME www.example.org."',
    '"{{ .Name }} 60 IN A {{ .Name }}"',
    '"{{ .Name }} 60 IN MX 10 mail.{{ .Zone }}"',
)


#: How a template matches: lines of it, and first labels to ask for.
PATTERNS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((), ()),
    ((), ()),
    (
        (
            r"match ^ip-(?P<a>\d+)-(?P<b>\d+)-(?P<c>\d+)-(?P<d>\d+)\.",
            'answer "{{ .Name }} 60 IN A {{ .Group.a }}.{{ .Group.b }}.'
            '{{ .Group.c }}.{{ .Group.d }}"',
        ),
        ("ip-10-0-0-1", "ip-10-0-0-999"),
    ),
    (("match ^www[.]",), ("www", "wwww")),
    (("match ^(a|nx|api)[.]",), ("a", "api")),
    ((r"match ^[a-z]+\.ZONE\.?$",), ("abc", "a1")),
    ((r"match (^|[.])ZONE[.]$",), ("deep.er",)),
    ((r"match ^www\.", r"match ^(?P<n>api|db)\d*\."), ("www", "db12", "api", "mail")),
    (("match (?i)^WWW[.]",), ("www", "WWW")),
    (("match ^never$",), ()),
)


def template(d: Draw, zone: str) -> Stanza:
    """Return a `template`."""
    class_ = d.pick("IN IN IN IN ANY CH".split())
    type_ = d.pick("A A A A AAAA AAAA ANY ANY TXT MX PTR HTTPS CNAME".split())
    pattern, labels = d.pick(PATTERNS)
    asks = [f"{d.name(zone)} {kind}" for kind in ("A", "AAAA", "MX", type_)]
    asks += [f"{under(label, zone)} {kind}" for label in labels for kind in ("A", type_)]
    lines = [line.replace("ZONE", zone.strip(".").replace(".", r"\.")) for line in pattern]
    if not any(line.startswith("answer") for line in lines):
        lines += [f"answer {answer}" for answer in d.some(ANSWERS, 0, 2 if d.maybe(0.2) else 1)]
    lines += [line for chance, since, line in OPTIONS if d.maybe(chance) and d.since(since)]
    lines += [f"rcode {d.pick(RCODES)}"] if d.maybe(0.3) else []
    lines += [f"expr {d.pick(EXPRESSIONS)}"] if d.since("1.15.0") and d.maybe(0.1) else []
    lines += d.fallthrough(zone)
    head = f"template {class_} {type_}{d.zones(zone)}"
    return Stanza(stanza(head, lines or ["rcode NXDOMAIN"]), tuple(asks))


RCODES = "NXDOMAIN NXDOMAIN NOERROR REFUSED SERVFAIL NOTIMP FORMERR YXDOMAIN".split()
#: More lines of a template: how often, since which release.
OPTIONS = (
    (0.15, "1.0.0", 'authority "{{ .Zone }} 60 IN SOA ns.{{ .Zone }} a.{{ .Zone }} (1 6 6 6 6)"'),
    (0.1, "1.0.0", 'additional "extra.example. 60 IN A 192.0.2.101"'),
    (0.05, "1.12.2", 'ederror 21 "Not supported"'),
)

EXPRESSIONS = (
    "type() == 'A'",
    "type() in ['A', 'AAAA']",
    "name() == 'www.example.org.'",
    "name() startsWith 'a'",
    "name() endsWith 'example.org.' && !(type() == 'MX')",
    "name() matches '^[a-c]'",
    "incidr(client_ip(), '10.1.0.0/16')",
    "incidr(client_ip(), '10.0.0.0/8') || client_ip() == '127.0.0.1'",
    "client_ip() == '::1'",
    "proto() == 'tcp'",
    "proto() == 'udp' && bufsize() <= 512",
    "do()",
    "class() == 'IN' and type() != 'AAAA'",
    "server_ip() == '127.0.0.1'",
    "server_port() == '53'",
    "opcode() == 0 && size() < 200",
    "len(name()) > 12",
    "metadata('no/such') == ''",
    "true",
    "false",
    "incidr('nonsense', '10.0.0.0/8')",
)

RECORDS = {
    "www": "www 60 IN A 192.0.2.10",
    "six": "six 60 IN AAAA 2001:db8::10",
    "alias": "alias 60 IN CNAME www",
    "out": "out 60 IN CNAME www.example.net.",
    "nowhere": "nowhere 60 IN CNAME missing",
    "a.b": "a.b 60 IN A 192.0.2.11",
    "*.wild": "*.wild 60 IN A 192.0.2.12",
    "given": "given 60 IN NS ns.given\nns.given 60 IN A 192.0.2.13",
    "moved": "moved 60 IN DNAME example.net.",
    "mail": "mail 60 IN MX 10 www",
    "text": 'text 60 IN TXT "words"',
}
ZONE_ASKS = several(
    """
    www A; www AAAA; six A; six AAAA; alias A; alias AAAA; out A; nowhere A; a.b A;
    b A; b TXT; x.wild A; wild A; x.y.wild A; given NS; www.given A; ns.given A;
    given DS; moved A; www.moved A; mail MX; text TXT; missing A; missing.www A
    """
)


def zone_file(d: Draw, zone: str) -> str:
    """Return the text of a zone file."""
    names = d.some(list(RECORDS), 3, len(RECORDS))
    head = (
        f"$ORIGIN {zone.rstrip('.')}.\n@ 60 IN SOA ns admin 1 7200 900 1209600 60\n"
        "@ 60 IN NS ns\nns 60 IN A 192.0.2.1\n"
    )
    return head + "".join(RECORDS[name] + "\n" for name in names)


def zone_asks(d: Draw, zone: str) -> tuple[str, ...]:
    """Return queries for such a file."""
    chosen = d.some(ZONE_ASKS, 6, 12)
    asks = [f"{under(entry.split()[0], zone)} {entry.split()[1]}" for entry in chosen]
    return (*asks, f"{zone} SOA", f"{zone} NS", f"{zone} A", f"{zone} AXFR tcp")


def file(d: Draw, zone: str) -> Stanza:
    """Return one or two `file`."""
    texts: list[str] = []
    asks: list[str] = []
    files: dict[str, str] = {}
    origins = [zone if zone != "." or d.maybe(0.2) else "example.org"]
    if d.maybe(0.35):
        origins.append(under(d.pick(("sub", "a")), origins[0]))
    for origin in origins:
        name = f"db.{origin.strip('.') or 'root'}"
        files[name] = zone_file(d, origin)
        asks += zone_asks(d, origin)
        lines = d.fallthrough(zone) if d.since("1.12.2") and d.maybe(0.6) else []
        lines += d.some(["reload 0", "reload 1m"], 0, 1 if d.maybe(0.2) else 0)
        explicit = origin != zone or len(origins) > 1 or d.maybe(0.3)
        texts.append(stanza(f"file {name} {origin}" if explicit else f"file {name}", lines))
    if d.maybe(0.3):
        texts.append(transfer(d, origins[0]).text)
    return Stanza("\n".join(texts), tuple(asks), files)


def transfer(d: Draw, zone: str) -> Stanza:
    """Return a `transfer`."""
    to = d.pick(("*", "10.1.2.3", "10.1.2.3:5300 ::1", "192.0.2.1"))
    asks = (
        f"{zone} AXFR tcp",
        f"{zone} AXFR",
        f"{zone} IXFR tcp",
        f"{zone} AXFR tcp from 10.1.2.3",
    )
    return Stanza(stanza(f"transfer{d.zones(zone)}", [f"to {to}"]), asks)


def auto(d: Draw, zone: str) -> Stanza:
    """Return an `auto` over a folder."""
    origins = d.some(
        [zone if zone != "." else "example.org", under("sub", zone), under("b", zone)], 1, 2
    )
    files = {f"zones/db.{origin}": zone_file(d, origin) for origin in origins}
    files["zones/readme.txt"] = "not a zone\n"
    asks = [entry for origin in origins for entry in zone_asks(d, origin)]
    asks += [f"{d.name(zone)} A" for _ in range(3)]
    lines = ["directory zones" + d.pick(("", "", r" db\.(.*) {1}"))]
    return Stanza(stanza(f"auto{d.zones(zone)}", lines), tuple(asks), files)


def whoami(d: Draw, zone: str) -> Stanza:
    """Return `whoami`."""
    return Stanza("whoami", (f"{d.name(zone)} A", f"{d.name(zone)} TXT"))


def erratic(d: Draw, zone: str) -> Stanza:
    """Return `erratic`, which drops every second query unless told otherwise."""
    lines = [] if d.maybe(0.2) else ["drop 0"]
    lines += ["truncate 3"] if d.maybe(0.2) else []
    return Stanza(
        stanza("erratic", lines), tuple(f"{d.name(zone)} {t}" for t in ("A", "AAAA", "MX"))
    )


LOCAL_ASKS = several(
    """
    localhost A; localhost AAAA; localhost MX; localhost.example.org A; a.localhost A;
    localhost.sub.example.org AAAA; 1.0.0.127.in-addr.arpa PTR; 127.in-addr.arpa SOA;
    9.0.0.127.in-addr.arpa PTR; 0.in-addr.arpa PTR; x.255.in-addr.arpa A
    """
)


def local(d: Draw, zone: str) -> Stanza:
    """Return `local`."""
    lines = (
        [f"localhost_prefix {d.pick(('on', 'off'))}"] if d.since("1.14.5") and d.maybe(0.3) else []
    )
    return Stanza(stanza("local", lines), (*LOCAL_ASKS, f"localhost.{zone} A"))


def chaos(d: Draw, zone: str) -> Stanza:
    """Return `chaos`."""
    names = "version.bind version.server authors.bind hostname.bind id.server other.bind".split()
    asks = [f"{name} TXT class CH" for name in names] + [
        "version.bind TXT",
        "version.bind A class CH",
    ]
    return Stanza(d.pick(("chaos", "chaos v1", "chaos v1 someone@example.org")), tuple(asks))


def any_(d: Draw, zone: str) -> Stanza:
    """Return `any`."""
    return Stanza("any", (f"{d.name(zone)} ANY", f"{d.name(zone)} A"))
