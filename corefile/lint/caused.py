"""What a change of a file makes worse: the findings that were not there before."""

from collections import Counter

from corefile.lint.result import CheckResult, Located
from corefile.text.regex import regex

__all__ = ["new_findings"]

NUMBER = regex(r"\d+")


def new_findings(before: CheckResult, after: CheckResult) -> tuple[Located, ...]:
    """Return the findings of a file that the same file, before a change, did not have as often.

    What differs in nothing but a number, such as that of a line, is the same.
    """
    known = Counter(map(kind_of, before.findings))
    found = []
    for item in after.findings:
        kind = kind_of(item)
        if known[kind]:
            known[kind] -= 1
        else:
            found.append(item)
    return tuple(found)


def kind_of(item: Located) -> tuple[str, str]:
    """Return what makes findings before and after a change the same."""
    return item.finding.rule.code, NUMBER.sub("", item.finding.message)
