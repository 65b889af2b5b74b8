"""Names of files."""

import os
from pathlib import Path

import pytest

from corefile.text.path import displayed, portable


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a/b", "a/b"),
        ("./a/b", "a/b"),
        (".//a", "a"),
        ("././a", "a"),
        ("../a", "../a"),
        ("-", "-"),
        ("/elsewhere/a", "/elsewhere/a"),
    ],
)
def test_paths_for_services(path: str, shown: str) -> None:
    assert portable(path) == shown


def test_files_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert displayed(os.path.join(os.getcwd(), "a", "b")) == os.path.join("a", "b")
    assert portable(os.path.join(os.getcwd(), "a", "b")) == "a/b"
    assert displayed(os.getcwd()) == os.getcwd()
