"""Texts that stand for others: what a template, a chart or a script puts something in for."""

from corefile.text.regex import regex

__all__ = ["only_placeholder"]

#: `{{ .Values.x }}`, `{% include "x" %}`, `${X}`, `$(X)`, `{$X}`, `{%X%}`, `__X__`, `<X>`, `@X@`,
#: `%X%`, `$X`.
_ONE = regex(
    r"(?>\{\{[^{}]*\}\}|\{%[^{}]*%\}|\$\{[^{}\s]*\}|\$\([^()\s]*\)|\{\$[^{}\s]*\}|\$\w++"
    r"|__[^\W_]++(?>(?:_{1,2}+[^\W_]++)*)__|<[^<>\n]*>|@\w++@|%\w++%)"
)
_ONLY = regex(rf"\s*+{_ONE.pattern}(?>(?:\s*+{_ONE.pattern})*)\s*+")


def only_placeholder(text: str) -> str:
    """Return the first placeholder of a text that is nothing but placeholders; else ""."""
    if not _ONLY.fullmatch(text):
        return ""
    found = _ONE.search(text)
    return found[0] if found else ""
