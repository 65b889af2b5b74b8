"""What an editor shows beside the text: the line being written, defaults, links, lenses."""

from collections.abc import Iterator

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import in_release
from corefile.reference.plugins import default_of
from corefile.server.analysis import Analysis, Part
from corefile.server.names import files
from corefile.server.spots import Spot, server_of, spot_in
from corefile.server.syntaxes import at, slots
from corefile.syntax.tree import Directive, Import, ServerBlock
from corefile.text.records import dataclass
from corefile.text.regex import regex

__all__ = ["Hint", "Lens", "Link", "Signature", "hints", "lenses", "links", "signature"]

_URL = regex(r"https?://[^\s\"'<>\])}]+")


@dataclass(frozen=True, slots=True)
class Signature:
    """How a line is written, and which of its words is being written."""

    label: str
    about: str
    #: Where each word is in the label.
    parameters: tuple[tuple[int, int], ...]
    active: int


def signature(spot: Spot) -> Signature | None:
    """Return how the line at a place is written; None where no argument is."""
    if not spot.index or spot.plugin is None:
        return None
    release = spot.part.analysis.build.release
    if spot.role == "argument":
        label, about = spot.plugin.usage, ""
    elif spot.role == "value" and spot.spec is not None:
        label = f"{spot.spec.name} {spot.spec.reader.syntax_in(release)}".rstrip()
        default = default_of(spot.spec, release)
        about = f"{spot.spec.about}. Default: {default}." if default else f"{spot.spec.about}."
    else:
        return None
    name, _, syntax = label.partition(" ")
    shift = len(name) + 1
    found = [*slots(syntax)]
    here = at(syntax, spot.index - 1)
    active = found.index(here[0]) if here else len(found)
    places = tuple((slot.start + shift, slot.end + shift) for slot in found)
    return Signature(label, about, places, active)


@dataclass(frozen=True, slots=True)
class Hint:
    """Words beside a place of the file that are not in it."""

    place: int
    text: str
    about: str


def hints(analysis: Analysis, start: int, end: int) -> Iterator[Hint]:
    """Yield when each plugin gets a query, and the defaults of what it does not say.

    They are about the lines that begin in a range of the file.
    """
    for part in analysis.parts:
        for block in part.tree.servers:
            for line in block.body.directives:
                place = part.outer(line.name.start, line.name.end)
                if start <= place[0] < end:
                    yield from order(part, block, line, place[1])
                    yield from defaults(part, line)


def order(part: Part, block: ServerBlock, line: Directive, place: int) -> Iterator[Hint]:
    """Yield the number of a plugin in the order in which a query meets those of its block."""
    server = server_of(spot_in(part, block.start))
    if server is None:
        return
    present = {each.name for each in server.directives}
    names = [name for name in part.analysis.build.plugins if name in present and sees(name)]
    if line.name.value in names:
        number = names.index(line.name.value) + 1
        yield Hint(place, f" #{number}", "A query meets it in this order: " + ", ".join(names))


def sees(name: str) -> bool:
    """Tell whether a plugin sees queries."""
    kind = plugin_class(name)
    return kind is None or kind.role != "setting"


def defaults(part: Part, line: Directive) -> Iterator[Hint]:
    """Yield the defaults of the properties that a plugin's block does not have."""
    kind = plugin_class(line.name.value)
    if kind is None:
        return
    release = part.analysis.build.release
    used = {each.name.value for each in line.block.properties} if line.block else set()
    left = [
        f"{spec.name} {spec.default}"
        for spec in kind.specs().values()
        if spec.default and spec.name not in used and in_release(kind, spec.name, release)
    ]
    if left:
        last = (line.name, *line.args)[-1]
        more = f", {len(left) - 2} more" if len(left) > 2 else ""
        text = f"  default: {', '.join(left[:2])}{more}"
        yield Hint(part.outer(last.start, last.end)[1], text, "\n".join(left))


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of the file that leads elsewhere: to a file, or an address of the web."""

    start: int
    end: int
    path: str = ""
    url: str = ""


def links(analysis: Analysis) -> Iterator[Link]:
    """Yield the imports of files, and the addresses in words and comments."""
    for part in analysis.parts:
        for line in part.tree.find(Import):
            for path in files(part, line)[:1]:
                target = line.args[0]
                yield Link(*part.outer(target.start, target.end), path=path)
        for found in _URL.finditer(part.source.text):
            place = part.exact(*found.span())
            if place is not None:
                yield Link(*place, url=found[0])


@dataclass(frozen=True, slots=True)
class Lens:
    """A server block whose first zone can be traced."""

    start: int
    end: int
    zone: str


def lenses(analysis: Analysis) -> Iterator[Lens]:
    """Yield the server blocks whose queries can be traced."""
    for part in analysis.parts:
        if not part.embedded.is_whole:
            continue
        for block in part.tree.servers:
            server = server_of(spot_in(part, block.start))
            if server is not None and server.zones:
                yield Lens(*part.outer(block.start, block.keys[-1].end), server.zones[0])
