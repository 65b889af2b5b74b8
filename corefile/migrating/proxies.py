"""`proxy`, which CoreDNS 1.5.0 took out, as `forward` or `grpc`.

The plugins look after upstreams in other ways: `proxy` counts failed queries and asks health checks
over HTTP, `forward` asks upstreams a query of its own. What has no counterpart is left out, with a
notice; what would send queries elsewhere, or without the protection they had, is refused.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.zones import is_subdomain, normalize
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.releases.release import span
from corefile.editing.adding import content, fill
from corefile.editing.batch import LineChange, Removed, Reworded
from corefile.editing.editor import Editor
from corefile.editing.handles import Body, Line, Server
from corefile.editing.keys import VARIABLE
from corefile.editing.stubs import COPIED, copy_lines, place_of
from corefile.migrating.notice import Notice, NoticeKind
from corefile.migrating.route import Route
from corefile.migrating.steps import Impossible, Step, at
from corefile.text.records import dataclass
from corefile.text.typed import TypeAlias

__all__ = ["PROXY", "proxy_steps", "refuse_google"]

PROXY, FORWARD, GRPC = "proxy", "forward", "grpc"
SOURCE = "plugin/proxy/README.md of 1.4.0"
#: The release that took `proxy` out.
GONE = "1.5.0"
#: The releases in which `https_google` has no effect.
GOOGLE_IGNORED = span("1.1.4")

Words: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What becomes of a property: other words, or none; and what there is to know about that."""

    words: Words = ()
    text: str = ""
    advice: str = ""


def proxy_steps(editor: Editor, body: Body, lines: Sequence[Line], route: Route) -> Iterator[Step]:
    """Yield what makes `forward` or `grpc` of the lines of `proxy` in a block.

    Raises Impossible.
    """
    for line in lines:
        name = target_of(line)
        told = tuple(renamed_notices(line, name, route))
        yield Step(told, tuple(renamed(line, name)))
    found = [line for line in lines if target_of(line) == FORWARD]
    before = body.plugins(FORWARD)
    narrow = [line for line in found if zone_of(line) != "."]
    if len(narrow) + len(before) > 1 and any(VARIABLE.search(zone_of(line)) for line in narrow):
        text = "which of several zones is the narrower one depends on a variable"
        raise Impossible(notice(narrow[0], text, "write the zone, and migrate again"))
    if route.new.release in Forward.several:
        if len(found) + len(before) > 1:
            yield Step(move=partial(put_in_order, body, before, found))
    elif before and found:
        text = f"CoreDNS {route.new.release} takes one `forward` in a server block, not two"
        raise Impossible(notice(found[0], text, "write a server block for one of the zones"))
    else:
        widest_first = sorted(found, key=lambda line: len(zone_of(line)))
        yield from (block_step(editor, body, line, route) for line in widest_first[1:])


def refuse_google(line: Line, route: Route) -> None:
    """Raise Impossible for a line that asked dns.google.com over HTTPS, and would not any more."""
    crossed = route.new.release in GOOGLE_IGNORED and route.old.release not in GOOGLE_IGNORED
    for each in line.properties("protocol"):
        if crossed and each.args[:1] == ["https_google"]:
            text = (
                f"in CoreDNS {route.old.release} `protocol https_google` sends queries over HTTPS"
                " to dns.google.com, whatever upstreams are written; no later plugin does so"
            )
            advice = "write upstreams, such as `tls://8.8.8.8` with `tls_servername dns.google`"
            raise Impossible(notice(each, text, advice, what=each.name))


def target_of(line: Line) -> str:
    """Return the plugin that does what a line of `proxy` does."""
    protocols = [each.args[:1] for each in line.properties("protocol")]
    return GRPC if protocols[-1:] == [["grpc"]] else FORWARD


def zone_of(line: Line) -> str:
    """Return the zone that a line is for."""
    return normalize(line.args[0]) if line.args else ""


def notice(
    line: Line, text: str, advice: str = "", kind: NoticeKind = "meaning", what: str = ""
) -> Notice:
    """Return a notice about a line of `proxy` or a property of one."""
    return at(Notice(kind, text, advice, GONE, PROXY, what, SOURCE), line)


def renamed_notices(line: Line, name: str, route: Route) -> Iterator[Notice]:
    """Yield what there is to know about a line that becomes `forward` or `grpc`."""
    if name not in route.new.plugins:
        text = f"CoreDNS {route.new.release} has no `{name}`, which does what this line does"
        advice = "choose CoreDNS 1.5.0 or newer, or send the queries on over plain DNS"
        raise Impossible(notice(line, text, advice))
    yield notice(
        line, f"there is no `proxy` any more: `{name}` asks the same upstreams", kind="replaced"
    )
    for each in line.properties():
        said = said_of(each, name)
        if said.text:
            yield notice(each, said.text, said.advice, what=each.name)


def said_of(line: Line, name: str) -> Said:
    """Return what becomes of a property of `proxy` in `forward` or `grpc`."""
    args = tuple(line.args)
    if name == GRPC and line.name == "max_fails":
        return Said((), "`grpc` has no `max_fails`: it takes no upstream out of use")
    said = TABLE.get(line.name)
    return said(args) if said else Said((line.name, *args))


