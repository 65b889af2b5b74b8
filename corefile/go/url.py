"""URLs as Go reads them (net/url/url.go)."""

from collections.abc import Callable

from corefile.go.errors import Invalid
from corefile.go.netip import check_address
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import TypeVar

T = TypeVar("T")

#: The release whose go.mod began to ask for Go 1.26, which refuses `http://a:1:2`
#: (urlstrictcolons).
STRICT_COLONS = "1.15.0"
ALPHANUMERIC = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
UNRESERVED = ALPHANUMERIC + b"-_.~"
#: What stands for itself in a host.
HOST = UNRESERVED + b"!$&'()*+,;=:[]<>\""
#: What stands for itself in a path, and what more may be there as it is.
PATH = UNRESERVED + b"$&+,/:;=@"
RAW_PATH = PATH + b"!'()*[]%"
USERINFO = UNRESERVED + b":!$&'()*+,;=%@"
SCHEME = regex(rb"[A-Za-z][A-Za-z0-9+.-]*:")
PORT = regex(rb"(:[0-9]*)?")
ESCAPE = regex(rb"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Url:
    """The parts of a URL, as written."""

    scheme: str
    #: What follows the scheme of a URL like `mailto:somebody`, whose path has no slash.
    opaque: str
    user: str
    #: Host and port.
    host: str
    path: str
    query: str


def parse_url(text: str, *, strict: bool = True) -> Url:
    """Read a URL, with or without a scheme (url.Parse). Raises Invalid.

    `strict` refuses a second colon in the host of a web address (see STRICT_COLONS).
    """
    data, _, fragment = encoded(text).partition(b"#")
    url = named(data, lambda: parts(data, False, strict))
    named(encoded(text), lambda: check_escapes(fragment, ""))
    return url


def parse_request_uri(text: str, *, strict: bool = True) -> Url:
    """Read an absolute URL, or an absolute path (url.ParseRequestURI). Raises Invalid."""
    data = encoded(text)
    return named(data, lambda: parts(data, True, strict))


def encoded(text: str) -> bytes:
    """Return text as Go has it."""
    return text.encode("utf-8", "surrogateescape")


def decoded(data: bytes) -> str:
    """Undo `encoded`."""
    return data.decode("utf-8", "surrogateescape")


def named(data: bytes, read: Callable[[], T]) -> T:
    """Read something, and name the URL in what Go says against it."""
    try:
        return read()
    except Invalid as invalid:
        raise Invalid(f"parse {quote(decoded(data))}: {invalid}") from None


def parts(data: bytes, request: bool, strict: bool) -> Url:
    """Take a URL without fragment apart. Raises Invalid."""
    check_beginning(data, request)
    if data == b"*":
        return Url("", "", "", "", "*", "")
    found = SCHEME.match(data)
    scheme = decoded(found[0][:-1]).lower() if found else ""
    rest, _, query = data[found.end() if found else 0 :].partition(b"?")
    if not rest.startswith(b"/"):
        if scheme:
            return Url(scheme, decoded(rest), "", "", "", decoded(query))
        if request:
            raise Invalid("invalid URI for request")
        if b":" in rest.partition(b"/")[0]:
            raise Invalid("first path segment in URL cannot contain colon")
    user = host = b""
    if rest.startswith(b"//") and (scheme or not (request or rest.startswith(b"///"))):
        authority, slash, behind = rest[2:].partition(b"/")
        rest = slash + behind
        user, _, host = authority.rpartition(b"@")
        check_host(host, strict and scheme in ("http", "https"))
        if b"@" in authority:
            check_user(user)
    check_escapes(rest, "")
    return Url(scheme, "", decoded(user), decoded(host), decoded(rest), decoded(query))


def check_beginning(data: bytes, request: bool) -> None:
    """Check what can be said of a URL before its parts are known. Raises Invalid."""
    if any(byte < 0x20 or byte == 0x7F for byte in data):
        raise Invalid("net/url: invalid control character in URL")
    if not data and request:
        raise Invalid("empty url")
    if data.startswith(b":"):
        raise Invalid("missing protocol scheme")


def check_user(user: bytes) -> None:
    """Check what is before the `@`. Raises Invalid."""
    if any(byte not in USERINFO for byte in user):
        raise Invalid("net/url: invalid userinfo")
    name, _, password = user.partition(b":")
    check_escapes(name, "")
    check_escapes(password, "")


def check_host(host: bytes, strict: bool) -> None:
    """Check a host and its port, which begins at the first colon or the last. Raises Invalid."""
    bracket = host.rfind(b"[")
    if bracket > 0:
        raise Invalid("invalid IP-literal")
    if bracket == 0:
        check_ip_literal(host)
        return
    colon = host.find(b":") if strict else host.rfind(b":")
    if colon >= 0:
        check_port(host[colon:])
    check_escapes(host, "host")


def check_port(port: bytes) -> None:
    """Check a port with its colon. Raises Invalid."""
    if not PORT.fullmatch(port):
        raise Invalid(f"invalid port {quote(decoded(port))} after host")


def check_ip_literal(host: bytes) -> None:
    """Check an address in brackets, and the port after it. Raises Invalid."""
    closing = host.rfind(b"]")
    if closing < 0:
        raise Invalid("missing ']' in host")
    check_port(host[closing + 1 :])
    address, percent, zone = host[1:closing].partition(b"%25")
    check_escapes(address, "host")
    check_escapes(percent + zone, "zone")
    literal = unescaped(address) + unescaped(percent + zone)
    try:
        check_address(decoded(literal))
    except Invalid as invalid:
        raise Invalid(f"invalid host: {invalid}") from None
    if b":" not in literal:
        raise Invalid("invalid IP-literal")


def unescaped(data: bytes) -> bytes:
    """Replace percent signs and their digits with the bytes they encode."""
    return ESCAPE.sub(lambda found: bytes([int(found[0][1:], 16)]), data)


def check_escapes(data: bytes, mode: str) -> None:
    """Check the percent signs of a part; in a `host` or `zone` all else too. Raises Invalid."""
    position = 0
    while position < len(data):
        byte = data[position]
        if byte == 0x25:  # a percent sign
            escape = data[position : position + 3]
            if not ESCAPE.fullmatch(escape) or (mode and not host_escape(escape, mode)):
                raise Invalid(f"invalid URL escape {quote(decoded(escape))}")
            position += 3
            continue
        if mode and byte < 0x80 and byte not in HOST:
            raise Invalid(f"invalid character {quote(chr(byte))} in host name")
        position += 1


def host_escape(escape: bytes, mode: str) -> bool:
    """Tell whether something may be escaped in a host, or in the zone of its address."""
    value = int(escape[1:], 16)
    if mode == "host":
        return value >= 0x80 or escape == b"%25"
    return escape == b"%25" or value == 0x20 or value in HOST


def escaped_path(path: str) -> str:
    """Return a path as Go prints it (URL.EscapedPath)."""
    data = encoded(path)
    if all(byte in RAW_PATH for byte in data):
        return path
    return "".join(chr(b) if b in PATH else f"%{b:02X}" for b in unescaped(data))
