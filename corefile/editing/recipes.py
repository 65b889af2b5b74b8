"""What is done to Corefiles every day, in one call each; `corefile.editing.hosts` has more."""

from corefile.coredns.catalogue.zones import (
    key_addresses,
    normalize_exact,
    split_transport,
    split_zone_port,
)
from corefile.editing.editor import Editor
from corefile.editing.errors import Refused
from corefile.editing.handles import Line, Server, SnippetBlock
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi

__all__ = ["add_stub_domain", "set_cache_ttl", "set_upstreams"]


def add_stub_domain(editor: Editor, zone: str, *upstreams: str) -> Server:
    """Have the names of a zone looked up elsewhere, in a server block of their own.

    Unless the zone is given with a port, it is served on that of the server block for all names. If
    the zone has a server block already, the upstreams there are changed. Raises Refused without an
    upstream, and for a text that is not a zone.
    """
    key = on_port_of_root(editor, zone)
    with editor.atomic():
        for server in editor.find_servers(key):
            set_upstreams(server, *upstreams)
            return server
        server = editor.add_server(key)
        server.extend([("errors",), ("cache", 30)])
        set_upstreams(server, *upstreams)
        return server


def on_port_of_root(editor: Editor, zone: str) -> str:
    """Return a zone as a key that is served where queries for all names arrive. Raises Refused."""
    transport, rest = split_transport(zone)
    try:
        _, port = split_zone_port(rest)
    except Invalid as problem:
        raise Refused(f"`{zone}` is not a zone: {problem}") from None
    if port or transport != "dns":
        return zone
    for key in (key for server in editor.servers for key in server.keys):
        try:
            found = [address.zone for address in key_addresses(key)]
            _, port = split_zone_port(split_transport(key)[1])
        except Invalid:
            continue
        if found == ["."] and split_transport(key)[0] == "dns":
            return f"{zone}:{port}" if port else zone
    return zone


def set_upstreams(server: Server | SnippetBlock, *upstreams: str, zone: str = ".") -> Line:
    """Have `forward` send queries for a `zone` to these servers; add it where there is none.

    Raises Refused without an upstream.
    """
    if not upstreams:
        raise Refused("`forward` needs an upstream")
    for line in server.plugins("forward"):
        if line.args and normalize_exact(line.args[0]) == normalize_exact(zone):
            line.args[1:] = upstreams
            return line
    return server.add("forward", zone, *upstreams)


def set_cache_ttl(server: Server | SnippetBlock, seconds: int) -> Line:
    """Have `cache` keep answers for so long at most; add it where there is none.

    A TTL that the block gives to `success` counts more than that of the line, and is set too.
    """
    for line in server.plugins("cache"):
        with server.atomic():
            place = slice(0, 1 if line.args and is_number(line.args[0]) else 0)
            line.args[place] = [seconds]
            for success in line.properties("success"):
                if len(success.args) > 1:
                    success.args[1] = seconds
        return line
    return server.add("cache", seconds)


def is_number(word: str) -> bool:
    """Tell whether CoreDNS reads a word as a number."""
    try:
        atoi(word)
    except Invalid:
        return False
    return True
