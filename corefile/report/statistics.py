"""How often each rule found something, the most frequent first."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from corefile.lint.finding import RuleId
from corefile.lint.result import CheckResult
from corefile.report.color import paint
from corefile.report.tally import Tally

__all__ = ["Count", "count", "render", "render_json"]


@dataclass(frozen=True, slots=True)
class Count:
    """How often a rule found something."""

    code: str
    rule: str
    count: int
    #: How many of the findings have a fix, safe or not.
    fixable: int


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield a line for each rule that found something, and the last lines of the text format."""
    tally = Tally()
    counts = count(tallied(results, tally))
    width = max((len(str(each.count)) for each in counts), default=0)
    for each in counts:
        number = paint(f"{each.count:>{width}}", "bold", color=color)
        fixable = f" ({each.fixable} fixable)" if each.fixable else ""
        yield f"{number}  {each.code}  {each.rule}{fixable}\n"
    yield "\n".join((*([""] if counts else []), *tally.lines())) + "\n"


def render_json(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield the same as JSON: `{"statistics": […]}`."""
    del color  # there is none in JSON
    yield json.dumps({"statistics": [asdict(each) for each in count(results)]}, indent=2) + "\n"


def count(results: Iterable[CheckResult]) -> list[Count]:
    """Count the findings of each rule."""
    found: Counter[RuleId] = Counter()
    fixable: Counter[RuleId] = Counter()
    for checked in results:
        for item in checked.findings:
            rule = item.finding.rule
            found[rule] += 1
            fixable[rule] += item.fix is not None
    counts = [Count(rule.code, rule.name, number, fixable[rule]) for rule, number in found.items()]
    return sorted(counts, key=lambda each: (-each.count, each.code))


def tallied(results: Iterable[CheckResult], tally: Tally) -> Iterator[CheckResult]:
    """Yield the results, and count each in a tally."""
    for checked in results:
        tally.add(checked)
        yield checked
