"""Keys with lines for CoreDNS that nothing imports."""

from textwrap import indent

import pytest

from corefile.documents import read
from corefile.lint import lint_document

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {}\ndata:\n"
COREFILE = ".:53 {\n    errors\n    forward . 192.0.2.53\n}\n"
SERVER = "corp.example:53 {\n    forward . 192.0.2.54\n}\n"
LINES = "log\n"


def data(**keys: str) -> str:
    """The data of a ConfigMap; `_` in the name of a key is a dot."""
    texts = ((key.replace("_", "."), indent(text, "    ")) for key, text in keys.items())
    return "".join(f"  {key}: |\n{text}" for key, text in texts)


def described(**keys: str) -> str:
    """The same, as it is described."""
    texts = ((key.replace("_", "."), text) for key, text in keys.items())
    return "Data\n====\n" + "".join(f"{key}:\n----\n{text}\n" for key, text in texts)


def found(text: str, name: str = "cm.yaml") -> list[str]:
    """The keys that are reported."""
    checked = lint_document(read(text, name))
    return [
        text[item.place.start : item.place.end]
        for item in checked.findings
        if item.finding.rule.code == "CF041"
    ]


IMPORTING = COREFILE + "import *.server\n"
COREDNS = HEAD.format("coredns")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (COREDNS + data(Corefile=COREFILE, corp_server=SERVER), ["corp.server"]),
        (COREDNS + data(a_override=LINES, Corefile=COREFILE), ["a.override"]),
        (COREDNS + data(Corefile=COREFILE, a_override=LINES, b_server=SERVER), None),
        (f"data:\n{data(Corefile=COREFILE, corp_server=SERVER)}kind: ConfigMap\n", ["corp.server"]),
        # One of two is imported.
        (COREDNS + data(Corefile=IMPORTING, a_override=LINES, b_server=SERVER), ["a.override"]),
        # Another folder may be this one.
        (COREDNS + data(Corefile=COREFILE + "import custom/*.server\n", b_server=SERVER), []),
        (COREDNS + data(Corefile=COREFILE + "import {$PARTS}\n", b_server=SERVER), []),
        # For some other program.
        (COREDNS + data(Corefile=COREFILE, nginx_server="server { listen 80; }\n"), []),
        (COREDNS + data(Corefile=COREFILE, corp_zone="@ IN SOA a. b. 1 2 3 4 5\n"), []),
        # In another ConfigMap.
        (
            f"{COREDNS}{data(Corefile=COREFILE)}---\n"
            f"{HEAD.format('coredns-custom')}{data(corp_server=SERVER)}",
            [],
        ),
        (f"data:\n{data(Corefile=COREFILE)}\n---\ndata:\n{data(corp_server=SERVER)}", []),
    ],
)
def test_keys_beside_a_corefile(text: str, expected: list[str] | None) -> None:
    assert found(text) == (["a.override", "b.server"] if expected is None else expected)


def test_what_is_described_is_judged_too() -> None:
    text = described(Corefile=COREFILE, corp_server=SERVER)
    assert found(text, "dns.txt") == ["corp.server"]
    assert found(f"# DNS\n\n```\n{text}```\n", "dns.md") == ["corp.server"]
    apart = f"```\n{described(Corefile=COREFILE)}```\n\n```\n{described(corp_server=SERVER)}```\n"
    assert found(apart, "dns.md") == []


def test_the_help_says_where_the_text_goes() -> None:
    text = COREDNS + data(Corefile=COREFILE, a_override=LINES, b_server=SERVER)
    said = [
        item.finding.help
        for item in lint_document(read(text, "cm.yaml")).findings
        if item.finding.rule.code == "CF041"
    ]
    assert said == [
        "put these lines into a server block of `Corefile`",
        "put these server blocks into `Corefile`, below those that are there",
    ]
