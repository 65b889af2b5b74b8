"""Durations where a plugin takes none."""

from corefile.go.errors import Invalid
from corefile.go.time import parse_duration

__all__ = ["whole_seconds"]

#: In nanoseconds, as in Go.
_SECOND = 1_000_000_000


def whole_seconds(text: str) -> int | None:
    """Return the seconds of a duration with a unit, None for another word."""
    try:
        nanoseconds = parse_duration(text)
    except Invalid:
        return None
    return nanoseconds // _SECOND if nanoseconds > 0 and nanoseconds % _SECOND == 0 else None
