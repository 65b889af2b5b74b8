"""Lines that are right or wrong by release, or whose protocol is what decides."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.lint import lint


def found(text: str, rule: str, release: str = "1.15.0") -> list[str]:
    items = lint(text, build=stock(release))
    return [item.message for item in items if item.rule.name == rule]


TWO = ". {\netcd a.example {\nendpoint http://192.0.2.1:1\n}\netcd b.example {\n}\n}\n"


@pytest.mark.parametrize("release", ["1.15.0", "1.9.3", "1.2.0"])
def test_the_first_etcd_applies(release: str) -> None:
    """`etcdParse` returns in its loop over the stanzas, in every release."""
    (message,) = found(TWO, "repeated-plugin-last-wins", release)
    assert message.startswith("`etcd b.example` has no effect")
    assert "first" in message


@pytest.mark.parametrize(
    ("key", "lines", "count"),
    [
        ("a.example", "file a.db\nfile b.db", 1),
        ("a.example", "file a.db\nfile b.db\nfile c.db", 1),
        ("a.example b.example", "file a.db a.example\nfile b.db", 1),
        ("a.example b.example", "file a.db\nfile b.db b.example", 0),
        ("a.example b.example", "file a.db a.example\nfile b.db b.example", 0),
        ("a.example", "file a.db\nfile a.db", 0),
        ("a.example", "file {$A}\nfile {$B}", 0),
        ("a.example", "file a.db {$A}\nfile b.db {$A}", 0),
    ],
)
def test_the_last_file_of_a_zone_applies(key: str, lines: str, count: int) -> None:
    text = f"{key} {{\n{lines}\n}}\n"
    messages = found(text, "repeated-plugin-last-wins")
    assert ["file a.db" in message for message in messages] == [True] * count


@pytest.mark.parametrize(("release", "is_read"), [("1.13.1", False), ("1.13.2", True)])
def test_a_name_after_an_address(release: str, is_read: bool) -> None:
    text = ". {\nforward . tls://192.0.2.1%dns.example.net\n}\n"
    messages = found(text, "tls-upstream-without-servername", release)
    assert any("`%dns.example.net`" in message for message in messages) is not is_read


@pytest.mark.parametrize(
    ("upstream", "release", "words"),
    [
        ("tls://dns.example.net", "1.15.0", "CoreDNS looks `dns.example.net` up"),
        ("tls://dns.example.net:8853", "1.15.0", "CoreDNS looks `dns.example.net` up"),
        ("tls://192.0.2.1", "1.15.0", "nothing says which name"),
        ("tls://dns.example.net%dns.example.net", "1.15.0", ""),
    ],
)
def test_a_name_that_is_looked_up(upstream: str, release: str, words: str) -> None:
    text = f". {{\nforward . {upstream}\n}}\n"
    messages = found(text, "tls-upstream-without-servername", release)
    assert [words in message for message in messages] == [True] * bool(words)


def test_quic_is_encrypted_and_needs_a_name() -> None:
    named = ". {\nforward . quic://192.0.2.1 {\ntls_servername dns.example.net\n}\n}\n"
    assert not found(named, "tls-servername-without-tls")
    assert not found(named, "tls-upstream-without-servername")
    assert found(". {\nforward . quic://192.0.2.1\n}\n", "tls-upstream-without-servername")


@pytest.mark.parametrize(
    ("lines", "release", "words"),
    [
        ("file example.org.zone", "1.15.0", 'file "example.org.zone" has SOA owner'),
        ("file example.org.zone", "1.14.7", "is NXDOMAIN"),
        ("file example.org.zone example.org", "1.15.0", ""),
        ("file db.root", "1.15.0", ""),
        ("file {$ZONE_FILE}", "1.15.0", ""),
    ],
)
def test_a_zone_file_for_the_root(lines: str, release: str, words: str) -> None:
    messages = found(f". {{\n{lines}\nlog\n}}\n", "authoritative-plugin-on-root", release)
    assert [words in message for message in messages] == [True] * bool(words)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("tls://. {\nwhoami\n}\n", True),
        ("tls://. {\nwhoami\n}\ntls://a.example {\ntls a b\nwhoami\n}\n", False),
        ("tls://. {\nimport tls.conf\nwhoami\n}\n", False),
        ("https://. {\nwhoami\n}\n", False),
    ],
)
def test_tls_without_a_certificate_is_plain(text: str, plain: bool) -> None:
    messages = found(text, "transport-port-mismatch")
    assert any("plain DNS on port 853" in message for message in messages) is plain


def test_a_rule_of_another_kind_in_the_block_of_one() -> None:
    text = ". {\nrewrite continue {\nname regex a b\nanswer name b a\ntype ANY A\n}\nwhoami\n}\n"
    (refused,) = [item for item in lint(text) if item.rule.name == "plugin-refused"]
    assert "begins another rule" in refused.help
