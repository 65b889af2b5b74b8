"""Check all manifests in a folder with Dask.

    python dask_fleet.py FOLDER [SCHEDULER]

Prints each finding as it comes, in the order of the files, and at the end how many there are of
each kind. Without the address of a scheduler, Dask starts a process for each core of this machine.
Needs `pip install corefile "dask[distributed]"`, here and on the workers, in the same releases.
"""

import sys
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

from dask.distributed import Client, Future, LocalCluster

from corefile.documents import read
from corefile.lint import Located, Settings, lint_document

#: How many files a worker gets at once, and how many such parts are on their way: memory stays the
#: same, however many files there are.
FILES, PARTS = 500, 64

#: One for all files, so that what is found in a text is remembered for when it comes again.
SETTINGS = Settings()


def check(paths: list[str]) -> list[Located]:
    """Return what is wrong in some manifests, in their order."""
    documents = (read(Path(path).read_bytes().decode("utf-8", "replace"), path) for path in paths)
    results = (lint_document(document, settings=SETTINGS) for document in documents)
    return [found for result in results for found in result.findings]


def check_all(client: Client, paths: list[str]) -> Iterator[Located]:
    """Yield what is wrong in manifests, in their order, while others are being checked."""
    waiting: deque[Future] = deque()
    for start in range(0, len(paths), FILES):
        if len(waiting) == PARTS:
            yield from waiting.popleft().result()
        waiting.append(client.submit(check, paths[start : start + FILES]))
    while waiting:
        yield from waiting.popleft().result()


def main(folder: str, scheduler: str = "") -> None:
    """Print what is wrong in the manifests of a folder and below."""
    paths = sorted(map(str, Path(folder).rglob("*.yaml")))
    counts: Counter[str] = Counter()
    with Client(scheduler or LocalCluster(threads_per_worker=1, dashboard_address=None)) as client:
        for found in check_all(client, paths):
            place, finding = found.place, found.finding
            where = f"{place.path}:{place.first.line}:{place.first.column}"
            print(f"{where}: {finding.severity}: {finding.message} [{finding.rule.name}]")
            counts[finding.rule.name] += 1
    print(f"{len(paths)} files;", ", ".join(f"{n} {name}" for name, n in counts.most_common()))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])
