"""The picture as a flowchart for Mermaid, which GitHub and GitLab draw in Markdown."""

from collections.abc import Iterator

from corefile.coredns.model.picture import Chip, Picture, Row
from corefile.report.graph.labels import ARROW, NO_ANSWER, cut, details, hidden
from corefile.report.trace import Where
from corefile.text.printable import encodable, printable

__all__ = ["draw"]

#: Mermaid refuses to draw more edges; from there on a server block's plugins share one node.
_MAX_EDGES = 450
_MAX_LABEL = 60
_MAX_KEYS = 6

_STYLES = """\
    classDef block fill:#eef2ff,stroke:#4f5bd5,color:#1b1f3b
    classDef answers fill:#4f5bd5,stroke:#3a45b0,color:#ffffff
    classDef changes fill:#ffffff,stroke:#4f5bd5,color:#1b1f3b
    classDef observes fill:#f4f4f5,stroke:#d4d4d8,color:#71717a
    classDef unknown fill:#ffffff,stroke:#71717a,color:#1b1f3b,stroke-dasharray:4 3
    classDef upstream fill:#e7f7ee,stroke:#2f9e63,color:#10341f
    classDef dead fill:#ffffff,stroke:#c92a2a,color:#c92a2a,stroke-dasharray:4 3
"""
#: Characters that Mermaid, or the HTML that labels are, would take for something else.
_ENTITIES = {character: f"#{ord(character)};" for character in "#&<>\"'`\\{}[]()|;%@*_~$"}
_ESCAPES = str.maketrans(_ENTITIES)


def draw(picture: Picture, title: str, where: Where) -> str:
    """Return the picture as a flowchart from left to right, with a subgraph for each listener."""
    rows = [row for socket in picture.sockets for row in socket.rows]
    joined = sum(len(row.chain) + 2 for row in rows) > _MAX_EDGES
    lines = ["flowchart LR"]
    upstreams: dict[tuple[str, ...], str] = {}
    edges: list[str] = []
    for number, socket in enumerate(picture.sockets):
        lines.append(f"    subgraph s{number}[{_label(str(socket))}]")
        lines.append("        direction LR")
        for at, row in enumerate(socket.rows):
            lines += _row(f"s{number}b{at}", row, where, joined, upstreams, edges)
        lines.append("    end")
    lines += (f"    {node}([{_label(*_few(to))}]):::upstream" for to, node in upstreams.items())
    lines += edges
    return encodable("\n".join(lines)) + f"\n{_STYLES}"


def _row(
    node: str,
    row: Row,
    where: Where,
    joined: bool,
    upstreams: dict[tuple[str, ...], str],
    edges: list[str],
) -> Iterator[str]:
    """Yield the nodes of a server block; edges to upstreams are collected, for they leave it."""
    reason = hidden(row, where)
    lines = list(_few(row.keys))
    lines += [cut(f"view {row.view}: if {row.condition}", _MAX_LABEL)] if row.view else []
    lines += [f"✗ {reason}"] if reason else [] if row.chain else [NO_ANSWER]
    dead = "dead" if reason and not row.only_ds else "block"
    yield f"        {node}[{_label(*lines)}]:::{dead}"
    before = node
    observers = [chip.name for chip in row.chain if chip.kind == "observes"]
    groups: list[tuple[str, list[str], list[Chip]]] = []
    if observers:
        groups.append(("observes", [cut(" · ".join(observers), _MAX_LABEL)], []))
    chips = [chip for chip in row.chain if chip.kind != "observes"]
    if joined:
        groups = [("changes", [ARROW.join(_words(chip) for chip in chips)], chips)] if chips else []
    else:
        for chip in chips:
            why = [f"✗ {chip.unreached}"] if chip.unreached else []
            groups.append(("dead" if chip.unreached else chip.kind, [_words(chip), *why], [chip]))
    for place, (kind, label, own) in enumerate(groups):
        this = f"{node}p{place}"
        yield f"        {this}[{_label(*label)}]:::{kind}"
        yield f"        {before} --> {this}"
        before = this
        for chip in own:
            if chip.to:
                up = upstreams.setdefault(chip.to, f"u{len(upstreams)}")
                edges.append(f"    {this} --> {up}")


def _words(chip: Chip) -> str:
    what = details(chip)
    return f"{chip.name}{f' {what}' if what else ''}"


def _few(words: tuple[str, ...]) -> Iterator[str]:
    """Yield some words, one a line, and how many there are besides."""
    yield from (cut(word, _MAX_LABEL) for word in words[:_MAX_KEYS])
    if len(words) > _MAX_KEYS:
        yield f"+{len(words) - _MAX_KEYS} more"


def _label(*lines: str) -> str:
    """Return lines as the label of a node."""
    return '"' + "<br/>".join(printable(line).translate(_ESCAPES) for line in lines) + '"'
