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
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_and_version_load_next_to_nothing(option: str) -> None:
    modules = loaded(option)
    assert {name for name in modules if name.startswith("corefile")} == {
        "corefile",
        "corefile.cli",
        "corefile.cli.guard",
        "corefile.cli.help",
        "corefile.cli.lint",
        "corefile.cli.options",
        "corefile.cli.shared_options",
        "corefile.cli.width",
        "corefile.report",
        "corefile.version",
        "corefile.vocabulary",
    }
    assert not modules & {*HEAVY, "dataclasses", "inspect", "pathlib"}


@pytest.mark.parametrize("words", [["--version"], ["--help"], []])
def test_help_and_version_of_all_commands_load_nothing(words: list[str]) -> None:
    modules = loaded(*words, program="main")
    ours = {
        "corefile",
        "corefile.cli",
        "corefile.cli.guard",
        "corefile.cli.main",
        "corefile.version",
    }
    if words != ["--version"]:
        ours.add("corefile.cli.width")
    assert {name for name in modules if name.startswith("corefile")} == ours
    assert not modules & {*SELDOM, "enum", "re", "typing"}


def test_a_command_loads_what_its_own_program_does() -> None:
    path = ROOT / "examples" / "Corefile"
    assert loaded("lint", path, program="main") - loaded(path) == {"corefile.cli.main"}


def test_a_plain_corefile_needs_no_yaml() -> None:
    assert not loaded(ROOT / "examples" / "Corefile") & set(HEAVY)


#: What takes long to load, and no ordinary file needs.
SELDOM = {"argparse", "ast", "dataclasses", "decimal", "difflib", "dis", "fractions", "gettext"}
SELDOM |= {"inspect", "json", "lark", "locale", "shutil", "subprocess", "tempfile"}
SELDOM |= {"typing", "urllib.parse"}

#: What is loaded for a file with an expression, a template, values for Helm, or findings to fix.
LANGUAGES = (
    "corefile.go.expr",
    "corefile.go.records",
    "corefile.go.regexp",
    "corefile.go.template",
)
PARTS = (*LANGUAGES, "corefile.documents.kinds.helm.chart", "corefile.editing.editor")


def test_what_a_first_run_loads(tmp_path: Path) -> None:
    """No cache knows the file: that is what a hook, an editor and a pipe wait for.

    It is in no project, whose configuration is read with what `tomllib` loads.
    """
    path = shutil.copy(ROOT / "examples" / "coredns-configmap.yaml", tmp_path)
    modules = loaded(path)
    assert modules & SELDOM == set()
    assert [name for name in modules if name.startswith(PARTS)] == []
    # Rules about other plugins are not among them.
    assert len([name for name in modules if name.startswith("corefile.lint.rules.")]) < 53
    assert len([name for name in modules if name.startswith("corefile")]) < 225


def test_how_many_records_a_first_run_defines() -> None:
    script = (
        "import sys\n"
        "from corefile.cli.lint import main\n"
        "from corefile.text import records\n"
        "made, number = records.made, 0\n"
        "def counted(*args, **options):\n"
        "    global number\n"
        "    number += 1\n"
        "    return made(*args, **options)\n"
        "records.made = counted\n"
        "main(sys.argv[1:])\n"
        "print(number, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT / "examples" / "coredns-configmap.yaml")],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": os.devnull},
        capture_output=True,
        text=True,
        check=True,
    )
    assert 0 < int(done.stderr) < 170


def test_a_config_map_needs_no_json() -> None:
    modules = loaded(ROOT / "examples" / "coredns-configmap.yaml")
    assert "yaml" in modules
    assert not modules & {"json", "lark", "shutil", "corefile.documents.writing"}


@pytest.mark.parametrize(("first", "compiled"), [("corefile.cli.guard", False), ("re", True)])
def test_the_programs_compile_expressions_of_pyyaml_when_used(first: str, compiled: bool) -> None:
    script = (
        f"import re, {first}\n"
        "from corefile.documents import read\n"
        "read('apiVersion: v1\\nkind: ConfigMap\\ndata:\\n  Corefile: x\\n', 'a.yaml')\n"
        "import yaml\n"
        "print(isinstance(yaml.reader.Reader.NON_PRINTABLE, re.Pattern), re.compile('x'))\n"
        "print(yaml.load('[2020-01-01, yes, 0x1f, ~]', yaml.SafeLoader))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        f"{compiled} re.compile('x')",
        "[datetime.date(2020, 1, 1), True, 31, None]",
    ]


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_of_the_formatter_loads_next_to_nothing(option: str) -> None:
    modules = loaded(option, program="fmt")
    ours = {"guard", "help", "fmt", "shared_options", "width"}
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
    # Without a zone file, which is read beside a Corefile every time.
    own = root / "own"
    own.mkdir()
    (own / "Corefile").write_text(". {\n    errors\n    whoami\n}\n", "utf-8")
    (own / "wrong.corefile").write_text(". {\n    whoami x\n}\n", "utf-8")
    return root


@pytest.mark.parametrize("options", [[], ["--force-exclude"]], ids=["none", "force-exclude"])
def test_a_file_that_has_not_changed_needs_next_to_nothing(
    installed: Path, tmp_path: Path, options: list[str]
) -> None:
    paths = [installed / "own" / "Corefile", installed / "examples" / "coredns-configmap.yaml"]
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
        "corefile.cli.shared_options",
        "corefile.cli.remarks",
        "corefile.cli.unchanged",
        "corefile.report",
        "corefile.report.tally",
        "corefile.text",
        "corefile.text.regex",
        "corefile.version",
        "corefile.vocabulary",
    }
    assert not second & {*HEAVY, "argparse", "dataclasses", "hashlib", "inspect", "typing"}


def test_findings_that_are_known_need_no_rules(installed: Path, tmp_path: Path) -> None:
    path = installed / "own"
    first, second = (loaded("--exit-zero", path, root=installed, home=tmp_path) for _ in range(2))
    assert "corefile.lint.engine" in first
    assert {name for name in second if name.startswith("corefile.lint")} == {
        "corefile.lint",
        "corefile.lint.finding",
        "corefile.lint.place",
        "corefile.lint.result",
    }
    assert not second & {"yaml", "corefile.documents", "corefile.coredns.plugins"}
