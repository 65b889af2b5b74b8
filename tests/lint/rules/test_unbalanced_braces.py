"""Braces that do not match: of Corefiles, and of texts between the braces of others."""

import pytest

from corefile.documents import read
from corefile.lint import Settings, all_rules, lint_document
from corefile.lint.fixing import fix_document
from corefile.lint.rules.syntax.unbalanced_braces import RULE


def override(*lines: str) -> str:
    text = "".join(f"    {line}\n" for line in lines)
    return f"kind: ConfigMap\nmetadata: {{name: coredns-extra}}\ndata:\n  a.override: |\n{text}"


def values(*plugins: str) -> str:
    listed = "".join(f"  - {plugin}\n" for plugin in plugins)
    return f"servers:\n- zones: [{{zone: .}}]\n  port: 53\n  plugins:\n{listed}"


def found(text: str, name: str = "x.yaml") -> list[tuple[int, int, str, str]]:
    """Return line, column, severity and rule of what is found."""
    checked = lint_document(read(text, name), settings=Settings(all_rules()))
    return [
        (
            item.place.first.line,
            item.place.first.column,
            item.finding.severity,
            item.finding.rule.name,
        )
        for item in checked.findings
    ]


def braces(line: int, column: int, severity: str = "warning") -> tuple[int, int, str, str]:
    return line, column, severity, "unbalanced-braces"


# That CoreDNS reads the Corefile that imports them otherwise than it looks like, or refuses it,
# was asked of CoreDNS: each was imported above, between and below the plugins of a server block.
OVERRIDES = [
    (("hosts {", "  192.0.2.1 a", "  fallthrough"), [braces(5, 11)]),
    (("hosts {", "  192.0.2.1 a", "  fallthrough", "}", "}", "nonsense"), [braces(9, 5)]),
    (("log", "}"), [braces(6, 5)]),
    (("forward . 192.0.2.1 {", "  nonsense"), [braces(5, 25)]),
    (("nonsense", "}"), [(5, 5, "error", "unknown-directive"), braces(6, 5)]),
    (("log }",), [braces(5, 9, "error")]),
    (("log", "# corefile: ignore[CF102]", "}"), []),
]


@pytest.mark.parametrize(("lines", "expected"), OVERRIDES)
def test_in_lines_for_a_server_block(
    lines: tuple[str, ...], expected: list[tuple[int, int, str, str]]
) -> None:
    assert found(override(*lines)) == expected


def test_where_the_corefile_that_imports_them_is_there_too() -> None:
    lines = override("hosts {", "  192.0.2.1 a", "  fallthrough", "}", "}")
    whole = "  Corefile: |\n    . {\n        import custom/*.override\n        whoami\n    }\n"
    base = f"kind: ConfigMap\nmetadata: {{name: coredns}}\ndata:\n{whole}"
    first = lines.count("\n") + 1
    there = [item for item in found(f"{lines}---\n{base}") if item[0] < first]
    assert [item for item in there if item[3] == "unbalanced-braces"] == [braces(9, 5)]


HOSTS = "name: hosts\n    configBlock: |-\n      192.0.2.1 a\n      fallthrough\n"
REST = ("name: forward\n    parameters: . 192.0.2.53", "name: cache", "name: nonsense")
# An error is what CoreDNS refuses; it was asked about each of the Corefiles that the chart makes.
HELM = [
    (f"{HOSTS}      }}", [braces(9, 7, "error")]),
    (f"{HOSTS}      x {{", [braces(9, 9, "error")]),
    ("name: hosts\n    parameters: . {", [braces(6, 19)]),
    ('name: hosts\n    parameters: "}"', [braces(6, 18, "error")]),
    ("name: hosts {\n    parameters: x", [braces(5, 17)]),
]


@pytest.mark.parametrize(("plugin", "expected"), HELM)
def test_in_values_for_the_chart(plugin: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert found(values("name: errors", plugin, *REST)) == [
        (line + 1, *rest) for line, *rest in expected
    ]


@pytest.mark.parametrize("feed", ["\n", "\r\n"])
def test_a_brace_too_many_is_taken_out_with_its_line(feed: str) -> None:
    after = values(HOSTS.rstrip("\n"), *REST[:2]).replace("\n", feed)
    before = after.replace(f"fallthrough{feed}", f"fallthrough{feed}      }}{feed}")
    settings = Settings((RULE,))
    assert fix_document(read(before, "x.yaml"), settings=settings, unsafe=True).text == after


def corefile(*lines: str) -> str:
    return "\n".join((". {", *lines, "}", ""))


GOES_ON = [
    (corefile("  errors", "  }", "  forward . 192.0.2.1", "  cache"), 3),
    (corefile("  hosts {", "    192.0.2.1 a", "  }", "  }", "  log", "  whoami"), 5),
    (corefile("  errors", "}", "log {", "  whoami"), None),  # a zone may be called so
    (corefile("  errors", "}", "  example.org {", "    whoami"), None),
    (corefile("  errors", "}", "  {", "    whoami"), None),
    (corefile("}", "", "{"), None),
]


@pytest.mark.parametrize(("text", "line"), GOES_ON)
def test_a_server_block_that_ends_before_its_plugins(text: str, line: int | None) -> None:
    lines = [place[0] for place in found(text, "Corefile") if place[3] == "unbalanced-braces"]
    assert lines == ([] if line is None else [line])
