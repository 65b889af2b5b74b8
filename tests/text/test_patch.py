"""Diffs: `git apply` makes of the text before the text after."""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corefile.text.edits import Edit, apply_edits
from corefile.text.patch import line_edits, patch, rising
from tests.examples import examples
from tests.work import growth

PIECES = ["a", "b", "\n", "\n", "\r\n", " ", "\\", "é", "\u2028", "\x0c", "-", "+", "a\n" * 7]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text, and edits that do not overlap."""
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40)))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    new = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
    pairs = zip(places[::2], places[1::2], strict=False)
    return text, [Edit(start, end, draw(new)) for start, end in pairs]


def git_apply(folder: Path, diff: str) -> None:
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=folder,
        input=diff.encode("utf-8", "surrogateescape"),
        env={"PATH": os.environ["PATH"], "GIT_CEILING_DIRECTORIES": str(folder.parent)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def check(folder: Path, cases: Sequence[tuple[str, str, Sequence[Edit]]]) -> None:
    """Check that Git takes the diffs of some files, all at once."""
    for name, text, _ in cases:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    diff = "".join(line for name, text, edits in cases for line in patch(text, edits, name))
    if diff:
        git_apply(folder, diff)
    for name, text, edits in cases:
        assert (folder / name).read_bytes() == apply_edits(text, edits).encode()


@settings(max_examples=examples(30))
@given(st.lists(edited(), max_size=30))
def test_git_makes_the_same_edits(files: list[tuple[str, list[Edit]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(Path(folder), [(f"f{n}", text, edits) for n, (text, edits) in enumerate(files)])


NAMES = [
    "a b",
    "a/b c/d",
    'quo"te',
    "back\\slash",
    "tab\tname",
    "new\nline",
    "é",
    "x\x1by",
    "-",
    "a  ",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names(tmp_path: Path, name: str) -> None:
    check(tmp_path, [(name, "a\nb", [Edit(0, 1, "c"), Edit(3, 3, "\n")])])


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_inside_of_a_repository(tmp_path: Path, name: str) -> None:
    """The diff is applied where it was made, also in a folder of a repository."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    inner = tmp_path / "inner"
    inner.mkdir()
    check(inner, [(name, "a\nb", [Edit(0, 1, "c"), Edit(3, 3, "\n")])])


def test_what_it_looks_like(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    text = "".join(f"{n}\n" for n in range(20)) + "end"
    edits = [Edit(0, 2, ""), Edit(8, 8, "x\n"), Edit(len(text) - 1, len(text), "D")]
    assert "".join(patch(text, edits, str(tmp_path / "x" / "Corefile"))).splitlines() == [
        "--- a/x/Corefile",
        "+++ b/x/Corefile",
        "@@ -1,7 +1,7 @@",
        "-0",
        " 1",
        " 2",
        " 3",
        "+x",
        " 4",
        " 5",
        " 6",
        "@@ -18,4 +18,4 @@",
        " 17",
        " 18",
        " 19",
        "-end",
        "\\ No newline at end of file",
        "+enD",
        "\\ No newline at end of file",
    ]


def test_nothing_changes() -> None:
    assert [*patch("a\n", [], "x")] == []
    assert [*patch("a\n", [Edit(0, 1, "a")], "x")] == []


@pytest.mark.slow
def test_changes_that_touch_are_joined_in_time_with_their_number() -> None:
    def work(size: int) -> None:
        text = "a\n" * size
        list(patch(text, [Edit(2 * n, 2 * n + 1, "b") for n in range(size)], "Corefile"))

    def longer(size: int, few: int) -> float:
        """Tell how many times longer all changes take together than in a few texts."""
        start = time.process_time()
        work(size)
        middle = time.process_time()
        for _ in range(few):
            work(size // few)
        return (middle - start) / (time.process_time() - middle)

    # To copy all the lines again for each change, which no line of Python shows, takes 24 times.
    # A machine that others use may be slow once, not each time.
    assert min(longer(48000, 24) for _ in range(3)) < 2.5


LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "", "f\r", "g"]), max_size=12)
ENDS = st.sampled_from(["", "\n"])


@given(LINES, LINES, ENDS, ENDS)
def test_edits_of_lines_make_the_other_text(
    old: list[str], new: list[str], old_end: str, new_end: str
) -> None:
    before, after = "\n".join(old) + old_end, "\n".join(new) + new_end
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("corefile.text.patch._LONG", 0)
        assert apply_edits(before, line_edits(before, after)) == after


@given(st.permutations(range(6)))
def test_the_most_numbers_that_rise(numbers: list[int]) -> None:
    places = rising(numbers)
    chosen = [numbers[at] for at in places]
    assert places == sorted(places)
    assert chosen == sorted(chosen)
    every = (c for size in range(7) for c in combinations(numbers, size) if [*c] == sorted(c))
    assert len(chosen) == max(map(len, every))


def test_many_changes_far_from_each_other_take_time_with_their_number() -> None:
    def work(size: int) -> None:
        before = "".join(f"{n}\nsame\nold\n" for n in range(size))
        for _ in line_edits(before, before.replace("old", "new")):
            pass

    assert growth(work, 400) < 2.5
