"""Helm's own engine, which renders charts."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.oracle import small


def rendered(chart: Path, values: Mapping[str, Any]) -> str:
    """Return the manifests that a chart makes of values. Raises Unavailable, and ValueError."""
    done = subprocess.run(
        [small.program(Path(__file__).parent), chart],
        input=json.dumps(values).encode() + b"\n",
        capture_output=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    if answer["error"]:
        raise ValueError(answer["error"])
    files = (text for name, text in answer["files"].items() if name.endswith(".yaml"))
    return "\n---\n".join(files)
