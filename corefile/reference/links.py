"""Where the documentation is on the web."""

from corefile.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.lint.finding import RuleId

__all__ = ["HOME", "rule_uri", "schema_uri"]

#: What the codes of the rules of this package begin with.
_OURS = "CF"

#: What says that an extension has failed, which is not a rule.
_FAILED = "CF000"

#: The project, and what addresses begin with.
HOME = "https://github.com/corefile/corefile"


def rule_uri(rule: "RuleId") -> str:
    """Return the address of a rule's page, as it is in this version.

    Of a rule of an extension it is what the rule says, "" for none.
    """
    if rule.code == _FAILED:
        return f"{HOME}/blob/v{__version__}/docs/writing-rules.md"
    if rule.code.startswith(_OURS):
        return f"{HOME}/blob/v{__version__}/docs/rules/{rule.name}.md"
    from corefile.lint.registry import other_rule  # noqa: PLC0415 - few projects have any

    known = other_rule(rule.code)
    return known.uri if known else ""


def schema_uri(name: str) -> str:
    """Return the address of a JSON schema; it is the same in all versions."""
    return f"{HOME}/raw/main/docs/schemas/{name}.json"
