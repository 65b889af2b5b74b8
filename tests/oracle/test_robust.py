"""Reading never raises, hangs or grows without bound, whatever the text."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

import corefile
from corefile.lint import lint
from tests.examples import examples
from tests.oracle.compare import World, verdict
from tests.oracle.generate import VOCABULARY, generate, one_plugin, soup, whole
from tests.oracle.mutate import mutant
from tests.oracle.protocol import Request
from tests.oracle.shrink import shrink

SOUP = st.lists(st.sampled_from(VOCABULARY["soup"]["words"]) | st.text(max_size=8), max_size=30)
ENVIRONMENTS = st.dictionaries(st.sampled_from("ABX"), st.text(max_size=8), max_size=3)
FILES = st.dictionaries(st.sampled_from(["a", "b", "x", "d/a"]), SOUP.map(" ".join), max_size=3)
REQUESTS = st.builds(Request, SOUP.map("".join), ENVIRONMENTS, FILES)
SEEDS = st.integers(0, 2**32).map(Random)
GENERATED = st.builds(
    lambda form, random: form(random), st.sampled_from((whole, one_plugin, soup)), SEEDS
)
REPEATABLE = settings(derandomize=True, deadline=20_000, max_examples=examples(150))


@REPEATABLE
@given(REQUESTS | GENERATED)
def test_reading_never_raises(request: Request) -> None:
    tree = corefile.parse(request.text, name="Corefile")
    for env in (request.env, None):
        for read in (World(request.files), None):
            corefile.expand(tree, env=env, read=read).to_dict()


@REPEATABLE
@given(REQUESTS | GENERATED)
def test_judging_never_raises(request: Request) -> None:
    assert verdict(request).outcome in ("accepted", "refused", "environment")


@REPEATABLE
@given(REQUESTS | GENERATED)
def test_linting_never_raises(request: Request) -> None:
    tree = corefile.parse(request.text, name="Corefile")
    for read in (World(request.files), None):
        for finding in lint(tree, read=read):
            assert 0 <= finding.span.start <= finding.span.end <= len(finding.source.text)


@REPEATABLE
@given(st.text())
def test_any_text_is_kept(text: str) -> None:
    assert str(corefile.parse(text)) == text


def test_snippets_do_not_multiply_without_end() -> None:
    lines = ["(s0) {\nlog\n}\n"]
    lines += [f"(s{n}) {{\n" + f"import s{n - 1}\n" * 50 + "}\n" for n in range(1, 6)]
    assert verdict(Request("".join(lines) + ". {\nimport s5\n}\n")).outcome == "refused"


def test_generators_repeat_themselves() -> None:
    assert list(generate(3, 20)) == list(generate(3, 30))[:20]
    request = next(generate(3, 1))
    assert mutant(request, Random(5)) == mutant(request, Random(5))


def test_shrinking_finds_what_matters() -> None:
    request = Request(
        "a.org {\n    log\n    cache 30\n}\n" * 20 + "b.org {\n    bad\n}\n", {"A": "a"}
    )
    smallest = shrink(request, lambda some: ["bad" in one.text for one in some])
    assert smallest == Request("bad")
