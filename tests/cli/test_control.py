"""`corefile-lint`: options and files that say what is looked for, and how the run ends."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.programs import lint, lint_process
from tests.cli.test_lint import write

INFO = ". {\n    forward . /etc/resolv.conf\n}\n"
WARNING = ". {\n    hosts {\n        192.0.2.1 a.example\n    }\n    forward . 192.0.2.53\n}\n"
ERROR = ". {\n    whoami }\n"


@pytest.mark.parametrize(
    ("text", "level", "status"),
    [
        (INFO, "warning", 0), (INFO, "info", 1), (WARNING, "warning", 1), (WARNING, "error", 0),
        (ERROR, "error", 1),
    ],
)  # fmt: skip
def test_fail_on(tmp_path: Path, text: str, level: str, status: int) -> None:
    write(tmp_path, "Corefile", text)
    assert lint("--isolated", "--fail-on", level, "Corefile", cwd=tmp_path).status == status
    assert lint("--fail-on", level, "--exit-zero", "Corefile", cwd=tmp_path).status == 0


def test_exit_zero_hides_no_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert lint("--exit-zero", "nowhere", cwd=tmp_path).status == 3


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--select", "CF201"], ["CF201"]),
        (["--select", "CF201,CF302"], ["CF201"]),
        (["--select", "CF201", "--ignore", "CF2"], []),
        (["--select", "CF302", "--extend-select", "hosts-missing-fallthrough"], ["CF201"]),
    ],
)
def test_rules_are_chosen(tmp_path: Path, options: list[str], codes: list[str]) -> None:
    write(tmp_path, "Corefile", WARNING)
    ran = lint(*options, "--output-format", "json", "Corefile", cwd=tmp_path)
    assert [finding["code"] for finding in json.loads(ran.out)["findings"]] == codes


def test_a_rule_that_there_is_not(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", WARNING)
    ran = lint("--ignore", "host-missing-fallthrough", "Corefile", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "corefile-lint: error: there is no rule `host-missing-fallthrough`: "
        "did you mean `hosts-missing-fallthrough`?\n"
    )


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    write(tmp_path, ".corefile.toml", "select = ['CF302']\n")
    write(tmp_path, "Corefile", WARNING)
    write(tmp_path, "below/Corefile", WARNING)
    write(tmp_path, "below/pyproject.toml", "[tool.corefile]\nselect = ['CF201']\n")
    ran = lint("--output-format", "json", ".", cwd=tmp_path)
    assert [finding["path"] for finding in json.loads(ran.out)["findings"]] == ["below/Corefile"]
    assert lint("--config", ".corefile.toml", ".", cwd=tmp_path).status == 0
    assert lint("--isolated", "Corefile", cwd=tmp_path).status == 1


def test_a_wrong_configuration_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, ".corefile.toml", "profil = 'aks'\n")
    write(tmp_path, "Corefile", WARNING)
    ran = lint("Corefile", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "corefile-lint: error: .corefile.toml:1: there is no setting `profil`: "
        "did you mean `profile`?\n"
    )


def test_severities_of_the_project_decide(tmp_path: Path) -> None:
    write(tmp_path, ".corefile.toml", "severity = { CF201 = 'info' }\nselect = ['CF201']\n")
    write(tmp_path, "Corefile", WARNING)
    ran = lint("Corefile", cwd=tmp_path)
    assert ran.status == 0
    assert "info[hosts-missing-fallthrough]" in ran.out


def test_excluded_files(tmp_path: Path) -> None:
    write(tmp_path, ".corefile.toml", "exclude = ['vendor/', '*.old.corefile']\n")
    for name in ("Corefile", "vendor/Corefile", "a.old.corefile", "other/Corefile"):
        write(tmp_path, name, WARNING)
    found = json.loads(lint("--output-format", "json", cwd=tmp_path).out)["findings"]
    assert {finding["path"] for finding in found} == {"Corefile", "other/Corefile"}
    found = json.loads(
        lint("--output-format", "json", "--exclude", "other", cwd=tmp_path).out
    )["findings"]  # fmt: skip
    assert {finding["path"] for finding in found} == {"Corefile"}
    assert lint("vendor/Corefile", cwd=tmp_path).status == 1
    assert lint("--force-exclude", "vendor/Corefile", cwd=tmp_path).status == 0


def test_a_baseline(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", WARNING)
    ran = lint("--select", "CF201", "--write-baseline", "known.json", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == (
        "corefile-lint: note: known.json lists 1 finding, which is known from now on\n"
    )
    assert lint("--select", "CF201", "--baseline", "known.json", cwd=tmp_path).status == 0
    write(tmp_path, ".corefile.toml", "baseline = 'known.json'\nselect = ['CF201']\n")
    assert lint(cwd=tmp_path).status == 0
    write(tmp_path, "new/Corefile", WARNING)
    assert lint(cwd=tmp_path).status == 1


@pytest.mark.parametrize("name", ["Corefile", "notes.json", "folder", "empty.json"])
def test_a_baseline_takes_the_place_of_baselines_alone(tmp_path: Path, name: str) -> None:
    write(tmp_path, "Corefile", WARNING)
    write(tmp_path, "notes.json", '{"version": 2}\n')
    write(tmp_path, "empty.json", "")
    (tmp_path / "folder").mkdir()
    path = tmp_path / name
    before = path.read_bytes() if path.is_file() else None
    ran = lint("--write-baseline", name, "Corefile", cwd=tmp_path)
    assert ran.status == 2
    assert ran.err.startswith(f"corefile-lint: error: {name}: ")
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_baseline_that_cannot_be_written(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", WARNING)
    ran = lint("--write-baseline", "no/known.json", "Corefile", cwd=tmp_path)
    assert ran.status == 3
    assert ran.err == (
        "corefile-lint: error: no/known.json: cannot be written: No such file or directory\n"
    )


def test_a_baseline_is_written_anew(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", WARNING)
    for _ in range(2):
        assert lint("--write-baseline", "known.json", "Corefile", cwd=tmp_path).status == 0
    assert sorted(os.listdir(tmp_path)) == ["Corefile", "known.json"]


@pytest.mark.parametrize(
    "options",
    [
        ["--write-baseline", "x.json", "--fix"],
        ["--write-baseline", "x.json", "--diff"],
        ["--select", ""],
        ["--select", ","],
    ],
    ids=" ".join,
)
def test_options_that_make_no_sense(tmp_path: Path, options: list[str]) -> None:
    write(tmp_path, "Corefile", WARNING)
    ran = lint(*options, "Corefile", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert sorted(os.listdir(tmp_path)) == ["Corefile"]


def test_the_name_of_standard_input(tmp_path: Path) -> None:
    write(tmp_path, "here/.corefile.toml", "select = ['CF201']\n")
    ran = lint("--stdin-filename", "here/Corefile", "-", cwd=tmp_path, stdin=WARNING.encode())
    assert ran.out.startswith("here/Corefile:2:5: warning[hosts-missing-fallthrough]")
    assert "Found 1 warning in 1 file" in ran.out


@pytest.mark.parametrize(
    ("options", "out", "err"),
    [
        ("", "No Corefile was checked.\n", ""),
        ("--diff", "", ""),
        ("--diff --fix", "", ""),
        # What is read is what is written; else an editor would empty the file.
        ("--fix", WARNING, "No Corefile was checked.\n"),
    ],
)
def test_standard_input_that_is_left_out(tmp_path: Path, options: str, out: str, err: str) -> None:
    write(tmp_path, ".corefile.toml", "exclude = ['vendor']\n")
    words = ["--force-exclude", "--stdin-filename", "vendor/Corefile", *options.split(), "-"]
    ran = lint(*words, cwd=tmp_path, stdin=WARNING.encode())
    assert (ran.status, ran.out, ran.err) == (0, out, err)
    kept = lint(*words[1:], cwd=tmp_path, stdin=WARNING.encode())
    assert (kept.out, kept.err) != (out, err)


def test_many_files_in_several_processes(tmp_path: Path) -> None:
    for number in range(130):
        write(tmp_path, f"{number:03}/Corefile", WARNING if number % 2 else INFO)
    one = lint("--jobs", "1", cwd=tmp_path)
    two = lint_process("--jobs", "2", cwd=tmp_path)
    assert (one.status, one.out, one.err) == (two.status, two.out, two.err)
    assert one.out.count("warning[hosts-missing-fallthrough]") == 65


@pytest.mark.parametrize("number", ["0", "-5", "x", "1.5", "", "9" * 5000])
def test_a_number_of_processes_that_is_none(tmp_path: Path, number: str) -> None:
    ran = lint(f"--jobs={number}", cwd=tmp_path)
    assert ran.status == 2
    assert "argument --jobs: must be a number from 1 on" in ran.err


MAIN = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    . {
        cache 30
        forward . 192.0.2.53
        import custom/*.override
    }
"""
CUSTOM = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-extra
  namespace: kube-system
