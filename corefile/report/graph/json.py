"""The picture as JSON."""

import json

from corefile.coredns.model.picture import Chip, Picture, Row
from corefile.report.trace import Where
from corefile.text.printable import encodable

__all__ = ["draw"]


def draw(picture: Picture, title: str, where: Where) -> str:
    """Return the picture as one JSON object."""
    found = {
        "title": title,
        "listeners": [
            {
                "addresses": list(map(str, socket.listeners)),
                "blocks": [_row_dict(row, where) for row in socket.rows],
            }
            for socket in picture.sockets
        ],
    }
    return encodable(json.dumps(found, indent=2, ensure_ascii=False)) + "\n"


def _row_dict(row: Row, where: Where) -> dict[str, object]:
    place = where(row.token)
    return {
        "number": row.number,
        "keys": list(row.keys),
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "view": {"name": row.view, "condition": row.condition} if row.view else None,
        "unreachable": row.hidden or None,
        "only_ds": row.only_ds,
        "chain": [_chip_dict(chip, where) for chip in row.chain],
        "settings": [chip.name for chip in row.settings],
    }


def _chip_dict(chip: Chip, where: Where) -> dict[str, object]:
    place = where(chip.token)
    return {
        "plugin": chip.name,
        "role": chip.kind,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "lines": list(chip.lines),
        "zones": list(chip.zones),
        "names": list(chip.names),
        "fallthrough": list(chip.fallthrough),
        "to": list(chip.to),
        "unreachable": chip.unreached or None,
    }
