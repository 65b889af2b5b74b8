"""Imports of what the Helm chart puts beside the Corefile."""

from __future__ import annotations

import pytest

from corefile.documents import read
from corefile.lint import Settings, all_rules, lint_document
from corefile.lint.result import CheckResult

VALUES = """\
servers:
- zones: [{{zone: example.org}}]
  port: 53
  plugins:
  - name: import
    parameters: {target}
  - name: errors
    parameters: ""
zoneFiles:
- filename: extra.conf
  contents: "# x\\nforwad . 192.0.2.1"
- filename: other.conf
  contents: |
    # more
    wohami
- filename: again.inc
  contents: 'import again.inc'
"""


def check(target: str, more: str = "") -> tuple[str, CheckResult]:
    text = VALUES.format(target=target) + more
    return text, lint_document(read(text, "values.yaml"), settings=Settings(all_rules()))


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("extra.conf", ["forwad"]),
        ("/etc/coredns/extra.conf", ["forwad"]),
        ("/etc/coredns/*.conf", ["forwad", "wohami"]),
        ("ex*", ["forwad"]),
        ("other.con?", ["wohami"]),
    ],
)
def test_findings_stand_in_the_zone_file(target: str, words: list[str]) -> None:
    text, checked = check(target)
    found = [item for item in checked.findings if item.finding.rule.name == "unknown-directive"]
    assert [text[item.place.start : item.place.end] for item in found] == words
    for item in found:
        assert item.place.source is checked.source
        (note,) = item.related
        assert text[note.place.start : note.place.end] == target
    assert checked.not_followed == 0


@pytest.mark.parametrize(
    ("target", "more", "rule"),
    [
        # What CoreDNS makes of a name that is not there, and of a file that leads to itself.
        ("extra.cnf", "", "import-error"),
        ("/etc/coredns/extra.cnf", "", "import-error"),
        ("again.inc", "", "import-error"),
        # Of a pattern it only warns.
        ("/etc/coredns/*.cnf", "", ""),
        ("extra.cnf", "extraVolumeMounts: [{name: x, mountPath: /opt}]\n", "import-error"),
    ],
)
def test_what_is_not_there(target: str, more: str, rule: str) -> None:
    _, checked = check(target, more)
    assert rule in {item.finding.rule.name for item in checked.findings} | {""}
    assert bool(rule) is any(item.finding.rule.name == "import-error" for item in checked.findings)
    assert checked.not_followed == 0


@pytest.mark.parametrize(
    ("target", "more"),
    [
        ("/etc/other/*.conf", ""),
        ("custom/x.conf", ""),
        ("/etc/coredns/custom/*.conf", ""),
        ("/opt/x.conf", ""),
        # These match what Kubernetes keeps beside the files, and the Corefile itself.
        ("/etc/coredns/*", ""),
        ("Core*", ""),
        ("x.conf", "extraVolumeMounts: [{name: x, mountPath: /etc/coredns/x.conf}]\n"),
        ("?.conf", "extraVolumeMounts: [{name: x, mountPath: /etc/coredns/x.conf}]\n"),
        ("x.conf", "extraSecrets: [{name: x, mountPath: /etc/coredns}]\n"),
    ],
)
def test_what_is_not_known_is_not_followed(target: str, more: str) -> None:
    _, checked = check(target, more)
    assert checked.not_followed == 1
    assert not any(item.finding.severity == "error" for item in checked.findings)


def test_from_extra_config() -> None:
    text, checked = check("/nowhere", "extraConfig:\n  import: {parameters: servers.conf}\n")
    assert "import-error" in {item.finding.rule.name for item in checked.findings}
    text = (
        VALUES.format(target="/nowhere")
        .replace("extra.conf", "servers.conf")
        .replace("# x\\nforwad", "a.example {\\n  forwad")
        .replace("192.0.2.1", "192.0.2.1\\n}")
    )
    text += "extraConfig:\n  import: {parameters: servers.conf}\n"
    checked = lint_document(read(text, "values.yaml"))
    (item,) = (f for f in checked.findings if f.finding.rule.name == "unknown-directive")
    assert text[item.place.start : item.place.end] == "forwad"


def test_example_values_in_markdown_are_not_all_there_is() -> None:
    text = f"```yaml\n{VALUES.format(target='extra.cnf')}```\n"
    checked = lint_document(read(text, "README.md"))
    assert checked.corefiles == 1
    assert not checked.findings
