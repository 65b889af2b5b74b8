"""Every reason that a refusal can have must be reported by some rule, or it would pass silently."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2] / "corefile"
GIVEN = re.compile(r'reason="([^"]*)"')
REPORTED = re.compile(r'refusals\(ctx, "([^"]*)"\)')


def reasons(folder: str, pattern: re.Pattern[str]) -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py"))
    return {reason for text in texts for reason in pattern.findall(text)}


def test_every_reason_has_a_rule() -> None:
    reported = reasons("lint", REPORTED)
    assert "" in reported
    assert {"twice", "key", "served twice", "no tls", "unknown directive"} <= reported
    assert reasons("coredns", GIVEN) - {""} <= reported
