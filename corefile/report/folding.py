"""Which findings of a file are shown one by one, where very many are alike."""

from collections import Counter
from collections.abc import Iterable, Iterator

from corefile.lint.result import Located

__all__ = ["MAX_IN_FILE", "MAX_ON_LINE", "folded"]

#: How many findings of one rule are shown of a line.
MAX_ON_LINE = 5

#: How many findings of one rule are shown of a file.
MAX_IN_FILE = 100


def folded(findings: Iterable[Located]) -> Iterator[tuple[Located, str]]:
    """Yield the findings to show, each with what to say of those like it that are left out.

    `findings` are those of one file. The words go with the last finding shown of a rule, on its
    line or in the file; they are empty for all others. Each is yielded as it comes, until there is
    one that may have words: that one and all after it wait for the last finding.
    """
    counts: Counter[object] = Counter()
    left_after: dict[object, Counter[str]] = {}
    waiting: list[tuple[Located, Counter[str]]] = []
    for item in findings:
        rule = item.finding.rule.code
        line = (rule, item.place.path, item.place.first.line)
        limits = ((line, MAX_ON_LINE), (rule, MAX_IN_FILE))
        full = next((place for place, most in limits if counts[place] == most), None)
        if full is not None:
            where = "on this line" if full is line else "in this file"
            left_after[full][where] += 1
            continue
        counts.update((line, rule))
        left: Counter[str] = Counter()
        fills = [place for place, most in limits if counts[place] == most]
        left_after.update(dict.fromkeys(fills, left))
        if fills or waiting:
            waiting.append((item, left))
        else:
            yield item, ""
    for item, left in waiting:
        more = (f"{count:,} more like this {where}" for where, count in left.items())
        yield item, ", ".join(more)
