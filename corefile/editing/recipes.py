"""What is done to Corefiles every day, in one call each; see `hosts`, `stubs` and `adding` too."""

from datetime import timedelta

from corefile.coredns.catalogue.zones import normalize_exact
from corefile.coredns.plugins.cache import is_number
from corefile.editing.errors import Refused
from corefile.editing.handles import Line, Server, SnippetBlock
from corefile.editing.quoting import Word

__all__ = ["set_cache_ttl", "set_upstreams"]


def set_upstreams(server: Server | SnippetBlock, *upstreams: Word, zone: str = ".") -> Line:
    """Have `forward` send queries for a `zone` to these servers; add it where there is none.

    Raises Refused without an upstream, or for one that CoreDNS does not take.
    """
    if not upstreams:
        raise Refused("`forward` needs an upstream")
    for line in server.plugins("forward"):
        if line.args and normalize_exact(line.args[0]) == normalize_exact(zone):
            line.args[1:] = upstreams
            return line
    return server.add("forward", zone, *upstreams)


def set_cache_ttl(server: Server | SnippetBlock, ttl: int | timedelta) -> Line:
    """Have `cache` keep answers for so long at most, in seconds; add it where there is none.

    A TTL that the block gives to `success` counts more than that of the line, and is set too.
    Raises ValueError for less than a second.
    """
    seconds = int(ttl.total_seconds()) if isinstance(ttl, timedelta) else ttl
    if seconds < 1:
        raise ValueError(
            f"a TTL is 1 second or more, not {seconds}; remove `cache` to keep nothing"
        )
    for line in server.plugins("cache"):
        with server.atomic():
            place = slice(0, 1 if line.args and is_number(line.args[0]) else 0)
            line.args[place] = [seconds]
            for success in line.properties("success"):
                if len(success.args) > 1:
                    success.args[1] = seconds
        return line
    return server.add("cache", seconds)
