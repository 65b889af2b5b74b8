"""Look for disagreements with CoreDNS over mutants of a plugin's cases.

python -m tests.coredns.plugins.hunt NAME [COUNT [SEED]]

Prints each kind of disagreement once, with the mutant, CoreDNS's words and ours.
"""

import sys
from collections import Counter

from corefile.coredns.model.verdict import verdict
from corefile.syntax.parser import parse
from tests.coredns.plugins import case_texts
from tests.oracle import client
from tests.oracle.mutate import mutants
from tests.oracle.protocol import Request


def hunt(name: str, count: int, seed: str) -> Counter[str]:
    """Compare verdicts and words; print what differs, give how often what happened."""
    cases = [Request(text) for text in case_texts(name)]
    requests = list(mutants(cases, seed, count))
    seen: Counter[str] = Counter()
    for request, answer in zip(requests, client.ask(requests), strict=True):
        ours = verdict(parse(request.text), read=None)
        theirs = answer.message if answer.verdict == "refused" else ""
        if answer.stage in ("timeout", "crash"):
            kind = answer.stage
        elif "import" in request.text and answer.verdict == "environment":
            kind = "import"
        elif ours.message == theirs:
            kind = "same"
        elif theirs and ours.message:
            kind = "other words"
        else:
            kind = "MISSED" if theirs else "FALSE ALARM"
        seen[kind] += 1
        if kind not in ("same", "timeout", "import") and seen[kind] <= 12:
            print(f"----- {kind}\n{request.text}\nCoreDNS: {theirs!r}\nours:    {ours.message!r}")
    return seen


if __name__ == "__main__":
    plugin, *rest = sys.argv[1:]
    print(hunt(plugin, int(rest[0]) if rest else 3000, rest[1] if len(rest) > 1 else "1"))
