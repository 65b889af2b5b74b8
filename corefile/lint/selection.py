"""Which rules run: names, codes and beginnings of codes, as users write them."""

from collections.abc import Iterable, Sequence

from corefile.lint.registry import all_rules, known_rules
from corefile.lint.rule import Rule
from corefile.text.brief import Brief
from corefile.text.spelling import did_you_mean

__all__ = ["ALL", "UnknownRule", "about_failures", "find_rule", "is_group", "select", "unknown"]

#: Selects every rule.
ALL = "all"
#: What codes end with.
DIGITS = "0123456789"


class UnknownRule(Brief, ValueError):
    """No rule is called so; the text says so and what may have been meant."""


def select(
    chosen: Sequence[str] | None,
    more: Iterable[str] = (),
    without: Iterable[str] = (),
    known: Sequence[Rule] | None = None,
) -> tuple[Rule, ...]:
    """Return the rules to run, by code: those chosen and more, without others.

    None chooses the rules that are on by default; `known` are all there are to choose from, by
    default those of this package.  Raises UnknownRule.
    """
    known = all_rules() if known is None else known
    selected = {rule.code for rule in known if rule.default}
    if chosen is not None:
        selected = {rule.code for text in chosen for rule in matching(text, known)}
    selected |= {rule.code for text in more for rule in matching(text, known)}
    selected -= {rule.code for text in without for rule in matching(text, known)}
    return tuple(rule for rule in known if rule.code in selected)


def is_group(text: str, known: Sequence[Rule]) -> bool:
    """Tell whether a text selects rules without being the name or the code of one."""
    try:
        return all(text not in (rule.name, rule.code) for rule in matching(text, known))
    except UnknownRule:
        return False


def matching(text: str, known: Sequence[Rule] | None = None) -> list[Rule]:
    """Return the rules of a name, a code, the beginning of a code, or `all`. Raises UnknownRule.

    The beginning of a code has all of its letters.
    """
    known = all_rules() if known is None else known
    letters = text.rstrip(DIGITS)
    found = [
        rule
        for rule in known
        if text in (rule.name, ALL)
        or (rule.code.startswith(text) and letters == rule.code.rstrip(DIGITS))
    ]
    if not found:
        raise UnknownRule(unknown(text, known))
    return found


def find_rule(text: str, known: Sequence[Rule] | None = None) -> Rule:
    """Return the rule of a name or code, in any case. Raises UnknownRule.

    `known` are the rules to look through, by default all, those of extensions among them.
    """
    known = known_rules() if known is None else known
    name = text.lower()
    found = next((rule for rule in known if name in (rule.name, rule.code.lower())), None)
    if found is None:
        raise UnknownRule(unknown(text, known))
    return found


def unknown(text: str, known: Sequence[Rule]) -> str:
    """Say that there is no such rule."""
    other = about_failures(text)
    if other:
        return other
    codes = (rule.code for rule in known if rule.code == text.upper())
    advice = did_you_mean(text, (*codes, *(rule.name for rule in known)))
    return f"there is no rule `{text}`" + (f": {advice}" if advice else "")


def about_failures(text: str) -> str:
    """Say what a name means that only findings about failed extensions have, "" for any other."""
    from corefile.lint.failures import FAILED  # noqa: PLC0415 - for mistakes only

    if text.lower() not in (FAILED.code.lower(), FAILED.name):
        return ""
    return (
        f"`{FAILED.name}` is not a rule, and always on: it says which rule or plugin of an"
        " extension has raised an exception"
    )
