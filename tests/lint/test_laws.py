"""What must not matter to what is found: comments, empty lines, the folder, the file around it."""

import re
from collections import Counter
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corefile.documents import read
from corefile.lint import CheckResult, Settings, all_rules, lint_document
from corefile.syntax.parser import parse
from corefile.testing import Example
from tests.examples import examples
from tests.lint.test_rule_examples import CASES
from tests.oracle.cases import handwritten
from tests.oracle.generate import one_plugin, soup, whole
from tests.oracle.mutate import mistake

EVERY_RULE = Settings(all_rules(), explain_slips=False)
SEEDS = st.integers(0, 2**32).map(Random)
BAD = [
    case.values[1].text
    for case in CASES
    if isinstance(case.values[1], Example) and case.values[1].name == "Corefile"
]
FRESH = st.builds(
    lambda form, random: form(random).text, st.sampled_from((whole, one_plugin, soup)), SEEDS
)
KNOWN = st.sampled_from([*BAD, *(case.request.text for case in handwritten())])
TEXTS = KNOWN | FRESH | st.builds(mistake, KNOWN | FRESH, SEEDS)

#: Where CoreDNS says that something is: `Corefile:3 - `, `Corefile:3`, `on line 3`.
PLACE = re.compile(r"[^\s\"`]*Corefile[^\s:\"`]*:\d+|\bline \d+")

#: What may be added between two lines.
ADDED = st.sampled_from(["\n", "# a note\n", "    # a note\n", "\n\n# a note\n", "\t\n"])


def linted(text: str, name: str = "Corefile") -> CheckResult:
    return lint_document(read(text, name), settings=EVERY_RULE)


def without_places(message: str) -> str:
    """Leave out where CoreDNS says that something is."""
    return PLACE.sub("", message)


def said(checked: CheckResult) -> Counter[tuple[str, str, str]]:
    """Return what is found, wherever it is."""
    found = (item.finding for item in checked.findings)
    return Counter((each.rule.code, each.severity, without_places(each.message)) for each in found)


def line_starts(text: str) -> list[int]:
    """Return where lines begin that are not in a string."""
    tree = parse(text)
    found = [0]
    for token in tree.tokens():
        begin = token.start - len(token.prefix)
        found += [begin + at + 1 for at, char in enumerate(token.prefix) if char == "\n"]
    return found


@settings(max_examples=examples(200))
@given(TEXTS, ADDED, st.randoms(use_true_random=False))
def test_comments_and_empty_lines_change_nothing(text: str, added: str, random: Random) -> None:
    at = random.choice(line_starts(text))
    assume(at or not text.startswith("\ufeff"))
    assert said(linted(text[:at] + added + text[at:])) == said(linted(text))


@settings(max_examples=examples(100))
@given(TEXTS, st.sampled_from(["there/Corefile", "/x/Corefile", "Corefile.old", "a/b c/Corefile"]))
def test_the_folder_changes_nothing(text: str, name: str) -> None:
    assert said(linted(text, name)) == said(linted(text))


@settings(max_examples=examples(100))
@given(TEXTS)
def test_a_byte_order_mark_changes_nothing(text: str) -> None:
    assume(not text.startswith("\ufeff"))
    assert said(linted("\ufeff" + text)) == said(linted(text))


MANIFEST = """\
kind: ConfigMap
metadata: {name: coredns, namespace: kube-system}
data:
  Corefile: |2
"""


def placed(checked: CheckResult, lines: int, columns: int) -> list[tuple[str, str, int, int]]:
    """Return what is found and where, so many lines and columns further on."""
    found = []
    for item in checked.findings:
        at = item.place.source.position(item.place.start)
        row = (
            item.finding.rule.code,
            without_places(item.finding.message),
            at.line + lines,
            at.column + columns * (item.place.start < len(item.place.source.text)),
        )
        found.append(row)
    return sorted(found)


@settings(max_examples=examples(200))
@given(TEXTS)
def test_a_config_map_has_the_findings_of_its_corefile(text: str) -> None:
    assume(all(char.isprintable() or char in "\n\t" for char in text))  # else it is not YAML
    lines = text.split("\n")
    inside = MANIFEST + "".join(f"    {line}\n" for line in lines[:-1])
    document = read(inside, "x.yaml")
    assume([each.text for each in document.corefiles] == [text])
    assert placed(linted(inside, "x.yaml"), 0, 0) == placed(linted(text), 4, 4)
