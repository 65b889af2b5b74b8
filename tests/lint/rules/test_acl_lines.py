"""Lines of `acl` that never apply, and that stop what CoreDNS itself sends."""

import pytest

from corefile.lint import lint
from corefile.lint.rules.operations import acl_allow_only, acl_refuses_own_forward


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        (("block net 10.0.0.0/8", "allow net 10.1.0.0/16"), "allow"),
        (("block net 10.0.0.0/8", "allow net 10.1.2.3"), "allow"),
        (
            ("block net 10.0.0.0/8", "drop type A net 192.0.2.1", "filter type A net 10.1.0.0/16"),
            "filter",
        ),
        (("block net 10.0.0.0/8", "allow net 10.1.0.0/16 192.0.2.0/24"), ""),
        (("block net 10.0.0.0/8 192.0.2.0/24", "allow net 10.1.0.0/16 192.0.2.7"), "allow"),
        (("block type A net 10.0.0.0/8", "allow net 10.1.0.0/16"), ""),
        (("block type A AAAA net 10.0.0.0/8", "allow type A net 10.1.0.0/16"), "allow"),
        (("allow net 10.1.0.0/16", "block net 10.0.0.0/8"), ""),
        (("block net 10.0.0.0/8", "block net 10.1.0.0/16"), ""),
        (("block net 2001:db8::/32", "allow net 2001:db8:1::/48"), "allow"),
        (("block net 10.0.0.0/8", "allow net {$OWN}"), ""),
        (("filter type AAAA net *", "allow type AAAA net 10.0.0.0/8"), "allow"),
    ],
)
def test_lines_about_clients_that_another_decides_about(lines: tuple[str, ...], word: str) -> None:
    block = "\n".join(lines)
    text = f". {{\nacl {{\n{block}\n}}\nforward . 192.0.2.53\n}}\n"
    found = lint(text, rules=[acl_allow_only.RULE])
    told = [text[item.span.start : item.span.end] for item in found]
    assert [item for item in told if item != "acl"] == [word] * bool(word)


@pytest.mark.parametrize(
    ("to", "key", "lines", "is_told"),
    [
        ("127.0.0.1:5301", ".:5301", "allow net 10.0.0.0/8\nblock", True),
        ("[::1]:5301", ".:5301", "allow net 10.0.0.0/8\nfilter net *", True),
        ("127.0.0.1:5301", "example.org:5301", "allow net 10.0.0.0/8\ndrop", True),
        ("127.0.0.1:5301", ".:5301", "allow net 10.0.0.0/8\nblock net 0.0.0.0/0", True),
        ("127.0.0.1:5301", ".:5301", "allow net 10.0.0.0/8 127.0.0.1\nblock", False),
        ("127.0.0.1:5301", ".:5301", "allow net {$OWN}\nblock", False),
        ("127.0.0.1:5301", ".:5301", "block", False),
        ("127.0.0.1:5301", ".:5301", "allow net 10.0.0.0/8\nblock type ANY\nallow", False),
        ("127.0.0.1:5302", ".:5301", "allow net 10.0.0.0/8\nblock", False),
        ("192.0.2.53:5301", ".:5301", "allow net 10.0.0.0/8\nblock", False),
        ("127.0.0.1:5301", "corp.test:5301", "allow net 10.0.0.0/8\nblock", False),
    ],
)
def test_what_is_forwarded_comes_from_the_machine(
    to: str, key: str, lines: str, is_told: bool
) -> None:
    text = f"example.org {{\nforward . {to}\n}}\n{key} {{\nacl {{\n{lines}\n}}\nwhoami\n}}\n"
    assert bool(lint(text, rules=[acl_refuses_own_forward.RULE])) is is_told
