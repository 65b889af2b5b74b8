"""`corefile init`: files to begin with, which the programs and pre-commit read."""

import re
from pathlib import Path

import pytest
import yaml

from corefile.lint import load_configuration, settings_of
from corefile.lint.configuration import Configuration
from corefile.version import __version__
from tests.cli.programs import ROOT, corefile, lint
from tests.cli.test_lint import write


def test_a_configuration_that_changes_nothing(tmp_path: Path) -> None:
    ran = corefile("init", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.startswith("corefile init: note: wrote .corefile.toml: ")
    said = load_configuration(str(tmp_path / ".corefile.toml"))
    assert settings_of(said) == settings_of(Configuration())


def test_each_line_of_it_may_be_used(tmp_path: Path) -> None:
    corefile("init", cwd=tmp_path)
    path = tmp_path / ".corefile.toml"
    text = path.read_text()
    used = re.sub(r'(?m)^# (?=[a-z-]+ = |\[|")', "", text)
    # What is left is prose: two lines at the top.
    assert used.count("\n#") == 2
    path.write_text(used.replace("kubernetes = ", "# kubernetes = "))
    said = load_configuration(str(path))
    assert said.profile == "kubernetes"
    assert settings_of(said).rules


@pytest.mark.parametrize(
    ("name", "text"),
    [(".corefile.toml", ""), ("corefile.toml", ""), ("pyproject.toml", "[tool.corefile]\n")],
)
def test_a_configuration_that_is_there_stays(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, name, text)
    ran = corefile("init", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"corefile init: error: {name} is the configuration already\n"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    # One further up does not keep a folder from having its own.
    (tmp_path / "below").mkdir()
    assert corefile("init", "below", cwd=tmp_path).status == 0
    assert lint("below", cwd=tmp_path).status == 0


def test_hooks(tmp_path: Path) -> None:
    ran = corefile("init", "--pre-commit", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "")
    (repo,) = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())["repos"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in repo["hooks"]] == [hook["id"] for hook in hooks]
    assert repo["rev"] == f"v{__version__}"
    before = (tmp_path / ".pre-commit-config.yaml").read_text()
    ran = corefile("init", "--pre-commit", cwd=tmp_path)
    assert ran.status == 0
    assert f"repos:\n{ran.out}" == before == (tmp_path / ".pre-commit-config.yaml").read_text()


@pytest.mark.parametrize("folder", ["nowhere", "a\0b"])
def test_a_folder_that_is_not_there(tmp_path: Path, folder: str) -> None:
    for words in ([], ["--pre-commit"]):
        ran = corefile("init", *words, folder, cwd=tmp_path)
        assert (ran.status, ran.out) == (3, "")
        assert ran.err.count("\n") == 1
