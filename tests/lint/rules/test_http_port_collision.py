"""Which services meet on a port."""

import pytest

from corefile.lint import lint
from corefile.lint.rules.listeners.http_port_collision import RULE


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("health\nready\nprometheus\npprof", ""),
        ("health :8181\nready", "by chance"),
        ("health 0.0.0.0:8181\nready", "by chance"),
        ("health [::]:8181\nready", "by chance"),
        ("prometheus\nready 127.0.0.1:9153", "by chance"),
        ("prometheus\nready :9153", "connections to 127.0.0.1 reach only `prometheus`"),
        ("ready 10.0.0.1:80\nhealth 10.0.0.2:80", ""),
        ("ready [::1]:80\nhealth [0::1]:80", "by chance"),
        ("ready :0\nhealth :0", ""),
        ("ready {$A}\nhealth {$A}", ""),
        ("health :53", "`health` and the DNS server both listen on port 53"),
        ("bind 10.0.0.1\nhealth 10.0.0.2:53", ""),
        ("bind 10.0.0.1\nhealth :53", "connections to 10.0.0.1 reach only the DNS server"),
        # The last address of `health` counts.
        ("health :8181\nhealth :8080\nready", ""),
        ("health :8080\nhealth :8181\nready", "by chance"),
        ("health :8080\nhealth {\nlameduck 1s\n}\nready :8080", "by chance"),
    ],
)
def test_who_meets(lines: str, message: str) -> None:
    found = lint(f". {{\n{lines}\nwhoami\n}}\n", rules=[RULE])
    assert len(found) == bool(message)
    assert all(message in item.message for item in found)


def test_server_blocks_share_what_is_the_same() -> None:
    block = "{\n health :8080\n ready :8181\n prometheus :9153\n}\n"
    assert not lint(f"a {block}b {block}", rules=[RULE])
    assert lint(f"a {block}b {{\n ready :9153\n}}\n", rules=[RULE])
