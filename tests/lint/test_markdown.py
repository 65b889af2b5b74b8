"""What is found in the examples of documentation."""

import pytest

from corefile.documents import read
from corefile.lint import lint_document
from corefile.lint.fixing import fix_document
from corefile.text.edits import apply_edits


def found(content: str) -> list[tuple[str, str]]:
    text = f"# Title\n\n1. x\n\n   ```corefile\n{content}   ```\n"
    checked = lint_document(read(text, "README.md"))
    return [
        (item.finding.rule.name, text[item.place.start : item.place.end])
        for item in checked.findings
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # Lines for a server block, of which nothing else is said.
        ("   cache 30\n   forward . 192.0.2.1\n", []),
        ("   cache 30 {\n     prefetch x\n   }\n", [("plugin-refused", "x")]),
        ("   cache 30\n   forwad . 192.0.2.1\n", [("unknown-directive", "forwad")]),
        # What an example leaves out is not asked for.
        ("   . {\n     bind lo\n   }\n", []),
        ("   . {\n     forwrd . 192.0.2.1\n   }\n", [("unknown-directive", "forwrd")]),
        ("   . {\n     ...\n     forward . <address>\n   }\n", []),
        ("   . {\n     (...)\n     whoami\n     [snip]\n   }\n", []),
        ("   . {\n     ... existing plugins ...\n     whoami\n     -- snip --\n   }\n", []),
        ("   . {\n     ... (other plugins)\n     whoami\n   }\n", []),
        ("   . {\n     errors { ... }\n     whoami\n   }\n", []),
        ("   . {\n     (log)\n     whoami\n   }\n", [("unknown-directive", "(log)")]),
        ("   . {\n     whoami }\n", [("brace-misplaced", "}")]),
        ("   import common\n", []),
        (
            "   tsig {\n     secret a.key. 2yWW4Zl5ALxLMUhvE9AtNw==\n   }\n   whoami\n",
            [],
        ),
    ],
)
def test_findings(content: str, expected: list[tuple[str, str]]) -> None:
    assert [item for item in found(content) if item[0] != "template-placeholder"] == expected


def test_fixes() -> None:
    text = (
        "```corefile\nexample.org{\n    whoami\n}\n```\n\n> ```corefile\n> a.example{\n> }\n> ```\n"
    )
    done = fix_document(read(text, "README.md"), unsafe=True)
    assert done.text == text.replace("org{", "org {").replace("example{", "example {")


BODY = """\
. {
    hosts {
        192.0.2.1 a.example
    }
    forward . 192.0.2.53

    forward corp.example 198.51.100.53
}
"""
SHADOWED = "    forward corp.example 198.51.100.53\n"
MENDED = (
    BODY.replace("\n" + SHADOWED, "")
    .replace("    forward .", SHADOWED + "    forward .")
    .replace("a.example\n", "a.example\n        fallthrough\n")
)
PLACES = [("", ""), ("", "> "), ("", "> > "), ("1. x\n\n", "   "), ("-\tx\n\n", "\t")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("head", "before"), PLACES)
def test_fixes_of_lines(head: str, before: str, newline: str) -> None:
    def markdown(content: str) -> str:
        lines = f"```corefile\n{content}```\n".splitlines(keepends=True)
        body = "".join(before + line for line in lines).replace(" \n", "\n")
        return (head + body).replace("\n", newline)

    document = read(markdown(BODY), "README.md")
    edits = [
        edit
        for item in lint_document(document).findings
        if item.fix is not None
        for edit in item.fix.edits
    ]
    # What editors make of the reports, and what --fix makes.
    assert apply_edits(document.text, edits) == markdown(MENDED)
    assert fix_document(document, unsafe=True).text == markdown(MENDED)


VALUES = """\
coredns:
  servers:
  - port: 5353
    plugins:
    - name: prometheus
      parameters: 0.0.0.0:9153
"""


def test_values_in_a_text_are_not_judged_for_what_they_leave_out() -> None:
    text = f"Rolling back:\n\n```yaml\n{VALUES}```\n"
    assert not lint_document(read(text, "README.md")).findings
    (finding,) = lint_document(read(VALUES, "values.yaml")).findings
    assert finding.finding.rule.name == "no-answering-plugin"
    wrong = text.replace("prometheus", "prometeus")
    (finding,) = lint_document(read(wrong, "README.md")).findings
    assert finding.finding.severity == "error"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("", [("plugin-used-twice", "cache"), ("forward-shadowed", "forward .")]),
        ("   # Better:\n", []),
    ],
)
def test_an_example_may_show_two_ways_to_write_a_line(
    label: str, expected: list[tuple[str, str]]
) -> None:
    first = "   cache 30\n   forward . 192.0.2.1\n"
    second = "   cache 60\n   forward . 192.0.2.2\n"
    assert found(first + label + second) == expected


def test_a_manifest_may_leave_out_a_block() -> None:
    shown = "data:\n  Corefile: |\n    . {\n        forwrd . 192.0.2.1\n        cache%s\n    }\n"
    for block, lines in ((" { ... }", []), ("", [5])):
        text = f"```yaml\n{shown % block}```\n"
        checked = lint_document(read(text, "README.md"))
        assert [item.place.first.line for item in checked.findings] == lines


def test_an_example_may_show_two_ways_to_write_a_server_block() -> None:
    block = ".:53 {\n    forward . 192.0.2.53\n}\n"
    text = f"```\n# before\n{block}# after\n{block}```\n"
    assert lint_document(read(text, "README.md")).findings == ()


@pytest.mark.parametrize(
    ("lines", "is_told"),
    [
        ("template ANY AAAA {\n    rcode NXDOMAIN\n}\n", True),
        ("template ANY AAAA {\n    rcode NOERROR\n}\n", False),
        ("template ANY AAAA a.example {\n    rcode NXDOMAIN\n}\n", False),
        ("template ANY AAAA {\n    match ^a[.]\n    rcode NXDOMAIN\n}\n", False),
        (
            "template ANY A {\n    rcode NXDOMAIN\n}\ntemplate ANY AAAA {\n    rcode NXDOMAIN\n}\n",
            False,
        ),
    ],
)
def test_names_that_lines_deny_for_one_type(lines: str, is_told: bool) -> None:
    checked = lint_document(read(f"```\n{lines}```\n", "README.md"))
    told = [(item.finding.rule.name, item.finding.severity) for item in checked.findings]
    assert told == [("template-aaaa-nxdomain", "info")] * is_told


@pytest.mark.parametrize(
    ("block", "is_corefile"),
    [
        ("example.org { errors whoami }", True),
        (".:53 { errors cache 30 forward . 192.0.2.1 { prefer_udp } }", True),
        ("example.org { root /srv }", False),
        (".box { color: red }", False),
        ("server { listen 53; errors log; }", False),
    ],
)
def test_a_server_block_on_one_line(block: str, is_corefile: bool) -> None:
    assert len(read(f"Text.\n\n```\n{block}\n```\n", "a.md").corefiles) == is_corefile
