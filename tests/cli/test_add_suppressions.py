"""`--add-suppressions`: a comment at each finding, after which there is none."""

import json
from pathlib import Path

import pytest

from corefile.lint.effective_config import differs_only, effective_config
from tests.cli.programs import lint
from tests.cli.test_lint import write

HOSTS = ". {\n    hosts {\n"
END = "\n        fallthrough\n    }\n}\n"
MARK = "# corefile: ignore[hosts-duplicate-name]"
CASES = {
    "at the end of the line": (f"{HOSTS}1.2.3.4 a a{END}", f"{HOSTS}1.2.3.4 a a  {MARK} why{END}"),
    "two on a line, with carriage returns": (
        ". {\r\n    hosts a.example {  \r\n        192.0.2.1 b b c c\r\n    }\r\n}",
        f". {{\r\n    hosts a.example {{  \r\n        192.0.2.1 b b c c  {MARK} why\r\n",
    ),
    "above a comment": (
        f"{HOSTS}    1.2.3.4 a a # x{END}",
        f"{HOSTS}    {MARK} why\n    1.2.3.4 a a # x{END}",
    ),
    "above a word of several lines": (
        f'{HOSTS}    1.2.3.4 a a "\n"{END}',
        f'{HOSTS}    {MARK} why\n    1.2.3.4 a a "\n"{END}',
    ),
    "in a comment that is there": (
        f"{HOSTS}    1.2.3.4 a a # corefile: ignore[CF999] old{END}",
        f"{HOSTS}    1.2.3.4 a a # corefile: ignore[CF999, hosts-duplicate-name] old{END}",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_where_the_comment_goes(tmp_path: Path, before: str, after: str) -> None:
    only = ("--isolated", "--select", "CF203", "--output-format", "json")
    path = write(tmp_path, "Corefile", before)
    found = json.loads(lint(*only, "Corefile", cwd=tmp_path).out)["findings"]
    assert found
    ran = lint(*only, "--add-suppressions", " why ", "Corefile", cwd=tmp_path)
    text = path.read_bytes().decode()
    assert text.startswith(after)
    # One is enough for two findings of a rule on a line.
    assert ran.err == "corefile-lint: note: wrote 1 suppression\n"
    assert (ran.status, json.loads(ran.out)) == (0, {"findings": []})
    assert json.loads(lint(*only, "Corefile", cwd=tmp_path).out) == {"findings": []}
    read = effective_config(before), effective_config(text)
    assert read[0] is not None
    assert read[1] is not None
    assert differs_only(read[0], read[1], set(), set())
    # What is suppressed is not suppressed again.
    lint(*only, "--add-suppressions", "why", "Corefile", cwd=tmp_path)
    assert path.read_bytes().decode() == text


MANIFEST = """\
kind: ConfigMap
data:
  Corefile: ". {\\n    hosts {\\n        192.0.2.1 a a\\n        fallthrough\\n    }\\n}\\n"
"""


def test_in_a_manifest_and_as_a_patch(tmp_path: Path) -> None:
    path = write(tmp_path, "cm.yaml", MANIFEST)
    only = ("--isolated", "--select", "CF203", "--add-suppressions", "why")
    ran = lint(*only, "--diff", "cm.yaml", cwd=tmp_path)
    assert (ran.status, ran.err) == (1, "corefile-lint: note: would write 1 suppression\n")
    assert '"+' not in ran.out
    assert path.read_text() == MANIFEST
    assert lint(*only, "cm.yaml", cwd=tmp_path).status == 0
    assert path.read_text() == MANIFEST.replace(
        " a a\\n", " a a  # corefile: ignore[hosts-duplicate-name] why\\n"
    )


def test_what_is_not_in_a_corefile_is_left(tmp_path: Path) -> None:
    text = "kind: ConfigMap\nmetadata: {name: coredns}\ndata:\n  Corefile: [a]\n"
    path = write(tmp_path, "cm.yaml", text)
    ran = lint("--isolated", "--add-suppressions", "why", "cm.yaml", cwd=tmp_path)
    assert (ran.status, path.read_text()) == (1, text)


@pytest.mark.parametrize(
    "text",
    [
        ". {\n    whoami\n",
        ". {\n    forward . 192.0.2.1 }\n",
        '. {\n    log . "a\n    whoami\n}\n',
        ".{\n    whoami\n}\n",
    ],
)
def test_what_coredns_cannot_read_is_not_suppressed(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "Corefile", text)
    ran = lint("--isolated", "--add-suppressions", "why", "Corefile", cwd=tmp_path)
    assert ran.err == (
        "corefile-lint: note: Corefile: not suppressed: a comment does not help where CoreDNS"
        " cannot read the text as it is meant: correct the mistake\n"
    )
    assert (ran.status, path.read_text()) == (1, text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--add-suppressions", "a\nb"], "must be a line of text, not 'a\\nb'"),
        (["--add-suppressions", " "], "must be a line of text, not ' '"),
        (
            ["--add-suppressions", "x", "--fix"],
            "--add-suppressions is for a run of its own, after --fix or --write-baseline",
        ),
    ],
)
def test_wrong_usage(words: list[str], said: str) -> None:
    ran = lint(*words, "x")
    assert ran.status == 2
    assert ran.err.endswith(f"{said}\n")


def test_standard_input() -> None:
    text = ". {\n    hosts {\n        192.0.2.1 a a\n        fallthrough\n    }\n}\n"
    ran = lint(
        "--isolated", "--select", "CF203", "--add-suppressions", "x", "-", stdin=text.encode()
    )
    assert ran.out == text.replace("a a", "a a  # corefile: ignore[hosts-duplicate-name] x")


VALUES = """\
servers:
- zones:
  - zone: .
  port: 53
  plugins:
  - name: errors
  - name: forward
    parameters: . 192.0.2.53
  - name: file
    parameters: /zones/db.a.example a.example
"""


def test_in_values_for_helm_it_is_a_comment_of_yaml(tmp_path: Path) -> None:
    path = write(tmp_path, "values.yaml", VALUES)
    only = ("--isolated", "--select", "missing-cache")
    assert lint(*only, "values.yaml", cwd=tmp_path).out.count("[missing-cache]") == 1
    ran = lint(*only, "--fail-on", "info", "--add-suppressions", "why", "values.yaml", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "corefile-lint: note: wrote 1 suppression\n")
    mark = "  # corefile: ignore[missing-cache] why\n"
    assert path.read_text() == VALUES.replace("  - name: forward", f"{mark}  - name: forward")
    assert "missing-cache" not in lint(*only, "values.yaml", cwd=tmp_path).out


@pytest.mark.parametrize("name", ["Corefile.j2", "cm.yaml.j2"])
def test_templates_are_not_edited(tmp_path: Path, name: str) -> None:
    text = "{% if x %}\n. {\n    hosts {\n        1.2.3.4 a a\n    }\n    forward . {{ y }}\n}\n"
    path = write(tmp_path, name, text)
    ran = lint("--isolated", "--add-suppressions", "why", name, cwd=tmp_path)
    assert ran.status in (0, 1)
    assert path.read_text() == text
