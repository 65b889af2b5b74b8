"""Quotes that a word does not need."""

from corefile.text.regex import regex

__all__ = ["without_quotes"]

#: With nothing but these inside, CoreDNS reads the same word without the quotes, and so does
#: everybody else. Expressions, templates and variables keep theirs.
_NEEDLESS = regex(r'"([A-Za-z0-9_.:/@,=+%~-]+)"')


def without_quotes(raw: str) -> str:
    """Return a word as it is to be written."""
    match = _NEEDLESS.fullmatch(raw) if raw.startswith('"') else None
    return match[1] if match else raw
