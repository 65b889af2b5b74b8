"""The recorded answers of older releases, and how far the library agrees with them.

`recorded/answers.jsonl.gz` holds one object for each Corefile: the plugin that it is about, its
text and, by release, in which words it is refused. `recorded/agreement.json` holds for each plugin
and release in how many of its texts library and CoreDNS agree whether the text is accepted.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch

from corefile.coredns.model.verdict import Verdict, verdict
from corefile.coredns.releases import libraries
from corefile.coredns.releases.builds import stock
from corefile.syntax.parser import parse
from tests.oracle.older import RELEASES, asked

RECORDED = Path(__file__).parent / "recorded"
ANSWERS = RECORDED / "answers.jsonl.gz"
AGREEMENT = RECORDED / "agreement.json"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A Corefile and what the releases say to it."""

    plugin: str
    text: str
    #: CoreDNS's words, by release; a release that is missing accepts the text.
    refused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a release says to a Corefile, and what the library says."""

    plugin: str
    text: str
    release: str
    #: CoreDNS's words, None where it accepts the text.
    theirs: str | None
    ours: Verdict

    @property
    def agrees(self) -> bool:
        """Tell whether both accept the text or both refuse it."""
        return self.ours.accepted == (self.theirs is None)


#: What the oldest releases say of the network and of files, in words that the program does not
#: know: it tells those of newer ones from words about the text.
MACHINE = re.compile(r"send request failed|has no SOA record$|: dial tcp")


def about_machine(message: str) -> bool:
    """Tell whether a release refuses because of the machine that it is asked on."""
    return MACHINE.search(message) is not None


def save(entries: Iterable[Recorded]) -> None:
    """Write the answers down, the same bytes for the same answers."""
    lines = (json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)
    ANSWERS.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))


def load() -> list[Recorded]:
    """Read the answers."""
    lines = gzip.decompress(ANSWERS.read_bytes()).decode().splitlines()
    return [Recorded(**json.loads(line)) for line in lines]


def compare(
    entries: Iterable[Recorded], releases: Iterable[str] = RELEASES
) -> Iterator[Comparison]:
    """Put the library beside the releases."""
    wanted = tuple(releases)
    for entry in entries:
        tree = parse(entry.text)
        for release in (each for each in wanted if each in asked(entry.plugin)):
            # The programs that were asked are built with a newer Go than the official ones.
            with patch.object(libraries, "GOES", (("", libraries.GOES[0][1]),)):
                ours = verdict(tree, read=None, build=stock(release))
            theirs = entry.refused.get(release)
            yield Comparison(entry.plugin, entry.text, release, theirs, ours)


def agreement(comparisons: Iterable[Comparison]) -> dict[str, dict[str, list[int]]]:
    """Count, by plugin and release, the texts on which both agree, and all."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    for comparison in comparisons:
        counts[comparison.plugin, comparison.release, comparison.agrees] += 1
    found: dict[str, dict[str, list[int]]] = {}
    for plugin, release in sorted({key[:2] for key in counts}, key=lambda k: (k[0], order(k[1]))):
        agreed = counts[plugin, release, True]
        total = agreed + counts[plugin, release, False]
        found.setdefault(plugin, {})[release] = [agreed, total]
    return found


def order(release: str) -> int:
    """Return the place of a release among those asked."""
    return RELEASES.index(release)


def save_agreement(counts: Mapping[str, Mapping[str, list[int]]]) -> None:
    """Write down how far the library agrees."""
    rows = (f"  {json.dumps(plugin)}: {json.dumps(row)}" for plugin, row in counts.items())
    AGREEMENT.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


def load_agreement() -> dict[str, dict[str, list[int]]]:
    """Read how far the library agreed when the answers were recorded."""
    return dict(json.loads(AGREEMENT.read_text(encoding="utf-8")))
