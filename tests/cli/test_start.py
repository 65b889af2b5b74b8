"""What starting costs: the modules that are loaded, which is what the time goes to."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.programs import ROOT

HEAVY = ("yaml", "json", "lark", "shutil", "subprocess", "asyncio", "logging", "unittest")

#: Where PyYAML is: without `site`, which loads modules of its own, nobody else says that.
_PACKAGES = str(Path(yaml.__file__).parents[1])


def loaded(
    *args: str | Path, program: str = "lint", root: Path = ROOT, home: str | Path = os.devnull
) -> set[str]:
    """Return the modules that the program has loaded when it ends."""
    script = (
        "import sys\n"
        f"from corefile.cli.{program} import main\n"
        "main(sys.argv[1:])\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script, *map(str, args)],
        cwd=root,
        env={**os.environ, "XDG_CACHE_HOME": str(home), "PYTHONPATH": _PACKAGES},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_and_version_load_next_to_nothing(option: str) -> None:
    ours = {name for name in loaded(option) if name.startswith("corefile")}
    assert ours == {
        "corefile",
        "corefile.cli",
        "corefile.cli.guard",
        "corefile.cli.help",
        "corefile.cli.lint",
        "corefile.cli.options",
        "corefile.report",
        "corefile.version",
        "corefile.vocabulary",
    }
    assert not loaded(option) & {*HEAVY, "dataclasses", "inspect", "pathlib"}


def test_a_command_loads_what_its_own_program_does() -> None:
    path = ROOT / "examples" / "Corefile"
    assert loaded("lint", path, program="main") - loaded(path) == {"corefile.cli.main"}


def test_a_plain_corefile_needs_no_yaml() -> None:
    assert not loaded(ROOT / "examples" / "Corefile") & set(HEAVY)


def test_a_config_map_needs_no_json() -> None:
    modules = loaded(ROOT / "examples" / "coredns-configmap.yaml")
    assert "yaml" in modules
    assert not modules & {"json", "lark", "shutil", "corefile.documents.writing"}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_of_the_formatter_loads_next_to_nothing(option: str) -> None:
    modules = loaded(option, program="fmt")
    ours = {"guard", "help", "fmt"}
    assert {name for name in modules if name.startswith("corefile.cli.")} == {
        f"corefile.cli.{name}" for name in ours
    }
    assert not modules & {*HEAVY, "dataclasses", "inspect", "pathlib"}


def test_the_formatter_needs_nothing_of_plugins_or_rules() -> None:
    modules = loaded("--check", ROOT / "examples" / "Corefile", program="fmt")
    assert not modules & {*HEAVY, "tempfile"}
    assert not [name for name in modules if name.startswith(("corefile.lint", "corefile.report"))]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package as users have it: a working copy has no cache."""
    root = tmp_path_factory.mktemp("installed")
    shutil.copytree(ROOT / "corefile", root / "corefile")
    shutil.copytree(ROOT / "examples", root / "examples")
    return root


@pytest.mark.parametrize("options", [[], ["--force-exclude"]], ids=["none", "force-exclude"])
def test_a_file_that_has_not_changed_needs_next_to_nothing(
    installed: Path, tmp_path: Path, options: list[str]
) -> None:
    paths = [installed / "examples" / name for name in ("Corefile", "coredns-configmap.yaml")]
    first, second = (loaded(*options, *paths, root=installed, home=tmp_path) for _ in range(2))
    assert "corefile.cli.session" in first
    assert {name for name in second if name.startswith("corefile")} == {
        "corefile",
        "corefile.cli",
        "corefile.cli.cache",
        "corefile.cli.guard",
        "corefile.cli.inputs",
        "corefile.cli.lint",
        "corefile.cli.options",
        "corefile.cli.remarks",
        "corefile.cli.unchanged",
        "corefile.report",
        "corefile.report.tally",
        "corefile.version",
        "corefile.vocabulary",
    }
    assert not second & {*HEAVY, "argparse", "dataclasses", "hashlib", "inspect", "typing"}


def test_findings_that_are_known_need_no_rules(installed: Path, tmp_path: Path) -> None:
    path = installed / "examples"
    first, second = (loaded("--exit-zero", path, root=installed, home=tmp_path) for _ in range(2))
    assert "corefile.lint.engine" in first
    assert {name for name in second if name.startswith("corefile.lint")} == {
        "corefile.lint",
        "corefile.lint.finding",
        "corefile.lint.place",
        "corefile.lint.result",
    }
    assert not second & {"yaml", "corefile.documents", "corefile.coredns.plugins"}
