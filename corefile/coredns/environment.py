"""References to environment variables, replaced as CoreDNS does it (caddyfile/parse.go)."""

from collections.abc import Mapping

#: A variable that refers to itself keeps CoreDNS busy for ever; nobody nests deeper than this.
MAX_REPLACEMENTS = 1000


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
    for _ in range(MAX_REPLACEMENTS):
        if start < 0:
            return text
        end = text.find(closing, start)
        if end <= start + len(opening):
            return text
        name = text[start + len(opening) : end]
        text = text.replace(text[start : end + len(closing)], env.get(name, ""))
        start = text.find(opening)
    raise EndlessReplacement(text[:80])
