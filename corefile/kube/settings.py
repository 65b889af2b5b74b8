"""The settings of kube-dns in its ConfigMap, as kube-dns reads them (kubernetes/dns, pkg/dns).

kube-dns refuses a ConfigMap as a whole: it then keeps the settings that it has.
"""

from collections.abc import Iterator, Sequence

from corefile.go.errors import Invalid
from corefile.go.json import InvalidJson, JsonValue, parse_json
from corefile.go.kubernetes import dns1123_label_errors, dns1123_subdomain_errors
from corefile.go.net import parse_ip, split_host_port
from corefile.go.strconv import atoi, parse_uint, quote
from corefile.kube.manifests import ConfigMap, Text
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field
from corefile.text.spelling import did_you_mean

__all__ = ["KEYS", "Fault", "KubeDns", "Server", "StubDomain", "read_settings", "settings_in"]

#: The keys that kube-dns reads, in this order.
KEYS = ("federations", "stubDomains", "upstreamNameservers")

MOST_UPSTREAMS = 3
#: Of a port.
MOST = 65535

#: Quotes that word processors and blogs make of `"`.
CURLY = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
#: These, and what else is written for `"`.
STRAIGHT: dict[str, str | int | None] = dict.fromkeys(f"{CURLY}'\u2018\u2019`", '"')

#: What Go calls the types that are read.
GO_TYPES = {"object": "map[string][]string", "array": "[]string", "string": "string"}
#: What to write for each.
SHAPES = {
    "object": 'write zones and their servers: `{"corp.example": ["10.0.0.53"]}`',
    "array": 'write a list: `["10.0.0.53"]`',
    "string": "write it in quotes",
}


@dataclass(frozen=True, slots=True)
class Fault(Brief):
    """Something that is wrong with a ConfigMap; offsets are those of the file."""

    #: Of the first character that matters.
    offset: int
    #: After the last one.
    end: int
    #: What is wrong, with the words of kube-dns where it refuses the ConfigMap.
    message: str
    #: What kube-dns says; empty where it refuses nothing.
    said: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether kube-dns refuses the ConfigMap for it."""
        return bool(self.said)


@dataclass(frozen=True, slots=True)
class Server(Brief):
    """A DNS server as it is written in a ConfigMap."""

    #: An address, an address with a port, or the name of a host.
    text: str
    #: Where it is in the file.
    offset: int

    @property
    def host(self) -> str:
        """The server without its port and brackets."""
        return split_server(self.text)[0]

    @property
    def is_address(self) -> bool:
        """Whether it is an address, and not a name that kube-dns looks up."""
        return parse_ip(self.host) is not None

    @property
    def upstream(self) -> str:
        """The server as `forward` of CoreDNS has to be told."""
        host, port = split_server(self.text)
        if not port:
            return host
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@dataclass(frozen=True, slots=True)
class StubDomain(Brief):
    """A zone, and the servers that know its names."""

    #: Without a dot at its end.
    zone: str
    #: As they are written.
    servers: tuple[Server, ...]
    #: Where the zone is in the file.
    offset: int


@dataclass(frozen=True, slots=True)
class KubeDns(Brief):
    """What a ConfigMap tells kube-dns."""

    #: The zones that other servers know.
    stub_domains: tuple[StubDomain, ...] = ()
    #: The servers for all names that nobody else knows; none for those of the node.
    upstreams: tuple[Server, ...] = ()
    #: The names of federations, each with its domain.
    federations: tuple[tuple[str, str], ...] = ()
    #: Where the federations are in the file.
    federations_at: int = 0
    #: What is wrong. What kube-dns refuses comes first; the first of all is what it prints.
    faults: tuple[Fault, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether kube-dns refuses the ConfigMap."""
        return any(fault.is_refused for fault in self.faults)


@dataclass(slots=True)
class Reading:
    """What is found while a ConfigMap is read."""

    #: What kube-dns says when it reads a key, and when it looks at all of them afterwards.
    unread: list[Fault] = field(default_factory=list)
    wrong: list[Fault] = field(default_factory=list)


def settings_in(config_maps: Sequence[ConfigMap]) -> list[ConfigMap]:
    """Return the ConfigMaps that are for kube-dns: by their name, or else by their keys."""
    named = [each for each in config_maps if each.name == "kube-dns"]
    return named or [each for each in config_maps if any(map(each.entry, KEYS))]


