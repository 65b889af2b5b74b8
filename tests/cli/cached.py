"""A project, a home, and runs of the linter that say which files they look at."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from corefile.cli import cache, work
from corefile.cli.lint import main
from corefile.lint import configuration

CLEAN = "example.org {\n    errors\n    forward . 192.0.2.53\n}\n"
WARNING = ". {\n    hosts {\n        192.0.2.1 a.example\n    }\n    forward . 192.0.2.53\n}\n"
CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    example.org {
        errors
        import more/*
        forward . 192.0.2.53
    }
"""
OVERRIDE = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
data:
  a.override: |
    errors
"""
#: Its words are no UTF-8, and the terminal would act on them.
ODD = b".:53 {\r\n\tf\xe9\x9bward . \x1b[31m\r\n  forwrad . 192.0.2.1\r\n}\r\n"
OTHER_YAML = "kind: Service\n"


class World:
    """A project, a home, and a program whose runs say which files they look at."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.project = root / "home", root / "project"
        self.project.mkdir()
        (self.project / ".git").mkdir()
        package = root / "site-packages" / "corefile"
        package.mkdir(parents=True)
        self.version = SimpleNamespace(__file__=str(package / "version.py"), __version__="1.0")
        Path(self.version.__file__).touch()
        self.checked: list[str] = []
        #: What others do while a file is checked.
        self.meanwhile: Callable[[], object] = lambda: None
        check = work.outcome

        def noted(task: work.Task, text: str | None = None) -> work.Outcome:
            self.checked.append(task.path)
            self.meanwhile()
            return check(task, text)

        monkeypatch.setattr(cache, "version", self.version)
        monkeypatch.setattr(work, "outcome", noted)
        monkeypatch.setenv("XDG_CACHE_HOME", str(self.home))
        monkeypatch.chdir(self.project)

    def write(self, name: str, text: str) -> Path:
        """Write a file that is old enough to be trusted."""
        path = self.project / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, "utf-8")
        os.utime(path, (1_600_000_000, 1_600_000_000))
        return path

    def run(self, *args: str) -> list[str]:
        """Run the program, and give the files it had to check."""
        self.checked.clear()
        # What one process keeps in mind, the next does not know.
        configuration.load_configuration.cache_clear()
        configuration.known_folders.cache_clear()
        work.manifests.cache_clear()
        self.status = main(args)
        return list(self.checked)

    def shelves(self) -> list[Path]:
        folder = self.home / "corefile"
        return sorted(folder.iterdir()) if folder.is_dir() else []
