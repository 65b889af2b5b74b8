"""Which queries an `acl` keeps out."""

import pytest

from corefile.lint.engine import lint
from corefile.lint.rules.operations.acl_allow_only import RULE

CASES = [
    # The rest of the zones, or other zones, are blocked elsewhere.
    ("acl a.example {\n allow net 10.0.0.0/8\n }\n acl example {\n block\n }", ""),
    ("acl example {\n allow net 10.0.0.0/8\n }\n acl a.example {\n filter type ANY\n }", ""),
    (
        "acl a.example {\n allow net 10.0.0.0/8\n }\n acl b.example {\n block\n }",
        "only has `allow`",
    ),
    # The first `acl` that matches decides, so that what stands above guards nothing.
    ("acl example {\n block type ANY\n }\n acl example {\n allow type A\n }", "only has `allow`"),
    ("acl", "no lines"),
    # Lines below one for all queries.
    ("acl {\n drop net *\n allow net 10.0.0.0/8\n }", "never reached"),
    ("acl {\n block net 0.0.0.0/0 ::/0\n allow net 10.0.0.0/8\n }", "never reached"),
    ("acl {\n block net 0.0.0.0/0\n allow net ::1\n }", ""),
    ("acl {\n block type * net *\n allow net 10.0.0.0/8\n }", "never reached"),
    ("acl {\n allow\n }", ""),
    # A network of all IPv4 addresses is not one of all clients.
    ("acl {\n allow net 10.0.0.0/8\n block net 0.0.0.0/0\n }", "with an IPv6 address"),
    ("acl {\n allow net fd00::/8\n drop net ::/0\n }", "with an IPv4 address"),
    ("acl {\n allow net 10.0.0.0/8\n block net 0.0.0.0/0 ::/0\n }", ""),
    ("acl {\n block net ::/0\n allow net 10.0.0.0/8\n block net 0.0.0.0/0\n }", ""),
    ("acl {\n allow net 10.0.0.0/8\n block type ANY net 0.0.0.0/0\n }", ""),
    ("bind 192.0.2.1\n acl {\n allow net 10.0.0.0/8\n block net 0.0.0.0/0\n }", ""),
    ("bind ::1\n acl {\n allow net ::1\n block net 0.0.0.0/0\n }", "with an IPv6 address"),
    ("acl {\n block net 0.0.0.0/0\n }\n acl {\n block\n }", ""),
    # A line that is not known may block.
    ("acl {\n allow net 10.0.0.0/8\n block net {$BLOCKED}\n }", ""),
    ("acl {\n allow net 10.0.0.0/8\n import rest\n }", ""),
]


@pytest.mark.parametrize(("lines", "message"), CASES)
def test_found(lines: str, message: str) -> None:
    found = [finding.message for finding in lint(f". {{\n {lines}\n}}\n", rules=[RULE])]
    assert [message in text for text in found] == ([True] if message else [])
