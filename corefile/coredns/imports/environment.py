"""References to environment variables, replaced as CoreDNS does it (caddyfile/parse.go)."""

from collections.abc import Mapping

#: A variable that refers to itself keeps CoreDNS busy for ever. A text takes a step for each of the
#: references in it, and nobody nests deeper than this.
MAX_REPLACEMENTS = 1000
#: One that refers to itself twice would sooner fill any memory; this many characters are plenty.
MAX_GROWTH = 1_000_000


class EndlessReplacement(Exception):
    """A variable's value refers to itself, so that CoreDNS would never finish."""


def replace_env(text: str, env: Mapping[str, str]) -> str:
    """Replace `{%NAME%}` and `{$NAME}` with the values of variables; an unset one is empty.

    Raises EndlessReplacement where CoreDNS would not come to an end.
    """
    if "{" not in text:
        return text
    return replace_references(replace_references(text, "{%", "%}", env), "{$", "}", env)


def replace_references(text: str, opening: str, closing: str, env: Mapping[str, str]) -> str:
    """Replace the references of one form, step by step as parse.go's replaceEnvReferences does."""
    start = text.find(opening)
    longest = len(text) + MAX_GROWTH
    for _ in range(MAX_REPLACEMENTS + text.count(opening)):
        if start < 0:
            return text
        if len(text) > longest:
            break
        end = text.find(closing, start)
        if end <= start + len(opening):
            return text
        name = text[start + len(opening) : end]
        text = text.replace(text[start : end + len(closing)], env.get(name, ""))
        start = text.find(opening)
    raise EndlessReplacement(text[:80])
