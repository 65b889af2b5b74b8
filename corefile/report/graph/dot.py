"""The picture for Graphviz."""

from collections.abc import Iterator

from corefile.coredns.model.picture import Chip, Picture, Row
from corefile.report.graph.labels import NO_ANSWER, cut, details, hidden, tooltip
from corefile.report.trace import Where
from corefile.text.printable import encodable, printable

__all__ = ["draw"]

_MAX_LABEL = 60
_MAX_KEYS = 6
_HEAD = """\
    rankdir=LR
    fontname="sans-serif"
    node [shape=box, style="rounded,filled", fontname="sans-serif", fontsize=11]
    edge [arrowsize=0.7, color="#71717a"]
"""
_STYLES = {
    "block": 'fillcolor="#eef2ff", color="#4f5bd5"',
    "answers": 'fillcolor="#4f5bd5", color="#3a45b0", fontcolor="#ffffff"',
    "changes": 'fillcolor="#ffffff", color="#4f5bd5"',
    "observes": 'fillcolor="#f4f4f5", color="#d4d4d8", fontcolor="#71717a", fontsize=9',
    "unknown": 'fillcolor="#ffffff", color="#71717a", style="rounded,dashed"',
    "upstream": 'fillcolor="#e7f7ee", color="#2f9e63"',
    "dead": 'fillcolor="#ffffff", color="#c92a2a", fontcolor="#c92a2a", style="rounded,dashed"',
}


def draw(picture: Picture, title: str, where: Where) -> str:
    """Return the picture as a directed graph, with a cluster for each listener."""
    lines = [f"digraph {_quoted(title)} {{", _HEAD.rstrip("\n")]
    upstreams: dict[tuple[str, ...], str] = {}
    edges: list[str] = []
    for number, socket in enumerate(picture.sockets):
        lines.append(f"    subgraph cluster_{number} {{")
        lines.append(f'        label={_quoted(str(socket))}; color="#d4d4d8"; style=rounded')
        for at, row in enumerate(socket.rows):
            lines += _row(f"s{number}b{at}", row, where, upstreams, edges)
        lines.append("    }")
    for to, node in upstreams.items():
        lines.append(f"    {node} [label={_quoted(*_few(to))}, {_STYLES['upstream']}]")
    return encodable("\n".join([*lines, *edges])) + "\n}\n"


def _row(
    node: str,
    row: Row,
    where: Where,
    upstreams: dict[tuple[str, ...], str],
    edges: list[str],
) -> Iterator[str]:
    """Yield the nodes of a server block; edges to upstreams are collected, for they leave it."""
    reason = hidden(row, where)
    lines = list(_few(row.keys))
    lines += [cut(f"view {row.view}: if {row.condition}", _MAX_LABEL)] if row.view else []
    lines += [f"✗ {reason}"] if reason else [] if row.chain else [NO_ANSWER]
    style = _STYLES["dead" if reason and not row.only_ds else "block"]
    yield f"        {node} [label={_quoted(*lines)}, {style}]"
    before = node
    for place, (kind, label, chip) in enumerate(_groups(row)):
        this = f"{node}p{place}"
        tip = f", tooltip={_quoted(*tooltip(chip).split(chr(10)))}" if chip else ""
        yield f"        {this} [label={_quoted(*label)}, {_STYLES[kind]}{tip}]"
        yield f"        {before} -> {this}"
        before = this
        if chip and chip.to:
            up = upstreams.setdefault(chip.to, f"u{len(upstreams)}")
            edges.append(f"    {this} -> {up}")


def _groups(row: Row) -> Iterator[tuple[str, list[str], Chip | None]]:
    """Yield the boxes of a chain: those that only look on share one."""
    observers = [chip.name for chip in row.chain if chip.kind == "observes"]
    if observers:
        yield "observes", [cut(" · ".join(observers), _MAX_LABEL)], None
    for chip in row.chain:
        if chip.kind != "observes":
            what = details(chip)
            label = [chip.name, *([what] if what else [])]
            label += [f"✗ {chip.unreached}"] if chip.unreached else []
            yield "dead" if chip.unreached else chip.kind, label, chip


def _few(words: tuple[str, ...]) -> Iterator[str]:
    """Yield some words, one a line, and how many there are besides."""
    yield from (cut(word, _MAX_LABEL) for word in words[:_MAX_KEYS])
    if len(words) > _MAX_KEYS:
        yield f"+{len(words) - _MAX_KEYS} more"


def _quoted(*lines: str) -> str:
    r"""Return lines as a string of Graphviz, which reads `\` and entities such as `&amp;`."""
    escaped = (
        printable(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
        for line in lines
    )
    return '"' + "\\n".join(escaped) + '"'
