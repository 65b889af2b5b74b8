"""Hunts for disagreements with CoreDNS: `python -m tests.oracle.hunt --seed 1 --count 100000`.

Each kind of disagreement is shrunk to a minimal Corefile and kept under `inputs/regressions/`; the
next `python -m tests.oracle.record` takes it among the recorded answers.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from random import Random

from tests.oracle.build import Unavailable
from tests.oracle.cases import corpus, handwritten, save_regression
from tests.oracle.client import ask
from tests.oracle.compare import Table, parse_disagreement, verdict_disagreement
from tests.oracle.generate import generate
from tests.oracle.mutate import mutant
from tests.oracle.protocol import Answer, Request
from tests.oracle.shrink import shrink

#: How many Corefiles are asked about at once.
BATCH = 2000

Disagreement = Callable[[Request, Answer], str | None]
KINDS: dict[str, Disagreement] = {"parsed": parse_disagreement, "verdict": verdict_disagreement}


def texts(seed: int) -> Iterator[Request]:
    """Yield Corefiles without end: generated, and mutants of those and of all that are at hand."""
    sources = [case.request for case in handwritten()] + [case.request for case in corpus()]
    fresh = generate(seed, sys.maxsize)
    for number, request in enumerate(fresh):
        yield request
        random = Random(f"mutant/{seed}/{number}")
        yield mutant(random.choice([request, random.choice(sources)]), random)


def signature(disagreement: str) -> str:
    """Return the kind of a disagreement: its words without what the text puts into them."""
    return re.sub(r'"[^"]*"|\'[^\']*\'|(?<!\w)\d+|\[.*\]', "…", disagreement)[:160]


def shrunk(request: Request, kind: str, wanted: str) -> Request:
    """Return a minimal Corefile with the same kind of disagreement."""

    def showing(candidates: Sequence[Request]) -> list[bool]:
        found = map(KINDS[kind], candidates, ask(candidates))
        return [words is not None and signature(words) == wanted for words in found]

    return shrink(request, showing)


def hunt(options: argparse.Namespace) -> int:
    """Compare until the count or the time is used up; give the number of kinds found."""
    end = time.monotonic() + 60 * options.minutes
    kinds = [options.only] if options.only else list(KINDS)
    seen: Counter[tuple[str, str]] = Counter()
    table = Table()
    asked = 0
    supply = islice(texts(options.seed), options.count)
    while time.monotonic() < end and (batch := list(islice(supply, BATCH))):
        asked += len(batch)
        for request, answer in zip(batch, ask(batch), strict=True):
            if "verdict" in kinds:
                table.add(request, answer)
            for kind in kinds:
                words = KINDS[kind](request, answer)
                if words is not None:
                    seen[kind, signature(words)] += 1
                    if seen[kind, signature(words)] == 1 and len(seen) <= options.keep:
                        report(request, kind, words)
        print(f"{asked} Corefiles, {len(seen)} kinds of disagreement", flush=True)
    for (kind, words), count in seen.most_common():
        print(f"{count:7} {kind}: {words}")
    if "verdict" in kinds:
        print("\n".join(table.rows()))
    return len(seen)


def report(request: Request, kind: str, words: str) -> None:
    """Shrink a disagreement, keep it and show it."""
    minimal = shrunk(request, kind, signature(words))
    words = KINDS[kind](minimal, ask([minimal])[0]) or words
    path = save_regression(minimal, f"{kind}: {words}")
    print(
        f"{path.name}: {kind}: {words}\n    {minimal.text!a} {dict(minimal.env) or ''}", flush=True
    )


def main() -> int:
    """Read the command line and hunt."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.hunt", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100_000, help="how many Corefiles")
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--only", choices=list(KINDS), help="compare only this")
    parser.add_argument("--keep", type=int, default=50, help="how many regressions to write")
    options = parser.parse_args()
    try:
        return 1 if hunt(options) else 0
    except Unavailable as reason:
        print(f"CoreDNS cannot be asked: {reason}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
