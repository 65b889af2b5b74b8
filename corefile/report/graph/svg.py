"""The picture as SVG: fixed columns, one row for each server block, light and dark.

Nothing is loaded from elsewhere, and all widths are worked out from the number of characters, so
that the same configuration gives the same bytes on every machine.
"""

from collections.abc import Iterator

from corefile.coredns.model.picture import Chip, Picture, Row, Socket
from corefile.report.graph.labels import NO_ANSWER, cut, details, hidden, tooltip
from corefile.report.trace import Where
from corefile.report.xml import empty, escaped, opening
from corefile.text.printable import printable, width
from corefile.text.records import dataclass

__all__ = ["draw"]

#: Left edges of the columns, and the width of all. Numbers are pixels.
_KEYS, _CHAIN, _TO, _WIDTH = 36, 232, 776, 1000
_MARGIN = 16
_KEYS_END = _CHAIN - 14
_CHAIN_END = _TO - 34
_LINE = 36
_BOX = 24
_NOTE = 16
_HEAD = 34
#: Widths of a character of the two sizes of text; the font has only one width.
_WIDE, _SMALL = 7.25, 6.05
_MAX_KEYS = 5

#: The shapes at the upper right.
_LEGEND = (
    ("observes", "passes on"),
    ("changes", "changes, or may answer"),
    ("answers", "answers"),
    ("dead", "never asked"),
)

_STYLE = """\
.corefile-graph text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",\
monospace;font-size:12px;fill:#1b1f3b}
.corefile-graph .small{font-size:10px}
.corefile-graph .grey{fill:#6b7280}
.corefile-graph .strong{font-weight:bold}
.corefile-graph .faded{opacity:.5}
.corefile-graph .page{fill:#ffffff}
.corefile-graph .card{fill:#f8f9fd;stroke:#d5d9ea}
.corefile-graph .line{stroke:#a3aac4;fill:none;stroke-width:1.5}
.corefile-graph .tip{fill:#a3aac4}
.corefile-graph .box{fill:#ffffff;stroke:#4f5bd5}
.corefile-graph .answers .box{fill:#4f5bd5;stroke:#3a45b0}
.corefile-graph .answers text{fill:#ffffff}
.corefile-graph .observes .box{fill:none;stroke:#d5d9ea}
.corefile-graph .observes text{fill:#6b7280}
.corefile-graph .unknown .box{fill:none;stroke:#6b7280;stroke-dasharray:4 3}
.corefile-graph .to .box{fill:#e7f7ee;stroke:#2f9e63}
.corefile-graph .to text{fill:#10341f}
.corefile-graph .dead .box{fill:none;stroke:#c92a2a;stroke-dasharray:4 3}
.corefile-graph .dead text,.corefile-graph .gone{text-decoration:line-through}
.corefile-graph .dead text,.corefile-graph text.gone,.corefile-graph text.why{fill:#c92a2a}
.corefile-graph .dead text.plain{text-decoration:none}
@media (prefers-color-scheme:dark){
.corefile-graph text{fill:#e4e7f5}
.corefile-graph .grey{fill:#9aa1b5}
.corefile-graph .page{fill:#0f121b}
.corefile-graph .card{fill:#171b28;stroke:#2d3348}
.corefile-graph .line{stroke:#667092}
.corefile-graph .tip{fill:#667092}
.corefile-graph .box{fill:#10131d;stroke:#8d97f5}
.corefile-graph .answers .box{fill:#4a55c9;stroke:#8d97f5}
.corefile-graph .observes .box{stroke:#343b52}
.corefile-graph .observes text{fill:#9aa1b5}
.corefile-graph .unknown .box{stroke:#9aa1b5}
.corefile-graph .to .box{fill:#10291c;stroke:#3fae74}
.corefile-graph .to text{fill:#c8f0d9}
.corefile-graph .dead .box{fill:none;stroke:#ff8787}
.corefile-graph .dead text,.corefile-graph text.gone,.corefile-graph text.why{fill:#ff8787}
}
"""


