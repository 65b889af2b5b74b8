"""What other processes are sent, and what they send back."""

import pickle
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import corefile
import corefile.lint
from corefile.documents import read
from corefile.lint import Settings, lint_document, lint_documents

ROOT = Path(__file__).parents[2]
BROKEN = """\
(shared) {
    hosts {
        10.0.0.1 a.example.org
    }
}
. {
    import shared
    cache 30 {
        prefech 10
    }
    forward . 192.0.2.53
}
"""
MANIFEST = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: coredns}\ndata:\n  Corefile: |\n"


@pytest.mark.parametrize("function", [corefile.lint, lint_document, lint_documents, read])
def test_functions_come_back_as_they_are(function: object) -> None:
    assert pickle.loads(pickle.dumps(function)) is function


def test_findings_come_back_equal() -> None:
    findings = corefile.lint(BROKEN)
    assert len(findings) >= 2
    assert any(each.fix for each in findings)
    again = pickle.loads(pickle.dumps(findings))
    assert again == findings
    assert [type(each.rule) for each in again] == [type(each.rule) for each in findings]


def test_results_and_settings_come_back_equal() -> None:
    indented = "".join(f"    {line}\n" for line in BROKEN.splitlines())
    settings = Settings()
    checked = lint_document(read(MANIFEST + indented, "coredns.yaml"), settings=settings)
    assert checked.findings
    assert pickle.loads(pickle.dumps(checked)) == checked
    assert pickle.loads(pickle.dumps(settings)) == settings


@pytest.mark.slow
@pytest.mark.skipif(find_spec("distributed") is None, reason="Dask is not installed")
def test_dask_finds_what_one_process_finds(tmp_path: Path) -> None:
    indented = "".join(f"    {line}\n" for line in BROKEN.splitlines())
    for number in range(600):
        text = MANIFEST + (indented if number % 100 == 0 else "    . {\n        whoami\n    }\n")
        Path(tmp_path, f"{number:03}.yaml").write_text(text, "utf-8")
    script = str(ROOT / "examples" / "fleet" / "dask_fleet.py")
    done = subprocess.run(
        [sys.executable, script, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    *lines, last = done.stdout.splitlines()
    one = lint_document(read(MANIFEST + indented, str(tmp_path / "000.yaml")))
    assert last.startswith("600 files; 6 ")
    found = [(item.place.first.line, item.finding.rule.name) for item in one.findings]
    files = [str(tmp_path / f"{number:03}.yaml") for number in range(0, 600, 100)]
    wanted = [(f"{path}:{line}:", f"[{name}]") for path in files for line, name in found]
    assert len(lines) == len(wanted)
    for text, (start, end) in zip(lines, wanted, strict=True):
        assert text.startswith(start)
        assert text.endswith(end)
