"""How often each rule found something, the most frequent first."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from corefile.lint.finding import RuleId
from corefile.lint.result import CheckResult
from corefile.report.color import paint
from corefile.report.tally import Tally, tallied
from corefile.text.records import dataclass, fields

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
    """Yield a line for each rule that found something, and the last lines of the text format.

    `color` says whether it goes to a terminal with colours.
    """
    tally = Tally()
    counts = count(tallied(results, tally))
    width = max((len(str(each.count)) for each in counts), default=0)
    for each in counts:
        number = paint(f"{each.count:>{width}}", "bold", color=color)
        fixable = f" ({each.fixable} fixable)" if each.fixable else ""
        yield f"{number}  {each.code}  {each.rule}{fixable}\n"
    yield "\n".join((*([""] if counts else []), *tally.lines())) + "\n"


def render_json(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield the same as JSON, `{"statistics": […]}`, in which `color` has no effect."""
    del color
    names = [each.name for each in fields(Count)]
    counts = [{name: getattr(each, name) for name in names} for each in count(results)]
    yield json.dumps({"statistics": counts}, indent=2) + "\n"


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
