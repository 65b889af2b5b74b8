"""Which settings of a port are lost: as CoreDNS 1.14.7 has them in its servers once it runs."""

import pytest

from corefile.lint import lint
from corefile.lint.rules.listeners.listener_option_conflict import RULE


def block(key: str, *lines: str) -> str:
    """Return a server block."""
    return f"{key} {{\n" + "".join(f" {line}\n" for line in lines) + "}\n"


LIMIT = "https {\n max_connections 5\n}"
PROXY = "proxyproto {\n allow 10.0.0.0/8\n}"
OTHER_PROXY = "proxyproto {\n default use\n}"


def slow(name: str, seconds: int) -> str:
    """Return `timeouts` with one line."""
    return f"timeouts {{\n {name} {seconds}s\n}}"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (block("a", "multisocket 2") + block("b", "multisocket 2"), []),
        (block("a", "multisocket 2") + block("b", "multisocket"), ["multisocket"]),
        (block("a", "whoami") + block("b", "multisocket 2"), ["multisocket"]),
        (block("a", "multisocket 2") + block("b", "whoami"), []),
        (block("a", "multisocket 2") + block("b:54", "multisocket 3"), []),
        (block("a", "bind lo", "multisocket 2") + block("b", "bind eth0", "multisocket"), []),
        (block("a {$B}", "multisocket 2") + block("b", "multisocket 3"), []),
        (block("a", "import x") + block("b", "multisocket 3"), []),
        (block("https://a", LIMIT) + block("https://b", "whoami"), []),
        (block("https://a", "whoami") + block("https://b", LIMIT), ["https"]),
        (block("https://a tls://a", LIMIT), []),
        (block("tls://a https://a", LIMIT), ["https"]),
        (block("https://a", LIMIT) + block("tls://b https://b", LIMIT), []),
        (block("tls://a", LIMIT), []),
        (block("tls://a quic://a", "quic"), []),
        (block("https://a", LIMIT) + block("https://b", "https"), []),
        (block("a b", PROXY), []),
        (block("a tls://a", PROXY), ["proxyproto"]),
        (block("a tls://a", PROXY) + block("tls://b", PROXY), []),
        (block("a", PROXY) + block("b", "whoami"), []),
        (block("a", PROXY) + block("b", OTHER_PROXY), ["proxyproto"]),
        (block("a tls://a", slow("read", 10)), []),
        (block("a", slow("read", 10)) + block("b", slow("idle", 20)), []),
        (block("a", slow("read", 10)) + block("b", slow("read", 20)), ["read"]),
        (block("a", slow("read", 60)) + block("b", "timeouts {\n read 1m\n}"), []),
        (block("a", "errors {\n stacktrace\n}") + block("b", "errors"), ["stacktrace"]),
        (block("a", "errors") + block("b", "errors {\n stacktrace\n}"), []),
    ],
)
def test_what_is_lost(text: str, lost: list[str]) -> None:
    found = lint(text, rules=[RULE])
    assert [text[item.span.start : item.span.end] for item in found] == lost


def test_lines_in_another_order_are_the_same() -> None:
    one = "quic {\n max_streams 1\n worker_pool_size 2\n}"
    other = "quic {\n worker_pool_size 2\n max_streams 1\n}"
    assert not lint(block("quic://a", one) + block("quic://b", other), rules=[RULE])
