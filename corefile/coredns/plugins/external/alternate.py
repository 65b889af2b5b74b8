"""alternate: ask another DNS server where the answer is an error (coredns/alternate, setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.schema import Scope, Value
from corefile.coredns.catalogue.unprefixed import Unprefixed, unprefixed
from corefile.coredns.catalogue.upstreams import Upstream
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.grpc import read_to as read_server
from corefile.go.dns import RCODES
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

NO_BLOCK = "additional parameters not allowed"


def read_codes(token: ExpandedToken) -> tuple[Value[str], ...]:
    """Read names of response codes with commas between them."""
    codes = token.text.split(",")
    for code in codes:
        if code.upper() not in RCODES:
            help_text = "write codes such as `NXDOMAIN,SERVFAIL`, without spaces"
            raise Unprefixed(f"{code} is not a valid rcode", token, help_text)
    return tuple(Value(code.upper(), token) for code in codes)


def read_to(cursor: Cursor) -> tuple[Upstream, ...]:
    """Read a zone that does not count, and the servers; there is no block."""
    to = cursor.remaining() if cursor.next_arg() else []
    if not to:
        raise cursor.arg_error("write a `.`, then the servers: `. 192.0.2.53`")
    upstreams = tuple(read_server(cursor, token) for token in to)
    if cursor.at(cursor.position).next_block():
        raise Refused(NO_BLOCK, cursor.token, "leave the block out")
    for upstream in upstreams:
        if upstream.kind == "address" and upstream.transport != "dns":
            help_text = "write the address alone"
            raise Refused("only dns transport allowed", upstream.token, help_text)
    return upstreams


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate(External):
    """Asks other DNS servers where the answer of the plugins after it has some code of an error."""

    name: ClassVar[str] = "alternate"
    usage: ClassVar[str] = "alternate [original] RCODE[,RCODE…] . TO…"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "forwarding"
    sends_to: ClassVar[Peer] = "resolvers"

    #: Whether the query is sent on as it came.
    original: bool
    #: The codes that are not given to the client at once.
    rcodes: tuple[Value[str], ...]
    #: Where queries are sent then.
    to: tuple[Upstream, ...]

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the codes, a zone that does not count, and the servers."""
        if not cursor.next():
            raise unprefixed(cursor.arg_error())
        original = cursor.value == "original"
        if original and not cursor.next():
            raise unprefixed(cursor.arg_error())
        return {"original": original, "rcodes": read_codes(cursor.token), "to": read_to(cursor)}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Pass over the lines of a block, which is refused as a whole."""
        cursor.remaining()

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Alternate, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Refuse a code that an earlier stanza has."""
        known: set[str] = set()
        for stanza in stanzas:
            for code in stanza.rcodes:
                if code.value in known:
                    message = f"rcode '{code.value}' is specified more than once"
                    yield Unprefixed(message, code.token, "leave it out of one of them")
            known.update(code.value for code in stanza.rcodes)
