"""Write the pages of the documentation that are made from the code.

python -m tools.compile_docs           write docs/plugins/, docs/rules/, docs/reference/plugins.md
python -m tools.compile_docs --check   fail when a page is not what the code gives
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from corefile.lint.registry import all_rules
from corefile.reference import rules as reference_rules
from corefile.reference.plugins import index, page, plugin_names
from tools import plugin_classes

DOCS = Path(__file__).resolve().parent.parent / "docs"
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


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` compare them. Gives the exit status."""
    try:
        made = dict(pages())
    except LookupError as error:
        print(error.args[0])
        return 1
    places = ("plugins/*.md", "rules/*.md", "reference/plugins.md")
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
