"""Every rule is judged: docs/judgement.md has a line about it, which says whether it is on."""

import re
from pathlib import Path

from corefile.lint import all_rules

PAGE = Path(__file__).parents[2] / "docs" / "judgement.md"
LINE = re.compile(
    r"^\| (CF\d{3}) \| \[([a-z0-9-]+)\]\(rules/\2\.md\) \| (on|off) \| (\d*) \| (\d*) \| (\d*) \|",
    re.MULTILINE,
)

LINES = LINE.findall(PAGE.read_text("utf-8"))


def test_every_rule_has_its_line() -> None:
    said = [(code, name, default) for code, name, default, *_ in LINES]
    assert said == [(rule.code, rule.name, "on" if rule.default else "off") for rule in all_rules()]


def test_a_rule_that_is_often_wrong_is_off() -> None:
    for code, _, default, corefiles, true, false in LINES:
        found, right, wrong = (int(number or 0) for number in (corefiles, true, false))
        assert right + wrong == found, code
        assert default == "off" or wrong * 10 <= found, code
