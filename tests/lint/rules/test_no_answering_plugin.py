"""What has a finding of its own, or another purpose, is not said to answer nothing."""

import pytest

from corefile.lint import lint


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (". {\n log\n}\n", ["no-answering-plugin"]),
        ("local {\n log\n}\n", ["no-answering-plugin"]),
        (". {\n whoami\n}\n. {\n log\n}\n", ["duplicate-server-block"]),
        (". {\n health\n}\na.example {\n whoami\n}\n", []),
        (". {\n reload\n}\na.example {\n whoami\n}\n", []),
        # Nothing may be meant, but not where something was and is a comment now.
        (".:5353 {\n}\n. {\n forward . 192.0.2.53 127.0.0.1:5353\n}\n", []),
        (".:5353 {\n # whoami\n}\n. {\n whoami\n}\n", ["no-answering-plugin"]),
        (".:5353 {\n}\na.example {\n}\n", ["no-answering-plugin"] * 2),
        # What is imported may answer.
        (".:5353 {\n health\n ready\n}\nimport ../dynamic/*.conf\n", []),
        (". {\n health\n cache 30\n}\na.example {\n whoami\n}\n", ["no-answering-plugin"]),
        (". {\n errors\n}\na.example {\n whoami\n}\n", ["no-answering-plugin"]),
        (". {\n health\n}\n", ["no-answering-plugin"]),
        (". {\n whoami\n}\n}\n", ["unbalanced-braces"]),
        (". {\n whoami\n}\nlog\n", ["line-in-wrong-block"]),
        # What a script left over.
        (". {\n whoami\n} STUBDOMAINS\n", ["brace-misplaced"]),
        # A scheme that is none.
        ("squic://.:853 {\n tls a b\n file db a.example\n}\n", ["zone-name-suspicious"]),
        (". {\n log . '{remote} {name}'\n whoami\n}\n", ["single-or-smart-quotes"]),
    ],
)
def test_one_mistake_one_finding(text: str, rules: list[str]) -> None:
    assert [finding.rule.name for finding in lint(text)] == rules
