"""What has a finding of its own is not said to answer nothing as well."""

import pytest

from corefile.lint import lint


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (". {\n log\n}\n", ["no-answering-plugin"]),
        ("local {\n log\n}\n", ["no-answering-plugin"]),
        (". {\n whoami\n}\n. {\n log\n}\n", ["duplicate-server-block"]),
        (". {\n whoami\n}\n}\n", ["unbalanced-braces"]),
        (". {\n whoami\n}\nlog\n", ["zone-name-suspicious"]),
        (". {\n log . '{remote} {name}'\n whoami\n}\n", ["single-or-smart-quotes"]),
    ],
)
def test_one_mistake_one_finding(text: str, rules: list[str]) -> None:
    assert [finding.rule for finding in lint(text)] == rules
