"""Fixes are made in rounds, and only those that do what they say."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corefile.documents import read
from corefile.lint import Context, CorefileRule, Edit, Finding, Fix, Settings, lint_document
from corefile.lint.fixing import fix_document
from tests.examples import examples


def replacing(
    old: str, new: str, *, safe: bool = True, code: str = "CF900", **said: tuple[str, ...]
) -> CorefileRule:
    """Make a rule whose fix puts one text in the place of another, everywhere."""

    def check(ctx: Context) -> Iterator[Finding]:
        for token in ctx.tree.tokens():
            if token.raw == old:
                edit = Edit(token.start, token.end, new)
                fix = Fix("replace", (edit,), safe, said.get("adds", ()), said.get("removes", ()))
                yield rule.at(ctx, token, "found", fix=fix)

    rule = CorefileRule(code, "replacing-words", "warning", check)
    return rule


TEXT = ". {\n a 1\n b 2\n a 3\n}\n"


def fixed(
    text: str, *rules: CorefileRule, unsafe: bool = False, name: str = "Corefile"
) -> tuple[str, int]:
    done = fix_document(read(text, name), settings=Settings(rules), unsafe=unsafe)
    return done.text, len(done.fixed)


def test_all_places_in_one_round() -> None:
    rule = replacing("a", "x", adds=("x",), removes=("a",))
    assert fixed(TEXT, rule) == (TEXT.replace("a", "x"), 2)


def test_what_one_fix_makes_another_mends() -> None:
    first = replacing("1", "9", adds=("9",), removes=("1",))
    second = replacing("9", "8", code="CF901", adds=("8",), removes=("9",))
    assert fixed(TEXT, first, second) == (TEXT.replace("1", "8"), 2)


def test_a_circle_ends() -> None:
    first = replacing("1", "9", adds=("9",), removes=("1",))
    second = replacing("9", "1", code="CF901", adds=("1",), removes=("9",))
    assert fixed(TEXT, first, second) == (TEXT, 0)


def test_the_way_into_a_circle_is_undone() -> None:
    steps = [
        replacing(old, new, code=f"CF90{old}", adds=(new,), removes=(old,))
        for old, new in ("12", "24", "45", "52")
    ]
    assert fixed(TEXT, *steps) == (TEXT, 0)


def growing(line: str) -> CorefileRule:
    """Make a rule whose fix adds lines, and changes nothing about what it finds."""

    def check(ctx: Context) -> Iterator[Finding]:
        for token in ctx.tree.tokens():
            if token.raw == "1":
                edit = Edit(token.end, token.end, f"\n{line}")
                fix = Fix("add", (edit,), adds=tuple(line.split()))
                yield rule.at(ctx, token, "found", fix=fix)

    rule = CorefileRule("CF902", "adding-lines", "warning", check)
    return rule


@pytest.mark.parametrize("line", [" c 9", " c 1"])
def test_a_fix_whose_finding_stays_is_undone(line: str) -> None:
    good = replacing("3", "9", adds=("9",), removes=("3",))
    assert fixed(TEXT, growing(line)) == (TEXT, 0)
    assert fixed(TEXT, growing(line), good) == (TEXT.replace("3", "9"), 1)


def test_a_fix_that_always_makes_new_work_is_undone() -> None:
    first = replacing("1", "1\n c 3", adds=("c", "3"))
    second = replacing("3", "4\n d 1", code="CF901", adds=("4", "d", "1"), removes=("3",))
    text, _ = fixed(". {\n a 1\n}\n", first, second)
    assert fixed(text, first, second) == (text, 0)


@pytest.mark.parametrize("count", [3, 30])
def test_more_rounds_than_a_circle_has(count: int) -> None:
    """Fixes that touch are made one after another."""
    text = f". {{\n    import {'no' * 3}\n    hosts {{\n"
    text += "        192.0.2.1 a.example\n" * count
    text += "    }\n}\n"
    done = fix_document(read(text, "Corefile"))
    again = fix_document(read(done.text, "Corefile"))
    assert (again.text, again.fixed) == (done.text, ())


@pytest.mark.parametrize(
    "body",
    [
        " whoami\n hosts {\n  192.0.2.1 a.example\n  health {\n  }\n }\n",
        " hosts {\n  health {\n  }\n",
        " hosts {\n  192.0.2.1 a.example\n  health {\n   x\n  }\n  forward . 192.0.2.53\n",
    ],
)
def test_a_table_that_takes_another_plugin_in(body: str) -> None:
    text = f". {{\n{body}}}\n"
    assert fix_document(read(text, "Corefile"), unsafe=True).text.count("fallthrough") <= 1


@pytest.mark.parametrize("new", ["9", "1 9", "}", '"', ""])
def test_a_safe_fix_that_does_more_than_it_says_is_not_made(new: str) -> None:
    assert fixed(TEXT, replacing("1", new)) == (TEXT, 0)


def test_the_others_are_made_all_the_same() -> None:
    good = replacing("3", "9", code="CF901", adds=("9",), removes=("3",))
    assert fixed(TEXT, replacing("1", "}"), good) == (TEXT.replace("3", "9"), 1)


def test_unsafe_fixes_only_where_they_are_wanted() -> None:
    rule = replacing("1", "9", safe=False)
    assert fixed(TEXT, rule) == (TEXT, 0)
    assert fixed(TEXT, rule, unsafe=True) == (TEXT.replace("1", "9"), 1)


@settings(deadline=None, max_examples=examples(40))
@given(st.lists(st.sampled_from([
    " hosts {\n  192.0.2.1 a.example a.example\n }\n", " hosts {\n }\n", " cache 30s\n", " }\n",
    " forward . /etc/resolv.conf\n", " whoami # corefile: ignore[CF203]\n", " loop\n", "}\n. {\n",
]), max_size=6).map("".join), st.booleans())  # fmt: skip
def test_to_fix_twice_is_to_fix_once(body: str, unsafe: bool) -> None:
    text = f". {{\n{body}}}\n"
    before = fix_document(read(text, "Corefile"), unsafe=unsafe)
    again = fix_document(read(before.text, "Corefile"), unsafe=unsafe)
    assert again.text == before.text
    assert again.fixed == ()


MANIFEST = "kind: ConfigMap\ndata:\n  Corefile: {}\n  x.override: |\n    c 1\n"


@pytest.mark.parametrize(
    ("scalar", "after", "number"),
    [
        ("|\n    . {\n      a 1\n      b 1\n    }", "|\n    . {\n      a 9\n      b 9\n    }", 2),
        ('". {\\n a 1\\n b 1\\n}"', '". {\\n a 9\\n b 9\\n}"', 2),
        (">\n    .\n    {\n\n    a 1\n\n    }", ">\n    .\n    {\n\n    a 9\n\n    }", 1),
    ],
)
def test_in_a_manifest(scalar: str, after: str, number: int) -> None:
    rule = replacing("1", "9", adds=("9",), removes=("1",))
    assert fixed(MANIFEST.format(scalar), rule, name="x.yaml") == (MANIFEST.format(after), number)


def test_in_a_manifest_in_another_style() -> None:
    text = MANIFEST.format("'. {\n\n    a 1\n\n    b 1\n\n    }'")
    after = MANIFEST.format('|-\n    . {\n    a "9\n    9"\n    b "9\n    9"\n    }')
    rule = replacing("1", '"9\n9"', adds=("9\n9",), removes=("1",))
    assert fixed(text, rule, name="x.yaml") == (text, 0)
    assert fixed(text, rule, unsafe=True, name="x.yaml") == (after, 2)


VALUES = """\
servers:
- zones:
  - zone: .
  port: 53
  plugins:
  - name: hosts
    configBlock: |-
      192.0.2.1 a.example
      192.0.2.1 a.example
  - name: forward
    parameters: . 192.0.2.53
