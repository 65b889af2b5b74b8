"""The log: a line of JSON for each event, on standard error, with nothing of what was judged."""

import json
import logging
import sys
from datetime import UTC, datetime

from corefile.text.typed import Any
from corefile.webhook.worker import reason_of

__all__ = ["log", "set_up"]

_LOGGER = logging.getLogger("corefile.webhook")

#: Characters of a value: names in Kubernetes have no more.
_LONGEST = 253


class Lines(logging.Formatter):
    """Writes events as JSON, those of the packages that serve too."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            # The words of an exception may quote what was read.
            fields["exception"] = reason_of(record.exc_info[1])
        return json.dumps(fields | getattr(record, "fields", {}))


def set_up() -> None:
    """Send all events to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    _LOGGER.setLevel(logging.INFO)


def log(event: str, *, level: str = "info", **fields: Any) -> None:
    """Write an event."""
    short = {
        name: value[:_LONGEST] if isinstance(value, str) else value
        for name, value in fields.items()
    }
    getattr(_LOGGER, level)(event, extra={"fields": short})
