"""What `acl` decides about queries before and after `rewrite`, in all orders there were."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.lint import lint

BLOCK = "acl corp.example {\nblock net 10.0.0.0/8\n}\n"
SUFFIX = "rewrite name suffix .a.example .corp.example answer auto\n"


def messages(lines: str, release: str = "1.15.0", key: str = ".") -> list[str]:
    found = lint(f"{key} {{\n{lines}forward . 192.0.2.53\n}}\n", build=stock(release))
    return [item.message for item in found if item.rule.name == "acl-and-rewrite"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (BLOCK + SUFFIX, "a.example`"),
        (BLOCK + "rewrite name www.a.example www.corp.example\n", "www.a.example`"),
        (BLOCK + "rewrite name regex ^web[.]x[.]$ web.corp.example\n", "`web.x`"),
        (BLOCK + "rewrite name suffix .corp.example .a.example\n", ".corp.example`"),
        ("acl {\nblock type ANY\n}\nrewrite type ANY HINFO\n", " ANY`"),
    ],
)
def test_the_order_decides(lines: str, name: str) -> None:
    (message,) = messages(lines)
    assert name in message


@pytest.mark.parametrize(
    "lines",
    [
        "acl {\nblock net 10.0.0.0/8\n}\n" + SUFFIX,
        "acl corp.example a.example {\nblock net 10.0.0.0/8\n}\n" + SUFFIX,
        BLOCK + "rewrite name suffix .a.example .b.example\n",
        BLOCK + "rewrite ttl regex .* 30\n",
        BLOCK + "rewrite name suffix .a.example {$ZONE}\n",
        "acl {\nblock type ANY\n}\nrewrite type MX A\n",
        BLOCK,
        SUFFIX,
    ],
)
def test_the_order_makes_no_difference(lines: str) -> None:
    assert not messages(lines)


@pytest.mark.parametrize(
    ("release", "now", "then"),
    [
        ("1.11.3", "is let through;", "from CoreDNS 1.14.3 on"),
        ("1.14.2", "is let through;", "from CoreDNS 1.14.3 on"),
        ("1.14.3", "is refused if it comes from some clients;", "before CoreDNS 1.14.3"),
        ("1.14.7", "is refused if it comes from some clients;", "before CoreDNS 1.14.3"),
    ],
)
def test_the_message_is_that_of_the_release(release: str, now: str, then: str) -> None:
    (message,) = messages(BLOCK + SUFFIX, release)
    assert now in message
    assert then in message