def policy(args: Words) -> Said:
    """Return the policy: `first` is an old name, and `least_conn` has no counterpart."""
    if args == ("least_conn",):
        return Said((), "there is no policy `least_conn`: upstreams are chosen at random")
    return Said(("policy", "sequential") if args == ("first",) else ("policy", *args))


def max_fails(args: Words) -> Said:
    """Return the number of failures: 0 means the same, others count something else."""
    if args == ("0",):
        return Said(("max_fails", "0"))
    text = (
        "`max_fails` of `proxy` counts queries that failed; that of `forward` counts failed health"
        " checks, 2 by default"
    )
    return Said((), text, "write `max_fails` again where another number of checks is wanted")


def health_check(args: Words) -> Said:
    """Leave out the health check over HTTP."""
    text = "`forward` asks upstreams a DNS query to see whether they work, not a page over HTTP"
    return Said((), text)


def fail_timeout(args: Words) -> Said:
    """Leave out how long an upstream is out of use."""
    return Said((), "an upstream that fails is out of use until it answers a health check again")


def spray(args: Words) -> Said:
    """Leave out what `forward` does by itself."""
    return Said((), "with no upstream that works, `forward` asks any of them without being told")


def protocol(args: Words) -> Said:
    """Return how upstreams are asked."""
    if args[:1] == ("grpc",):
        return Said() if args[1:] == ("insecure",) else Said(("tls", *args[1:]))
    return Said(("force_tcp",)) if args[1:] == ("force_tcp",) else Said()


TABLE = {
    "policy": policy,
    "max_fails": max_fails,
    "health_check": health_check,
    "fail_timeout": fail_timeout,
    "spray": spray,
    "protocol": protocol,
}


def renamed(line: Line, name: str) -> Iterator[LineChange]:
    """Yield what makes `forward` or `grpc` of a line of `proxy`."""
    last = {each.name: each for each in line.properties()}
    for each in line.properties():
        words = said_of(each, name).words
        # Of several lines `proxy` goes by the last.
        if not words or last[each.name] != each:
            yield Removed(each)
        elif (each.name, *each.args) != words:
            yield Reworded(each, words)
    yield Reworded(line, (name, *line.args))


def put_in_order(body: Body, before: Sequence[Line], lines: Sequence[Line]) -> None:
    """Put lines for narrower zones above those for wider ones, and what was asked `before` first.

    `proxy` tries the longest zone first, `forward` goes by the order of the lines.
    """
    zones = {line: zone_of(line) for line in lines}
    for line in sorted(lines, key=lambda line: -len(zones[line])):
        places = {each: place for place, each in enumerate(body.lines)}
        below = [each for each in lines if places[each] > places[line]]
        narrower = [each for each in below if is_below(zones[each], zones[line])]
        if narrower:
            line.move_after(max(narrower, key=lambda each: places[each]))
    for earlier in before:
        places = {each: place for place, each in enumerate(body.lines)}
        first = min(lines, key=lambda each: places[each], default=earlier)
        if places[first] < places[earlier]:
            earlier.move_before(first)


def is_below(zone: str, other: str) -> bool:
    """Tell whether a zone is in another, and not the same."""
    return zone != other and is_subdomain(other, zone)


def block_step(editor: Editor, body: Body, line: Line, route: Route) -> Step:
    """Return what moves a line into a server block for its zone. Raises Impossible."""
    release, zone = route.new.release, line.args[0]
    text = f"CoreDNS {release} takes one `forward` in a server block"
    server = body if isinstance(body, Server) else None
    keys = [beside(key, line.args[0]) for key in server.keys] if server else []
    inside = server and all(is_subdomain(own, zone_of(line)) for own in server.zones)
    if server is None or not inside or any(editor.find_servers(key) for key in keys):
        advice = f"write a server block with this `forward` for `{zone}`"
        raise Impossible(notice(line, f"{text}, and where this one belongs is not sure", advice))
    met = [each.name for each in body.plugins() if sees_queries(each.name)]
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(met))
    lost = f"; queries for `{zone}` pass {names} no more" if met else ""
    told = notice(line, f"{text}: `{zone}` has a server block of its own{lost}", kind="moved")
    return Step((told,), move=partial(move_to_block, editor, server, line, keys))


def beside(key: str, zone: str) -> str:
    """Return a zone as a key that is served where another key is."""
    transport, port = place_of(key)
    scheme = "" if transport == "dns" else f"{transport}://"
    return f"{scheme}{zone}:{port}" if port else f"{scheme}{zone}"


def sees_queries(name: str) -> bool:
    """Tell whether a plugin sees queries, and is not one that a new server block has too."""
    kind = plugin_class(name)
    is_setting = kind is not None and kind.role == "setting"
    return not is_setting and name not in (*COPIED, PROXY, FORWARD, GRPC)


def move_to_block(editor: Editor, body: Server, line: Line, keys: Sequence[str]) -> None:
    """Move a line of `forward` into a server block of its own, with its comments."""
    server = editor.add_server(*keys)
    copy_lines(editor, body, server, (*COPIED, "tls"))
    (_, (name, _, *upstreams)), *rows = content(line.node)
    comments = line.comments
    new = server.append(name, ".", *upstreams)
    fill(new, rows)
    if comments:
        new.comments = comments
    line.remove()
