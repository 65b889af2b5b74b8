"""What starting costs: the modules that are loaded, which is what the time goes to."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.programs import ROOT

HEAVY = ("yaml", "json", "lark", "shutil", "subprocess", "asyncio", "logging", "unittest")


def loaded(*args: str | Path, program: str = "lint") -> set[str]:
    """Give the modules that the program has loaded when it ends."""
    script = (
        "import sys\n"
        f"from corefile.cli.{program} import main\n"
        "main(sys.argv[1:])\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script, *map(str, args)],
        cwd=ROOT,
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
    }
    assert not loaded(option) & {*HEAVY, "dataclasses", "inspect", "pathlib"}


def test_a_plain_corefile_needs_no_yaml() -> None:
    assert not loaded(ROOT / "examples" / "Corefile") & set(HEAVY)


def test_a_config_map_needs_no_json() -> None:
    assert not loaded(ROOT / "examples" / "coredns-configmap.yaml") & {"json", "lark", "shutil"}


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
