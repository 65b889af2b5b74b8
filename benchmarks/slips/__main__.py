"""Measure how well the linter finds one slip.

python -m benchmarks.slips                    the stock configurations and the rules' examples
python -m benchmarks.slips FOLDER             also what is in a folder
python -m benchmarks.slips --each 20          at most so many slips of each kind and text
python -m benchmarks.slips --seed 7           others of them
python -m benchmarks.slips --show KIND        the slips of a kind, with what is said of them
python -m benchmarks.slips --within           slips of Corefiles inside a ConfigMap
python -m benchmarks.slips --coredns          ask CoreDNS itself about the fixed texts (needs Go)
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.slips.make import Slip, slips
from benchmarks.slips.manifests import NAME, manifest_of, manifest_slips, within
from benchmarks.slips.score import Score, is_sound, matters, score
from corefile.documents import read
from corefile.lint import all_rules, lint_document

ROOT = Path(__file__).resolve().parents[2]
STOCK = ROOT / "tests" / "lint" / "stock"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slips")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--each", type=int, default=4, help="slips of each kind and text")
    parser.add_argument("--texts", type=int, default=40, help="files of the folders")
    parser.add_argument("--seed", type=int, default=1, help="which slips, if not all")
    parser.add_argument("--no-examples", action="store_true", help="leave out the rules' examples")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes work")
    parser.add_argument("--within", action="store_true", help="Corefiles inside a ConfigMap")
    parser.add_argument("--show", default="", help="print the slips of a kind")
    parser.add_argument("--coredns", action="store_true", help="ask CoreDNS about fixed texts")
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)
    made: list[Slip] = []
    for text, name in texts(options.folders, options.texts, examples=not options.no_examples):
        made += chosen(slips_in(text, name), options.each, chance, options.show)
    if options.within:
        made = [within(slip) for slip in made if slip.name != NAME]
    with ProcessPoolExecutor(options.jobs) as pool:
        judged = pool.map(scored, made, chunksize=20)
        scores = [each for each in judged if each is not None]
    if options.show:
        show([each for each in scores if each.slip.kind == options.show])
    print("\n".join(table(scores)))
    if options.coredns:
        ask_coredns(scores)
    return 0


def scored(slip: Slip) -> Score | None:
    """Return the score of a slip that matters."""
    return score(slip) if matters(slip) else None


def texts(folders: Sequence[Path], most: int, *, examples: bool) -> Iterator[tuple[str, str]]:
    """Yield sound Corefiles and manifests, each once, with what they are called."""
    seen: set[str] = set()
    found = [*sorted(STOCK.glob("*"))]
    for folder in folders:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        found += files[:: max(1, len(files) // most)]
    for path in found:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        for each in corefiles_in(text, path.name):
            yield from once(each, "Corefile", seen)
            if path.parent == STOCK:
                yield from once(manifest_of(each), NAME, seen)
        if path.suffix in (".yaml", ".yml"):
            yield from once(text, NAME, seen)
    for text in good_examples() if examples else ():
        yield from once(text, "Corefile", seen)


def corefiles_in(text: str, name: str) -> Iterator[str]:
    """Yield the Corefiles of a file that is no template."""
    document = read(text, name)
    if document.template is None:
        yield from (item.text for item in document.corefiles if item.kind == "corefile")


def once(text: str, name: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Yield a text if it is sound, not huge, and new."""
    if text not in seen and 0 < text.count("\n") < 150:
        seen.add(text)
        if is_sound(text, name):
            yield text, name


def slips_in(text: str, name: str) -> Iterator[Slip]:
    """Yield the slips that can be made in a Corefile or a manifest."""
    return slips(text) if name == "Corefile" else manifest_slips(text)


def good_examples() -> Iterator[str]:
    """Yield the good examples of the rules' pages."""
    for rule in all_rules():
        for part in rule.documentation.partition("## Good")[2].split("```corefile\n")[1:]:
            yield part.partition("```")[0]


def chosen(made: Iterable[Slip], most: int, chance: random.Random, only: str) -> Iterator[Slip]:
    """Yield some slips of each kind, or of a kind only."""
    by_kind = defaultdict(list)
    for slip in made:
        by_kind[slip.kind].append(slip)
    for kind, found in by_kind.items():
        if not only or kind == only:
            yield from chance.sample(found, min(most, len(found)))


def table(scores: Sequence[Score]) -> Iterator[str]:
    """Yield the lines of the table, by kind."""
    yield "| Slip | Made | Findings | At the slip | Repair named | Restored | Left | Worse |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for kind in dict.fromkeys(each.slip.kind for each in scores):
        yield row(kind, [each for each in scores if each.slip.kind == kind])
    yield row("All", scores)


def row(kind: str, scores: Sequence[Score]) -> str:
    """Return the line of a kind."""
    number = len(scores)

    def share(count: int) -> str:
        return f"{100 * count / number:.0f} %" if number else ""

    outcomes = [each.fixed for each in scores]
    cells = (
        kind.replace("|", "\\|"),
        str(number),
        f"{sum(each.findings for each in scores) / max(number, 1):.2f}",
        share(sum(each.at_slip for each in scores)),
        share(sum(each.names_repair for each in scores)),
        share(outcomes.count("restored")),
        share(outcomes.count("left")),
        str(outcomes.count("worse")),
    )
    return f"| {' | '.join(cells)} |"


def show(scores: Sequence[Score]) -> None:
    """Print slips, and what is said of them."""
    for each in scores:
        marks = [f"{each.findings} findings", "at" if each.at_slip else "NOT AT", each.fixed]
        marks.append("names" if each.names_repair else "NO NAME")
        print("=" * 8, each.slip.kind, sorted(each.slip.lines), *marks)
        for number, line in enumerate(each.slip.text.splitlines(), 1):
            print(f"{'>' if number in each.slip.lines else ' '}{number:3} {line}")
        for item in lint_document(read(each.slip.text, each.slip.name)).findings:
            finding = item.finding
            print(f"  {item.place.first.line} {finding.severity} {finding.rule.name}:", end=" ")
            print(finding.message, "|", finding.help, "|", finding.fix and finding.fix.message)
        if each.fixed == "worse":
            print("after --fix:", each.after, sep="\n")


def ask_coredns(scores: Sequence[Score]) -> None:
    """Ask CoreDNS whether it takes the texts that were restored."""
    from tests.oracle.client import ask  # noqa: PLC0415 - needs Go
    from tests.oracle.protocol import Request  # noqa: PLC0415

    after = [each for each in scores if each.fixed == "restored"]
    asked = [text for each in after for text in corefiles_in(each.after, each.slip.name)]
    answers = ask([Request(text) for text in asked])
    refused = sum(answer.verdict == "refused" for answer in answers)
    print(f"CoreDNS refuses {refused} of {len(asked)} restored texts")


if __name__ == "__main__":
    sys.exit(main())
