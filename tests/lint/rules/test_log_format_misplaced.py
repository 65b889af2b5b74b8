"""What `log` takes for a name, and how it is mended."""

import pytest

from corefile.lint.engine import lint
from corefile.lint.rules.operations.log_format_misplaced import RULE
from corefile.text.edits import apply_edits

CASES = [
    ('log "{remote} {name}"', 'log . "{remote} {name}"'),
    ('log "{remote}" {\n  class error\n }', 'log . "{remote}" {\n  class error\n }'),
    ("log {remote}", 'log . "{remote}"'),
    ("log . {remote} - {name}", 'log . "{remote} - {name}"'),
    ("log example.org {remote} {name}", 'log example.org "{remote} {name}"'),
    ("log stdout", "log"),
    ("log stdout  # here", "log  # here"),
    ("log stderr {\n  class error\n }", "log {\n  class error\n }"),
    # Found, and not mended: what is meant cannot be told.
    ('log "{remote}" example.org', None),
    ('log . "a \\"b\\" {x}" {name}', None),
    ("log . stdout", None),
]


@pytest.mark.parametrize(("line", "mended"), CASES)
def test_mended(line: str, mended: str | None) -> None:
    text = f". {{\n {line}\n}}\n"
    (finding,) = lint(text, rules=[RULE])
    edits = finding.fix.edits if finding.fix else None
    assert (apply_edits(text, edits) if edits else None) == (mended and f". {{\n {mended}\n}}\n")
    if edits:
        assert not lint(apply_edits(text, edits), rules=[RULE])


SILENT = [
    "log",
    "log .",
    "log . {combined}",
    'log example.org example.com "{name} {rcode}"',
    "log {$NAMES}",
    "log {{ .Zone }}",
]


@pytest.mark.parametrize("line", SILENT)
def test_silent(line: str) -> None:
    assert not lint(f". {{\n {line}\n}}\n", rules=[RULE])
