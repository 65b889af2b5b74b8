"""The words of the picture, which all formats have in common."""

from collections.abc import Sequence

from corefile.coredns.model.picture import Chip, Row
from corefile.report.trace import Where
from corefile.text.printable import printable

__all__ = ["ARROW", "DOWN", "NO_ANSWER", "cut", "details", "hidden", "tooltip"]

ELLIPSIS = "…"
#: What is written between two plugins.
ARROW = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
_TIMES = "\N{MULTIPLICATION SIGN}"
#: Marks plugins that let names which they do not know go on.
DOWN = "↴"
NO_ANSWER = "no plugin answers: every query is REFUSED"

#: The zones of addresses, which mostly come together.
_REVERSE = ("in-addr.arpa.", "ip6.arpa.")
#: How many zones are named; the others are counted.
_MAX_ZONES = 3


def details(chip: Chip) -> str:
    """Return what is said of a plugin beside its name; empty where there is nothing."""
    parts = []
    if len(chip.lines) > 1:
        parts.append(f"{_TIMES}{len(chip.lines)}")
    if chip.zones:
        parts.append(summary(chip.zones))
    if chip.names:
        parts.append(f"{len(chip.names)} name{'s' * (len(chip.names) > 1)}")
    if chip.falls_through_always:
        parts.append(DOWN)
    elif chip.fallthrough:
        parts.append(f"{DOWN} {summary(chip.fallthrough)}")
    return ", ".join(parts)


def summary(zones: Sequence[str]) -> str:
    """Return some zones in a few words."""
    shown = [printable(zone).removesuffix(".") or "." for zone in zones if zone not in _REVERSE]
    reverse = [zone for zone in zones if zone in _REVERSE]
    shown += ["reverse"] if len(reverse) == 2 else [zone.removesuffix(".") for zone in reverse]
    if len(shown) > _MAX_ZONES:
        shown = [*shown[: _MAX_ZONES - 1], f"+{len(shown) - _MAX_ZONES + 1}"]
    return " ".join(shown)


def tooltip(chip: Chip) -> str:
    """Return all there is to say of a plugin, in lines."""
    lines = [printable(line) for line in chip.lines] or [chip.name]
    if chip.names:
        lines.append("names: " + " ".join(printable(name).removesuffix(".") for name in chip.names))
    if chip.fallthrough:
        zones = " ".join(printable(zone).removesuffix(".") or "." for zone in chip.fallthrough)
        lines.append(f"fallthrough: {zones}")
    if chip.to:
        lines.append("asks: " + " ".join(map(printable, chip.to)))
    if chip.unreached:
        lines.append(f"no query comes here: {printable(chip.unreached)}")
    return "\n".join(lines)


def hidden(row: Row, where: Where) -> str:
    """Return why no query comes to a server block; empty where one may."""
    if not row.hidden:
        return ""
    at = f" (line {where(row.hidden_by).line})" if row.hidden_by else ""
    what = "only queries for DS come here" if row.only_ds else "no query comes here"
    return f"{what}: {printable(row.hidden)}{at}"


def cut(text: str, most: int) -> str:
    """Return a text of at most so many characters; what is left out of its middle is marked."""
    if len(text) <= most:
        return text
    tail = (most - 1) // 3
    return text[: most - 1 - tail] + ELLIPSIS + (text[-tail:] if tail else "")
