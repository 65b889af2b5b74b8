"""`--show-files`, `--show-settings` and `--watch`: what a run would do, and runs without end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corefile.lint import load_configuration, settings_of
from corefile.lint.configuration_text import configuration_toml
from tests.cli.programs import ROOT, lint
from tests.cli.test_lint import BAD, CONFIG_MAP, GOOD, write
from tests.lint.test_configuration import ALL


def test_files_are_listed_and_not_read(tmp_path: Path) -> None:
    for name, text in {"Corefile": BAD, "a/b.corefile": "\0", "c.yaml": CONFIG_MAP}.items():
        write(tmp_path, name, text)
    write(tmp_path, "d.yaml", "kind: Service\n")
    write(tmp_path, ".corefile.toml", 'exclude = ["x/"]\n')
    write(tmp_path, "x/Corefile", GOOD)
    ran = lint("--show-files", cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "Corefile\nc.yaml\na/b.corefile\n", "")
    ran = lint("--show-files", "--force-exclude", "x/Corefile", "c.yaml", cwd=tmp_path)
    assert ran.out == "c.yaml\n"
    assert (
        lint("--show-files", "--stdin-filename", "q/Corefile", cwd=tmp_path).out == "q/Corefile\n"
    )


def test_settings_are_a_configuration_that_says_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, ".corefile.toml", ALL)
    ran = lint("--show-settings", "--profile", "k3s", "Corefile", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("# Corefile: the settings of .corefile.toml\nselect = [\n")
    again = write(tmp_path, "again/corefile.toml", ran.out)
    shown, said = load_configuration(str(again)), load_configuration(str(path))
    assert settings_of(shown).rules == settings_of(said).rules
    assert shown.profile == "k3s"
    names = "exclude severity per_file_ignores kubernetes external_plugins cluster_zones".split()
    assert [getattr(shown, name) for name in names] == [getattr(said, name) for name in names]


def test_any_text_of_a_setting_comes_back(tmp_path: Path) -> None:
    text = (
        'exclude = ["\\u007f\\u0000\\\\\\"\\n\\u2028é", "b"]\nselect = []\n'
        '[per-file-ignores]\n"a]\\n" = ["all"]\n'
    )
    said = load_configuration(str(write(tmp_path, "a.toml", text)))
    again = write(tmp_path, "b.toml", configuration_toml(said, ()))
    shown = load_configuration(str(again))
    assert (shown.exclude, shown.per_file_ignores) == (said.exclude, said.per_file_ignores)
    assert shown.select == ()


def test_settings_without_a_file(tmp_path: Path) -> None:
    ran = lint("--show-settings", "--isolated", "--select", "CF201", ".", "x", cwd=tmp_path)
    assert ran.out == (
        '# .: the settings without a configuration file\nselect = ["hosts-missing-fallthrough"]\n'
        'cluster-zones = ["cluster.local."]\n\n'
        '# x: the settings without a configuration file\nselect = ["hosts-missing-fallthrough"]\n'
        'cluster-zones = ["cluster.local."]\n'
    )
    write(tmp_path, "corefile.toml", "x = 1\n")
    ran = lint("--show-settings", cwd=tmp_path)
    assert (ran.status, ran.err) == (
        2,
        "corefile-lint: error: corefile.toml:1: there is no setting `x`\n",
    )


def test_what_cannot_be_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lint("--watch", "-").err.endswith("--watch is for files, not for standard input\n")
    ran = lint("--watch", "nowhere/Corefile", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "corefile-lint: error: nowhere: there is no such folder to watch\n"
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    ran = lint("--watch", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "corefile-lint: error: --watch needs the package `watchfiles`:"
        " `pip install 'corefile[watch]'`\n"
    )


def test_a_change_is_checked(tmp_path: Path) -> None:
    """Wait for what each run prints: the watching itself has no moment to ask for."""
    path = write(tmp_path, "Corefile", GOOD)
    # What is in the folder is not run.
    write(tmp_path, "corefile/__init__.py", "raise SystemExit(9)\n")
    log = tmp_path / "log"
    with log.open("wb") as out:
        watching = subprocess.Popen(
            [sys.executable, "-P", "-m", "corefile.cli.lint", "--watch", "--isolated", "Corefile"],
            cwd=tmp_path, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "WATCHFILES_FORCE_POLLING": "1"},
        )  # fmt: skip
    try:
        wait_for(log, "waiting for changes", watching)
        # What is written before the watching begins is no change to it.
        wait_for(log, "Found 1 error in 1 file.", watching, lambda: path.write_text(BAD))
        os.killpg(watching.pid, signal.SIGINT)
        assert watching.wait() == 130
    finally:
        watching.kill()
        watching.wait()
    assert log.read_text().startswith("No problems found in 1 Corefile.\n")


def wait_for(
    log: Path, text: str, program: subprocess.Popen[bytes], again: Callable[[], object] = bool
) -> None:
    """Wait until a program that runs prints something, however long that takes."""
    while text not in log.read_text():
        assert program.poll() is None, log.read_text()
        again()
        time.sleep(0.2)