"""


@pytest.mark.parametrize("indent", [0, 4], ids=["values", "values in a text"])
def test_values_for_helm_are_mended_in_their_place(indent: int) -> None:
    def written(values: str) -> str:
        lines = "".join(" " * indent + line for line in values.splitlines(keepends=True))
        return f"spec:\n  valuesContent: |\n{lines}" if indent else values

    done = fix_document(read(written(VALUES), "values.yaml"))
    mended = VALUES.replace(
        "      192.0.2.1 a.example\n  - name: f", "      fallthrough\n  - name: f"
    )
    assert done.text == written(mended)
    assert len(done.fixed) == 2
    assert not done.checked.findings


def test_a_value_for_helm_that_gets_another_style_says_so() -> None:
    text = VALUES.replace("|-\n      192.0.2.1 a.example\n", ">-\n", 1)
    (finding,) = lint_document(read(text, "values.yaml")).findings
    assert finding.fix is not None
    assert not finding.fix.safe
    assert finding.fix.message == "add `fallthrough`, and write the value in another YAML style"


def test_a_text_that_other_keys_have_is_not_mended_without_a_word() -> None:
    text = "kind: ConfigMap\ndata:\n  Corefile: &c |\n    . {\n     a\n    }\n  backup: *c\n"
    rule = replacing("a", "x", adds=("x",), removes=("a",))
    assert fixed(text, rule, name="x.yaml") == (text, 0)
    assert fixed(text, rule, unsafe=True, name="x.yaml") == (text.replace(" a\n", " x\n"), 1)
    (item,) = lint_document(read(text, "x.yaml"), settings=Settings((rule,))).findings
    assert item.fix is not None
    assert item.fix.message.endswith(", also for other keys, which have this text by an alias")
    known = text.replace("backup", "Corefile-backup")
    assert fixed(known, rule, name="x.yaml")[1] == 1
