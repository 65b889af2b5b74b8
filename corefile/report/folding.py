"""Which findings of a file are shown one by one, where very many are alike."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from corefile.lint.result import Located

__all__ = ["MAX_IN_FILE", "MAX_ON_LINE", "folded"]

#: How many findings of one rule are shown of a line.
MAX_ON_LINE = 5

#: How many findings of one rule are shown of a file.
MAX_IN_FILE = 100


def folded(findings: Sequence[Located]) -> Iterator[tuple[Located, str]]:
    """Yield the findings to show, each with what to say of those like it that are left out.

    `findings` are those of one file. The words go with the last finding shown of a rule, on its
    line or in the file; they are empty for all others.
    """
    shown: list[Located] = []
    last: dict[object, int] = {}
    counts: Counter[object] = Counter()
    left: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for item in findings:
        rule = item.finding.rule.code
        line = (rule, item.place.path, item.place.first.line)
        limits = ((line, MAX_ON_LINE), (rule, MAX_IN_FILE))
        full = next((place for place, most in limits if counts[place] == most), None)
        if full is None:
            counts.update((line, rule))
            last[line] = last[rule] = len(shown)
            shown.append(item)
        else:
            where = "on this line" if full is line else "in this file"
            left.setdefault(last[full], Counter())[where] += 1
    for number, item in enumerate(shown):
        more = (f"{count:,} more like this {where}" for where, count in left[number].items())
        yield item, ", ".join(more)
