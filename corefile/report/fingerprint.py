"""Names for findings that stay the same while the lines around them move."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from corefile.lint.result import Located
from corefile.report.excerpt import line_bounds
from corefile.text.path import portable

__all__ = ["fingerprints"]

#: How much of a text goes into a fingerprint: one line may be the whole of a large file.
_MAX_LENGTH = 200


def fingerprints(items: Iterable[Located]) -> Iterator[str]:
    """Yield the fingerprint of each finding; no two are the same.

    It is made of the file, the rule, the words at the place and their line, and of the number of
    findings before that have all this in common.  The message is left out: it may quote CoreDNS,
    who counts lines.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for item in items:
        parts = (portable(item.place.path), item.finding.rule.code, *words(item))
        text = "\0".join((*parts, str(seen[parts])))
        seen[parts] += 1
        yield hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def words(item: Located) -> tuple[str, str]:
    """Return the words at the place of a finding, and the line they begin in."""
    place = item.place
    text = place.source.text
    start, end = line_bounds(place.source, place.first.line)
    line = text[start : min(end, start + _MAX_LENGTH)].strip()
    return text[place.start : min(place.end, place.start + _MAX_LENGTH)], line
