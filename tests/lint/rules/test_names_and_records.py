"""Mistakes about names and records that people reported in public, in words of our own."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.lint import lint


def found(text: str, rule: str, release: str = "1.15.0") -> list[tuple[int, str]]:
    """Return the lines and severities of what a rule finds."""
    return [
        (item.place.first.line, item.severity)
        for item in lint(text, build=stock(release))
        if item.rule.name == rule
    ]


AUTO = """\
. {{
    auto {zones} {{
        directory zones
    }}
    forward . 192.0.2.53
}}
"""


@pytest.mark.parametrize(
    ("zones", "release", "lines"),
    [
        ("", "1.7.1", [2]),
        ("", "1.8.0", []),
        ("", "1.15.0", []),
        ("lab.example", "1.7.1", []),
    ],
)
def test_an_auto_for_all_names(zones: str, release: str, lines: list[int]) -> None:
    text = AUTO.format(zones=zones)
    assert [line for line, _ in found(text, "authoritative-plugin-on-root", release)] == lines


AUTOPATH = """\
cluster.local{key} {{
    autopath @kubernetes
    kubernetes cluster.local {{
        pods verified
    }}
{more}}}
.:53 {{
    forward . 192.0.2.53
}}
"""


@pytest.mark.parametrize(
    ("key", "more", "lines"),
    [
        ("", "", [2]),
        ("", "    cache 30\n", [2]),
        ("", "    forward . 192.0.2.53\n", []),
        ("", "    forward corp.example 192.0.2.53\n", [2]),
        ("", "    import more.conf\n", []),
        (" .:5353", "", []),
    ],
)
def test_an_autopath_without_plugin_for_other_names(key: str, more: str, lines: list[int]) -> None:
    text = AUTOPATH.format(key=key, more=more)
    assert [line for line, _ in found(text, "autopath-past-server-block")] == lines


@pytest.mark.parametrize(
    ("answer", "more", "is_told"),
    [
        ("{{ .Name }} 60 IN A 192.0.2.1", "", True),
        ("{{ .Name }} 60 IN TXT hello", "", True),
        ("{{ .Name }} 60 IN CNAME www.example.net.", "", False),
        ("{{ .Name }} 60 IN {{ .Type }} 192.0.2.1", "", False),
        ("{{ .Zone }} 60 IN SOA ns.example. me.example. 1 1 1 1 1", "rcode NXDOMAIN", False),
    ],
)
def test_all_types_answered_with_one(answer: str, more: str, is_told: bool) -> None:
    text = f'. {{\ntemplate IN ANY lab.example {{\nanswer "{answer}"\n{more}\n}}\n}}\n'
    told = [(2, "info")] * is_told
    assert found(text, "template-answer-of-other-type") == told


SERVICES = """\
. {{
    errors
    {first}
    reload
    health
}}
lab.example {{
    {second}
    file db.lab.example
}}
"""


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        ("log", "cache", [(3, "info")]),
        ("log", "log", []),
        ("ready", "cache", []),
        ("log", "import more.conf", []),
    ],
)
def test_a_log_beside_services(first: str, second: str, lines: list[tuple[int, str]]) -> None:
    assert found(SERVICES.format(first=first, second=second), "no-answering-plugin") == lines
