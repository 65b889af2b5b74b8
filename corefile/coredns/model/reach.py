"""Which server blocks and plugins no query comes to.

A server block gets none where another has its zones before it, or where its keys match no name. A
plugin gets none where every query that comes to its server block ends before it for sure.

That is found by asking the model of queries (`corefile.coredns.model.trace`) about names of every
kind that the server block can tell from others: its zones, the names that its words mention, and
names below them, each for every type that a plugin treats in its own way. What the text does not
decide is treated as a way on, so a plugin is never called unreachable on a guess.
"""

from collections.abc import Callable, Iterator, Sequence

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.catalogue.zones import is_domain_name, is_ip, is_subdomain, normalize, parents
from corefile.coredns.model.choosing import Block
from corefile.coredns.model.config import Config, Key, Server
from corefile.coredns.model.listeners import Listener
from corefile.coredns.model.trace import Assumptions, Handler, Route, Step, handlers
from corefile.coredns.plugins.view import View
from corefile.go.dns import TYPES
from corefile.text.records import dataclass

__all__ = ["Hidden", "Unreached", "hidden_servers", "unreached_handlers"]

#: Types that plugins treat in their own ways, and one that no plugin knows.
_TYPES = (
    *("A", "AAAA", "TXT", "PTR", "ANY", "TYPE65280", "SOA", "NS"),
    *("DS", "DNSKEY", "HINFO", "SRV", "MX", "CNAME", "AXFR", "IXFR"),
)
#: Labels that nobody gives a name.
_FRESH = ("fresh-name", "another.fresh-name")
#: How many words of a server block are looked at; where there are more, all plugins are reached.
_MAX_NAMES = 100


@dataclass(frozen=True, slots=True)
class Hidden:
    """A server block that gets no query on a listener."""

    server: Server
    #: The key by which it would have queries, and the zone.
    key: Key
    zone: str
    #: The server block that has them; None where the reason is its own key or view.
    by: Server | None
    reason: str
    #: Whether it still gets the queries for DS, which go by rules of their own.
    except_ds: bool = False


@dataclass(frozen=True, slots=True)
class Unreached:
    """A plugin that gets no query."""

    handler: Handler
    #: The plugins before it that end all queries, in the order in which queries meet them.
    behind: tuple[Handler, ...]
    reason: str


# ----- server blocks


def hidden_servers(config: Config, listener: Listener) -> dict[int, tuple[Hidden, ...]]:
    """Return the server blocks that get no query on a listener, with a reason for each zone.

    They are given by their places in `listener.uses`. Takes time in proportion to the zones.
    """
    blocks = [Block.of(use, config, config.build.release) for use in listener.uses]
    having: dict[str, list[int]] = {}
    for place, block in enumerate(blocks):
        for zone in dict.fromkeys(zone for _, zone in block.zones):
            having.setdefault(zone, []).append(place)
    shadows = {zone: _shadow(blocks, places, zone) for zone, places in having.items()}
    alike = {zone: _alike(blocks, places) for zone, places in having.items()}
    found: dict[int, tuple[Hidden, ...]] = {}
    for place, block in enumerate(blocks):
        known = block.server.complete and all(key.addresses for key in block.server.keys)
        own: list[Hidden] = []
        for key, zone in block.zones if known else ():
            hidden = _hidden(blocks, place, key, zone, shadows)
            if hidden is None and place in alike[zone]:
                hidden = _behind_view(blocks, place, key, zone, alike[zone][place])
            if hidden is None:
                break
            own.append(hidden)
        else:
            found.update({place: tuple(own)} if own else {})
    return found


@dataclass(frozen=True, slots=True)
class _Shadow:
    """Which of the server blocks with one zone takes all its queries."""

    #: The first that takes all, and the last; None if there is none.
    first: int | None
    last: int | None


def _shadow(blocks: Sequence[Block], places: Sequence[int], zone: str) -> _Shadow:
    takers = [place for place in places if _takes_all(blocks[place], zone)]
    return _Shadow(takers[0], takers[-1]) if takers else _Shadow(None, None)


def _takes_all(block: Block, zone: str) -> bool:
    """Tell whether a server block ends the search for one: the root's is skipped if it is empty."""
    if not block.server.complete:
        return False
    return _admits(block) is True if block.handlers else zone != "."


def _admits(block: Block) -> bool | None:
    """Tell whether a view lets all queries in, or none; None where that depends on the query."""
    if block.view is None or not block.handlers:
        return True
    if any(has_reference(condition.text) for condition in block.view.expr):
        return None
    return block.view.constant


def _hidden(
    blocks: Sequence[Block], place: int, key: Key, zone: str, shadows: dict[str, _Shadow]
) -> Hidden | None:
    """Return why a server block gets no query for a zone; None if it may get one."""
    block = blocks[place]
    if zone != zone.lower():
        reason = f"the key `{key.text}` has capital letters, which match no name in this release"
        return Hidden(block.server, key, zone, None, reason)
    if _admits(block) is False:
        return Hidden(block.server, key, zone, None, "its view lets no query in")
    first = shadows[zone].first
    if first is None or first >= place:
        return None
    other = blocks[first].server
    reason = f"another server block has `{zone}` before it"
    taken = not blocks[first].handlers or _ds_is_taken(place, zone, shadows)
    return Hidden(block.server, key, zone, other, reason, except_ds=not taken)


