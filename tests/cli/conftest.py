"""What the tests of the cache share."""

from pathlib import Path

import pytest

from tests.cli.cached import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path, monkeypatch)
