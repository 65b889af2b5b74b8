"""Records CoreDNS's answers anew: `python -m tests.oracle.record`, from the top of the repository.

Do so after a change of the inputs, of the generators, or of the release in `server/go.mod`.
"""

import sys

from tests.oracle.build import Unavailable
from tests.oracle.cases import Case, generated, handwritten, mutated
from tests.oracle.client import ask, coredns
from tests.oracle.recording import RECORDED, Recording, save

#: What is recorded, by the name of the file.
SOURCES = {
    "inputs.jsonl": handwritten,
    "generated.jsonl.gz": generated,
    "mutants.jsonl.gz": mutated,
}


def record(name: str, cases: list[Case]) -> None:
    """Record the answers to some cases."""
    answers = ask([case.request for case in cases])
    asked = coredns()
    entries = tuple(zip(cases, answers, strict=True))
    save(RECORDED / name, Recording(asked.release, asked.directives, entries))
    print(f"{name}: {len(cases)} answers of CoreDNS {asked.release}")


def main() -> int:
    """Record everything."""
    try:
        for name, source in SOURCES.items():
            record(name, list(source()))
    except Unavailable as reason:
        print(f"CoreDNS cannot be asked: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
