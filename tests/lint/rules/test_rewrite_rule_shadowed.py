"""Rules of `rewrite` below others."""

import pytest

from corefile.lint import lint

#: Two rules, and whether the second is never looked at.
CASES = [
    ("name a.example b.example", "name a.example c.example", True),
    ("name a.example b.example", "name A.Example. c.example", True),
    ("name a.example b.example", "name exact b.example c.example", False),
    ("continue name a.example b.example", "name a.example c.example", False),
    ("name suffix .example .net", "name www.example c.example", True),
    ("name suffix .example .net", "name suffix .a.example .b", True),
    ("name suffix .a.example .net", "name suffix .example .b", False),
    ("name suffix .example .net", "name prefix www x", False),
    ("name prefix www x", "name www.example c.example", True),
    ("name prefix www x", "name wwww.example c.example", False),
    ("name substring a.b x", "name suffix .a.b.example y", True),
    ("name substring a.b x", "name regex a[.]b y", False),
    ("name regex .* x", "name suffix .example y", True),
    ("name regex ^a[.] x", "name a.example y", True),
    ("name regex ^a[.] x", "name b.example y", False),
    ("name regex ^a[.] x", "name regex ^a[.] y", True),
    ("ttl a.example 30", "name a.example b.example", True),
    ("rcode regex .* NXDOMAIN NOERROR", "ttl a.example 30", True),
    ("ttl a.example 30", "name b.example c.example", False),
    ("type ANY HINFO", "type ANY A", True),
    ("type ANY HINFO", "type A ANY", False),
    ("type ANY HINFO", "class ANY IN", False),
    ("cname exact a b", "name a.example b.example", True),
    ("continue cname exact a b", "name a.example b.example", False),
    ("edns0 local set 0xffee abcd", "name a.example b.example", True),
    ("edns0 local replace 0xffee abcd", "name a.example b.example", False),
    ("edns0 local set 0xffee {client_ip}", "name a.example b.example", False),
    ("edns0 subnet set 24 56", "name a.example b.example", False),
    ("name {$A} b.example", "name {$A} c.example", False),
]


@pytest.mark.parametrize(("first", "second", "dead"), CASES)
def test_a_rule_below_another(first: str, second: str, dead: bool) -> None:
    text = f". {{\nrewrite {first}\nrewrite {second}\nforward . 192.0.2.53\n}}\n"
    found = [finding for finding in lint(text) if finding.rule.name == "rewrite-rule-shadowed"]
    assert [finding.source.position(finding.span.start).line for finding in found] == [3] * dead


def test_a_name_that_changes_on_the_way_is_not_compared() -> None:
    rules = ("name a.example b", "continue name c.example a.example", "name a.example d")
    text = ". {\n" + "".join(f"rewrite {rule}\n" for rule in rules) + "whoami\n}\n"
    assert not [finding for finding in lint(text) if finding.rule.name == "rewrite-rule-shadowed"]
