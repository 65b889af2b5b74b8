"""The picture as text: a row for each server block, its plugins in the order they are asked."""

from collections.abc import Iterator

from corefile.coredns.model.picture import Chip, Picture, Row
from corefile.report.graph.labels import ARROW, NO_ANSWER, cut, details, hidden
from corefile.report.trace import Where
from corefile.text.printable import printable, width

__all__ = ["draw"]

#: Characters that keys and chains get.
_KEYS = 32
_CHAIN = 84


def draw(picture: Picture, title: str, where: Where) -> str:
    """Return the picture as a table of characters.

    Plugins that pass all queries on are left out.
    """
    lines = [
        line for socket in picture.sockets for line in _socket(str(socket), socket.rows, where)
    ]
    return "".join(f"{line}\n" for line in lines)


def _socket(name: str, rows: tuple[Row, ...], where: Where) -> Iterator[str]:
    """Yield the lines of a listener."""
    name = printable(name)
    keys = [[cut(printable(key), _KEYS) for key in row.keys] for row in rows]
    wide = max((_columns(key) for own in keys for key in own), default=0)
    for number, row in enumerate(rows):
        right = list(_right(row, where))
        left = keys[number]
        if len(left) > max(len(right), 4):
            kept = max(len(right), 4) - 1
            left = [*left[:kept], f"+{len(left) - kept} more"]
        last = number == len(rows) - 1
        for at in range(max(len(left), len(right))):
            first = at == 0
            head = name if first and number == 0 else " " * _columns(name)
            branch = ("┬" if not last else "─") if number == 0 else ("└" if last else "├")
            branch = branch if first else " " if last else "│"
            key = left[at] if at < len(left) else ""
            key += " " * (max(wide, 0) - _columns(key))
            yield f"{head} {branch} {key} │ {right[at] if at < len(right) else ''}".rstrip()


def _right(row: Row, where: Where) -> Iterator[str]:
    """Yield the lines beside the keys."""
    if row.view:
        condition = f" if {printable(row.condition)}" if row.condition else ""
        yield f"view {printable(row.view)}{condition}"
    reason = hidden(row, where)
    if reason:
        yield f"✗ {reason}"
    chips = [chip for chip in row.chain if chip.kind != "observes"]
    if not row.chain:
        yield NO_ANSWER
    elif not chips:
        yield "no plugin answers"
    else:
        yield from _wrapped([_chip(chip) for chip in chips])
    for reason in dict.fromkeys(chip.unreached for chip in chips if chip.unreached):
        names = ", ".join(chip.name for chip in chips if chip.unreached == reason)
        yield f"✗ {names}: no query comes here, {printable(reason)}"


def _wrapped(words: list[str]) -> Iterator[str]:
    """Yield plugins in lines that are not too long."""
    line = ""
    for word in words:
        if line and _columns(line) + 3 + _columns(word) > _CHAIN:
            yield line + ARROW.rstrip()
            line = f"  {word}"
        else:
            line = line + ARROW + word if line else word
    yield line


def _chip(chip: Chip) -> str:
    """Return a plugin: what it answers, and whom it asks."""
    mark = "✗ " if chip.unreached else ""
    what = details(chip)
    shown = f"{mark}{printable(chip.name)}{f'({what})' if what else ''}"
    if not chip.to:
        return shown
    more = f" +{len(chip.to) - 3}" if len(chip.to) > 3 else ""
    return f"{shown} ─▶ {' '.join(map(printable, chip.to[:3]))}{more}"


def _columns(text: str) -> int:
    return sum(map(width, text))
