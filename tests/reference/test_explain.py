"""What is said about a rule."""

import json
from collections.abc import Iterator

import pytest

from corefile.lint import Context, Finding, Option, Rule, all_rules
from corefile.lint.selection import UnknownRule, find_rule
from corefile.reference import rules as reference_rules
from corefile.reference.explain import explain, option_value, rule_dict, table


def check(ctx: Context) -> Iterator[Finding]:
    raise AssertionError(ctx)


RULE = Rule(
    "CF999",
    "a-rule",
    "info",
    check,
    since="9.9.9",
    default=False,
    profiles=("aks", "k3s"),
    options=(Option("max-ttl", 30, "seconds | minutes"), Option("names", ("a", "b"), "names")),
    fixes=True,
)


def test_a_page_for_the_terminal() -> None:
    assert explain(RULE) == (
        "a-rule (CF999)\n"
        "\n"
        "  Severity       info\n"
        "  On by default  no\n"
        "  Profiles       aks, k3s\n"
        "  Fixes          yes\n"
        "  Since          9.9.9\n"
        "\n"
        "  max-ttl = 30        seconds | minutes\n"
        '  names = ["a", "b"]  names\n'
        "\n"
        "What is said about a rule.\n"
    )


def test_a_page_of_the_documentation() -> None:
    assert reference_rules.page(RULE) == (
        "# a-rule\n"
        "\n"
        "| Code | Severity | On by default | Profiles | Fixes | Since |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| CF999 | info | no | aks, k3s | yes | 9.9.9 |\n"
        "\n"
        "| Option | Default | Meaning |\n"
        "| --- | --- | --- |\n"
        "| `max-ttl` | `30` | seconds \\| minutes |\n"
        '| `names` | `["a", "b"]` | names |\n'
        "\n"
        "What is said about a rule.\n"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "true"), (False, "false"), (1, "1"), ("a", '"a"'), ("", '""'), ((), "[]")],
)
def test_values_of_options(value: int | str | bool | tuple[str, ...], shown: str) -> None:
    assert option_value(value) == shown


@pytest.mark.parametrize(
    "word", ["hosts-missing-fallthrough", "CF201", "cf201", "HOSTS-MISSING-FALLTHROUGH"]
)
def test_rules_are_found_by_name_and_code(word: str) -> None:
    assert find_rule(word).code == "CF201"
    assert explain(find_rule(word)).startswith("hosts-missing-fallthrough (CF201)\n")


@pytest.mark.parametrize(
    ("word", "message"),
    [
        (
            "hosts-mising-falltrough",
            "there is no rule `hosts-mising-falltrough`: did you mean `hosts-missing-fallthrough`?",
        ),
        ("CF099", "there is no rule `CF099`"),
        ("", "there is no rule ``"),
    ],
)
def test_rules_that_are_not(word: str, message: str) -> None:
    with pytest.raises(UnknownRule) as raised:
        find_rule(word)
    assert str(raised.value) == message


def test_json() -> None:
    given = json.loads(json.dumps(rule_dict(RULE)))
    assert str(given.pop("uri")).endswith("/docs/rules/a-rule.md")
    assert given == {
        "code": "CF999",
        "name": "a-rule",
        "severity": "info",
        "summary": "What is said about a rule.",
        "default": False,
        "fixes": True,
        "profiles": ["aks", "k3s"],
        "options": [
            {"name": "max-ttl", "default": 30, "about": "seconds | minutes"},
            {"name": "names", "default": ["a", "b"], "about": "names"},
        ],
        "since": "9.9.9",
        "extension": None,
        "documentation": "What is said about a rule.",
    }


def test_every_rule_is_in_the_table_and_the_index() -> None:
    lines, index = list(table()), reference_rules.index()
    assert len(lines) == len(all_rules()) + 1
    for rule, line in zip(all_rules(), lines[1:], strict=True):
        assert line.startswith(f"{rule.code}  {rule.name} ")
        assert line.endswith(f"  {rule.summary}")
        assert f"| {rule.code} | [{rule.name}]({rule.name}.md) |" in index
