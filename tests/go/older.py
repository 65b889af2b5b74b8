"""What older releases of Go refuse that the newest takes, and the other way round.

python -m tests.go.older BINARY…    writes recorded/older.jsonl

A BINARY is tests/oracle/languages/older built with the Go that its name ends in, as in
`older-1.16.15`. That Go comes from the module proxy, where it is a version of golang.org/toolchain:
v0.0.1-go1.16.15.linux-amd64.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.go import HERE

RECORDED = HERE / "recorded" / "older.jsonl"
LANGUAGES = ("regex", "template")
#: Bytes that are not UTF-8, which JSON cannot hold.
SURROGATES = re.compile("[\ud800-\udfff]")


def answers(binary: str) -> Iterator[str]:
    """Ask a program about all texts of which the answer of the newest Go is recorded."""
    lines = (json.dumps({"language": language, "text": text}) for language, text in newest())
    asked = "".join(f"{line}\n" for line in lines).encode()
    done = subprocess.run([binary], input=asked, capture_output=True, check=True)
    yield from map(json.loads, done.stdout.decode().splitlines())


def newest() -> dict[tuple[str, str], bool]:
    """Return which texts the newest Go refuses, of those whose answer is recorded."""
    found: dict[tuple[str, str], bool] = {}
    for language in LANGUAGES:
        path = HERE / "recorded" / f"{language}.jsonl"
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()[1:]):
            if not SURROGATES.search(row["text"]):
                found[language, row["text"]] = "error" in row
    return found


def main(binaries: Sequence[str]) -> int:
    """Record where the answers of older releases differ."""
    refused = newest()
    rows = [
        json.dumps({"go": Path(binary).name.rpartition("-")[2], "language": question[0]})[:-1]
        + f', "text": {json.dumps(question[1])}, "message": {json.dumps(message)}}}\n'
        for binary in binaries
        for question, message in zip(refused, answers(binary), strict=True)
        if bool(message) != refused[question]
    ]
    RECORDED.write_text("".join(rows), encoding="utf-8")
    print(len(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
