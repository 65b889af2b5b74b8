"""Shows how far the library agrees with older releases.

python -m tests.oracle.older.report                      a table: plugins by releases
python -m tests.oracle.older.report NAME… [RELEASE…]     every disagreement about these plugins
python -m tests.oracle.older.report RELEASE…             … about all plugins, in these releases
"""

import sys
from collections.abc import Iterable, Iterator, Sequence

from tests.oracle.older import RELEASES
from tests.oracle.older.recording import Comparison, agreement, compare, load


def table(comparisons: Iterable[Comparison]) -> Iterator[str]:
    """Yield the lines of the table: in how many texts both agree, of how many."""
    counts = agreement(comparisons)
    nothing = [0, 0]
    rows = [
        (plugin, [tuple(row.get(release, nothing)) for release in RELEASES])
        for plugin, row in counts.items()
    ]
    columns = zip(*(row for _, row in rows), strict=True)
    rows.append(("all", [(sum(c[0] for c in col), sum(c[1] for c in col)) for col in columns]))
    yield f"{'':16}" + "".join(f"{release:>12}" for release in RELEASES)
    for plugin, row in rows:
        yield f"{plugin:16}" + "".join(f"{f'{agreed}/{total}':>12}" for agreed, total in row)


def listing(comparisons: Iterable[Comparison]) -> Iterator[str]:
    """Yield every disagreement: the text, CoreDNS's words and the library's."""
    for c in comparisons:
        if not c.agrees:
            ours = "accepted" if c.ours.accepted else c.ours.message
            theirs = "accepted" if c.theirs is None else c.theirs
            yield f"----- {c.plugin}, {c.release}\n{c.text}\nCoreDNS: {theirs}\nours:    {ours}"


def main(arguments: Sequence[str]) -> int:
    """Print the table, or the disagreements that are asked for."""
    releases = [argument for argument in arguments if argument in RELEASES] or RELEASES
    names = [argument for argument in arguments if argument not in RELEASES]
    entries = [entry for entry in load() if not names or entry.plugin in names]
    comparisons = compare(entries, releases)
    print(*(listing(comparisons) if arguments else table(comparisons)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
