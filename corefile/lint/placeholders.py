"""Words that will be others when CoreDNS reads them: variables, and what has to be filled in."""

import re

from corefile.coredns.catalogue.schema import depends_on_environment, has_reference
from corefile.coredns.imports.expansion import ExpandedToken

__all__ = ["PLACEHOLDER", "is_known", "is_open"]

#: What templates leave for another program to replace: `__PILLAR__DNS__SERVER__`, `{{ .Zone }}`,
#: `${UPSTREAM}`. In a string it is text like any other.
PLACEHOLDER = re.compile(r"^(?!\").*(__[A-Z][A-Z0-9_]*__|\{\{|\}\}|\$\{)")

#: What documentation writes for a value of one's own: `<ADDRESS>`, `%IP%`, `…`.
STAND_IN = re.compile(r"[<@%$]|\[[A-Z_]|\.\.\.|…")


def is_open(token: ExpandedToken) -> bool:
    """Tell whether a word will be another when CoreDNS reads it."""
    return depends_on_environment(token) or PLACEHOLDER.search(token.token.raw) is not None


def is_known(token: ExpandedToken) -> bool:
    """Tell whether CoreDNS will read a word as it is: no reference, nothing to be replaced."""
    stands_in = STAND_IN.match(token.text) or PLACEHOLDER.search(token.token.raw)
    return not (stands_in or has_reference(token.text))
