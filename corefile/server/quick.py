"""What is surely wrong where somebody types, found without reading the whole file again.

A keystroke mostly changes a few characters of a line. The text of the Corefile as it was read is
changed in the same way, and of it only the server block that changed is checked, besides the
snippets, for what CoreDNS refuses; of a table such as that of `hosts`, only the lines near by. All
else is said when the editor pauses.
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.lint.engine import context, findings_in
from corefile.lint.finding import Finding
from corefile.lint.place import Place
from corefile.lint.result import Located
from corefile.lint.settings import Settings
from corefile.server.analysis import Part
from corefile.syntax.parser import parse
from corefile.syntax.tree import Directive, Node, ServerBlock
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex
from corefile.text.source import Source

__all__ = ["Stroke", "around", "refused", "stroke"]

#: What can be typed within a line without a meaning for the file around it.
_PLAIN = regex(r"[\w .,:;/@$%+*=?!&|(){}\[\]<>-]*")
_LETTER = regex(r"[^\n]")

#: How many lines of a table are looked at before and after what changed.
_NEAR = 20


@dataclass(frozen=True, slots=True)
class Stroke:
    """A change within a line of a Corefile."""

    part: Part
    #: Where it begins, and what it replaces, in the text of the tree.
    start: int
    end: int
    text: str
    #: How many characters the file before the Corefile's own place has more.
    outer: int

    @property
    def shift(self) -> int:
        """By how much what comes after it moves."""
        return len(self.text) - (self.end - self.start)


def stroke(parts: tuple[Part, ...], start: int, end: int, text: str) -> Stroke | None:
    """Return a change of a file, outer places `start` to `end`, as one of a Corefile in it.

    None for what may change how the file is read: line ends, quotes, the beginning of a line.
    """
    for part in parts:
        if part.embedded.kind != "corefile" or part.embedded.origin.pieces:
            continue
        for run in part.embedded.map.segments:
            if run.outer < start and end <= run.outer + run.length:
                inner = run.inner + start - run.outer + part.added
                known = part.source.text
                removed = known[inner : inner + end - start]
                within = known[known.rfind("\n", 0, inner) + 1 : inner].strip()
                if within and _PLAIN.fullmatch(text) and _PLAIN.fullmatch(removed):
                    return Stroke(part, inner, inner + end - start, text, start)
    return None


def refused(change: Stroke, settings: Settings, file: Source) -> Iterator[Located]:
    """Yield what CoreDNS refuses of the server block that a change is in.

    `settings` are the rules to run; `file` is the file with the change.
    """
    part, embedded = change.part, change.part.embedded
    text = "".join(reduced(change))
    source = Source(text, part.source.name)
    tree = parse(source)
    ctx = context(tree, part.reader, settings, embedded.folder, is_lines=embedded.is_lines)
    for finding in findings_in(ctx, part.reader, settings):
        if finding.source is source:
            yield located(finding, change, file)


def around(change: Stroke) -> tuple[int, int]:
    """Return the outer places of what is checked: the server blocks that a change touches."""
    nodes = [node for node in change.part.tree.items if touches(node, change)]
    if not nodes:
        return change.part.outer(change.start, change.end)
    return change.part.outer(nodes[0].start, nodes[-1].end)


def located(finding: Finding, change: Stroke, file: Source) -> Located:
    """Return a finding in the changed text its place in the file."""
    start, end = (place(change, at) for at in (finding.span.start, finding.span.end))
    return Located(replace(finding, related=(), fix=None), Place(file, start, max(start, end)))


def place(change: Stroke, at: int) -> int:
    """Return where a place of the changed text is in the file."""
    if at <= change.start:
        return change.part.outer(at, at)[0]
    within = at - change.start
    if within <= len(change.text):
        return change.outer + within
    before = at - change.shift
    return change.part.outer(before, before)[0] + change.shift


def reduced(change: Stroke) -> Iterator[str]:
    """Yield a Corefile with a change, and spaces instead of what the change is not about.

    So every place stays where it is.
    """
    text = change.part.source.text
    done = 0
    for start, end in left_out(change):
        yield from edited(text, done, start, change)
        yield _LETTER.sub(" ", text[start:end])
        done = end
    yield from edited(text, done, len(text), change)


def edited(text: str, start: int, end: int, change: Stroke) -> Iterator[str]:
    """Yield a stretch of a text, with the change where it is in it."""
    if start <= change.start and change.end <= end and start < end:
        yield text[start : change.start]
        yield change.text
        yield text[change.end : end]
    else:
        yield text[start:end]


def left_out(change: Stroke) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are not looked at, in order."""
    for item in change.part.tree.items:
        if not isinstance(item, ServerBlock):
            continue
        if not touches(item, change):
            yield item.start, item.end
            continue
        for line in item.body.directives:
            yield from far_lines(line, change)


def far_lines(line: Directive, change: Stroke) -> Iterator[tuple[int, int]]:
    """Yield the lines of a table that are far from a change: those without a property's name."""
    kind = plugin_class(line.name.value)
    rows = line.block.properties if line.block and kind else ()
    if kind is None or len(rows) <= 2 * _NEAR:
        return
    near = [number for number, row in enumerate(rows) if row.start <= change.start]
    middle = near[-1] if near else 0
    for number, row in enumerate(rows):
        if abs(number - middle) > _NEAR and row.name.value not in kind.specs():
            yield row.start, row.end


def touches(node: Node, change: Stroke) -> bool:
    """Tell whether a change is in a node, or at one of its ends."""
    return node.start <= change.end and change.start <= node.end
