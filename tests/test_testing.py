"""The helper that runs a rule's examples tells what is wrong with the rule or its page."""

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from corefile.lint import Context, CorefileRule, Edit, Finding, Fix, find_rule
from corefile.lint.registry import all_rules
from corefile.testing import examples_of, findings_in, problems_of
from corefile.text.records import replace

PAGE = """\
CoreDNS says who it is.

## Bad

```corefile
. {
    whoami
}
```

## Good

```corefile coredns=1.8.0 profile=plain
. {
    log
}
```
"""


def check(ctx: Context) -> Iterator[Finding]:
    for server in ctx.config.servers:
        for line in server.directives:
            if line.name == "whoami":
                token = line.tokens[0].token
                edit = Edit(token.start, token.end, "log")
                fix = Fix("write `log`", (edit,), adds=("log",), removes=("whoami",))
                yield RULE.at(ctx, line.tokens[0], "it says who it is", fix=fix)


RULE = CorefileRule("ACME001", "says-who-it-is", "info", check, fixes=True)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a module for a rule, whose docstring is the page."""
    module = ModuleType("a_page", PAGE)
    monkeypatch.setitem(sys.modules, "a_page", module)
    monkeypatch.setattr(check, "__module__", "a_page")
    return module


def test_a_sound_rule_has_no_problems(page: ModuleType) -> None:
    assert problems_of(RULE) == []
    bad, good = examples_of(RULE)
    assert (bad.bad, bad.profile, bad.text) == (True, None, ". {\n    whoami\n}\n")
    assert (good.bad, good.profile, good.release) == (False, "plain", "1.8.0")
    assert [each.message for each in findings_in(bad, RULE)] == ["it says who it is"]


PAGES = {
    "CoreDNS says": (PAGE.replace("who it is.", "who it is"), "does not begin with a sentence"),
    "no bad": (PAGE.replace("## Bad", "## Sad"), "there is no example under `## Bad`"),
    "no good": (PAGE.replace("## Good", "## Fine"), "there is no example under `## Good`"),
    "not bad": (PAGE.replace("whoami", "errors"), "in a bad example nothing is found"),
    "not good": (PAGE.replace("    log", "    whoami"), "in a good example it says who it is"),
    "words": (PAGE.replace("profile=plain", "profile=plane"), "an example says `coredns=1.8.0 "),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_wrong_with_a_page_is_told(page: ModuleType, name: str) -> None:
    page.__doc__, words = PAGES[name]
    assert any(words in problem for problem in problems_of(RULE)), problems_of(RULE)


def unfixed(ctx: Context) -> Iterator[Finding]:
    """Find the same, with a fix that leaves it."""
    for each in check(ctx):
        yield replace(each, rule=UNFIXED, fix=Fix("log", (Edit(0, 0, " "),)))


unfixed.__module__ = "a_page"
UNFIXED = replace(RULE, code="ACME002", check=unfixed)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (replace(RULE, fixes=False), "`fixes` is False, and some findings have a fix"),
        (replace(RULE, code="Acme1"), "the code `Acme1`"),
        (replace(RULE, name="who"), "the name `who`"),
        (UNFIXED, "its fix leaves what it finds"),
        (replace(RULE, code="ACME003", about=("forward",)), "in a bad example nothing is found"),
    ],
)
def test_what_is_wrong_with_a_rule_is_told(
    page: ModuleType, rule: CorefileRule, words: str
) -> None:
    assert any(words in problem for problem in problems_of(rule)), problems_of(rule)


def test_rules_of_the_project_run_as_they_do_for_users() -> None:
    rule = find_rule("unused-suppression")
    assert rule in all_rules()
    assert problems_of(rule) == []