def read_settings(config_map: ConfigMap) -> KubeDns:
    """Return what a ConfigMap tells kube-dns, and what is wrong with it."""
    reading = Reading()
    texts = {key: text_of(config_map, key, reading) for key in KEYS}
    federations = read_federations(texts["federations"], reading)
    stubs = read_stubs(texts["stubDomains"], reading)
    upstreams = read_upstreams(texts["upstreamNameservers"], reading)
    at = texts["federations"]
    return KubeDns(
        stubs,
        upstreams,
        federations,
        at.span(0, 1)[0] if at is not None else 0,
        (*reading.unread, *reading.wrong, *unseen(config_map)),
    )


def text_of(config_map: ConfigMap, key: str, reading: Reading) -> Text | None:
    """Return the value of a key; None where there is none, or one that Kubernetes refuses."""
    entry = config_map.entry(key)
    if entry is None or entry.text is not None:
        return entry.text if entry is not None else None
    message = (
        f"the value of `{key}` is {entry.kind}, not text: Kubernetes refuses this ConfigMap;"
        f" write `{key}: |` and the JSON on the line below, indented"
    )
    reading.unread.append(Fault(*entry.span, message, "cannot unmarshal"))
    return None


def unseen(config_map: ConfigMap) -> Iterator[Fault]:
    """Yield what looks like a setting and is none for kube-dns."""
    for entry in config_map.others:
        if entry.name in KEYS:
            message = f"`{entry.name}` is not below `data`: kube-dns does not see it; indent it"
            yield Fault(*entry.span, message)
    for entry in config_map.data:
        near = did_you_mean(entry.name, KEYS) if entry.name not in KEYS else ""
        if near:
            yield Fault(*entry.span, f"kube-dns does not read the key `{entry.name}`: {near}")


def read_federations(text: Text | None, reading: Reading) -> tuple[tuple[str, str], ...]:
    """Read `NAME=DOMAIN,…` (federation.go: ParseFederationsFlag)."""
    found: dict[str, str] = {}
    at = 0
    if text is None or not text.value.strip():
        return ()
    for part in text.value.split(","):
        start, at = at, at + len(part) + 1
        name, equals, domain = (word.strip() for word in part.partition("="))
        said = "" if equals else "invalid format, must be key=value"
        if not said and (errors := dns1123_label_errors(name)):
            said = f"{quote(name)} not a valid federation name: {listed(errors)}"
        elif not said and (errors := dns1123_subdomain_errors(domain)):
            said = f"{quote(domain)} not a valid domain name: {listed(errors)}"
        if said:
            inner = start + len(part) - len(part.lstrip())
            end = start + len(part.rstrip())
            hint = "write `NAME=DOMAIN`, with commas between several; it is not JSON"
            reading.unread.append(refused(text, inner, end, "federations", said, hint))
            return ()
        found[name] = domain
    return tuple(found.items())


def listed(errors: Sequence[str]) -> str:
    """Return several texts as Go's %q prints them."""
    return f"[{' '.join(map(quote, errors))}]"


def read_json(text: Text | None, key: str, wanted: str, reading: Reading) -> JsonValue | None:
    """Read a value as JSON of a kind; None for `null` and for what kube-dns refuses."""
    if text is None:
        return None
    try:
        value = parse_json(text.value)
    except InvalidJson as error:
        end = min(error.offset + 1, len(text.value))
        hint = straightened(text.value, error.offset, wanted)
        reading.unread.append(refused(text, error.offset, end, key, str(error), hint))
        return None
    return value if is_a(value, wanted, text, key, reading) and value.kind != "null" else None


def straightened(value: str, offset: int, wanted: str) -> str:
    """Return what to write for a text that is not JSON, above all where its quotes are not `"`."""
    at = value[offset : offset + 1]
    if at not in STRAIGHT:
        return SHAPES[wanted] if value.strip() else "remove the key, or write JSON"
    right = value.translate(str.maketrans(STRAIGHT)).strip()
    try:
        parse_json(right)
    except InvalidJson:
        return 'write the straight quote `"`'
    return f'write the straight quote `"`: `{" ".join(right.split())}`'


def is_a(value: JsonValue, wanted: str, text: Text, key: str, reading: Reading) -> bool:
    """Tell whether a value is of a kind, or null, and note what Go says if it is not."""
    if value.kind in (wanted, "null"):
        return True
    said = f"json: cannot unmarshal {value.kind} into Go value of type {GO_TYPES[wanted]}"
    # Go reads on, and says the first.
    reading.unread.append(refused(text, value.start, value.end, key, said, SHAPES[wanted]))
    return False