data:
  cache.override: |
    cache 60
"""


def test_config_maps_in_several_files_are_read_together(tmp_path: Path) -> None:
    write(tmp_path, "main.yaml", MAIN)
    write(tmp_path, "custom.yaml", CUSTOM)
    alone = [lint("--select", "CF007", name, cwd=tmp_path) for name in ("main.yaml", "custom.yaml")]
    assert [ran.status for ran in alone] == [0, 0]
    for paths in (["."], ["main.yaml", "custom.yaml"], ["custom.yaml", "main.yaml"]):
        ran = lint("--select", "CF007", *paths, cwd=tmp_path)
        assert ran.status == 1
        assert ran.out.startswith("custom.yaml:8:5: error[plugin-used-twice]")
        assert "note: main.yaml:9:9: it is used here already" in ran.out
        assert ran.out.count("error[") == 1


def test_the_order_of_arguments_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "main.yaml", MAIN)
    write(tmp_path, "custom.yaml", CUSTOM)
    write(tmp_path, "Corefile", WARNING)
    write(tmp_path, "below/Corefile", ERROR)
    names = ["main.yaml", "custom.yaml", "Corefile", "below"]

    def found(*paths: str) -> list[str]:
        ran = lint("--output-format", "json", *paths, cwd=tmp_path)
        return sorted(map(json.dumps, json.loads(ran.out)["findings"]))

    first = found(*names)
    assert len(first) >= 3
    for paths in (names[::-1], names[2:] + names[:2], [*names, "Corefile"], ["."]):
        assert found(*paths) == first