def _alike(blocks: Sequence[Block], places: Sequence[int]) -> dict[int, int]:
    """Return the server blocks that one with the same conditions, or with one of them, is before.

    Each is given with that one, by their places.
    """
    seen: dict[frozenset[str], int] = {}
    found: dict[int, int] = {}
    for place in places:
        own = _conditions(blocks[place])
        if own is None:
            continue
        parts = (own, *(frozenset((condition,)) for condition in sorted(own)))
        earlier = [seen[part] for part in parts if part in seen]
        if earlier:
            found[place] = min(earlier)
        if own and blocks[place].server.complete:
            seen.setdefault(own, place)
    return found


def _conditions(block: Block) -> frozenset[str] | None:
    """Return what queries must meet; None where that is not known."""
    texts = frozenset(condition.text for condition in (block.view.expr if block.view else ()))
    return None if not block.handlers or any(map(has_reference, texts)) else texts


def _behind_view(blocks: Sequence[Block], place: int, key: Key, zone: str, first: int) -> Hidden:
    """Return that a server block gets no query, since one before it takes all that it admits.

    Queries for DS go to the last of them.
    """
    reason = "a server block before it has the same conditions"
    return Hidden(blocks[place].server, key, zone, blocks[first].server, reason, except_ds=True)


def _ds_is_taken(place: int, zone: str, shadows: dict[str, _Shadow]) -> bool:
    """Tell whether DS goes elsewhere for sure: to a later server block, or to a shorter zone."""
    last = shadows[zone].last
    if last is not None and last > place:
        return True
    above = [each for each in parents(zone) if each not in (zone, ".")]
    return any(each in shadows and shadows[each].first is not None for each in above)


# ----- plugins


def unreached_handlers(config: Config, server: Server) -> tuple[Unreached, ...]:
    """Return the plugins of a server block that no query comes to."""
    ahead = handlers(server, config)
    if len(ahead) < 2 or not _known(server, config):
        return ()
    route = Route(config, server, ahead, Assumptions())
    reached: set[int] = {0}
    ending: set[int] = set()
    places = {id(handler): place for place, handler in enumerate(ahead)}
    for start, query in _queries(server, config, ahead):
        for step in route.follow(start, query)[0]:
            place = places[id(step.handler)]
            reached.add(place)
            ending.update({place} if _ends(step) else ())
        if len(reached) == len(ahead):
            return ()
    last = max(reached)
    behind = tuple(ahead[place] for place in sorted(ending) if place <= last)
    return tuple(
        Unreached(handler, behind, _reason(behind))
        for place, handler in enumerate(ahead)
        if place not in reached and not _is_view(handler)
    )


def _is_view(handler: Handler) -> bool:
    """Tell whether a plugin has done its work when the server block is chosen."""
    return bool(handler.stanzas) and isinstance(handler.stanzas[0], View)


def _known(server: Server, config: Config) -> bool:
    """Tell whether all of a server block is known, and its words are few enough to be looked at."""
    if not server.complete or not all(key.addresses for key in server.keys):
        return False
    if len(_words(server, _is_name)) > _MAX_NAMES:
        return False
    if config.expansion is None or not config.expansion.open_references:
        return True
    return not any(has_reference(token.text) for line in server.directives for token in line.tokens)


def _ends(step: Step) -> bool:
    """Tell whether a step ends the query for sure."""
    return not step.verdict.goes_on and any(not end.cached for end in step.verdict.ends)


def _reason(behind: Sequence[Handler]) -> str:
    names = " or ".join(dict.fromkeys(f"`{handler.name}`" for handler in behind))
    return f"every query ends at {names}" if len(behind) < 4 else "every query ends before it"


def _queries(
    server: Server, config: Config, ahead: Sequence[Handler]
) -> Iterator[tuple[int, Query]]:
    """Yield queries of every kind, and the place in the chain at which they come up.

    After a plugin that renames queries there may be any name; before it those of the zones.
    """
    words = [normalize(word) for word in _words(server, _is_name)]
    zones = list(dict.fromkeys(server.zones))
    inside = [word for word in words if any(is_subdomain(zone, word) for zone in zones)]
    types = list(dict.fromkeys([*_TYPES, *_words(server, TYPES.__contains__)]))
    renaming = [
        place
        for place, handler in enumerate(ahead)
        if not handler.stanzas or any(stanza.renames for stanza in handler.stanzas)
    ]
    starts = [(0, [*zones, *inside])]
    starts += [(place + 1, [".", *words]) for place in renaming if place + 1 < len(ahead)]
    others = list(_other_queries(config, server))
    for start, origins in starts:
        below = [f"{label}.{zone}".rstrip(".") + "." for label in _FRESH for zone in origins]
        for name in dict.fromkeys([*below, *origins]):
            yield from ((start, Query(name, type_)) for type_ in types)
            yield from ((start, other.renamed(name)) for other in others)


def _other_queries(config: Config, server: Server) -> Iterator[Query]:
    """Yield queries of other classes and opcodes, where the server lets them in."""
    yield Query(".", "SOA", opcode="NOTIFY")
    if any(other.has("chaos") or other.has("forward") for other in config.servers):
        yield Query(".", "TXT", "CH")
    if server.has("dynupdate"):
        yield Query(".", "SOA", opcode="UPDATE")


def _is_name(word: str) -> bool:
    return is_domain_name(word) and not is_ip(word)


def _words(server: Server, test: Callable[[str], bool]) -> list[str]:
    """Return the words of a server block's lines that pass a test, each once."""
    words = (token.text for line in server.directives for token in line.tokens)
    return list(dict.fromkeys(word for word in words if test(word)))
