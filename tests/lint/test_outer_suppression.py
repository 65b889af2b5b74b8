"""Comments of YAML, beside `data:` and in values for Helm, that suppress rules."""

import pytest

from corefile.documents import read
from corefile.lint import fix_document, lint_document
from corefile.lint.outer_suppression import block_ends
from tests.work import growth

MANIFEST = """\
kind: ConfigMap{kind}
{above}data:{data}
  Corefile: |{key}
    . {{
        hosts {{
            192.0.2.1 a.example a.example
            fallthrough
        }}
        whoami
    }}
  b.server: |
    b.example {{
        hosts {{
            192.0.2.1 a.b.example a.b.example
            fallthrough
        }}
        whoami
    }}
"""
PARTS = {"kind": "", "above": "", "data": "", "key": ""}
IGNORE = "  # corefile: ignore[hosts-duplicate-name] both answer"
BOTH, FIRST, SECOND = [6, 14], [6], [14]


def lines(text: str, name: str = "cm.yaml") -> list[int]:
    found = lint_document(read(text, name)).findings
    return [i.place.first.line for i in found if i.finding.rule.code == "CF203"]


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        ({}, BOTH),
        ({"data": IGNORE}, []),
        ({"key": IGNORE}, SECOND),
        ({"kind": IGNORE}, BOTH),
        ({"above": IGNORE.lstrip() + "\n"}, []),
        ({"above": "# of somebody\n" + IGNORE.lstrip() + "\n\n# more\n"}, []),
        ({"kind": IGNORE.replace("ignore[", "ignore-file[")}, []),
        ({"data": IGNORE.replace("hosts-duplicate-name", "CF203, CF999")}, []),
        ({"data": IGNORE.replace("hosts-duplicate-name", "CF201")}, BOTH),
    ],
)
def test_beside_the_keys_of_a_config_map(changed: dict[str, str], left: list[int]) -> None:
    text = MANIFEST.format(**{**PARTS, **changed})
    # Comments above move the lines.
    moved = changed.get("above", "").count("\n")
    assert lines(text) == [line + moved for line in left]


VALUES = """\
servers:
- zones:
  - zone: .
  port: 53
  plugins:
  - name: errors
  - name: hosts{}
    configBlock: |-
      192.0.2.1 a.example a.example
      fallthrough
  - name: forward{}
    parameters: . /etc/resolv.conf
"""


def test_in_values_for_helm() -> None:
    assert lines(VALUES.format("", ""), "values.yaml") == [9]
    assert lines(VALUES.format(IGNORE, ""), "values.yaml") == []
    assert lines(VALUES.format("", IGNORE), "values.yaml") == [9]
    above = VALUES.format("", "").replace("  - name: hosts", f"{IGNORE}\n  - name: hosts")
    assert lines(above, "values.yaml") == []
    assert (
        lines(VALUES.format("", "").replace("plugins:", f"plugins:{IGNORE}"), "values.yaml") == []
    )


def test_in_a_corefile_it_is_a_comment_of_the_corefile() -> None:
    text = MANIFEST.format(**PARTS).replace("    . {", f"  {IGNORE}\n    . {{")
    assert lines(text) == [7, 15]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("a:\n  b: 1\n\n  c: 2\nd:", [4, 3, 4, 4, 5]),
        ("a:\n- b\n- c:\n    d\ne", [4, 2, 4, 4, 5]),
        ("# x\na:\n  # y\n  b", [4, 4, 4, 4]),
        ("", [1]),
    ],
)
def test_where_blocks_end(text: str, ends: list[int]) -> None:
    assert block_ends(text) == ends


def test_many_comments_take_no_longer_than_many_lines() -> None:
    text = MANIFEST.format(**PARTS)

    def work(size: int) -> None:
        nested = "".join(f"{' ' * depth}k:{IGNORE}\n" for depth in range(100 * size))
        assert lines(f"{text}---\n{IGNORE.lstrip()}\n" * size + nested) != []

    assert growth(work, 3) < 2.6


def said(text: str, name: str = "cm.yaml") -> list[tuple[str, str]]:
    """Return what is said of comments: the codes, and the text at the place."""
    found = lint_document(read(text, name)).findings
    codes = ("CF011", "CF012")
    return [
        (i.finding.rule.code, text[i.place.start : i.place.end])
        for i in found
        if i.finding.rule.code in codes
    ]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"data": IGNORE}, []),
        ({"key": IGNORE}, []),
        ({"kind": IGNORE}, [("CF011", "hosts-duplicate-name")]),
        ({"data": IGNORE, "key": IGNORE}, []),
        ({"data": IGNORE.replace("hosts-duplicate-name", "CF203, CF201")}, [("CF011", "CF201")]),
        ({"data": IGNORE.replace("hosts-duplicate-name", "CF203, CF999")}, [("CF012", "CF999")]),
        ({"data": "  # corefile: ignore"}, [("CF012", "# corefile: ignore")]),
        ({"above": "# corefile: ignored by nobody\n"}, []),
        # A rule that does not run may find something where it does.
        ({"data": IGNORE.replace("hosts-duplicate-name", "missing-errors")}, []),
        ({"data": IGNORE.replace("hosts-duplicate-name", "health-without-lameduck")}, []),
    ],
)
def test_what_such_a_comment_does_in_vain(
    changed: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert said(MANIFEST.format(**{**PARTS, **changed})) == found


def test_nothing_is_in_vain_where_something_cannot_be_read() -> None:
    text = MANIFEST.format(**{**PARTS, "data": IGNORE.replace("hosts-duplicate-name", "CF201")})
    assert said(text) == [("CF011", "CF201")]
    assert said(text.replace("        whoami\n", "        whoamy {\n", 1)) == []
    assert said("kind: Service # corefile: ignore[CF203]\n") == []


def test_comments_in_values_for_helm_may_be_in_vain_too() -> None:
    sound = VALUES.replace("  - zone: .\n", "  - zone: .\n  port: 53\n")
    assert said(sound.format(IGNORE, ""), "values.yaml") == []
    found = [("CF011", "hosts-duplicate-name")]
    assert said(sound.format("", IGNORE), "values.yaml") == found


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("  # corefile: ignore[CF201] x", ""),
        ("  # corefile: ignore[CF203, CF201] x", "  # corefile: ignore[CF203] x"),
        ("  # corefile: ignore[CF201, CF203] x", "  # corefile: ignore[CF203] x"),
    ],
)
def test_the_fix_takes_it_out(comment: str, left: str) -> None:
    text = MANIFEST.format(**{**PARTS, "data": comment})
    done = fix_document(read(text, "cm.yaml"))
    assert f"\ndata:{left}\n" in done.text
    assert said(done.text) == []
