"""Asks every older release about the cases of all plugins and writes its answers down.

    python -m tests.oracle.older.record                ask, and count how far the library agrees
    python -m tests.oracle.older.record --agreement    only count anew, over the recorded answers

The first build of each release takes minutes.
"""

import sys
from collections.abc import Sequence

from tests.coredns.plugins import case_names, case_texts
from tests.oracle.build import Unavailable
from tests.oracle.older import EARLY_TEXTS, RELEASES, asked, early_texts
from tests.oracle.older.client import ask
from tests.oracle.older.recording import (
    Recorded,
    about_machine,
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
    cases += [(EARLY_TEXTS, text) for text in early_texts()]
    refused: list[dict[str, str]] = [{} for _ in cases]
    for release in RELEASES:
        numbers = [number for number, (name, _) in enumerate(cases) if release in asked(name)]
        answers = ask(release, [Request(cases[number][1]) for number in numbers])
        for number, answer in zip(numbers, answers, strict=True):
            by_text = answer.verdict == "refused" and not about_machine(answer.message)
            if by_text and not answer.unstable:
                refused[number][release] = answer.message
        count = sum(release in words for words in refused)
        print(f"{release}: {len(numbers)} answers, {count} of them refusals")
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
