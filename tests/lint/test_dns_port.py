"""The port that a manifest gives CoreDNS with `-dns.port` is that of keys that name none."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.documents.images import named_port
from corefile.lint import Settings, lint_document


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("args: [-conf, /a/Corefile, -dns.port=5353]", "5353"),
        ('args: ["-dns.port", "5353"]', "5353"),
        ("args:\n  - -dns.port\n  - '5353'\n  - -conf\n", "5353"),
        ("ExecStart=/usr/bin/coredns --dns.port 1053 -conf x\n", "1053"),
        ("args: [-dns.port=5353]\n---\nargs: [-dns.port=53]", ""),
        ("args: [-dns.port={{ port }}]", ""),
        ("-dns.portal=3", ""),
    ],
)
def test_named_port(text: str, port: str) -> None:
    assert named_port(text) == port


def manifest(first: str, second: str, *args: str) -> str:
    """Return a ConfigMap with a Corefile with two keys, and a pod with arguments."""
    return (
        "kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: |\n"
        f"    {first} {{\n        whoami\n    }}\n    {second} {{\n        whoami\n    }}\n"
        f"---\nkind: Pod\nspec:\n  containers:\n  - args: [{', '.join(args)}]\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (manifest(".", ".:53"), ["CF008"]),
        (manifest(".", ".:53", "-dns.port", "'5353'"), []),
        (manifest(".", ".:5353", "-dns.port=5353"), ["CF008"]),
        (manifest("dns://.", ".:5353", "-dns.port=5353"), ["CF008"]),
        (manifest(".", ".:53", "-dns.port=53"), ["CF008"]),
    ],
)
@pytest.mark.parametrize("release", ["", "1.14.2"])
def test_served_twice(text: str, expected: list[str], release: str) -> None:
    settings = Settings(build=stock(release) if release else None)
    found = lint_document(read(text, "a.yaml"), settings=settings).findings
    assert [item.finding.rule.code for item in found] == expected
