"""Where the documentation is on the web."""

from corefile.version import __version__

__all__ = ["HOME", "rule_uri"]

HOME = "https://github.com/corefile/corefile"


def rule_uri(name: str) -> str:
    """Return the address of a rule's page, as it is in this version."""
    return f"{HOME}/blob/v{__version__}/docs/rules/{name}.md"
