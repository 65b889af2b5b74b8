"""Where `autopath` gets its search path from, and whether it gets one."""

import pytest

from corefile.lint.engine import lint
from corefile.lint.rules.kubernetes import autopath_target_missing, autopath_without_pods_verified
from corefile.text.edits import apply_edits

TARGETS = [
    ("autopath @kubernetes", "kubernetes cluster.local", ""),
    ("autopath @erratic", "erratic", ""),
    ("autopath /etc/resolv.conf", "kubernetes cluster.local", ""),
    ("autopath {$PATH}", "kubernetes cluster.local", ""),
    ("autopath @kubernetes", "import rest", ""),
    ("autopath @kubernets", "kubernetes cluster.local", "does nothing"),
    ("autopath @", "kubernetes cluster.local", "does nothing"),
    ("autopath @health", "health", "does nothing"),
    ("autopath @forward", "forward . 192.0.2.1", "does not start"),
    ("autopath kubernetes", "kubernetes cluster.local", "is the name of a file"),
]


@pytest.mark.parametrize(("line", "other", "message"), TARGETS)
def test_target(line: str, other: str, message: str) -> None:
    found = lint(f". {{\n {line}\n {other}\n}}\n", rules=[autopath_target_missing.RULE])
    assert [message in finding.message for finding in found] == ([True] if message else [])


PODS = [
    (
        "kubernetes cluster.local {\n  pods insecure\n }",
        "kubernetes cluster.local {\n  pods verified\n }",
    ),
    (
        "kubernetes cluster.local",
        "kubernetes cluster.local {\n  pods verified\n }",
    ),
    ("kubernetes cluster.local {\n  pods verified\n }", None),
    ("kubernetes cluster.local {\n  pods {$PODS}\n }", None),
    ("kubernetes cluster.local {\n  import pods\n }", None),
]


@pytest.mark.parametrize(("line", "fixed"), PODS)
def test_pods(line: str, fixed: str | None) -> None:
    text = f". {{\n autopath @kubernetes\n {line}\n}}\n"
    found = lint(text, rules=[autopath_without_pods_verified.RULE])
    fixes = [finding.fix for finding in found if finding.fix]
    assert len(fixes) == len(found)
    assert [apply_edits(text, fix.edits) for fix in fixes] == (
        [f". {{\n autopath @kubernetes\n {fixed}\n}}\n"] if fixed else []
    )
