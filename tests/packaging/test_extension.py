"""The template of `docs/writing-rules.md`, built and installed beside the package."""

import shutil
import sys
import venv
from pathlib import Path

import pytest
import yaml

from tests.packaging.test_install import ROOT, build, run

pytestmark = pytest.mark.slow

TEMPLATE = ROOT / "examples" / "extension"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs of a new environment with both packages."""
    home = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(home)
    python = home / "bin" / "python"
    options = ("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check")
    for name, source in (("corefile", ROOT), ("acme", TEMPLATE)):
        copy = tmp_path_factory.mktemp(name) / "source"
        leave = shutil.ignore_patterns(".git", "node_modules", "__pycache__")
        shutil.copytree(source, copy, ignore=leave)
        wheel = build(tmp_path_factory.mktemp(f"{name}-wheel"), copy, "--wheel")
        pip = [sys.executable, "-m", "pip", "--python", str(python)]
        run([*pip, "install", *options, str(wheel)], home)
    (site,) = home.glob("lib/python*/site-packages")
    # PyYAML, and what runs the tests, are lent.
    assert yaml.__file__ is not None
    (site / "lent.pth").write_text(f"{Path(yaml.__file__).parents[1]}\n")
    return home / "bin"


def test_its_own_tests_pass(environment: Path, tmp_path: Path) -> None:
    shutil.copytree(TEMPLATE / "tests", tmp_path / "tests")
    out = run([environment / "python", "-m", "pytest", "-p", "no:cacheprovider"], tmp_path)
    assert " passed" in out
    assert "skipped" not in out


def test_what_the_page_shows_is_printed(environment: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "writing-rules.md").read_text("utf-8")
    shown = page.partition("```text\nCorefile:")[2].partition("```")[0]
    (tmp_path / ".corefile.toml").write_text('extensions = ["corefile-acme"]\n')
    (tmp_path / "Corefile").write_text(". {\n    forward . 8.8.8.8\n}\n")
    script = f"{environment / 'corefile-lint'} || test $? = 1"
    out = run(["sh", "-c", script], tmp_path)
    assert out.startswith(f"Corefile:{shown}"), out
    rule = run([environment / "corefile", "rules", "ACME001"], tmp_path)
    assert rule.startswith("no-public-upstream (ACME001)")
    assert "audit FILE {" in run([environment / "corefile", "plugins", "audit"], tmp_path)
    # What the configuration does not name is not there.
    (tmp_path / ".corefile.toml").write_text("")
    assert "ACME001" not in run([environment / "corefile", "rules"], tmp_path)
