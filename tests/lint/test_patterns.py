"""Patterns of paths, held against Git's own word."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from corefile.lint.patterns import matches
from tests.examples import examples

CASES = [
    (["vendor/"], "vendor/Corefile", True),
    (["vendor/"], "a/vendor/b/Corefile", True),
    (["/vendor/"], "a/vendor/Corefile", False),
    (["vendor/"], "vendor", False),
    (["*.yaml"], "a/b.yaml", True),
    (["a/*.yaml"], "a/b.yaml", True),
    (["a/*.yaml"], "a/b/c.yaml", False),
    (["**/test/**"], "a/test/b/Corefile", True),
    (["a/**/b"], "a/b", True),
    (["a/**/b"], "a/x/y/b", True),
    (["*.yaml", "!b.yaml"], "b.yaml", False),
    (["dir/", "!dir/b"], "dir/b", True),
    (["Corefile.[0-9]"], "Corefile.7", True),
    (["Corefile.[!0-9]"], "Corefile.7", False),
    (["[z-a]"], "z", True),
    (["a[]*"], "a[]b", False),
    (["[?--]"], "-", False),
    (["[!]?"], "a", False),
    (["[a-c]"], "b", True),
    (["[a-]"], "-", True),
    ([r"[a\-c]"], "b", False),
    ([r"\!a"], "!a", True),
    (["a**/b"], "ab", True),
    (["**/**/b"], "b", True),
    (["?**/b"], "ab", False),
    (["a**/b"], "ax/b", True),
    (["***/b"], "a/b", True),
    (["a/***"], "a/b/c", True),
    (["a?c"], "abc", True),
    (["a?c"], "a/c", False),
    ([], "a", False),
]


@pytest.mark.parametrize(("patterns", "path", "covered"), CASES)
def test_matches(patterns: list[str], path: str, covered: bool) -> None:
    assert matches(patterns, path) is covered


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("git") is None:
        pytest.skip("needs Git")
    folder = tmp_path_factory.mktemp("patterns")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


PIECES = st.lists(st.sampled_from(["**/", "*", "a", "b", "/", "?"]), min_size=2, max_size=9)
PATTERNS = st.lists(
    st.text("ab*?/!.[]-^", min_size=1, max_size=7) | PIECES.map("".join), min_size=1, max_size=3
)
PATHS = st.lists(st.text("ab.", min_size=1, max_size=4), min_size=1, max_size=6).map("/".join)


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(PATTERNS, st.lists(PATHS, min_size=1, max_size=6))
def test_git_agrees(repository: Path, patterns: list[str], paths: list[str]) -> None:
    assume(not any({".", "..", ".git"} & set(path.split("/")) for path in paths))
    (repository / ".gitignore").write_text("\n".join(patterns) + "\n")
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        cwd=repository,
        input="\n".join(paths),
        capture_output=True,
        text=True,
        check=False,
    )
    ignored = set(done.stdout.splitlines())
    assert {path for path in paths if matches(patterns, path)} == ignored


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("**/a*/" * 20 + "b", "aa/" * 40 + "Corefile"),
        ("*a" * 60 + "b", "a" * 250),
        ("**/" + "*a" * 60 + "b/" + "**/*a" * 20 + "b", "/".join(["a" * 250] * 8)),
    ],
    ids=["folders", "a name", "both"],
)
def test_what_could_be_tried_in_very_many_ways_is_tried_in_few(pattern: str, path: str) -> None:
    # With all of them it would take years.
    assert not matches([pattern], path)
