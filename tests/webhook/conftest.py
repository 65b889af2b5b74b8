"""Skips what asks Go's programs where their modules cannot be had."""

from collections.abc import Iterator

import pytest

from tests.oracle.build import Unavailable


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Skip a test whose program of Go cannot be here; one that does not build fails."""
    try:
        yield
    except Unavailable as reason:
        pytest.skip(str(reason))
