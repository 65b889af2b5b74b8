"""Asks every older release about the cases of all plugins and writes its answers down.

    python -m tests.oracle.older.record                ask, and count how far the library agrees
    python -m tests.oracle.older.record --agreement    only count anew, over the recorded answers

The first build of each release takes minutes.
"""

import sys
from collections.abc import Sequence

from tests.coredns.plugins import case_names, case_texts
from tests.oracle.build import Unavailable
from tests.oracle.older import RELEASES
from tests.oracle.older.client import ask
from tests.oracle.older.recording import (
    Recorded,
    agreement,
    compare,
    load,
    save,
    save_agreement,
)
from tests.oracle.protocol import Request


def record() -> None:
    """Ask all releases about all cases."""
    cases = [(name, text) for name in case_names() for text in case_texts(name)]
    requests = [Request(text) for _, text in cases]
    refused: list[dict[str, str]] = [{} for _ in cases]
    for release in RELEASES:
        for words, answer in zip(refused, ask(release, requests), strict=True):
            if answer.verdict == "refused" and not answer.unstable:
                words[release] = answer.message
        count = sum(release in words for words in refused)
        print(f"{release}: {len(cases)} answers, {count} of them refusals")
    pairs = zip(cases, refused, strict=True)
    save(Recorded(name, text, words) for (name, text), words in pairs)


def main(arguments: Sequence[str]) -> int:
    """Record everything."""
    if "--agreement" not in arguments:
        try:
            record()
        except Unavailable as reason:
            print(f"CoreDNS cannot be asked: {reason}", file=sys.stderr)
            return 1
    save_agreement(agreement(compare(load())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
