"""What clients are shown stays within what Kubernetes passes on."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from corefile.webhook.judging import Told
from corefile.webhook.wording import denial_of, warnings_of

FOUND = st.builds(
    Told,
    st.sampled_from(("error", "warning", "info")),
    st.sampled_from(("a-rule", "another-rule")),
    st.sampled_from(("", "Corefile:1:2")),
    st.text(max_size=30) | st.text(min_size=200, max_size=3000),
)
#: The API server's own limits.
LONGEST, ALL = 256, 4096


@given(st.lists(FOUND, max_size=80))
def test_warnings_are_within_the_limits(found: list[Told]) -> None:
    warnings = warnings_of(found)
    assert all(0 < len(each) <= LONGEST for each in warnings)
    assert sum(map(len, warnings)) < ALL
    assert not any(unicodedata.category(each) == "Cc" for text in warnings for each in text)
    assert bool(warnings) == bool(found)


@given(st.lists(FOUND, min_size=1, max_size=80))
def test_a_denial_is_within_the_limits(found: list[Told]) -> None:
    assert 0 < len(denial_of(found)) <= ALL + 100


def test_the_words() -> None:
    found = [
        Told("warning", "a-rule", "Corefile:1:2", "the first\nline"),
        Told("info", "b", "", "x"),
    ]
    assert warnings_of(found) == ["Corefile:1:2: warning[a-rule] the first line", "info[b] x"]
    many = [Told("error", "a-rule", "", "x" * 2000)] * 50
    assert warnings_of(many)[-1] == "39 more: run corefile-lint on the manifest"
    assert denial_of(many).splitlines()[-1] == "48 more: run corefile-lint on the manifest"
    assert len(denial_of([Told("error", "a-rule", "", "x" * 20_000)])) == 4096