def read_stubs(text: Text | None, reading: Reading) -> tuple[StubDomain, ...]:
    """Read `{"ZONE": ["SERVER", …], …}` (config.go: validateStubDomains)."""
    key = "stubDomains"
    value = read_json(text, key, "object", reading)
    if value is None or text is None:
        return ()
    found: dict[str, tuple[JsonValue, list[JsonValue]]] = {}
    for name, servers in value.members:
        is_list = is_a(servers, "array", text, key, reading)
        items = [each for each in servers.items if is_a(each, "string", text, key, reading)]
        found[name.text] = (name, items if is_list else [])
    for zone, (name, items) in found.items():
        if dns1123_subdomain_errors(zone):
            said = f"invalid domain name: {quote(zone)}"
            hint = (
                "write a name of lower-case letters, digits, `-` and `.`, without a dot at its end"
            )
            reading.wrong.append(refused(text, name.start + 1, name.end - 1, key, said, hint))
        for item in items:
            if not is_server(string_of(item)):
                said = f"invalid nameserver: {quote(string_of(item))}"
                reading.wrong.append(refused(text, *inside(item), key, said, hint_for(item.text)))
    return tuple(
        StubDomain(
            zone,
            tuple(Server(string_of(item), text.span(*inside(item))[0]) for item in items),
            text.span(name.start + 1, name.end - 1)[0],
        )
        for zone, (name, items) in found.items()
    )


def string_of(value: JsonValue) -> str:
    """Return what Go reads for a string: null is an empty one."""
    return value.text if value.kind == "string" else ""


def inside(value: JsonValue) -> tuple[int, int]:
    """Return where a string is without its quotes."""
    if value.kind != "string":
        return value.start, value.end
    return value.start + 1, max(value.end - 1, value.start + 1)


def hint_for(server: str) -> str:
    """Return what to write instead of something that is not a server."""
    if "$" in server:
        return "the shell was to put an address here, and did not: write the address"
    return "write an IP address, `ADDRESS:PORT`, or the name of a host without a port"


def is_server(text: str) -> bool:
    """Tell whether kube-dns takes a server for a stub domain."""
    host, port = split_server(text)
    if port:
        try:
            parse_uint(port, 16)
        except Invalid:
            return False
    # `256.1.1.1` is a name, so it is taken.
    return parse_ip(host) is not None or not dns1123_subdomain_errors(text)


def split_server(text: str) -> tuple[str, str]:
    """Return a server's host and port; no port where there is none, or it is not one."""
    try:
        return split_host_port(text)
    except Invalid:
        return text, ""


def read_upstreams(text: Text | None, reading: Reading) -> tuple[Server, ...]:
    """Read `["SERVER", …]` (config.go: validateUpstreamNameserver)."""
    key = "upstreamNameservers"
    value = read_json(text, key, "array", reading)
    if value is None or text is None:
        return ()
    items = [item for item in value.items if is_a(item, "string", text, key, reading)]
    if len(value.items) > MOST_UPSTREAMS:
        said = "upstreamNameserver cannot have more than three entries"
        extra = value.items[MOST_UPSTREAMS]
        hint = "keep three; `forward` of CoreDNS takes up to 15"
        reading.wrong.append(refused(text, extra.start, extra.end, key, said, hint))
    for item in items:
        try:
            check_upstream(string_of(item))
        except Invalid as error:
            hint = "write an IP address, or `ADDRESS:PORT`"
            hint = hint_for(item.text) if "$" in item.text else hint
            reading.wrong.append(refused(text, *inside(item), key, str(error), hint))
    return tuple(Server(string_of(item), text.span(*inside(item))[0]) for item in items)


def check_upstream(text: str) -> None:
    """Check a server for all names (util.go: ValidateNameserverIpAndPort). Raises Invalid."""
    if parse_ip(text) is not None:
        return
    host, port = split_host_port(text)
    if parse_ip(host) is None:
        raise Invalid(f"bad IP address: {quote(host)}")
    try:
        atoi(port, 1, MOST)
    except Invalid:
        raise Invalid(f"bad port number: {quote(port)}") from None


def refused(text: Text, start: int, end: int, key: str, said: str, hint: str) -> Fault:
    """Make the fault of what kube-dns refuses."""
    message = f'kube-dns refuses `{key}`, and with it the whole ConfigMap: "{said}"; {hint}'
    return Fault(*text.span(start, end), message, said)
