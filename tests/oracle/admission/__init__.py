"""Kubernetes' own types, which decode objects strictly."""

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.oracle import small


def mistakes(objects: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Return what is wrong with each object. Raises Unavailable."""
    lines = "".join(json.dumps(each) + "\n" for each in objects)
    done = subprocess.run(
        [small.program(Path(__file__).parent)],
        input=lines.encode(),
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]
