"""What keeps an edit of a Corefile out of its file."""

from __future__ import annotations

__all__ = ["Unwritable"]


class Unwritable(ValueError):
    """An edit that cannot be written into the file."""
