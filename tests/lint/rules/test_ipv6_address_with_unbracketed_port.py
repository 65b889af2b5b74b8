"""Which ends of IPv6 addresses look like ports."""

import pytest

from corefile.lint import lint
from corefile.lint.rules.forwarding.ipv6_address_with_unbracketed_port import RULE
from corefile.text.edits import apply_edits


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("forward . 2001:db8::1:53", "forward . [2001:db8::1]:53"),
        ("forward . tls://::1:853", "forward . tls://[::1]:853"),
        ("grpc . 2001:db8::1:443", "grpc . [2001:db8::1]:443"),
        ("transfer {\n  to 2001:db8::1:53\n }", "transfer {\n  to [2001:db8::1]:53\n }"),
        ("bind fe80::1:53", "bind fe80::1"),
        # Whole addresses that happen to end so.
        ("forward . 2001:db8::53", ""),
        ("forward . 2001:db8:0:0:0:0:1:53", ""),
        ("forward . 2001:db8::1:5a", ""),
        ("forward . 2001:db8::1:54", ""),
        ("forward . [2001:db8::1]:53", ""),
        ("forward . 10.0.0.1:53", ""),
    ],
)
def test_which_addresses(line: str, mended: str) -> None:
    text = f". {{\n {line}\n}}\n"
    found = lint(text, rules=[RULE])
    fixes = [item.fix.edits for item in found if item.fix is not None]
    assert [apply_edits(text, edits) for edits in fixes] == (
        [f". {{\n {mended}\n}}\n"] if mended else []
    )
    assert len(found) == len(fixes)
