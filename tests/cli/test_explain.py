"""`corefile explain`: rules, plugins, and what CoreDNS printed."""

import pytest

from tests.cli.programs import corefile

TIMEOUT = "[ERROR] plugin/errors: 2 {}. A: read udp 10.0.0.1:1->192.0.2.53:53: i/o timeout"
LOOP = '[FATAL] plugin/loop: Loop (127.0.0.1:1 -> :53) detected for zone "."'


def test_rules_and_plugins() -> None:
    assert corefile("explain", "CF201") == corefile("rules", "CF201")
    assert corefile("explain", "forward") == corefile("plugins", "forward")
    ran = corefile("explain", "forwad")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "corefile explain: error: there is no rule or plugin `forwad`: did you mean `forward`?\n"
    )


@pytest.mark.parametrize("words", [[LOOP], LOOP.split(), [f"\n{LOOP}\n"], ["--", LOOP][1:]])
def test_a_message(words: list[str]) -> None:
    ran = corefile("explain", *words)
    assert (ran.status, ran.err) == (0, "")
    assert "corefile explain forward-loop-to-self\n" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_what_is_not_known() -> None:
    ran = corefile("explain", "the server", "is sad")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "corefile explain: error: CoreDNS is not known to print this: give its line whole, as in"
        " the log, or the name of a rule or plugin; `corefile rules` and `corefile plugins` list"
        " them\n"
    )


def test_a_log() -> None:
    lines = [".:53", TIMEOUT.format("a"), TIMEOUT.format("b"), LOOP, "\x1b[31m\xff"]
    ran = corefile("explain", "-", stdin="\n".join(lines).encode("latin-1"))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count("did not answer in time") == 1
    assert "i/o timeout\n(and 1 more like it)\n" in ran.out
    assert ran.out.index("did not answer") < ran.out.index("Loop (")
    ran = corefile("explain", "-", stdin=b"a\nb")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "corefile explain: note: nothing is known of 2 lines\n"


def test_help() -> None:
    assert corefile("explain", "--help").out == corefile("help", "explain").out
    assert corefile("explain").status == 2


def test_what_to_write_instead_of_what_a_plugin_refuses() -> None:
    ran = corefile("explain", 'plugin/forward: not an IP address or file: "dns.google"')
    assert (
        "\nMost likely: names are looked up since CoreDNS 1.14.4: write an IP address.\n" in ran.out
    )
    assert "Most likely" not in corefile("explain", "plugin/cache: what nobody says").out
