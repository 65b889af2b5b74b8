"""Comments that keep rules silent."""

from textwrap import indent

import pytest

from corefile.coredns.imports.files import Memory
from corefile.documents import read
from corefile.lint import default_rules, lint, lint_document
from corefile.lint.suppression import read_suppressions
from corefile.syntax.parser import parse

TWICE = "192.0.2.1 a.example a.example"

#: Texts, and the lines and rules that are still reported.
CASES = [
    (f". {{\n hosts {{\n  {TWICE}\n  fallthrough\n }}\n}}\n", [(3, "hosts-duplicate-name")]),
    (f". {{\n hosts {{\n  {TWICE} # corefile: ignore[hosts-duplicate-name]\n }}\n}}\n", []),
    (f". {{\n hosts {{\n  {TWICE} #corefile:ignore[CF203] why\n }}\n}}\n", []),
    (f". {{\n hosts {{\n  # corefile: ignore[CF203]\n  {TWICE}\n }}\n}}\n", []),
    (f". {{\n hosts {{\n  # corefile: ignore[CF203]\n  # more\n\n  {TWICE}\n }}\n}}\n", []),
    (f". {{\n hosts {{\n  {TWICE}\n }}\n}}\n# corefile: ignore-file[CF203]\n", []),
    (f"# corefile: ignore-file[CF203, CF999]\n. {{\n hosts {{\n  {TWICE}\n }}\n}}\n",
     [(1, "unknown-suppression")]),
    (f". {{\n hosts {{ # corefile: ignore[CF203]\n  {TWICE}\n }}\n}}\n",
     [(2, "unused-suppression"), (3, "hosts-duplicate-name")]),
    (f". {{\n hosts {{\n  {TWICE} # corefile: ignore[CF202,CF203]\n }}\n}}\n",
     [(3, "unused-suppression")]),
    (". {\n whoami # corefile: ignore[CF302\n}\n", [(2, "unknown-suppression")]),
    (". {\n whoami # corefile: ignore[]\n}\n", [(2, "unknown-suppression")]),
    (". {\n whoami # corefile: main settings\n}\n", []),
    (". {\n log . \"# corefile: ignore[CF203]\"\n}\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "left"), CASES)
def test_what_is_left(text: str, left: list[tuple[int, str]]) -> None:
    tree = parse(text)
    found = [(tree.source.position(f.span.start).line, f.rule.name) for f in lint(tree)]
    wanted = {rule for _, rule in left} | {"hosts-duplicate-name", "unused-suppression"}
    assert [item for item in found if item[1] in wanted] == left


def test_a_comment_after_a_string_of_several_lines_is_about_its_last_line() -> None:
    tree = parse('. {\n log . "a\nb" # corefile: ignore[CF302]\n}\n')
    assert [item.line for item in read_suppressions(tree)] == [3]


def test_a_comment_in_an_imported_file_is_about_that_file() -> None:
    part = f"hosts {{\n {TWICE} # corefile: ignore[CF203]\n fallthrough\n}}\n"
    assert lint(". {\n import part\n whoami\n}\n", read=Memory({"/part": part})) == []


def test_a_rule_that_does_not_run_needs_no_comment_taken_away() -> None:
    text = ". {\n whoami # corefile: ignore[CF203]\n}\n"
    assert [f.rule.name for f in lint(text)] == ["unused-suppression"]
    others = [rule for rule in default_rules() if rule.code != "CF203"]
    assert lint(text, rules=others) == []


#: Around a comment that suppresses nothing: what is said of it, in a Corefile and in a ConfigMap.
PLACES = {
    ". {\n whoami # corefile: ignore[CF203]\n}\n": "on this line",
    ". {\n # corefile: ignore[CF203]\n whoami\n}\n": "on the line below",
    "# corefile: ignore-file[CF203]\n. {\n whoami\n}\n": "in this Corefile",
}


@pytest.mark.parametrize(("text", "place"), PLACES.items())
def test_a_comment_that_suppresses_nothing_says_where_without_a_number(
    text: str, place: str
) -> None:
    said = f"`CF203` finds nothing {place}: the comment is not needed"
    manifest = "kind: ConfigMap\ndata:\n  Corefile: |\n" + indent(text, "    ")
    for document in (read(text, "Corefile"), read(manifest, "a.yaml")):
        found = [item.finding.message for item in lint_document(document).findings]
        assert found == [said]


@pytest.mark.parametrize(
    ("name", "said", "has_help"),
    [
        (
            "hosts-duplicate-nam",
            "there is no rule `hosts-duplicate-nam`: did you mean `hosts-duplicate-name`?",
            False,
        ),
        ("cf203", "there is no rule `cf203`: did you mean `CF203`?", False),
        ("CF999", "there is no rule `CF999`", False),
        # Options take these.
        ("CF2", "there is no rule `CF2`", True),
        ("all", "there is no rule `all`", True),
    ],
)
def test_a_name_that_means_no_rule(name: str, said: str, has_help: bool) -> None:
    [finding] = lint(f". {{\n whoami # corefile: ignore[{name}]\n}}\n")
    assert (finding.rule.name, finding.message) == ("unknown-suppression", said)
    assert bool(finding.help) is has_help


@pytest.mark.parametrize("name", ["brace-misplaced", "CF113"])
def test_a_comment_about_a_slip_is_needed(name: str) -> None:
    text = ". {\n hosts {\n  192.0.2.1 a.example\n  fallthrough }%s\n}\n"
    assert "brace-misplaced" in [f.rule.name for f in lint(text % "")]
    found = [f.rule.name for f in lint(text % f" # corefile: ignore[{name}]")]
    assert not {"brace-misplaced", "unused-suppression"}.intersection(found)
    # Without the slip, it is not.
    sound = text.replace("fallthrough }", "fallthrough\n }") % f" # corefile: ignore[{name}]"
    assert "unused-suppression" in [f.rule.name for f in lint(sound)]
