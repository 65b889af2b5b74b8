"""What another program has yet to write is not judged, and all else is."""

import pytest

from corefile.documents import read
from corefile.lint import lint_document


def refused(text: str) -> list[str]:
    found = (item.finding for item in lint_document(read(text, "Corefile")).findings)
    return [finding.rule.name for finding in found if finding.severity == "error"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ DOMAIN }}:53 {\n bind {{ LOCAL }} {{ CLUSTER }}\n whoami\n}\n",
        "{{ .Config.Network.Domain }}:53 {\n whoami\n}\n",
        ". {\n bind {{ LOCAL }} {{ CLUSTER }}\n whoami\n}\n",
        "__PILLAR__DNS__DOMAIN__:53 {\n bind __PILLAR__LOCAL__DNS__\n whoami\n}\n",
    ],
)
def test_a_template_is_let_be(text: str) -> None:
    assert refused(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (". {\n bind 192.0.2.1\n whoami\n}\n. {\n bind 192.0.2.1\n}\n", "duplicate-server-block"),
        ('. {\n template IN A {\n  answer "{{ .Name"\n }\n}\n', "plugin-refused"),
    ],
)
def test_what_stands_there_is_judged(text: str, rule: str) -> None:
    assert refused(text) == [rule]
