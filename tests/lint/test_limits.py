"""What docs/limits.md says about texts that are larger, deeper or longer than any configuration."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from corefile.coredns.imports import walk
from corefile.coredns.imports.files import Files
from corefile.documents import read
from corefile.documents.kinds.markdown import blocks
from corefile.documents.kinds.template import marks
from corefile.documents.yaml import composer
from corefile.lint import CheckResult, Settings, all_rules, configuration, engine, lint_document
from corefile.report import FORMATS, renderer
from corefile.vocabulary import MAX_BYTES, MAX_WORDS
from tests.work import growth, steps

PAGE = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
#: What is looked for after that, slips, is only looked for in texts that are not large.
EVERY_RULE = Settings(all_rules(), explain_slips=False)

MANIFEST = "kind: ConfigMap\ndata:\n  Corefile: |\n    . {\n      whoami\n    }\n"


def linted(text: str, name: str = "Corefile") -> CheckResult:
    return lint_document(read(text, name), settings=EVERY_RULE)


@pytest.mark.parametrize(
    ("what", "limit"),
    [
        ("A file", f"{MAX_BYTES >> 20} MiB"),
        ("Words in a file", f"{MAX_WORDS:,}"),
        ("A configuration file", f"{configuration._MAX_BYTES >> 20} MiB"),
        ("A text in Markdown", f"{blocks.MAX_SIZE:,} characters"),
        ("Nesting in YAML", f"{composer.MAX_DEPTH} levels"),
        ("Imports of snippets", f"{walk.MAX_SNIPPET_EXPANSIONS:,}"),
        ("Marks of a template", f"{marks._MAX_TAGS:,}"),
        ("A word in a message", f"{engine._LONGEST} characters"),
    ],
)
def test_the_page_has_the_limits_of_the_code(what: str, limit: str) -> None:
    assert f"\n| {what} | {limit} |" in PAGE


def test_too_many_marks_are_read_as_if_there_were_none() -> None:
    text = ". {\n    log {{ x }}\n" + "    errors {{ x }}\n" * marks._MAX_TAGS + "}\n"
    document = read(text, "Corefile.tmpl")
    assert document.template is not None


def test_a_text_in_markdown_that_is_too_long() -> None:
    text = "```corefile\n. {\n    nosuch\n}\n```\n" + "word " * (blocks.MAX_SIZE // 5)
    (found,) = linted(text, "notes.md").findings
    assert found.finding.rule.name == "unreadable-document"


@pytest.mark.parametrize("levels", [composer.MAX_DEPTH + 1, 5_000])
def test_yaml_that_is_too_deep(levels: int) -> None:
    text = "kind: ConfigMap\nx: " + "[" * levels + "]" * levels + "\n" + MANIFEST.partition("\n")[2]
    (found,) = linted(text, "x.yaml").findings
    assert found.finding.rule.name == "unreadable-document"


def test_snippets_that_import_each_other_many_times() -> None:
    names = range(20)
    text = "(s0) {\n    log\n}\n" + "".join(
        f"(s{number + 1}) {{\n    import s{number}\n    import s{number}\n}}\n" for number in names
    )
    found = linted(f"{text}. {{\n    import s20\n    whoami\n}}\n").findings
    assert "import-error" in {item.finding.rule.name for item in found}


def test_imports_that_are_too_large(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x\n" * (MAX_WORDS + 1))
    text = ". {\n    hosts {\n        import large\n    }\n    import large\n    nosuch\n}\n"
    document = read(text, f"{tmp_path}/Corefile")
    found = lint_document(document, read=Files(tmp_path), settings=EVERY_RULE).findings
    shown = [
        (item.finding.rule.name, item.finding.severity, item.finding.span.start) for item in found
    ]
    assert shown == [
        ("import-error", "warning", text.index("large")),
        ("import-error", "warning", text.rindex("large")),
        ("unknown-directive", "error", text.index("nosuch")),
    ]


def bomb(levels: int) -> str:
    """Return a manifest with aliases that stand for 9 times as many values with each level."""
    many = ",".join(["{0}"] * 9)
    lines = [f"a{n}: &a{n} [{many.format(f'*a{n - 1}')}]\n" for n in range(1, levels)]
    return "a0: &a0 [x]\n" + "".join(lines) + MANIFEST


def documents(number: int) -> str:
    return "---\n".join([MANIFEST] * number)


def nested(depth: int) -> str:
    return ". {\n" + "a {\n" * depth + "}\n" * depth + "}\n"


def hosts(number: int) -> str:
    lines = (f"        10.0.{n // 256}.{n % 256} h{n}.example.org\n" for n in range(number))
    return f". {{\n    hosts {{\n{''.join(lines)}        fallthrough\n    }}\n    whoami\n}}\n"


def blocks_of(number: int) -> str:
    return "".join(f"z{n}.example.org {{\n    forward . 192.0.2.53\n}}\n" for n in range(number))


@pytest.mark.parametrize(
    ("text", "name", "size"),
    [
        (bomb, "x.yaml", 8),
        (documents, "x.yaml", 4),
        (nested, "Corefile", 12),
        (hosts, "Corefile", 12),
    ],
    ids=["bomb", "documents", "nested", "hosts"],
)
def test_steps_grow_with_the_text(text: Callable[[int], str], name: str, size: int) -> None:
    assert growth(lambda number: linted(text(number), name), size) < 2.5


def line(size: int) -> str:
    return f". {{\n    whoami {'x' * size}\n}}\n"


def comment(size: int) -> str:
    return f"# {'x' * size}\n. {{\n    whoami\n}}\n"


@pytest.mark.parametrize("text", [line, comment])
def test_a_long_line_takes_a_few_steps_for_each_character(text: Callable[[int], str]) -> None:
    linted(text(1000))
    short, long = (steps(lambda size=size: linted(text(size))) for size in (1000, 21_000))  # type: ignore[misc]
    assert long - short < 20 * 20_000


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_does_not_repeat_a_long_word(name: str) -> None:
    word = "x" * 50_000
    text = f"{word} {{\n    {word}\n    cache {word}\n    forward . {word} {{\n {word}\n}}\n}}\n"
    checked = linted(text)
    assert len(checked.findings) > 2
    assert len("".join(renderer(name)([checked], color=False))) < 50_000


@pytest.mark.parametrize(
    ("text", "most"), [(nested(1_000), 300), (hosts(150), 150), (blocks_of(40), 150)]
)
def test_memory_is_a_multiple_of_the_text(text: str, most: int) -> None:
    assert f"{most} " in PAGE
    # What is loaded, or remembered, for the first time is not counted.
    assert min(peak(text) for _ in range(3)) < 1.2 * most * len(text)


def peak(text: str) -> int:
    """Return how many bytes it takes at most to lint a text."""
    tracemalloc.start()
    try:
        linted(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_conditions_that_are_never_closed_take_time_in_proportion() -> None:
    def work(size: int) -> None:
        linted(". {\n" + "{{ if .x }}\n    nosuch\n" * size + "}\n", "Corefile.tpl")

    assert growth(work, 60) < 2.6
