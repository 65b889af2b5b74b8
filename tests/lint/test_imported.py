"""Fixes of what stands in keys that a Corefile imports from its own file."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import yaml

from corefile.documents import read
from corefile.lint import (
    CheckResult,
    Context,
    CorefileRule,
    Edit,
    Finding,
    Fix,
    Rule,
    Settings,
    SlipRule,
    all_rules,
    lint_document,
    lint_documents,
)
from corefile.lint.fixing import RelatedFile, fix_document
from corefile.lint.result import Located
from corefile.lint.selection import select
from corefile.syntax.parser import parse
from corefile.syntax.tree import ServerBlock
from corefile.testing import Example
from corefile.text.edits import apply_edits
from corefile.text.source import Source
from tests.lint.test_rule_examples import examples, settings_of

MAIN = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    .:53 {
        errors
        loop
        cache 30
        forward . /etc/resolv.conf
        import custom/*.override
    }
    import custom/*.server
"""
CUSTOM = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom   # mounted beside it
  namespace: kube-system
data:
  a.override: |
    hosts {
        10.0.0.2 b.example
        10.0.0.2 b.example
    }
"""
MENDED = CUSTOM.replace("        10.0.0.2 b.example\n    }", "        fallthrough\n    }")
FALLTHROUGH, TWICE = "hosts-missing-fallthrough", "hosts-duplicate-name"


def fixes(checked: CheckResult) -> dict[str, bool]:
    """The rules that found something, and whether each finding has a fix."""
    return {item.finding.rule.name: item.fix is not None for item in checked.findings}


def fixed(text: str, *, unsafe: bool = False, name: str = "x.yaml") -> str:
    return fix_document(read(text, name), unsafe=unsafe).text


@pytest.mark.parametrize("text", [f"{MAIN}---\n{CUSTOM}", f"{CUSTOM}---\n{MAIN}"])
def test_an_override_is_mended(text: str) -> None:
    checked = lint_document(read(text, "x.yaml"))
    assert fixes(checked) == {FALLTHROUGH: True, TWICE: True}
    assert fixed(text) == text.replace(CUSTOM, MENDED)
    done = fix_document(read(text, "x.yaml"))
    assert (done.checked.findings, len(done.fixed)) == ((), 2)


def test_edits_are_those_of_the_file() -> None:
    text = f"{MAIN}---\n{CUSTOM}"
    item = next(
        item
        for item in lint_document(read(text, "x.yaml")).findings
        if item.finding.rule.name == FALLTHROUGH
    )
    assert item.fix is not None
    ((start, end, new),) = [(edit.start, edit.end, edit.text) for edit in item.fix.edits]
    position = Source(text, "x.yaml").position(start)
    assert (position.line, position.column, start == end) == (26, 27, True)
    assert new == "\n        fallthrough"
    # It stands in the second Corefile of the file.
    assert item.corefile == 1


@pytest.mark.parametrize(
    "scalar",
    [
        '"hosts {\\n    10.0.0.2 b.example\\n    10.0.0.2 b.example\\n}\\n"',
        "|-\n\n    hosts {\n        10.0.0.2 b.example\n        10.0.0.2 b.example\n    }",
        "|4\n      hosts {\n        10.0.0.2 b.example\n        10.0.0.2 b.example\n      }\n",
    ],
    ids=["double", "strip", "indented"],
)
def test_styles_of_the_string(scalar: str) -> None:
    head, _, _ = CUSTOM.partition("|")
    before = f"{MAIN}---\n{head}"
    after = fixed(f"{before}{scalar}\n  z: end\n")
    assert after.startswith(before)
    assert after.endswith("\n  z: end\n")
    lines = list(yaml.safe_load_all(after))[1]["data"]["a.override"].split("\n")
    words = [line.split() for line in lines if line.strip()]
    assert words == [["hosts", "{"], ["10.0.0.2", "b.example"], ["fallthrough"], ["}"]]


def test_a_list_in_json() -> None:
    maps = [yaml.safe_load(MAIN), yaml.safe_load(CUSTOM)]
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": maps}, indent=1)
    maps[1] = yaml.safe_load(MENDED)
    after = {"apiVersion": "v1", "kind": "List", "items": maps}
    assert fixed(text, name="x.json") == json.dumps(after, indent=1)


def test_server_blocks_are_mended_too() -> None:
    rest = "    }\n    forward . 192.0.2.1\n    cache 30\n    errors\n    }\n"
    server = "  a.server: |\n    b.example {\n    hosts {\n        10.0.0.2 b.example"
    head, _, _ = CUSTOM.partition("  a.override")
    text = f"{MAIN}---\n{head}{server} b.example\n{rest}"
    assert fixes(lint_document(read(text, "x.yaml"))) == {FALLTHROUGH: True, TWICE: True}
    assert fixed(text) == f"{MAIN}---\n{head}{server}\n        fallthrough\n{rest}"


def test_the_first_line_too() -> None:
    text = f"{MAIN}---\n{CUSTOM}".replace(
        CUSTOM[CUSTOM.index("    hosts") :], "    hosts /etc/hosts\n"
    )
    end = "    hosts /etc/hosts {\n        fallthrough\n    }\n"
    assert fixed(text) == text.replace("    hosts /etc/hosts\n", end)


TWO_BLOCKS = MAIN.replace(
    "    import custom/*.server\n",
    "    example.org {\n        errors\n        cache 30\n        forward . 192.0.2.53\n"
    "        import custom/a.override\n    }\n",
)
IN_A_SNIPPET = MAIN.replace(
    "    .:53 {", "    (s) {\n        import custom/*.override\n    }\n    .:53 {"
).replace(
    "        import custom/*.override\n    }\n    import custom/*.server\n",
    "        import s\n    }\n",
)
DIRECTLY_AND_IN_A_SNIPPET = MAIN.replace(
    "    .:53 {", "    (s) {\n        import custom/a.override\n    }\n    .:53 {"
).replace("custom/*.server\n", "custom/*.server\n    b.example {\n        import s\n    }\n")
#: CoreDNS does not come to the second import: nor do we.
BROKEN_ABOVE_THE_SECOND = TWO_BLOCKS.replace("example.org {", "example.org {\n        log }")
SECOND_MAIN = MAIN.replace("name: coredns", "name: coredns-two")


@pytest.mark.parametrize(
    "text",
    [
        f"{TWO_BLOCKS}---\n{CUSTOM}",
        f"{IN_A_SNIPPET}---\n{CUSTOM}",
        f"{DIRECTLY_AND_IN_A_SNIPPET}---\n{CUSTOM}",
        f"{BROKEN_ABOVE_THE_SECOND}---\n{CUSTOM}",
        f"{MAIN}---\n{SECOND_MAIN}---\n{CUSTOM}",
        f"{MAIN}---\n{CUSTOM}".replace("a.override: |", "a.override: &a |") + "  b.server: *a\n",
        f"{MAIN}---\n{CUSTOM}".replace("    import custom/*.server\n", "    import other/*.conf\n"),
    ],
    ids=["two blocks", "snippet", "both", "broken", "two Corefiles", "alias", "another import"],
)  # fmt: skip
def test_where_it_may_be_wrong_elsewhere_there_is_no_fix(text: str) -> None:
    checked = lint_document(read(text, "x.yaml"))
    assert any(item.finding.rule.name == FALLTHROUGH for item in checked.findings)
    inside = [item for item in checked.findings if item.finding.source.name.endswith(".override")]
    assert inside
    assert not any(item.fix for item in inside)
    assert fixed(text, unsafe=True).endswith(text[text.index("coredns-custom") :])


def test_a_corefile_that_imports_nothing_does_not_count() -> None:
    other = MAIN.replace("name: coredns", "name: node-local").replace("import custom", "# import")
    text = f"{MAIN}---\n{other}---\n{CUSTOM}"
    assert fixed(text) == text.replace(CUSTOM, MENDED)


def test_a_key_in_another_file() -> None:
    main, custom = read(MAIN, "coredns.yaml"), read(CUSTOM, "custom.yaml")
    found, nothing = lint_documents([main, custom])
    assert (fixes(found), nothing.findings) == ({FALLTHROUGH: True, TWICE: True}, ())
    for item in found.findings:
        assert item.fix is not None
        assert item.place.path == "custom.yaml"
        assert all(each.end <= len(CUSTOM) for each in item.fix.edits)
    # Each file is mended for itself, and says what is left in it.
    done = fix_document(custom, beside=[RelatedFile(main, Settings())])
    assert (done.text, done.checked.findings, len(done.fixed)) == (MENDED, (), 2)
    done = fix_document(main, beside=[RelatedFile(custom, Settings())])
    assert (done.text, done.checked.findings, done.fixed) == (MAIN, (), ())
    # By itself, the key is not known to be imported anywhere: only its lines are judged.
    assert fix_document(custom).text == MENDED.replace("        fallthrough\n", "")


def test_each_file_has_its_own_settings() -> None:
    main, custom = read(MAIN, "coredns.yaml"), read(CUSTOM, "custom.yaml")
    other = Settings(select(None, without=[TWICE]))
    for settings_of_main, mine, left in ((Settings(), other, 1), (other, Settings(), 2)):
        done = fix_document(custom, settings=mine, beside=[RelatedFile(main, settings_of_main)])
        assert done.text.count("10.0.0.2") == left
        assert done.text.count("fallthrough") == 1


def test_what_is_left_of_a_key_in_another_file() -> None:
    main = read(MAIN.replace("errors", "log"), "coredns.yaml")
    custom = read(CUSTOM.replace("    hosts", "    nosuch\n    hosts"), "custom.yaml")
    done = fix_document(custom, beside=[RelatedFile(main, Settings())])
    assert [(i.finding.rule.name, i.place.path) for i in done.checked.findings] == [
        ("unknown-directive", "custom.yaml")
    ]
    done = fix_document(main, beside=[RelatedFile(custom, Settings())])
    assert {(i.finding.rule.name, i.place.path) for i in done.checked.findings} <= {
        ("missing-errors", "coredns.yaml")
    }


def test_a_suppression_in_the_key_counts() -> None:
    comment = f" # corefile: ignore[{TWICE}] on purpose\n"
    text = f"{MAIN}---\n{CUSTOM}".replace("b.example\n    }", f"b.example{comment}    }}")
    assert fixes(lint_document(read(text, "x.yaml"))) == {FALLTHROUGH: True}
    assert fixed(text).count("10.0.0.2") == 2


def test_no_line_is_moved_from_one_text_to_another() -> None:
    settings = Settings(select(["CF304"]))
    low, high = "forward a.example 192.0.2.1\n", "forward example 192.0.2.2\n"
    apart = manifest(f". {{\n{high}import custom/*.override\n}}\n", low)
    assert fixes(lint_document(read(apart, "x.yaml"), settings=settings)) == {
        "forward-shadowed": False
    }
    main = ". {\nimport custom/*.override\n}\n"
    done = fix_document(read(manifest(main, high + low), "x.yaml"), settings=settings, unsafe=True)
    assert done.text == manifest(main, low + high)


def replacing(old: str, new: str, *, adds: tuple[str, ...] = (), safe: bool = True) -> CorefileRule:
    """Make a rule whose fix writes something else for a word."""

    def check(ctx: Context) -> Iterator[Finding]:
        for server in ctx.config.servers:
            for token in (token for line in server.directives for token in line.tokens):
                if token.text == old:
                    edit = Edit(token.token.start, token.token.end, new)
                    here = token.source is ctx.tree.source and token.via is None
                    fix = Fix("replace", (edit,), safe, adds, (old,)) if here else None
                    yield rule.at(ctx, token, f"found in {ctx.profile}", fix=fix)

    rule = CorefileRule("CF900", "replacing-words", "warning", check, fixes=True)
    return rule


@pytest.mark.parametrize(
    ("new", "adds", "made"), [("9", ("9",), True), ("9", (), False), ("}", ("}",), False)]
)
@pytest.mark.parametrize(
    ("before", "imported", "behind"),
    [
        ("", "b 7\n", ""),
        # Halves of blocks: by themselves CoreDNS refuses these lines.
        ("p {\n", "b 7\n}\n}\n. {\np {\n", "}\n"),
    ],
    ids=["lines", "halves"],
)
def test_the_proof_is_that_of_the_corefile(
    before: str, imported: str, behind: str, new: str, adds: tuple[str, ...], made: bool
) -> None:
    text = manifest(f". {{\n{before}import custom/*.override\n{behind}}}\n", imported)
    rule = replacing("7", new, adds=adds)
    done = fix_document(read(text, "x.yaml"), settings=Settings((rule,)))
    assert (done.text, len(done.fixed)) == (text.replace("7", new) if made else text, made)


def test_the_proof_is_that_of_a_corefile_in_another_file() -> None:
    text = manifest(". {\np {\nimport custom/*.override\n}\n}\n", "b 7\n}\n}\n. {\np {\n")
    main, custom = text.split("---\n")
    for adds, number in ((("9",), 1), ((), 0)):
        settings = Settings((replacing("7", "9", adds=adds),))
        beside = [RelatedFile(read(main, "main.yaml"), settings)]
        done = fix_document(read(custom, "custom.yaml"), settings=settings, beside=beside)
        assert len(done.fixed) == number


def test_no_error_comes_to_a_corefile_in_another_file() -> None:
    main, custom = manifest(". {\nimport custom/*.override\ncache 30\n}\n", "kache\n").split(
        "---\n"
    )
    for new, after in (("log", "log"), ("cache", "kache")):
        rule = replacing("kache", new, safe=False)
        settings = Settings((rule, *select(["CF007"])))
        beside = [RelatedFile(read(main, "main.yaml"), settings)]
        document = read(custom, "custom.yaml")
        done = fix_document(document, settings=settings, unsafe=True, beside=beside)
        assert done.text == custom.replace("kache", after)


def test_only_so_much_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corefile.lint.imported._MOST_WORDS", 1)
    server = (
        "{0}.example {{\n    hosts {{\n        192.0.2.1 a.{0}.example\n    }}\n"
        "    cache\n    forward . 192.0.2.1\n}}\n"
    )
    keys = {f"{name}.server": server.format(name) for name in "abc"}
    content = [yaml.safe_load(MAIN), {**yaml.safe_load(CUSTOM), "data": keys}]
    settings = Settings(select(["CF201"]))
    document = read(yaml.dump_all(content, default_style='"'), "x.yaml")
    with_fix = [
        item.fix is not None for item in lint_document(document, settings=settings).findings
    ]
    assert sorted(with_fix) == [False, False, True]
    # The others get theirs in later rounds.
    assert len(fix_document(document, settings=settings).fixed) == 3


# What is imported is mended as it would be where it is imported.


def manifest(main: str, override: str) -> str:
    def block(text: str) -> str:
        return "".join(f"    {line}\n" for line in text.split("\n")[:-1])

    return (
        "kind: ConfigMap\nmetadata: {name: coredns}\ndata:\n  Corefile: |2\n"
        f"{block(main)}---\nkind: ConfigMap\nmetadata: {{name: coredns-custom}}\ndata:\n"
        f"  a.override: |2\n{block(override)}"
    )


def texts(text: str) -> list[str]:
    return [embedded.text for embedded in read(text, "x.yaml").corefiles]


def bodies(text: str) -> list[tuple[int, int]]:
    """Where the lines of each server block stand."""
    found = []
    for item in parse(text).items:
        if isinstance(item, ServerBlock) and item.body.open and item.body.close:
            close = item.body.close
            end = close.start - len(close.prefix.rpartition("\n")[2])
            if item.body.items and text[item.body.open.end] == "\n":
                found.append((item.body.open.end + 1, end))
    return found


#: Rules that look at the text as written, so not at what it imports, as those of slips do.
AS_WRITTEN = {"CF004", "CF106", "CF107", "CF111", "CF011"} | {
    rule.code for rule in all_rules() if rule.slips or isinstance(rule, SlipRule)
}

CASES = [
    pytest.param(rule, example, start, end, id=f"{rule.name}-{number}-{start}")
    for rule in all_rules()
    if rule.fixes and rule.code not in AS_WRITTEN
    for number, example in enumerate(examples(rule, "Bad"), 1)
    if example.name == "Corefile"
    for start, end in bodies(example.text)
]


def of_rule(rule: Rule, example: Example, text: str, name: str) -> list[Located]:
    found = lint_document(read(text, name), settings=settings_of(example)).findings
    return [item for item in found if item.finding.rule.code == rule.code]


@pytest.mark.parametrize(("rule", "example", "start", "end"), CASES)
def test_the_fix_is_that_of_the_same_lines_in_the_corefile(
    rule: Rule, example: Example, start: int, end: int
) -> None:
    whole = example.text
    # Not as AKS calls the folder: other rules run there.
    outer = f"{whole[:start]}    import extra/*.override\n{whole[end:]}"
    text = manifest(outer, whole[start:end])
    expected = [
        apply_edits(whole, item.fix.edits)
        for item in of_rule(rule, example, whole, "Corefile")
        if item.fix is not None
        and all(start <= each.start and each.end <= end for each in item.fix.edits)
        and start <= item.place.start < end
    ]
    made = [
        texts(apply_edits(text, item.fix.edits))
        for item in of_rule(rule, example, text, "x.yaml")
        if item.fix is not None and item.corefile == 1
    ]
    rest = len(whole) - end
    assert made == [[outer, after[start : len(after) - rest]] for after in expected]


def test_most_rules_are_among_these() -> None:
    assert len({case.values[0] for case in CASES}) >= 30
