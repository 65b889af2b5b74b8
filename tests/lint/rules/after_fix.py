"""What a text becomes by the fix of a finding, for tests of several rules."""

from corefile.lint.finding import Finding
from corefile.text.edits import apply_edits


def after_fix(text: str, finding: Finding) -> str:
    assert finding.fix is not None
    return apply_edits(text, finding.fix.edits)
