"""What a rule is about, for terminals and programs."""

from collections.abc import Iterator

from corefile.lint.registry import known_rules, origin_of
from corefile.lint.rule import OptionValue, Rule
from corefile.reference.links import rule_uri

__all__ = [
    "explain",
    "facts",
    "option_value",
    "rule_dict",
    "table",
]


#: The version of this package that first had the rules that do not say it.
_FIRST = "0.1.0"


def explain(rule: Rule) -> str:
    """Return a rule's page for a terminal: its names, its properties, its documentation."""
    return "\n".join(lines(rule)) + "\n"


def lines(rule: Rule) -> Iterator[str]:
    """Yield the lines of a rule's page."""
    yield f"{rule.name} ({rule.code})"
    yield ""
    yield from columns(facts(rule))
    yield ""
    if rule.options:
        options = [(f"{o.name} = {option_value(o.default)}", o.about) for o in rule.options]
        yield from columns(options)
        yield ""
    yield rule.documentation.strip()


def columns(pairs: list[tuple[str, str]]) -> Iterator[str]:
    """Return lines of two columns."""
    width = max(len(first) for first, _ in pairs)
    return (f"  {first:{width}}  {second}" for first, second in pairs)


def facts(rule: Rule) -> list[tuple[str, str]]:
    """Return what is known of a rule besides its page, as it is put to people."""
    said = [
        ("Severity", rule.severity),
        ("On by default", yes(rule.default)),
        ("Profiles", ", ".join(rule.profiles) or "all"),
        ("Fixes", yes(rule.fixes)),
        ("Since", since_of(rule)),
        ("Extension", origin_of(rule.code)),
    ]
    return [(name, value) for name, value in said if value]


def since_of(rule: Rule) -> str:
    """Return the version of its package that first had a rule, "" where nobody says it."""
    return rule.since or ("" if origin_of(rule.code) else _FIRST)


def yes(value: bool) -> str:
    """Return a truth in words."""
    return "yes" if value else "no"


def option_value(value: OptionValue) -> str:
    """Return the value of an option as TOML and JSON write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(option_value, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def rule_dict(rule: Rule) -> dict[str, object]:
    """Return all about a rule as JSON."""
    options = [{"name": o.name, "default": o.default, "about": o.about} for o in rule.options]
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "summary": rule.summary,
        "default": rule.default,
        "fixes": rule.fixes,
        "profiles": list(rule.profiles),
        "options": options,
        "since": since_of(rule) or None,
        "extension": origin_of(rule.code) or None,
        "uri": rule_uri(rule) or None,
        "documentation": rule.documentation.strip(),
    }


def table() -> Iterator[str]:
    """Yield the lines of a table of all rules."""
    head = ("CODE", "NAME", "SEVERITY", "DEFAULT", "FIXES", "FINDS")
    rows = [head, *(row(rule) for rule in known_rules())]
    widths = [max(len(each[column]) for each in rows) for column in range(len(head) - 1)]
    for *cells, last in rows:
        padded = (f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True))
        yield "  ".join((*padded, last))


def row(rule: Rule) -> tuple[str, ...]:
    """Return a rule's row of the table."""
    on = "on" if rule.default else "off"
    return (rule.code, rule.name, rule.severity, on, yes(rule.fixes), rule.summary)
