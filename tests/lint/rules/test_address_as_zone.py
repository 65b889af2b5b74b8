"""Which keys are addresses, and what is written instead."""

import pytest

from corefile.lint import lint
from corefile.lint.rules.listeners.address_as_zone import RULE
from corefile.text.edits import apply_edits


@pytest.mark.parametrize(
    ("key", "right", "bind"),
    [
        ("127.0.0.1:53", ".:53", "127.0.0.1"),
        ("127.0.0.1", ".:53", "127.0.0.1"),
        ("10.0.0.1.:5353", ".:5353", "10.0.0.1"),
        ("0.0.0.0:53", ".:53", ""),
        ("[::]:53", ".:53", ""),
        ("[::1]:5353", ".:5353", "::1"),
        ("[fd00::1]", ".:53", "fd00::1"),
        ("fd00::1", ".:53", "fd00::1"),
        ("tls://10.0.0.1:853", "tls://.:853", "10.0.0.1"),
        ("https://10.0.0.1", "https://.:443", "10.0.0.1"),
    ],
)
def test_an_address_becomes_a_zone_and_bind(key: str, right: str, bind: str) -> None:
    text = f"{key} {{\n\twhoami\n}}\n"
    (finding,) = lint(text, rules=[RULE])
    assert finding.fix is not None
    line = f"\tbind {bind}\n" if bind else ""
    assert apply_edits(text, finding.fix.edits) == f"{right} {{\n{line}\twhoami\n}}\n"


@pytest.mark.parametrize("key", ["10.0.0.0/8", "10.0.0.1/32", "localhost:53", "1.2.3", "{$IP}:53"])
def test_other_keys_are_let_be(key: str) -> None:
    assert not lint(f"{key} {{\n whoami\n}}\n", rules=[RULE])


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1 a.org {\n whoami\n}\n",
        "127.0.0.1 { # c\n whoami\n}\n. {\n whoami\n}\n",
        '"127.0.0.1" {\n whoami\n}\n',
    ],
)
def test_no_fix_where_it_is_not_plain(text: str) -> None:
    (finding,) = lint(text, rules=[RULE])
    assert finding.fix is None


def test_bind_comes_into_an_empty_server_block() -> None:
    (finding,) = lint("127.0.0.1 {\n}\n", rules=[RULE])
    assert finding.fix is not None
    fixed = apply_edits("127.0.0.1 {\n}\n", finding.fix.edits)
    assert fixed == ".:53 {\n    bind 127.0.0.1\n}\n"


def test_bind_is_not_written_twice() -> None:
    text = "127.0.0.1 {\n bind lo\n whoami\n}\n"
    (finding,) = lint(text, rules=[RULE])
    assert finding.fix is not None
    assert apply_edits(text, finding.fix.edits) == ".:53 {\n bind lo\n whoami\n}\n"


@pytest.mark.parametrize("key", ["127.0.0.1:53", "https://127.0.0.1", "[::1]:53", "53"])
def test_what_such_a_server_block_lacks_follows_from_the_key(key: str) -> None:
    lines = "kubernetes cluster.local\nhosts {\n192.0.2.1 a.example\n}\nforward . 192.0.2.53\n"
    rules = {f.rule.name for f in lint(f"{key} {{\n{lines}}}\n") if f.severity == "warning"}
    assert rules.isdisjoint(("hosts-entry-outside-zones", "plugin-zone-outside-block"))
    assert len(rules & {"address-as-zone", "zone-name-suspicious"}) == 1
