"""Addresses of servers that zones are transferred from and to (plugin/pkg/parse/host.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.schema import Value
from corefile.coredns.catalogue.upstreams import without_scope
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.net import join_host_port, parse_ip, split_host_port

HELP = "write an IP address, with or without a port: `10.0.0.1`, `10.0.0.1:5300`, `[::1]:5300`"


def read_transfer_to(cursor: Cursor) -> list[Value[str]]:
    """Read `transfer to`, which plugins of zones had before 1.8.0 (pkg/parse, Transfer).

    Raises Refused. What follows another word than `to` becomes the next property.
    """
    if not cursor.next_arg():
        raise cursor.arg_error()
    if cursor.value == "from":
        message = "can't use `transfer from` when not being a secondary"
        raise Refused(message, cursor.token, "remove the line")
    return read_targets(cursor) if cursor.value == "to" else []


def read_targets(cursor: Cursor) -> list[Value[str]]:
    """Read the rest of the line as addresses, or `*` for all. Raises Refused."""
    return [
        Value(arg.text, arg) if arg.text == "*" else read_host_port(cursor, arg)
        for arg in cursor.remaining()
    ]


def read_host_port(cursor: Cursor, token: ExpandedToken) -> Value[str]:
    """Read an IP address and give it with its port, 53 without one (HostPort). Raises Refused."""
    try:
        host, port = split_host_port(token.text)
    except Invalid:
        host, port = token.text, ""
    scoped = cursor.release in span("1.14.5")  # it began to read `fe80::1%eth0` (parse/host.go)
    if parse_ip(without_scope(host) if scoped else host) is None:
        help_text = HELP
        if parse_ip(without_scope(host)) is not None:
            help_text = "`%` in an address appeared in CoreDNS 1.14.5: leave it out, or upgrade"
        raise Refused(f"must specify an IP address: `{host}'", token, help_text)
    return Value(join_host_port(host, port or "53"), token)
