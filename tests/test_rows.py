"""The rows of a table are one test, and each one that fails is named."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rows import run_all

ROOT = Path(__file__).parents[1]


def halve(n: int) -> None:
    if n == 0:
        pytest.skip("nothing to halve")
    assert n % 2 == 0, f"{n} is odd"


def run(*numbers: int) -> None:
    run_all(halve, {f"test_halves[{n}]": {"n": n} for n in numbers})


def test_rows_that_pass() -> None:
    run(0, 2, 4)


def test_each_row_that_fails_is_named() -> None:
    with pytest.raises(BaseExceptionGroup, match="2 of 4 rows failed") as caught:
        run(1, 2, 3, 0)
    told = [(str(failure), *failure.__notes__) for failure in caught.value.exceptions]
    assert told == [
        ("1 is odd\nassert (1 % 2) == 0", "This was test_halves[1]."),
        ("3 is odd\nassert (3 % 2) == 0", "This was test_halves[3]."),
    ]


def test_a_table_is_skipped_where_all_rows_are() -> None:
    with pytest.raises(pytest.skip.Exception):
        run(0, 0)


def test_a_failure_that_pytest_knows_is_named_too() -> None:
    def fails(n: int) -> None:
        pytest.fail(f"not {n}")

    with pytest.raises(BaseExceptionGroup) as caught:
        run_all(fails, {"test_fails[1]": {"n": 1}})
    assert str(caught.value.exceptions[0]) == "not 1"


def test_the_user_interrupts_all_rows() -> None:
    def interrupts(n: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all(interrupts, {"test_interrupts[1]": {"n": 1}})


def test_each_row_has_a_folder_of_its_own(tmp_path: Path) -> None:
    def writes(name: str, tmp_path: Path) -> None:
        assert not [*tmp_path.iterdir()]
        (tmp_path / name).touch()

    run_all(writes, {"one": {"name": "a"}, "two": {"name": "b"}}, tmp_path)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/*")) == [
        "0/a",
        "1/b",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "test", "separate"),
    [
        (["tests/text"], "test_spelling.py::test_one_slip", False),
        (["tests/text/test_spelling.py"], "test_spelling.py::test_one_slip", True),
        (["tests/text", "-k", "spelling"], "test_spelling.py::test_one_slip", True),
        # A fixture makes something of the values.
        (["tests/webhook"], "test_deploy.py::test_the_command_line_is_one", True),
    ],
)
def test_where_rows_are_separate(asked: list[str], test: str, separate: bool) -> None:
    command = [sys.executable, "-m", "pytest", "-n0", "--collect-only", "-q", *asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert test in done.stdout
    assert (f"{test}[" in done.stdout) is separate
