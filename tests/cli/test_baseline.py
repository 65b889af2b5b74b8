"""What a baseline hides, what `--fix` leaves alone because of it, and what it lists in vain."""

from pathlib import Path

import pytest

from tests.cli.programs import Ran, lint
from tests.cli.test_lint import write

#: Two findings of a rule, on lines with different texts.
TEXT = """\
. {
    hosts {
        192.0.2.1 a.example a.example
        192.0.2.2 b.example b.example
        fallthrough
    }
    whoami
}
"""
ONLY = ("--isolated", "--select", "CF203")
FIXED = TEXT.replace("b.example b.example", "b.example")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder whose baseline knows the first of two findings."""
    write(tmp_path, "Corefile", FIXED)
    assert lint(*ONLY, "--write-baseline", "known.json", ".", cwd=tmp_path).status == 0
    write(tmp_path, "Corefile", TEXT)
    return tmp_path


def with_baseline(folder: Path, *words: str) -> Ran:
    return lint(*ONLY, "--baseline", "known.json", "--output-format", "concise", *words, cwd=folder)


def test_the_last_line_says_how_much_is_left_out(folder: Path) -> None:
    words = (*ONLY, "--baseline", "known.json", ".")
    ran = lint(*words, cwd=folder)
    assert "\nFound 1 warning in 1 file (1 known finding left out).\n" in ran.out
    write(folder, "Corefile", FIXED)
    ran = lint(*words, cwd=folder)
    assert (ran.status, ran.out) == (
        0,
        "No new problems found in 1 Corefile (1 known finding left out).\n",
    )
    write(folder, "Corefile", ". {\n    whoami\n}\n")
    assert lint(*words, cwd=folder).out == "No problems found in 1 Corefile.\n"


def test_fix_leaves_alone_what_is_known(folder: Path) -> None:
    assert with_baseline(folder, ".").out.startswith("Corefile:4:29: ")
    ran = with_baseline(folder, "--fix", ".")
    assert (ran.status, ran.out, ran.err) == (0, "", "corefile-lint: note: fixed 1 problem\n")
    assert (folder / "Corefile").read_text() == FIXED
    assert "b.example" not in with_baseline(folder, "--diff", ".").out


def test_unless_it_is_told_to(folder: Path) -> None:
    write(folder, ".corefile.toml", 'baseline = "known.json"\nselect = ["CF203"]\n')
    assert lint(".", cwd=folder).out.count("[hosts-duplicate-name]") == 1
    assert lint("--ignore-baseline", ".", cwd=folder).out.count("[hosts-duplicate-name]") == 2
    lint("--ignore-baseline", "--fix", ".", cwd=folder)
    assert (folder / "Corefile").read_text() == FIXED.replace("a.example a.example", "a.example")
    ran = with_baseline(folder, "--ignore-baseline", ".")
    assert ran.err.endswith("--baseline and --ignore-baseline exclude each other\n")


def test_what_is_known_counts_as_no_fix_that_failed(folder: Path) -> None:
    write(folder, "Corefile", FIXED)
    ran = with_baseline(folder, "--fix", ".")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert (folder / "Corefile").read_text() == FIXED


GONE = (
    "corefile-lint: note: known.json lists a finding that is gone (hosts-duplicate-name in "
    "Corefile): write it again with --write-baseline\n"
)


def test_what_is_gone_is_reported(folder: Path) -> None:
    assert with_baseline(folder, ".").err == ""
    write(folder, "Corefile", FIXED.replace("a.example a.example", "a.example"))
    assert with_baseline(folder, ".").err == GONE
    assert with_baseline(folder, "-q", ".").err == ""
    # Nothing is known of what was not looked for.
    write(folder, "other/Corefile", FIXED)
    assert with_baseline(folder, "other").err == ""
    assert with_baseline(folder, "--select", "CF2", "--ignore", "CF203", ".").err == ""
    (folder / "Corefile").unlink()
    assert with_baseline(folder, "other").err == GONE
