"""Whatever is typed, the server says what it would say of the text if it had just been opened."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.uris import from_fs_path

from corefile.coredns.imports.files import Files
from corefile.server.analysis import Analysis
from corefile.server.diagnostics import Diagnostic, alike, diagnostic, diagnostics, for_now
from corefile.server.positions import Change
from corefile.server.quick import stroke
from corefile.server.shell import Server
from corefile.server.start import server_of
from tests.examples import examples
from tests.server.client import PLACES, placed
from tests.server.projects import SETTINGS, Defaults

TEXT = """\
(common) {
    errors
    cache 30
}
.:53 {
    import common
    forward . 8.8.8.8 {
        max_fails 3
    }
}
example.org {
    import common
    hosts {
        10.0.0.1 www.example.org
    }
}
"""

WORDS = (
    "{",
    "}",
    "\n",
    " ",
    "forward",
    "cache 30\n",
    "😀",
    '"',
    "#",
    ":",
    "  import common\n",
    "|",
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(WORDS)), max_size=4)


@cache
def server() -> Server:
    """Return a server that an editor has started."""
    made = server_of(Defaults())
    params = types.InitializeParams(capabilities=types.ClientCapabilities())
    list(made.protocol.lsp_initialize(params))
    return made


def shown(found: Diagnostic) -> tuple[object, ...]:
    """Return all of a diagnostic that an editor sees."""
    related = [(place.path, place.start, place.end, words) for place, words in found.related]
    return (found.start, found.end, found.severity, found.code, found.message, related)


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=examples(10))
@given(EDITS)
def test_edits_lead_to_what_a_fresh_look_finds(
    place: str, edits: list[tuple[float, int, str]]
) -> None:
    name, text = placed(TEXT, place)
    uri = from_fs_path(f"/nowhere/{name}") or ""
    buffer = server().read(uri, text, 0)
    before = buffer.analysis
    for version, (where, length, new) in enumerate(edits, 1):
        start = round(where * len(text))
        end = min(start + length, len(text))
        lines = buffer.convert.lines
        change = Change(new, (lines.position(start), lines.position(end)))
        text = text[:start] + new + text[end:]
        buffer = server().change(uri, version, [change])
        assert buffer.analysis.text == text
        assert buffer.version == version
        now = for_now(buffer.analysis, before)
        assert all(0 <= each.start <= each.end <= len(text) for each in now)
    fresh = Analysis(text, buffer.name, SETTINGS, Files("/nowhere"))
    assert list(map(shown, diagnostics(buffer.analysis))) == list(map(shown, diagnostics(fresh)))


def test_while_somebody_types_all_but_what_changed_stays() -> None:
    text = ".:53 {\n    forward . 8.8.8.8\n    cache 30\n}\n(unused) {\n    errors\n}\n"
    before = Analysis(text, "Corefile", SETTINGS)
    (unused,) = [each for each in diagnostics(before) if each.code == "CF109"]
    after = Analysis(text.replace("cache 30", "cach 30"), "Corefile", SETTINGS)
    found = for_now(after, before)
    assert {each.code for each in found} >= {"CF004", "CF109"}
    (still,) = [each for each in found if each.code == "CF109"]
    assert (still.start, still.end) == (unused.start - 1, unused.end - 1)
    changed = Analysis(text.replace("unused", "used"), "Corefile", SETTINGS)
    assert "CF109" not in [e.code for e in for_now(changed, before)]


BLOCKS = "".join(
    f"""\
zone{n}.example {{
    errors
    hosts {{
{"".join(f"        10.0.{n}.{row} host{row}.zone{n}.example" + chr(10) for row in range(60))}
    }}
    forward . 8.8.8.{n} {{
        max_fails {n}
    }}
}}
"""
    for n in range(4)
)

#: What is typed instead of what, once in the text, and what CoreDNS refuses then.
STROKES = [
    ("forward . 8.8.8.2", "forwar . 8.8.8.2", {"CF004"}),
    ("max_fails 2", "max_fails x", {"CF006"}),
    ("errors", "errorss", {"CF004"}),
    ("10.0.2.30 host30", "10.0.2.300 host30", set()),
    ("8.8.8.3", "8.8.8.8", set()),
    ("8.8.8.3", "8.8.8", {"CF006"}),
]


@pytest.mark.parametrize("place", ["plain", "ConfigMap"])
@pytest.mark.parametrize(("old", "new", "codes"), STROKES)
def test_a_stroke_is_judged_as_the_whole_file_is(
    place: str, old: str, new: str, codes: set[str]
) -> None:
    name, text = placed(BLOCKS, place)
    before = Analysis(text, name, SETTINGS)
    after = Analysis(text.replace(old, new, 1), name, SETTINGS)
    head, tail = alike(text, after.text)
    typed = after.text[head : len(after.text) - tail]
    assert stroke(before.parts, head, len(text) - tail, typed)
    found = [each for each in for_now(after, before) if each.severity == "error"]
    assert {each.code for each in found} == codes
    whole = [diagnostic(item, after) for item in after.refused.findings]
    assert [(e.start, e.end, e.code, e.message) for e in found] == [
        (e.start, e.end, e.code, e.message) for e in whole
    ]


@pytest.mark.parametrize("typed", ["\n", '"', "x\ny", "`", "\\", "#", "'"])
def test_what_may_change_the_file_is_no_stroke(typed: str) -> None:
    name, text = placed(BLOCKS, "ConfigMap")
    at = text.index("forward") + 3
    parts = Analysis(text, name, SETTINGS).parts
    assert stroke(parts, at, at, typed) is None
    assert stroke(parts, at - 3, at, "x") is None
    assert stroke(parts, at + 6, at + 7, "x") is not None
    assert stroke(parts, at, at, "x") is not None


def test_a_text_that_is_too_long_is_not_checked_but_said_to_be() -> None:
    (found,) = diagnostics(Analysis("errors\n" * 200_000, "Corefile", SETTINGS))
    assert "`corefile-lint`" in found.message
    assert found.severity == "error"
