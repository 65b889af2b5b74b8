"""Runs the rows of a table as one test, where a run has thousands of them.

What pytest and its processes do for each test takes longer than most rows. A test that asks for
nothing but its row, and perhaps an empty folder, has no use for that: its rows run one after the
other, and all that fail are reported, by name. Where the command names the file or asks for words
of names (`-k`), every row is a test of its own, which can be picked out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from inspect import Parameter, Signature, iscoroutinefunction, signature
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test

#: An empty folder, and the fixtures it is made with.
FOLDER = "tmp_path"
FOR_FOLDER = frozenset((FOLDER, "tmp_path_factory", "request"))


def joined(tests: list[pytest.Function]) -> list[pytest.Function]:
    """Return the tests of one function, those without marks of their own as one."""
    if not tests or not needs_nothing(tests[0]):
        return tests
    marked = [test for test in tests if test.callspec.marks]
    rows = [test for test in tests if not test.callspec.marks]
    return [as_one(rows), *marked] if rows else marked


def needs_nothing(test: pytest.Function) -> bool:
    """Tell whether a test is a row of a table, and asks for no fixture but a folder."""
    if not hasattr(test, "callspec"):
        return False
    row = {*test.callspec.params, FOLDER}
    return (
        {*columns(test)}.issuperset(test.callspec.params)
        and row.issuperset(signature(test.obj).parameters)
        and FOR_FOLDER.union(row).issuperset(test.fixturenames)
        and not is_hypothesis_test(test.obj)
        and not iscoroutinefunction(test.obj)
    )


def columns(test: pytest.Function) -> Iterator[str]:
    """Yield the names whose values a table says itself: no fixture makes something of them."""
    for mark in test.iter_markers("parametrize"):
        names = mark.args[0]
        if not mark.kwargs.get("indirect"):
            yield from re.findall(r"\w+", names) if isinstance(names, str) else names


def as_one(rows: Sequence[pytest.Function]) -> pytest.Function:
    """Return a test of all these rows of a function."""
    function = rows[0].obj
    arguments = {row.nodeid: row.callspec.params for row in rows}

    @wraps(function)
    def run(**fixtures: Path) -> None:
        run_all(function, arguments, fixtures.get(FOLDER))

    asked = [name for name in signature(function).parameters if name == FOLDER]
    run.__signature__ = Signature(  # type: ignore[attr-defined]
        [Parameter(name, Parameter.KEYWORD_ONLY) for name in asked]
    )
    test: pytest.Function = pytest.Function.from_parent(
        rows[0].parent, name=rows[0].originalname, callobj=run
    )
    return test


def run_all(
    function: Callable[..., object],
    rows: Mapping[str, Mapping[str, object]],
    folder: Path | None = None,
) -> None:
    """Call a function with each row, by its name, and raise what all of them raise that fail.

    Each row gets a folder of its own inside of `folder`.
    """
    failures: list[BaseException] = []
    skips = []
    for number, (name, arguments) in enumerate(rows.items()):
        try:
            function(**arguments, **new_folder(folder, number))
        except pytest.skip.Exception as reason:
            skips.append(reason)
        except (Exception, pytest.fail.Exception) as failure:
            failure.add_note(f"This was {name}.")
            failures.append(failure)
    if failures:
        raise BaseExceptionGroup(f"{len(failures)} of {len(rows)} rows failed", failures)
    if len(skips) == len(rows):
        raise skips[0]


def new_folder(folder: Path | None, number: int) -> dict[str, Path]:
    """Make an empty folder for a row, where one is asked for."""
    if folder is None:
        return {}
    own = folder / str(number)
    own.mkdir()
    return {FOLDER: own}
