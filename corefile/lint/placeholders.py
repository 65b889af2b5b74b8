"""Words that will be others when CoreDNS reads them: variables, and what has to be filled in."""

from corefile.coredns.catalogue.schema import depends_on_environment, has_reference
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.text.regex import regex

__all__ = ["PLACEHOLDER", "is_known", "is_open"]

#: What templates leave for another program to replace: `__PILLAR__DNS__SERVER__`, `{{ .Zone }}`,
#: `${UPSTREAM}`. In a string it is text like any other.
PLACEHOLDER = regex(r"^(?!\").*(__[A-Z][A-Z0-9_]*__|\{\{|\}\}|\$\{)")

#: What documentation writes for a value of one's own: `<ADDRESS>`, `%IP%`, `YOUR_IP`, `…`. The
#: first word of a command, as in `$(hostname -i)`, is none.
STAND_IN = regex(
    r"[<@%]|\$(?!\([^)]*$)|\[[A-Z_]|\.\.\.|…|[A-Z][A-Z0-9]*+(?>(?:_[A-Z0-9]+)+)(?:[:./]|$)"
)


def is_open(token: ExpandedToken) -> bool:
    """Tell whether a word will be another when CoreDNS reads it."""
    return depends_on_environment(token) or is_filled_in(token.token.raw)


def is_known(token: ExpandedToken) -> bool:
    """Tell whether CoreDNS will read a word as it is: no reference, nothing to be replaced."""
    if token.text.isalnum() and token.token.raw.isalnum():
        return True  # as most are
    text = token.text
    return not (STAND_IN.match(text) or has_reference(text) or is_filled_in(token.token.raw))


def is_filled_in(raw: str) -> bool:
    """Tell whether a word as written has something for another program to replace."""
    may_be = "{" in raw or "}" in raw or "__" in raw
    return may_be and PLACEHOLDER.search(raw) is not None
