"""dnstap: log messages in the binary form of dnstap (plugin/dnstap/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import (
    WORD,
    bare,
    integer,
    one,
)
from corefile.coredns.catalogue.metadata_uses import MetadataUse, in_format
from corefile.coredns.catalogue.older import read_first_line
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    argument,
    read_first,
    read_stanzas,
    setting,
)
from corefile.coredns.catalogue.stanzas import block_arguments
from corefile.coredns.catalogue.upstreams import check_spelling, read_upstream
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import Span, span
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi, quote
from corefile.go.url import parse_url
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

#: What began later: names of hosts, TLS, and limits of buffer and queue.
NAMES, TLS, SIZES_CHECKED = "1.9.3", "1.11.0", "1.13.0"

MAX_WRITE_BUFFER = 1024
MAX_QUEUE = 4096


@dataclass(frozen=True, slots=True)
class TlsFiles(Brief):
    """The certificate that a listener shows, and the authority that clients are checked by."""

    #: The file of the certificate.
    certificate: Value[str]
    #: The file of its key.
    key: Value[str]
    #: The file of the authority; None when clients need no certificate.
    ca: Value[str] | None


def read_multiple(
    cursor: Cursor, token: ExpandedToken, name: str, high: int, unit: str
) -> Value[int]:
    """Read how many times the standard size something is."""
    help_text = f"write a whole number from 1 to {high}"
    try:
        number = atoi(token.text)
    except Invalid as invalid:
        message = f"dnstap: invalid {name} {quote(token.text)}: {invalid}"
        raise cursor.error(message, help_text) from None
    if not 1 <= number <= high:
        message = f"dnstap: {name} must be between 1 and {high} ({unit}): {number}"
        raise cursor.error(message, help_text)
    return Value(number, token)


def read_tls(cursor: Cursor) -> TlsFiles:
    """Read the files of a listener."""
    if not listens(block_arguments(cursor)):
        raise cursor.error("tls directive only valid for listeners", "write `dnstap listen …`")
    args = cursor.remaining()
    if len(args) < 2:
        raise cursor.error("tls requires cert and key file paths", "write `tls CERTIFICATE KEY`")
    files = [Value(arg.text, arg) for arg in args]
    return TlsFiles(files[0], files[1], files[2] if files[2:] else None)


def listens(args: list[ExpandedToken]) -> bool:
    """Tell whether a stanza with these arguments waits for connections."""
    return bool(args) and args[0].text == "listen"


def words(cursor: Cursor) -> list[ExpandedToken]:
    """Read the rest of the line; up to 1.9.3 a brace is a word like any other (c.Args)."""
    if cursor.release in span("1.9.4"):
        return cursor.remaining()
    found = []
    while cursor.next_arg():
        found.append(cursor.token)
    return found


def check_endpoint(cursor: Cursor, endpoint: ExpandedToken) -> None:
    """Refuse a URL that cannot be read.

    Up to 1.9.2 there is an address after `tcp://` (HostPortOrFile), and up to 1.10.1 `tls://`
    begins a file's name.
    """
    text = endpoint.text
    if text.startswith("tcp://") and cursor.release not in span(NAMES):
        address = replace(endpoint, text=text.removeprefix("tcp://"))
        error = cursor.arg_error()
        help_text = f"write an IP address and a port; host names appeared in CoreDNS {NAMES}"
        try:
            check_spelling(cursor, address)
        except Refused:
            raise Refused(error.message, endpoint, help_text) from None
        if read_upstream(address).kind != "address":
            raise Refused(error.message, endpoint, help_text)
    elif text.startswith(("tcp://",) if cursor.release not in span(TLS) else ("tls://", "tcp://")):
        try:
            parse_url(text)
        except Invalid:
            raise cursor.arg_error() from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dnstap(Plugin):
    """Sends all queries and answers to a dnstap receiver, or to those that connect."""

    name: ClassVar[str] = "dnstap"
    usage: ClassVar[str] = "dnstap [listen] SOCKET [full [WRITE_BUFFER [QUEUE]]]"
    stanzas: ClassVar[Stanzas] = "each"
    role: ClassVar[Role] = "observes"
    refuse_unknown: ClassVar[Span] = span("1.14.4")
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=NAMES,
            kind="added",
            what="host names",
            text="`tcp://` takes the name of a host; before, an address only",
        ),
        Change(
            release=TLS,
            kind="meaning",
            what="tls://",
            where=r"^tls://",
            text="`tls://` sends over TLS; before, the word was the path of a socket",
            source="plugin/dnstap/setup.go",
        ),
        Change(
            release=SIZES_CHECKED,
            kind="removed",
            what="sizes",
            text="a buffer of more than 1024 MiB and a queue of more than 4096 times 10,000"
            " messages are refused",
            advice="write smaller numbers",
            source="plugin/dnstap/setup.go",
        ),
    )

    #: Whether receivers connect to CoreDNS, and not CoreDNS to a receiver.
    listen: bool = False
    #: The path of a socket, or a URL that begins with `unix://`, `tcp://` or `tls://`.
    socket: Value[str]
    #: Whether messages are logged as they were sent.
    full: bool = False
    #: The buffer for a TCP connection, in MiB; None for 1.
    write_buffer: Value[int] | None = argument(one(integer()), default="1")
    #: How many messages wait to be sent, in tens of thousands; None for 1.
    queue: Value[int] | None = argument(one(integer()), default="1")
    identity: Value[str] | None = setting(
        one(WORD), "the name of the server in the log; by default the machine's"
    )
    version: Value[str] | None = setting(
        one(WORD), "the version in the log; by default that of CoreDNS"
    )
    extra: Value[str] | None = setting(
        one(WORD), "more text for the log, with `{…}` for what other plugins know"
    )
    tls: TlsFiles | None = setting(
        Reader("CERTIFICATE KEY [CA]", read_tls),
        "the certificate of a listener, and the authority its clients are checked by",
    )
    skipverify: bool | None = setting(bare(), "do not check the certificate of the other side")

    def metadata_uses(self) -> Iterator[MetadataUse]:
        """Return the metadata in what is added to each message."""
        return in_format(self.extra)

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Dnstap]":
        """Read all stanzas; up to 1.9.3 the first line, up to 1.10.0 the first stanza."""
        if cursor.release not in span("1.9.4"):
            return read_first_line(cls, cursor, scope)
        if cursor.release not in span("1.10.1"):
            return read_first(cls, cursor, scope)
        return read_stanzas(cls, cursor, scope)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the socket and how much is sent to it."""
        args = words(cursor)
        if not args:
            raise cursor.arg_error()
        listen = listens(args) and cursor.release in span("1.14.4")  # before it is a socket's name
        values: dict[str, Any] = {"listen": listen}
        if listen:
            args = args[1:]
        if not args:
            raise cursor.error("dnstap listen requires an endpoint argument")
        numbers = cursor.release in span(SIZES_CHECKED)  # before they may be any words
        if args[2:] and numbers:
            unit = "MiB units"
            values["write_buffer"] = read_multiple(
                cursor, args[2], "MultipleTcpWriteBuf", MAX_WRITE_BUFFER, unit
            )
        if args[3:] and numbers:
            values["queue"] = read_multiple(
                cursor, args[3], "MultipleQueue", MAX_QUEUE, "x10k messages"
            )
        check_endpoint(cursor, args[0])
        values["socket"] = Value(args[0].text, args[0])
        values["full"] = bool(args[1:]) and args[1].text == "full"
        return values
