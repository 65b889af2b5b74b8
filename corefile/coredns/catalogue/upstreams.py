"""Addresses of other DNS servers, as `forward` and `grpc` read them (plugin/pkg/parse/host.go)."""

import re
from contextlib import suppress

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.schema import Plugin, Reader, Value, Zone
from corefile.coredns.catalogue.zones import (
    CHECKED_TWICE,
    DEFAULT_PORTS,
    SCHEMES,
    is_ip,
    misplaced_address,
    normalize,
    normalize_exact,
    port_number,
    split_transport,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import UPSTREAM_ADDRESSES_IGNORED
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.net import parse_ip, split_host_port
from corefile.go.strconv import quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import Literal

#: The schemes that were not there from the start, and the release that brought them. An older one
#: takes them for the beginning of a file's name (plugin/pkg/parse/transport.go).
#: The release that began to read `[::1]` without a port (plugin/pkg/parse/host.go).
BRACKETS = "1.14.2"
#: The release that began to read what is after `%` (plugin/pkg/parse/host.go).
SCOPES = "1.6.7"
#: The release that began to refuse files without servers (plugin/pkg/parse/host.go).
NEEDS_SERVERS = "1.6.8"
#: A label of a host's name: no hyphen at either end, and underscores as people use them.
HOST_LABEL = regex("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?", re.ASCII)

#: The transports that encrypt what they carry.
ENCRYPTED = frozenset(("tls", "https", "quic"))
#: Plugins that no host has the name of, and that are written as one word.
NO_HOSTS = frozenset(("debug", "errors", "loadbalance", "log", "loop", "reload"))


@dataclass(frozen=True, slots=True)
class Upstream(Brief):
    """Where queries are sent."""

    #: An IP address, the path of a file like /etc/resolv.conf, or a name to look up.
    host: str
    #: Empty for a file, which brings its own.
    port: str
    #: `dns` unless a scheme, such as `tls://`, says something else.
    transport: str
    #: What the host is.
    kind: Literal["address", "file", "socket"]
    #: The name that the server's certificate must have, from `tls://ADDRESS%NAME`.
    server_name: str
    #: Where it is written.
    token: ExpandedToken

    @property
    def port_number(self) -> int | None:
        """The port as a number; None for a file, a socket, and what is not a port's number."""
        return port_number(self.port)

    @property
    def encrypted(self) -> bool:
        """Whether queries are encrypted on their way."""
        return self.transport in ENCRYPTED

    @property
    def shown(self) -> str:
        """The upstream as people write it, without a port that goes without saying."""
        if self.kind != "address":
            return self.token.text
        usual = self.port in ("", DEFAULT_PORTS.get(self.transport, ""))
        host = f"[{self.host}]" if ":" in self.host and not usual else self.host
        scheme = "" if self.transport == "dns" else f"{self.transport}://"
        return f"{scheme}{host}" if usual else f"{scheme}{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender(Plugin):
    """A stanza that sends the queries for a zone to other servers."""

    #: The zone whose names are sent on.
    zone: Zone
    #: Where they are sent.
    to: tuple[Upstream, ...]

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The zone whose names are sent on."""
        return (self.zone.name,)

    @property
    def zone_is_server(self) -> bool:
        """Whether what is read as its zone is a server: an address, or the path of a file."""
        text = self.zone.token.text
        return text.startswith("/") or bool(misplaced_address(text))


def split_server_name(text: str) -> tuple[str, str]:
    """Split `tls://9.9.9.9%dns.quad9.net` into address and name (forward/setup.go, splitZone)."""
    scheme, found, host = text.partition("://")
    if not found:
        scheme, host = "", text
    name = ""
    if "%" in host:
        head, _, name = host.rpartition("%")
        host = f"{head}]" if head.startswith("[") else head
        if ":" in name:
            name, _, port = name.rpartition(":")
            host += f":{port}"
            name = name.removesuffix("]")
    return (f"{scheme}://{host}" if scheme else host), name


def names_a_host(text: str) -> bool:
    """Tell whether text, without scheme and port, can be a host's name (Go's net, isDomainName).

    What cannot is not looked up at all, so that the answer depends on no machine.
    """
    labels = text.removesuffix(".").split(".")
    if not 0 < len(text) <= 253 + text.endswith(".") or not all(map(HOST_LABEL.fullmatch, labels)):
        return text == "."
    return re.search("[A-Za-z_-]", text) is not None


def instead_of(word: str) -> str:
    """Return what to write instead of a word that names no server."""
    if "$(" in word:
        return "`$(…)` is for a shell, and CoreDNS reads it as a host name: write the address"
    if word.endswith(",") or "," in word:
        return "separate servers by spaces, without commas"
    if word.endswith(";"):
        return "remove the `;`: the end of the line ends the list"
    if "@" in word and word.rpartition("@")[2].isdigit():
        return f"a port is written with a colon: `{':'.join(word.rsplit('@', 1))}`"
    if "@" in word:
        return "write `tls://IP%NAME` for an address and its certificate's name (CoreDNS 1.13.2)"
    variable = re.fullmatch(r"%(\w+)%|\$(\w+)", word)
    if variable is not None:
        return f"a variable is written `{{${variable[1] or variable[2]}}}`"
    dotted = re.fullmatch(r"([0-9.]+)\.([0-9]+)", word)
    if dotted is not None and is_ip(dotted[1]):
        return f"a port is written with a colon: `{':'.join(dotted.groups())}`"
    scheme, mark, rest = word.partition("://")
    if rest and scheme.lower() in ("tcp", "udp", "http"):
        return f"write `{rest}`: leave `{scheme}{mark}` out"
    return "write an IP address, or a file's path"


#: A file that every machine has, and that names no server.
EMPTY_FILE = "/dev/null"
NO_SERVERS = "no nameservers found"


def is_path(word: str) -> bool:
    """Tell whether a word that is not an address may be the path of a file.

    There is a slash in it, it does not begin like an address with an unknown scheme, and there is
    no zero byte in it, which no file has in its name.
    """
    return "/" in word and "://" not in word and "\0" not in word


def without_scope(host: str) -> str:
    """Take the part after the last `%` off an address or port (stripZone)."""
    return host.rpartition("%")[0] if "%" in host else host


def has_scope(host: str) -> bool:
    """Tell whether there is a `%` in an address, and not only in its port."""
    with suppress(Invalid):
        host, _ = split_host_port(host)
    return "%" in host


def check_spelling(cursor: Cursor, token: ExpandedToken) -> None:
    """Check that the release reads an address that is written like this. Raises Refused."""
    transport, host = split_transport(token.text)
    since = SCHEMES.get(transport, "")
    if cursor.release not in span(since):
        help_text = f"`{transport}://` appeared in CoreDNS {since}: use `dns://`, or upgrade"
        raise Refused(f"not an IP address or file: {quote(token.text)}", token, help_text)
    if cursor.release not in span(SCOPES) and has_scope(host):
        help_text = f"`%` in an address appeared in CoreDNS {SCOPES}: leave it out, or upgrade"
        if read_upstream(token).kind == "address":
            raise Refused(f"not an IP address or file: {quote(host)}", token, help_text)
    if (
        cursor.release not in span(BRACKETS)
        and host.startswith("[")
        and read_upstream(token).kind == "address"
    ):
        try:
            split_host_port(host)
        except Invalid:
            bare = token.text.replace("[", "").replace("]", "")
            help_text = (
                f"brackets without a port can be read since CoreDNS {BRACKETS}: write `{bare}`"
            )
            message = f"not an IP address or file: {quote(host)}"
            raise Refused(message, token, help_text) from None


def read_upstream(token: ExpandedToken) -> Upstream:
    """Read an address, or a file's name (HostPortOrFile).

    What is not an address is a file or, if there is no such file, the name of a host: the text does
    not tell which.
    """
    transport, host = split_transport(token.text)
    if transport == "unix":
        return Upstream(host, "", transport, "socket", "", token)
    try:
        address, port = split_host_port(host)
    except Invalid:
        bare = host.strip("[]")
        address, name = split_server_name(bare)
        if parse_ip(without_scope(bare)) is not None:
            return Upstream(address, DEFAULT_PORTS[transport], transport, "address", name, token)
        return Upstream(bare, "", transport, "file", "", token)
    if parse_ip(without_scope(address)) is not None:
        _, name = split_server_name(host)
        port = without_scope(port)
        return Upstream(without_scope(address), port, transport, "address", name, token)
    return Upstream(host, "", transport, "file", "", token)


def check_address_or_file(token: ExpandedToken) -> None:
    """Check that a word is an address or may be the path of a file. Raises Refused."""
    upstream = read_upstream(token)
    if upstream.kind == "file" and not is_path(upstream.host):
        message = f"not an IP address or file: {quote(upstream.host)}"
        raise Refused(message, token, instead_of(token.text))


def old_upstream(bare: str = "1.0.6") -> Reader[tuple[Value[str], ...]]:
    """Read the property `upstream` of several plugins (plugin/pkg/upstream).

    Before 1.4.0 its words were addresses or files; `bare` is the release that began to take none.
    """

    def read(cursor: Cursor) -> tuple[Value[str], ...]:
        args = cursor.remaining()
        if cursor.release not in span(UPSTREAM_ADDRESSES_IGNORED):
            if not args and cursor.release not in span(bare):
                raise cursor.arg_error()
            for arg in args:
                check_address_or_file(arg)
        return tuple(Value(arg.text, arg) for arg in args)

    return Reader("[ADDRESS…]", read)


def read_from_and_to(cursor: Cursor) -> tuple[Zone, list[ExpandedToken]]:
    """Read `FROM TO…`: the zone whose names are sent on, and the words that say where.

    Of a network that is not cut at a dot only the first zone counts, as in CoreDNS. Raises Refused.
    """
    if not cursor.next_arg():
        raise cursor.arg_error()
    origin = cursor.token
    names = normalize_exact(origin.text, cursor.release)
    if not names and cursor.release not in CHECKED_TWICE:
        names = [normalize(origin.text)]
    if not names:
        raise Refused(f"unable to normalize '{origin.text}'", origin)
    plugin = cursor.tokens[cursor.stanza].text
    to = cursor.remaining()
    if not to:
        word = origin.text
        is_server = parse_ip(split_transport(word)[1].partition("%")[0]) is not None
        if is_server or is_path(word):
            raise cursor.arg_error(f"the zone comes first: `{plugin} . {word}`")
        raise cursor.arg_error(f"name the servers: `{plugin} {word} 192.0.2.53`")
    return Zone(names[0], origin), to
