"""What is built holds what it must, and works where it is installed.

Nothing is fetched: the packages are built with what is installed here, and PyYAML, the only thing
they need, is lent to the new environments.
"""

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
import yaml

import corefile
from corefile.cli.completion import SHELLS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
VERSION = corefile.__version__
BUILD_EDITABLE = "import sys, hatchling.build as b; print(b.build_editable(sys.argv[1]))"
#: Tests that read much beside the library, and take no time; those of the packages build the rest.
TESTED = (
    "tests/syntax/test_grammar.py::test_tables_are_fresh",
    "tests/test_site.py",
    "tests/test_docs.py::test_what_ci_runs_is_the_command_of_the_readme",
    "tests/packaging/test_requirements.py",
)
PROGRAM = """
import sys, corefile, corefile.documents
tree = corefile.load(sys.argv[1])
assert str(tree) == open(sys.argv[1]).read()
print(tree.servers[0].body.directives[0].name.value)
manifest = "kind: ConfigMap\\ndata:\\n  Corefile: |\\n    . {\\n      log\\n    }\\n"
print(len(corefile.documents.read(manifest, "x.yaml").corefiles))
print(corefile.__file__)
"""


def run(command: Sequence[str | Path], folder: Path) -> str:
    """Run a program as if it did not know of this checkout."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(folder: Path, source: Path, *options: str) -> Path:
    """Build a package into a folder."""
    command = [sys.executable, "-m", "build", "--no-isolation", *options]
    run([*command, "--outdir", folder, source], folder)
    (package,) = folder.iterdir()
    return package


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"), ROOT, "--wheel")


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("sdist"), ROOT, "--sdist")


def test_the_index_shows_the_readme_with_links_that_lead_somewhere(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        shown = str(Parser().parsestr(archive.read(name).decode("utf-8")).get_payload())
        pages = [name for name in archive.namelist() if "share/man/man1/" in name]
    links = re.findall(r"\]\(([^)\s]+)\)", shown)
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    ours = f"https://github.com/corefile/corefile/blob/v{VERSION}/"
    files = [link.removeprefix(ours).partition("#")[0] for link in links if link.startswith(ours)]
    assert "docs/output.md" in files
    assert [name for name in files if not (ROOT / name).exists()] == []
    assert any(name.endswith("/corefile-lint.1") for name in pages)


@pytest.fixture(scope="module")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return folder / f"corefile-{VERSION}"


@pytest.fixture(scope="module")
def wheel_of_sdist(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel-of-sdist"), unpacked, "--wheel")


@pytest.fixture(scope="module")
def editable_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editable")
    run([sys.executable, "-c", BUILD_EDITABLE, folder], ROOT)
    (package,) = folder.iterdir()
    return package


# The wheel of the sdist has the same contents, says a test.
@pytest.fixture(params=["wheel", "editable_wheel"])
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a new environment with the package in it."""
    package = request.getfixturevalue(request.param)
    home = tmp_path / "venv"
    venv.create(home)  # The pip here can install there; another one would take long to unpack.
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python")]
    options = ("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check")
    run([*pip, "install", *options, str(package)], tmp_path)
    assert yaml.__file__ is not None
    (site,) = home.glob("lib/python*/site-packages")
    (site / "yaml").symlink_to(Path(yaml.__file__).parent)
    return home


def contents(package: Path) -> dict[str, bytes]:
    """Return the files in a wheel."""
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def metadata(package: Path) -> Message:
    """Return what a wheel says about itself."""
    return Parser().parsestr(contents(package)[f"corefile-{VERSION}.dist-info/METADATA"].decode())


def test_wheel_holds_what_it_must(wheel: Path) -> None:
    files = contents(wheel)
    assert files["corefile/grammar/corefile.lark"] == (ROOT / "grammar/corefile.lark").read_bytes()
    assert {"corefile/py.typed", "corefile/syntax/tables.py"} <= files.keys()
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "corefile").rglob("*.py")}
    assert modules == {name for name in files if name.endswith(".py")}
    folders = {name.split("/")[0] for name in files}
    assert folders == {"corefile", f"corefile-{VERSION}.data", f"corefile-{VERSION}.dist-info"}
    assert {f"corefile/completion/corefile.{shell}" for shell in SHELLS} <= files.keys()
    assert not [name for name in files if "__pycache__" in name]


def test_wheel_says_what_it_needs(wheel: Path) -> None:
    about = metadata(wheel)
    needed = [need for need in about.get_all("Requires-Dist", []) if "extra ==" not in need]
    assert needed == ["markdown-it-py>=3", "pyyaml>=6.0"]
    assert (about["Name"], about["Version"]) == ("corefile", VERSION)
    assert about["Requires-Python"] == ">=3.11"
    assert about["License-File"] == "LICENSE"


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_sdist_holds_all_there_is(unpacked: Path) -> None:
    tracked = run(["git", "ls-files", "-z"], ROOT).split("\0")
    missing = [name for name in tracked if name and not (unpacked / name).exists()]
    assert missing == []


def test_sdist_passes_its_tests(unpacked: Path) -> None:
    for name in ("grammar/corefile.lark", "corefile/syntax/tables.py", "pyproject.toml", "LICENSE"):
        assert (unpacked / name).read_bytes() == (ROOT / name).read_bytes()
    options = ("-n", "0", "-p", "no:cacheprovider")
    out = run([sys.executable, "-m", "pytest", *options, *TESTED], unpacked)
    assert " passed" in out
    assert "skipped" not in out
    used = run([sys.executable, "-c", "import corefile; print(corefile.__file__)"], unpacked)
    assert Path(used.strip()).is_relative_to(unpacked)


def test_wheel_of_the_sdist_is_the_same(wheel: Path, wheel_of_sdist: Path) -> None:
    assert contents(wheel_of_sdist) == contents(wheel)


def test_installed(installed: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = ". {\n    whoami\n}\n"
    (tmp_path / "Corefile").write_text(text, "utf-8")
    out = run([installed / "bin" / "python", "-c", PROGRAM, "Corefile"], tmp_path)
    name, found, home = out.splitlines()
    assert (name, found) == ("whoami", "1")
    is_editable = request.node.callspec.params["installed"] == "editable_wheel"
    assert Path(home).is_relative_to(ROOT if is_editable else installed)
    for program in ("corefile", "corefile-fmt", "corefile-lint"):
        assert VERSION in run([installed / "bin" / program, "--version"], tmp_path)
