"""The playground in a browser: the tests of playground/test, where they can run.

They take Node.js, Chromium and what `npm ci && npm run build` makes in `playground`.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "playground"
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"


def missing() -> str:
    """Say what keeps the tests from running; "" where nothing does."""
    if shutil.which("node") is None:
        return "there is no Node.js"
    if shutil.which(CHROMIUM) is None:
        return f"there is no {CHROMIUM}; CHROMIUM may name another"
    if not (FOLDER / "dist" / "index.html").is_file():
        return "the playground is not built: `npm ci && npm run build` in playground/"
    return ""


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason=missing())
def test_people_use_it() -> None:
    run = subprocess.run(
        ["node", "--test", "--test-concurrency=1", "test/"],
        cwd=FOLDER,
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]
