"""Write the pages of the documentation, and the index of the rules, that are made from the code.

python -m tools.compile_docs           write corefile/lint/index.py, docs/plugins/, docs/rules/ …
python -m tools.compile_docs --check   fail when a page is not what the code gives
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from corefile.lint.registry import all_rules
from corefile.reference import releases
from corefile.reference import rules as reference_rules
from corefile.reference.plugins import index, page, plugin_names
from tools import compile_rules, configuration_schema, faq, plugin_classes

DOCS = Path(__file__).resolve().parent.parent / "docs"
UPGRADING = DOCS / "upgrading.md"
#: The table of the releases that kubeadm installs.
TABLE = re.compile(r"^\| Kubernetes \| CoreDNS .*?\n\n", re.MULTILINE | re.DOTALL)
HEAD = "<!-- Made by `python -m tools.compile_docs`; do not edit. -->\n\n"


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every page that is made, and its text."""
    for name in plugin_names():
        yield DOCS / "plugins" / f"{name}.md", HEAD + page(name, order=False)
    yield DOCS / "plugins" / "README.md", HEAD + index()
    for rule in all_rules():
        yield DOCS / "rules" / f"{rule.name}.md", HEAD + reference_rules.page(rule)
    yield DOCS / "rules" / "README.md", HEAD + reference_rules.index()
    yield DOCS / "reference" / "plugins.md", HEAD + plugin_classes.page()
    yield DOCS / "releases.md", HEAD + releases.page()
    yield DOCS / "faq.md", HEAD + faq.page()
    yield UPGRADING, TABLE.sub(f"{releases.kubernetes_table()}\n", UPGRADING.read_text("utf-8"))
    yield DOCS / "schemas" / "configuration.json", configuration_schema.schema()


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` compare them. Gives the exit status."""
    # The pages are made from it.
    index = compile_rules.index()
    if not compile_rules.is_fresh(index):
        if "--check" in arguments:
            print("corefile/lint/index.py is stale: run `python -m tools.compile_docs`")
            return 1
        compile_rules.INDEX.write_text(index, encoding="utf-8")
    try:
        made = dict(pages())
    except LookupError as error:
        print(error.args[0])
        return 1
    places = ["plugins/*.md", "rules/*.md", "reference/plugins.md", "schemas/configuration.json"]
    places += ["faq.md", "releases.md", "upgrading.md"]
    there = {path for place in places for path in DOCS.glob(place)}
    if "--check" in arguments:
        stale = [
            path for path in made if path not in there or path.read_text("utf-8") != made[path]
        ]
        stale += sorted(there - made.keys())
        for path in stale:
            print(f"{path.name} is not what the code gives: run `python -m tools.compile_docs`")
        return 1 if stale else 0
    for path in there - made.keys():
        path.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
