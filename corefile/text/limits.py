"""How large a file may be that is read."""

from corefile.text.regex import regex
from corefile.vocabulary import MAX_BYTES, MAX_WORDS

__all__ = ["beyond_limits"]

_WORD = regex(rb"\S+")


def beyond_limits(data: bytes) -> str:
    """Return what a file is that is not read, "" for any other."""
    if len(data) > MAX_BYTES:
        return f"larger than {MAX_BYTES >> 20} MiB"
    if len(data) > 2 * MAX_WORDS and sum(1 for _ in _WORD.finditer(data)) > MAX_WORDS:
        return f"longer than {MAX_WORDS:,} words"
    return ""
