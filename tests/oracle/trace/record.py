"""Records what queries meet: `python -m tests.oracle.trace.record --release 1.15.0`."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.oracle.build import Unavailable
from tests.oracle.trace.client import Draft, coredns, run
from tests.oracle.trace.families.compose import drafts
from tests.oracle.trace.format import path_of, save

#: The share of the cases that is recorded with releases other than the newest.
OLDER = 0.4


def record(release: str, seed: int, share: float, path: Path) -> None:
    """Record the cases made from a seed. Raise Unavailable."""
    asked = coredns(release)
    named = list(drafts(release, seed, share))
    cases, refused = observe(release, named)
    save(path, {"coredns": asked.release, "directives": asked.directives, "seed": seed}, cases)
    queries = sum(len(case["queries"]) for case in cases)
    unstable = sum(len(case.get("unstable", ())) for case in cases)
    size = path.stat().st_size // 1024
    print(f"{path.name}: {len(cases)} cases, {queries} queries, {unstable} unstable, {size} kB")
    for reason, count in Counter(refused).most_common(12):
        print(f"  not started, {count} times: {reason[:150]}")


def observe(
    release: str, named: Sequence[tuple[str, Draft]]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the cases with traces that are twice the same, and the reasons of the others."""
    bare = [draft for _, draft in named]
    first, second = run(release, bare), run(release, bare)
    cases, refused = [], []
    for (name, draft), report, again in zip(named, first, second, strict=True):
        reason = report.get("refused") or again.get("refused")
        if reason:
            refused.append(reason)
        else:
            cases.append(case_of(name, draft, report, again))
    return cases, refused


def case_of(name: str, draft: Draft, first: Any, second: Any) -> dict[str, Any]:
    """Return the JSON object of a case."""
    case: dict[str, Any] = {"name": name, "corefile": draft.corefile}
    if draft.files:
        case["files"] = dict(draft.files)
    if draft.wait:
        case["wait"] = draft.wait
    case["blocks"] = first["blocks"]
    pairs = list(zip(draft.queries, first["traces"], second["traces"], strict=False))
    case["queries"] = [{**query.to_dict(), "got": got} for query, got, same in pairs if got == same]
    unstable = [f"{query.name} {query.type}" for query, got, same in pairs if got != same]
    if unstable:
        case["unstable"] = unstable
    return case


def main() -> int:
    """Record one release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", default="1.15.0", help="the release of CoreDNS to ask")
    parser.add_argument("--seed", type=int, default=1, help="what the cases are made from")
    parser.add_argument("--share", type=float, help="the share of the cases of each family")
    parser.add_argument("--output", type=Path, help="the file to write instead of the recorded one")
    args = parser.parse_args()
    share = args.share or (1.0 if args.release == "1.15.0" else OLDER)
    try:
        record(args.release, args.seed, share, args.output or path_of(args.release))
    except Unavailable as reason:
        print(f"CoreDNS cannot be asked: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
