"""The hooks, run by the real pre-commit in a repository of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PACKAGE = (
    "corefile",
    "grammar",
    "man",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)

#: Only what the hooks use is compiled, by Python when it is used.
PIP = {"PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

CONFIG = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: corefile-lint
      - id: corefile-fmt
"""

BAD = ". {\n    whoami }\n"
UGLY = ".   {\n    whoami\n}\n"
FILES = {
    "Corefile": BAD,
    "dns/office.corefile": BAD,
    "dns/coredns.yaml": "kind: ConfigMap\napiVersion: v1\ndata:\n  Corefile: |\n    . { whoami }\n",
    "dns/README.md": f"```corefile\n{BAD}```\n",
    "dns/service.yaml": "kind: Service\napiVersion: v1\n",
    "dns/ugly.corefile": UGLY,
    "Corefile.j2": "{% if x %}\n" + BAD + "{% endif %}\n",
    "Corefile.bak": BAD,
    "Corefiles.txt": "not one",
}


def git(folder: Path, *args: str) -> str:
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *settings, *args], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")
    return git(folder, "rev-parse", "HEAD")


def package_repository(folder: Path) -> str:
    folder.mkdir()
    for name in PACKAGE:
        if (ROOT / name).is_dir():
            leave = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        else:
            shutil.copy(ROOT / name, folder / name)
    return commit(folder)


def test_pre_commit_runs_the_hooks(tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    rev = package_repository(hooks)
    scratch = tmp_path / "scratch"
    for name, text in FILES.items():
        (scratch / name).parent.mkdir(parents=True, exist_ok=True)
        (scratch / name).write_text(text)
    (scratch / ".pre-commit-config.yaml").write_text(CONFIG.format(repo=hooks.as_uri(), rev=rev))
    commit(scratch)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environ.pop("PYTHONPATH", None)
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never"],
        cwd=scratch,
        env={**environ, **PIP, "PRE_COMMIT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if "No matching distribution" in done.stdout or "Temporary failure" in done.stdout:
        pytest.skip("pip cannot reach a package index")
    assert done.returncode == 1, done.stdout + done.stderr
    found = sorted(line.split(":")[0] for line in done.stdout.splitlines() if ": error[" in line)
    assert found == [
        "Corefile",
        "Corefile.j2",
        "dns/README.md",
        "dns/coredns.yaml",
        "dns/office.corefile",
    ]
    assert "Found 5 errors in 5 files." in done.stdout
    assert "hook id: corefile-fmt" in done.stdout
    assert "files were modified by this hook" in done.stdout
    assert "\ndns/ugly.corefile\n" in done.stdout
    changed = [name for name, text in FILES.items() if (scratch / name).read_text() != text]
    assert changed == ["dns/ugly.corefile"]
    assert (scratch / "dns/ugly.corefile").read_text() == UGLY.replace("   {", " {")
