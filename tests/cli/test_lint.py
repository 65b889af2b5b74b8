"""`corefile-lint`: what it looks at, what it prints, how it ends."""

import json
import os
from pathlib import Path

import pytest

from corefile.version import __version__
from tests.cli.programs import lint

GOOD = ". {\n    errors\n    whoami\n}\n"
BAD = ". {\n    whoami }\n"
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\ndata:\n  Corefile: |\n    . {\n        whoami }\n"


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_nothing_found(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", GOOD)
    ran = lint("Corefile", cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "No problems found in 1 Corefile.\n", "")


def test_a_finding(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", BAD)
    ran = lint("Corefile", cwd=tmp_path)
    assert ran.status == 1
    assert ran.out.startswith("Corefile:2:12: error[brace-misplaced] ")
    assert "\n2 |     whoami }\n  |            ^\n" in ran.out
    assert ran.out.endswith("Found 1 error in 1 file.\n1 fixable with `--fix`.\n")
    assert ran.err == ""


def test_a_config_map_on_standard_input() -> None:
    ran = lint("-", stdin=CONFIG_MAP.encode())
    assert ran.status == 1
    assert ran.out.startswith("-:6:16: error[brace-misplaced] ")
    assert '"Corefile:2 - ' in ran.out


def test_json(tmp_path: Path) -> None:
    write(tmp_path, "cm.yaml", CONFIG_MAP)
    ran = lint("--output-format", "json", "cm.yaml", cwd=tmp_path)
    assert ran.status == 1
    (finding,) = json.loads(ran.out)["findings"]
    assert finding["rule"] == "brace-misplaced"
    assert finding["code"] == "CF113"
    assert finding["severity"] == "error"
    assert finding["path"] == "cm.yaml"
    place = [finding[key] for key in ("line", "column", "end_line", "end_column")]
    assert place == [6, 16, 6, 17]
    assert finding["message"]
    assert finding["help"]
    assert finding["consequences"][0]["path"] == "cm.yaml"


def test_json_of_nothing(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", GOOD)
    ran = lint("--output-format=json", cwd=tmp_path)
    assert (ran.status, json.loads(ran.out)) == (0, {"findings": []})


MARKDOWN = f"# x\n\n```corefile\n{BAD}```\n"
VALUES = """\
servers:
- zones:
  - zone: .
  port: 53
  plugins:
  - name: forwardd
    parameters: . 192.0.2.1
"""


def test_a_folder_is_searched(tmp_path: Path) -> None:
    looked_at = [
        "Corefile",
        "Corefile.dev",
        "Corefile.j2",
        "docs.md",
        "zones/coredns.json",
        "zones/coredns.yaml",
        "zones/coredns.yaml.tmpl",
        "zones/office.corefile",
        "zones/values.yaml",
    ]
    texts = {".json": CONFIG_MAP, ".yaml": CONFIG_MAP, ".tmpl": CONFIG_MAP, ".md": MARKDOWN}
    for name in looked_at:
        write(tmp_path, name, texts.get(os.path.splitext(name)[1], BAD))
    write(tmp_path, "zones/values.yaml", VALUES)
    left_out = [
        ".git/Corefile",
        "node_modules/Corefile",
        "Corefile.bak",
        "Corefile.j2.orig",
        "Corefile.md",
        "Corefiles",
        "notes",
    ]
    for name in left_out:
        write(tmp_path, name, BAD)
    write(tmp_path, "values.yaml", "a: 1\n")
    ran = lint(cwd=tmp_path)
    shown = [line.split(":")[0] for line in ran.out.splitlines() if ": error[" in line]
    assert shown == looked_at
    assert ran.err == ""


def test_a_file_is_checked_once(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", BAD)
    ran = lint("Corefile", ".", str(tmp_path), cwd=tmp_path)
    assert "Found 1 error in 1 file." in ran.out


def test_a_folder_without_corefile(tmp_path: Path) -> None:
    ran = lint(cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "corefile-lint: warning: no Corefile found in .\n")


def test_manifests_without_corefile_are_named(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        write(tmp_path, name, "kind: Service\n")
    ran = lint("a.yaml", "b.yaml", cwd=tmp_path)
    assert (ran.status, ran.err) == (
        0,
        "corefile-lint: warning: no Corefile in a.yaml and 1 more\n",
    )


def test_files_that_a_program_names_may_hold_none(tmp_path: Path) -> None:
    """pre-commit names all files with such an ending, with `--force-exclude`."""
    write(tmp_path, "Corefile", BAD)
    write(tmp_path, "a.yaml", "kind: Service\n")
    for _ in range(2):  # the second time nothing is looked at again
        ran = lint("--force-exclude", "Corefile", "a.yaml", cwd=tmp_path)
        assert (ran.status, ran.err) == (1, "")
    assert "no Corefile in a.yaml" in lint("Corefile", "a.yaml", cwd=tmp_path).err


def test_unreadable_wins_over_findings(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", BAD)
    ran = lint("missing", "Corefile", cwd=tmp_path)
    assert ran.status == 3
    assert ran.err == "corefile-lint: error: missing: No such file or directory\n"
    assert "Found 1 error in 1 file." in ran.out


def test_imports_beside_the_file_are_followed(tmp_path: Path) -> None:
    for name in ("Corefile", "Corefile.other"):
        write(tmp_path, name, ". {\n    import parts/*.conf\n}\n")
    write(tmp_path, "parts/a.conf", "whoami }\n")
    ran = lint(cwd=tmp_path)
    assert ran.status == 1
    assert "parts/a.conf:1:8: error[import-error]" in ran.out
    assert "Corefile:2:12: imported here" in ran.out
    assert ran.out.endswith("Found 1 error in 1 file.\n"), "one mistake, found by two ways"


def test_imports_of_other_folders_are_not(tmp_path: Path) -> None:
    write(tmp_path, "other/a.conf", "whoami }\n")
    write(tmp_path, "here/Corefile", ". {\n    import ../other/a.conf\n    whoami\n}\n")
    ran = lint("here/Corefile", cwd=tmp_path)
    assert ran.status == 0
    assert "(1 import of other files not followed)" in ran.out


def test_version_and_help() -> None:
    assert lint("--version").out == f"corefile-lint {__version__}\n"
    ran = lint("--help")
    assert ran.status == 0
    for words in ("examples:", "exit status:", "kubectl", "--output-format"):
        assert words in ran.out


@pytest.mark.parametrize("args", [["--nonsense"], ["--output-format", "xml"], ["--output"]])
def test_wrong_usage(args: list[str]) -> None:
    ran = lint(*args)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("usage: corefile-lint ")


def test_colour_is_for_those_who_want_it(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", BAD)
    assert "\x1b[" not in lint(cwd=tmp_path).out
    assert "\x1b[" in lint(cwd=tmp_path, env={"FORCE_COLOR": "1"}).out
    assert "\x1b[" not in lint(cwd=tmp_path, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