def draw(picture: Picture, title: str, where: Where) -> str:
    """Return the picture as a document of SVG."""
    body: list[str] = []
    y = _MARGIN + 22
    for socket in picture.sockets:
        y = _socket(socket, y, where, body)
    height = y + _MARGIN - 8
    blocks = len({row.number for socket in picture.sockets for row in socket.rows})
    about = (
        f"{_count(len(picture.sockets), 'listener')}, {_count(blocks, 'server block')}, each with "
        "its plugins in the order in which CoreDNS asks them, and the servers that queries are "
        "sent to. Struck out: no query comes there."
    )
    name = escaped(printable(title))
    head = opening(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=_WIDTH,
        height=height,
        viewBox=f"0 0 {_WIDTH} {height}",
        role="img",
        **{"class": "corefile-graph", "aria-label": printable(title)},
    )
    parts = [
        head,
        f"<title>{name}</title>",
        f"<desc>{escaped(about)}</desc>",
        f"<style>\n{_STYLE}</style>",
        empty("rect", width=_WIDTH, height=height, **{"class": "page"}),
        _text(_MARGIN, _MARGIN + 6, cut(printable(title), 60), "strong"),
        *_legend(),
        *body,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _legend() -> Iterator[str]:
    """Yield what the shapes mean, at the upper right."""
    x: float = _WIDTH - _MARGIN
    for kind, words in reversed(_LEGEND):
        wide = len(words) * _SMALL + 10
        x -= wide
        box: dict[str, str | int] = {"y": _MARGIN - 6, "height": _BOX - 8, "rx": 5, "class": "box"}
        yield opening("g", **{"class": kind})
        yield empty("rect", x=_number(x), width=_number(wide), **box)
        yield _text(x + 5, _MARGIN + 5, words, "small plain")
        yield "</g>"
        x -= 8


def _socket(socket: Socket, y: int, where: Where, body: list[str]) -> int:
    """Draw a listener and its server blocks from a height on; return the height below them."""
    name = printable(str(socket))
    body.append(opening("g", role="group", **{"aria-label": name}))
    body.append(_text(_MARGIN, y + 12, cut(name, 100), "strong grey"))
    y += 24
    spine = _MARGIN + 4
    begin, joint = y - 6, y
    rows: list[str] = []
    for row in socket.rows:
        card = _Card(row, where, y)
        rows += card.draw()
        joint = y + 18
        rows.append(_line(f"M{spine} {joint}H{_KEYS - 8}"))
        y += card.height + 8
    body += [_line(f"M{spine} {begin}V{joint}"), *rows, "</g>"]
    return y + 10


@dataclass(slots=True)
class _Spot:
    """A plugin at its place."""

    chip: Chip
    name: str
    more: str
    x: float
    y: int
    wide: float


class _Card:
    """A server block as a card."""

    def __init__(self, row: Row, where: Where, y: int) -> None:
        self.row = row
        self.top = y
        self.reason = hidden(row, where)
        self.notes: list[tuple[int, str, str]] = []
        self.spots: list[_Spot] = []
        end = self._place(y + 6)
        left = y + 24 + _NOTE * (len(self._keys()) - 1)
        self.height = max(end, left + 8, y + 36) - y

    def _keys(self) -> list[str]:
        keys = [cut(printable(key), int((_KEYS_END - _KEYS) / _WIDE)) for key in self.row.keys]
        if len(keys) > _MAX_KEYS:
            return [*keys[: _MAX_KEYS - 1], f"+{len(keys) - _MAX_KEYS + 1} more"]
        return keys

    def _place(self, y: int) -> int:
        """Find the places of plugins and notes from a height on; return the height below."""
        row = self.row
        if row.view:
            condition = f" if {row.condition}" if row.condition else ""
            y = self._note(y, printable(f"view {row.view}{condition}"), "grey")
        if self.reason:
            y = self._note(y, self.reason, "why")
        if not row.chain:
            y = self._note(y, NO_ANSWER, "why")
        x: float = _CHAIN
        used = False
        for chip in row.chain:
            spot = _spot(chip)
            if used and x + spot.wide > _CHAIN_END:
                x, y = _CHAIN, y + _LINE
            spot.x, spot.y = x, y
            self.spots.append(spot)
            x, used = x + spot.wide + 18, True
            if chip.to:
                y = y + max(_LINE, _BOX + (len(_servers(chip)) - 1) * _NOTE + 8)
                x, used = _CHAIN, False
        y += _LINE if used else 0
        for reason in dict.fromkeys(chip.unreached for chip in row.chain if chip.unreached):
            names = ", ".join(chip.name for chip in row.chain if chip.unreached == reason)
            y = self._note(y, printable(f"no query comes to {names}: {reason}"), "why")
        if row.settings:
            names = " · ".join(chip.name for chip in row.settings)
            y = self._note(y, printable(f"settings: {names}"), "grey")
        return y + 2

    def _note(self, y: int, text: str, style: str) -> int:
        self.notes.append((y + 11, text, style))
        return y + _NOTE

    def draw(self) -> Iterator[str]:
        """Yield the elements."""
        row = self.row
        words = " ".join(map(printable, row.keys))
        yield opening("g", role="group", **{"aria-label": f"server block {words}"})
        yield f"<title>{escaped(words)}</title>"
        box: dict[str, str | int] = {"x": _KEYS - 8, "y": self.top, "rx": 8, "class": "card"}
        yield empty("rect", width=_WIDTH - _MARGIN - _KEYS + 8, height=self.height, **box)
        gone = " gone" if self.reason and not row.only_ds else ""
        for place, key in enumerate(self._keys()):
            yield _text(_KEYS + 2, self.top + 22 + place * _NOTE, key, f"strong{gone}")
        yield opening("g", **({"class": "faded"} if gone else {}))
        yield from self._arrows()
        for spot in self.spots:
            yield from _box(spot)
            if spot.chip.to:
                yield from _leave(spot)
        yield "</g>"
        for y, text, style in self.notes:
            most = int((_WIDTH - _MARGIN - 8 - _CHAIN) / _SMALL)
            yield _text(_CHAIN, y, cut(text, most), f"small {style}", text)
        yield "</g>"

    def _arrows(self) -> Iterator[str]:
        """Yield what joins the plugins."""
        for one, other in zip(self.spots, self.spots[1:], strict=False):
            middle = other.y + _BOX // 2
            if one.y == other.y:
                yield _line(f"M{_number(one.x + one.wide)} {middle}H{_number(other.x)}")
            else:
                start = one.y + _BOX
                yield _line(
                    f"M{_number(one.x + min(one.wide / 2, 12))} {start}"
                    f"V{other.y - 4}H{_CHAIN - 10}V{middle}H{_CHAIN}"
                )


def _spot(chip: Chip) -> _Spot:
    """Return a plugin and its width, at no place yet."""
    if chip.kind == "observes" and not chip.unreached:
        name = cut(printable(chip.name), 40)
        return _Spot(chip, name, "", 0, 0, _columns(name) * _SMALL + 10)
    name = cut(printable(chip.name), 24)
    room = int((_CHAIN_END - _CHAIN - 24 - _columns(name) * _WIDE) / _SMALL)
    more = cut(details(chip), room)
    wide = 16 + _columns(name) * _WIDE + (6 + _columns(more) * _SMALL if more else 0)
    return _Spot(chip, name, more, 0, 0, wide)


def _box(spot: _Spot) -> Iterator[str]:
    """Yield the elements of a plugin."""
    chip = spot.chip
    small = chip.kind == "observes" and not chip.unreached
    yield opening("g", **{"class": "dead" if chip.unreached else chip.kind})
    yield f"<title>{_lines(tooltip(chip))}</title>"
    top, tall = (spot.y + 4, _BOX - 8) if small else (spot.y, _BOX)
    box: dict[str, str | int] = {"y": top, "height": tall, "rx": 5, "class": "box"}
    yield empty("rect", x=_number(spot.x), width=_number(spot.wide), **box)
    if small:
        yield _text(spot.x + 5, spot.y + 15, spot.name, "small")
    else:
        yield _text(spot.x + 8, spot.y + 16, spot.name, "")
        if spot.more:
            x = spot.x + 8 + _columns(spot.name) * _WIDE + 6
            yield _text(x, spot.y + 16, spot.more, "small")
    yield "</g>"


def _leave(spot: _Spot) -> Iterator[str]:
    """Yield the arrow to the servers that a plugin asks, and these."""
    middle = spot.y + _BOX // 2
    yield _line(f"M{_number(spot.x + spot.wide)} {middle}H{_TO - 6}")
    tip = f"M{_TO} {middle}l-8 -4v8z"
    yield empty("path", d=tip, **{"class": "tip"})
    servers = _servers(spot.chip)
    yield opening("g", **{"class": "dead" if spot.chip.unreached else "to"})
    yield f"<title>{_lines(chr(10).join(map(printable, spot.chip.to)))}</title>"
    wide = _WIDTH - _MARGIN - 10 - _TO
    tall = _BOX + (len(servers) - 1) * _NOTE
    box: dict[str, str | int] = {"y": spot.y, "height": tall, "rx": 5, "class": "box"}
    yield empty("rect", x=_TO, width=wide, **box)
    for place, server in enumerate(servers):
        yield _text(_TO + 8, spot.y + 16 + place * _NOTE, server, "")
    yield "</g>"


def _servers(chip: Chip) -> list[str]:
    """Return the lines for the servers that a plugin asks."""
    most = int((_WIDTH - _MARGIN - 26 - _TO) / _WIDE)
    shown = [cut(printable(server), most) for server in chip.to]
    return shown if len(shown) < 5 else [*shown[:3], f"+{len(shown) - 3} more"]


def _text(x: float, y: int, text: str, style: str, full: str = "") -> str:
    """Return an element of text; `full` is what it is cut from."""
    attributes = {"class": style} if style else {}
    title = f"<title>{escaped(full)}</title>" if full not in ("", text) else ""
    return f"{opening('text', x=_number(x), y=y, **attributes)}{title}{escaped(text)}</text>"


def _lines(text: str) -> str:
    return "&#10;".join(map(escaped, text.split("\n")))


def _line(path: str) -> str:
    return empty("path", d=path, **{"class": "line"})


def _number(value: float) -> str:
    """Return a number with at most one digit after the point."""
    return f"{value:.1f}".removesuffix(".0")


def _columns(text: str) -> int:
    return sum(map(width, text))
