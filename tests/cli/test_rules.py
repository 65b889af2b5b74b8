"""`corefile rules`."""

import json

from corefile.lint import all_rules
from tests.cli.programs import corefile


def test_the_table() -> None:
    ran = corefile("rules")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].split() == ["CODE", "NAME", "SEVERITY", "DEFAULT", "FIXES", "FINDS"]
    assert len(lines) == len(all_rules()) + 1


def test_pages() -> None:
    ran = corefile("rules", "CF402", "hosts-missing-fallthrough")
    assert ran.status == 0
    assert ran.out.startswith("seconds-with-unit (CF402)\n")
    assert "\n\nhosts-missing-fallthrough (CF201)\n" in ran.out


def test_json() -> None:
    every = json.loads(corefile("rules", "--output-format", "json").out)["rules"]
    assert [rule["code"] for rule in every] == [rule.code for rule in all_rules()]
    (one,) = json.loads(corefile("rules", "cf402", "--output-format=json").out)["rules"]
    assert one in every


def test_an_unknown_rule() -> None:
    ran = corefile("rules", "CF402", "seconds-with-units")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "corefile rules: error: there is no rule `seconds-with-units`: "
        "did you mean `seconds-with-unit`?\n"
    )


def test_help() -> None:
    ran = corefile("rules", "--help")
    assert ran.status == 0
    assert "examples:" in ran.out
