"""What cannot be known from the text: variables, and what templates leave to be filled in."""

from corefile.coredns.catalogue.schema import depends_on_environment
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.lint.refused import PLACEHOLDER

__all__ = ["is_open"]


def is_open(token: ExpandedToken) -> bool:
    """Tell whether a word will be another when CoreDNS reads it."""
    return depends_on_environment(token) or PLACEHOLDER.search(token.token.raw) is not None
