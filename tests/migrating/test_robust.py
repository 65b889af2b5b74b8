"""Any text is migrated, or refused with a reason; nothing raises."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.migrating import migrate, migrate_files
from corefile.text.edits import apply_edits
from tests.editing.texts import ANY_TEXTS
from tests.migrating.corefiles import corefiles

WAYS = st.sampled_from([("1.1.3", "1.15.0"), ("1.15.0", "1.1.3"), ("1.6.7", "1.8.0")])


@st.composite
def broken(draw: st.DrawFn) -> str:
    """Return a Corefile of which a part is lost, or is there twice."""
    text = draw(corefiles())
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 12)))
    new = draw(st.sampled_from(["", text[start:end] * 2, "\x00", "{$A}"]))
    return text[:start] + new + text[end:]


@given(st.one_of(ANY_TEXTS, broken()), WAYS, st.booleans())
def test_any_text(text: str, way: tuple[str, str], more: bool) -> None:
    found = migrate(text, *way, defaults=more, deprecated=more)
    assert apply_edits(text, found.edits) == found.text
    assert not (found.is_refused and found.edits)
    for notice in found.notices:
        assert notice.path or 0 <= notice.start <= notice.end <= len(text)


@given(st.one_of(ANY_TEXTS, broken()), WAYS, st.sampled_from(["a.yaml", "a.md", "a.override"]))
def test_any_file(text: str, way: tuple[str, str], name: str) -> None:
    indented = "".join(f"    {line}" for line in text.splitlines(True))
    held = {
        "a.yaml": f"kind: ConfigMap\nmetadata: {{name: c}}\ndata:\n  Corefile: |\n{indented}\n",
        "a.md": f"```corefile\n{text}\n```\n",
        "a.override": text,
    }[name]
    old, new = map(stock, way)
    (file,) = migrate_files([(read(held, name), old)], new, defaults=True)
    assert file.text == held or (file.edits and not file.is_refused)


@pytest.mark.parametrize("text", ["a {\n" * 3000 + "}\n" * 3000, "{ " * 3000, "{\n" * 3000])
def test_deep_blocks_end_in_an_answer(text: str) -> None:
    found = migrate(text, "1.6.2", "1.12.0")
    assert apply_edits(text, found.edits) == found.text


def test_deep_blocks_take_memory_in_proportion() -> None:
    def peak(size: int) -> int:
        tracemalloc.start()
        migrate("{ " * size, "1.6.2", "1.12.0")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1000)
    assert peak(4000) < 3 * peak(2000)
