"""Which rules run: names, codes and beginnings of codes, as users write them."""

from collections.abc import Iterable, Sequence

from corefile.lint.registry import all_rules
from corefile.lint.rule import Rule
from corefile.text.spelling import did_you_mean

__all__ = ["ALL", "UnknownRule", "select", "the_rule"]

#: Selects every rule.
ALL = "all"


class UnknownRule(ValueError):
    """No rule is called so; the text says so and what may have been meant."""


def select(
    chosen: Sequence[str] | None, more: Iterable[str] = (), without: Iterable[str] = ()
) -> tuple[Rule, ...]:
    """Return the rules to run, by code: those chosen and more, without others.

    None chooses the rules that are on by default.  Raises UnknownRule.
    """
    selected = {rule.code for rule in all_rules() if rule.default}
    if chosen is not None:
        selected = {rule.code for text in chosen for rule in matching(text)}
    selected |= {rule.code for text in more for rule in matching(text)}
    selected -= {rule.code for text in without for rule in matching(text)}
    return tuple(rule for rule in all_rules() if rule.code in selected)


def matching(text: str) -> list[Rule]:
    """Return the rules of a name, a code, the beginning of a code, or `all`. Raises UnknownRule."""
    found = [
        rule
        for rule in all_rules()
        if text in (rule.name, ALL) or (text.startswith("CF") and rule.code.startswith(text))
    ]
    if not found:
        raise unknown(text)
    return found


def the_rule(text: str) -> Rule:
    """Return the rule of a name or code, in any case. Raises UnknownRule."""
    name = text.lower()
    found = next((rule for rule in all_rules() if name in (rule.name, rule.code.lower())), None)
    if found is None:
        raise unknown(text)
    return found


def unknown(text: str) -> UnknownRule:
    """Say that there is no such rule."""
    advice = did_you_mean(text, [rule.name for rule in all_rules()])
    return UnknownRule(f"there is no rule `{text}`" + (f": {advice}" if advice else ""))
