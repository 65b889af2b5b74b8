"""Fixes of generated Corefiles, and of mutants of them: done once, and no mistake is added."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corefile.documents import read
from corefile.lint import Settings, all_rules, lint_document
from corefile.lint.fixing import fix_document
from corefile.lint.result import CheckResult
from tests.examples import examples
from tests.oracle.cases import handwritten
from tests.oracle.generate import one_plugin, soup, whole
from tests.oracle.mutate import mutant
from tests.oracle.protocol import Request

pytestmark = pytest.mark.slow

EVERY_RULE = Settings(all_rules())
SEEDS = st.integers(0, 2**32).map(Random)
FRESH = st.builds(
    lambda form, random: form(random), st.sampled_from((whole, one_plugin, soup)), SEEDS
)
KNOWN = st.sampled_from([case.request for case in handwritten()])
REQUESTS = FRESH | st.builds(mutant, FRESH | KNOWN, SEEDS)


def errors(checked: CheckResult) -> Counter[str]:
    return Counter(i.finding.rule.code for i in checked.findings if i.finding.severity == "error")


@settings(derandomize=True, max_examples=examples(150))
@given(REQUESTS, st.booleans())
def test_fixes_are_done_once_and_add_no_error(request: Request, unsafe: bool) -> None:
    document = read(request.text, "Corefile")
    before = lint_document(document, settings=EVERY_RULE)
    done = fix_document(document, settings=EVERY_RULE, unsafe=unsafe)
    assert errors(done.checked) <= errors(before)
    again = fix_document(read(done.text, "Corefile"), settings=EVERY_RULE, unsafe=unsafe)
    assert (again.text, again.fixed) == (done.text, ())
