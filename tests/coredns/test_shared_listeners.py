"""What server blocks that share an encrypted listener must have in common."""

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.model.server import Refusal
from corefile.coredns.releases.builds import stock
from corefile.syntax.parser import parse

TLS = "tls cert.pem key.pem"
CONFLICT = (
    'conflicting TLS configuration for shared listener {} between zones "a.org." and "b.org.": {}'
)


def refusals(
    one: str, other: str, release: str = "1.15.0", env: dict[str, str] | None = None
) -> list[Refusal]:
    """Return what is refused of two server blocks for DNS over TLS."""
    text = f"tls://a.org {{\n{one}\n}}\ntls://b.org {{\n{other}\n}}\n"
    build = stock(release)
    expansion = expand(parse(text), env=env, read=None, directives=build.plugins)
    return list(configure(expansion, build=build).refusals)


@pytest.mark.parametrize(
    ("one", "other", "listener", "why"),
    [
        (TLS, "", "tls://:853", "TLS is configured for only one server block"),
        (f"bind ::1\n{TLS}", "bind 0::0:1", "tls://[::1]:853", "TLS is configured for only one"),
        (f"bind ::ffff:10.0.0.1\n{TLS}", "bind 10.0.0.1", "tls://10.0.0.1:853", "TLS is"),
        (f"bind eth0\n{TLS}", "bind eth0", "tls://eth0:853", "TLS is configured for only one"),
        (f"{TLS} {{\nclient_auth require\n}}", TLS, "tls://:853", "client authentication policies"),
        (f"{TLS} ca.pem", TLS, "tls://:853", "client CA pools differ"),
        ("tls {\nacme a.org\n}", TLS, "tls://:853", "server certificates differ"),
        ("tls {\nacme a.org\n}", "tls {\nacme b.org\n}", "tls://:853", "dynamic TLS callbacks"),
    ],
)
def test_what_differs(one: str, other: str, listener: str, why: str) -> None:
    [refusal] = refusals(one, other)
    assert refusal.message.startswith(CONFLICT.format(listener, why))
    assert refusal.token.text == "tls://b.org"
    assert refusal.related is not None
    assert refusal.related.text == "tls://a.org"
    assert refusal.certain
    assert not refusals(one, other, "1.14.7")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TLS, TLS),
        (TLS, "tls other.pem other.key"),
        (f"{TLS} ca.pem", f"{TLS} other.pem"),
        (f"{TLS} {{\nclient_auth nocert\n}}", TLS),
        (f"{TLS} {{\nclient_auth require\nclient_auth nocert\n}}", TLS),
        (f"bind 127.0.0.1\n{TLS}", "bind 127.0.0.2"),
        (f"bind 127.0.0.1\n{TLS}", ""),
        ("tls {\nacme a.org b.org\n}", "tls {\nacme b.org A.org.\n}"),
    ],
)
def test_what_may_differ(one: str, other: str) -> None:
    assert not refusals(one, other)


def test_a_missing_import_may_bring_what_is_missing() -> None:
    [refusal] = refusals(TLS, "import snippets/tls")
    assert not refusal.certain


@pytest.mark.parametrize(
    "one", [f"{TLS} {{\nclient_auth {{$AUTH}}\n}}", "tls {\nacme {$DOMAIN}\n}"]
)
def test_nothing_is_said_of_what_hangs_on_the_environment(one: str) -> None:
    other = f"{TLS} {{\nclient_auth require\n}}" if "client" in one else "tls {\nacme b.org\n}"
    assert not refusals(one, other)


def test_other_streams_of_https() -> None:
    limits = (f"https {{\nmax_streams {n}\n}}" for n in (1, 2))
    text = "".join(f"https://{z}.org {{\n{x}\n}}\n" for z, x in zip("ab", limits, strict=True))
    [refusal] = configure(expand(parse(text), read=None)).refusals
    assert refusal.message == (
        "conflicting max_streams values for shared HTTPS listener https://:443: 1 and 2"
    )
