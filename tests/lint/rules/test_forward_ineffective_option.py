"""Which properties of `forward` do nothing, and beside what."""

import pytest

from corefile.lint import lint
from corefile.lint.rules.forwarding.forward_ineffective_option import RULE
from corefile.text.edits import apply_edits


@pytest.mark.parametrize(
    ("to", "lines", "idle"),
    [
        ("9.9.9.9", ["force_tcp", "prefer_udp"], ["prefer_udp"]),
        ("9.9.9.9", ["prefer_udp"], []),
        ("9.9.9.9 9.9.9.9:53", ["policy random"], ["policy"]),
        ("9.9.9.9 9.9.9.9:54", ["policy random", "failover SERVFAIL"], []),
        ("dns.example", ["policy random", "failover SERVFAIL", "resolver 9.9.9.9"], []),
        ("/etc/resolv.conf", ["policy random", "failover SERVFAIL"], []),
        ("/etc/resolv.conf", ["resolver 9.9.9.9"], ["resolver"]),
        ("{$DNS}", ["policy random", "failover SERVFAIL", "resolver 9.9.9.9"], []),
        ("9.9.9.9", ["failover SERVFAIL"], ["failover"]),
        ("https://9.9.9.9", ["doh_method GET"], []),
        ("tls://9.9.9.9", ["doh_method GET"], ["doh_method"]),
        ("9.9.9.9", ["max_fails 0", "health_check 1s"], ["health_check"]),
        ("9.9.9.9", ["max_fails 1", "health_check 1s"], []),
        (
            "9.9.9.9",
            ["max_fails 0", "failfast_all_unhealthy_upstreams"],
            ["failfast_all_unhealthy_upstreams"],
        ),
        ("9.9.9.9", ["next NXDOMAIN", "next_on_nodata"], ["next", "next_on_nodata"]),
        ("9.9.9.9", ["except b.example a.example x.a.example example"], ["b.example"]),
    ],
)
def test_what_does_nothing(to: str, lines: list[str], idle: list[str]) -> None:
    block = "".join(f"  {line}\n" for line in lines)
    text = f"a.example {{\n forward a.example {to} {{\n{block} }}\n}}\n"
    found = lint(text, rules=[RULE])
    assert [text[item.span.start : item.span.end] for item in found] == idle
    edits = [edit for item in found if item.fix is not None for edit in item.fix.edits]
    kept = [line for line in lines if line.split()[0] not in idle]
    mended = apply_edits(text, edits)
    left = "".join(f"  {line}\n" for line in kept)
    together = len(lines) - len(kept) > 1  # each is taken out as if it were the only one
    braces = f" {{\n{left} }}" if kept or together else ""
    assert mended == text.replace(f" {{\n{block} }}", braces)


def test_an_import_may_bring_the_next_forward() -> None:
    text = ". {\n forward . 9.9.9.9 {\n  next NXDOMAIN\n }\n import more\n}\n"
    assert not lint(text, rules=[RULE])
    assert lint(text.replace(" import more\n", ""), rules=[RULE])
