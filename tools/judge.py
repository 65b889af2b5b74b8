"""Count what the rules find in a folder of Corefiles and ConfigMaps.

python -m tools.judge FOLDER          one line for each rule: findings, and Corefiles with some
python -m tools.judge FOLDER RULE…    every finding of these rules, to be read and judged

All rules run, for the newest release; imports of files are not followed.  A text that lies in the
folder twice counts once; notes and lists (`.md`, `.jsonl`) are passed over.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corefile.documents import read
from corefile.lint import Settings, all_rules, lint_document
from corefile.lint.result import Located

#: What lies beside the files: lists and notes.
ASIDE = (".jsonl", ".md")

#: What tells versions of one file apart: `values@1f66a6c4.yaml`.
VERSION = re.compile(r"@[0-9a-f]{8}")


def findings(folder: Path) -> Iterator[tuple[Path, Located]]:
    """Yield what is found in each file, leaving out Corefiles that another file holds too."""
    settings = Settings(all_rules())
    seen: set[str] = set()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix in ASIDE:
            continue
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        document = read(text, VERSION.sub("", path.name))
        texts = [corefile.text for corefile in document.corefiles]
        known = {number for number, inner in enumerate(texts) if inner in seen}
        seen.update(texts)
        for item in lint_document(document, settings=settings).findings:
            if item.corefile not in known:
                yield path, item


def table(found: list[tuple[Path, Located]]) -> Iterator[str]:
    """Yield the lines of the table."""
    counts = Counter(item.finding.rule.code for _, item in found)
    places = {(item.finding.rule.code, path, item.corefile) for path, item in found}
    corefiles = Counter(code for code, _, _ in places)
    yield f"{'':6} {'':36} {'default':>8} {'findings':>9} {'Corefiles':>10}"
    for rule in all_rules():
        on = "on" if rule.default else "off"
        yield (
            f"{rule.code:6} {rule.name:36} {on:>8} {counts[rule.code]:9} {corefiles[rule.code]:10}"
        )


def line(path: Path, item: Located) -> str:
    """Show one finding."""
    finding, place = item.finding, item.place
    number = place.source.position(place.start).line
    return f"{path}:{number}: {finding.severity}[{finding.rule.name}] {finding.message}"


def main(arguments: list[str]) -> int:
    """Count, or show the findings of some rules. Gives the exit status."""
    if not arguments:
        print(__doc__)
        return 2
    found = list(findings(Path(arguments[0])))
    wanted = {*arguments[1:]}
    shown = [
        pair for pair in found if wanted & {pair[1].finding.rule.code, pair[1].finding.rule.name}
    ]
    print("\n".join([line(*pair) for pair in shown] if wanted else table(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
