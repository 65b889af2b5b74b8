"""What older releases read in another way: the words, and what is advised."""

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.builds import stock
from corefile.syntax.parser import parse


def refused(line: str, release: str) -> list[tuple[str, str]]:
    """Return words and advice of all refusals of one plugin in a server block."""
    build = stock(release)
    expansion = expand(parse(f". {{\n{line}\n}}\n"), read=None, directives=build.plugins)
    return [(r.message, r.help) for r in configure(expansion, build=build).refusals]


@pytest.mark.parametrize(
    ("line", "before", "since", "advice"),
    [
        ("prometheus {\nruntime_metrics\n}", "1.14.2", "1.14.3", "the block appeared in"),
        ("ready {\nmonitor continuously\n}", "1.12.1", "1.12.2", "the block appeared in"),
        ("cache {\nserve_stale 1h immediate\n}", "1.9.1", "1.9.2", "`immediate` appeared in"),
        ("cache {\nserve_stale 1h verify 1s\n}", "1.14.3", "1.14.4", "`1s` appeared in"),
        ("cache {\nserve_stale 1h immediate 1s\n}", "1.14.6", "1.14.7", "`1s` appeared in"),
        ("errors {\nconsolidate 1m x info\n}", "1.8.4", "1.8.5", "`info` appeared in"),
        (
            "errors {\nconsolidate 1m x show_first\n}",
            "1.13.2",
            "1.14.0",
            "`show_first` appeared in",
        ),
        ("loadbalance weighted file", "1.10.0", "1.10.1", "`weighted` appeared in"),
        ("acl {\ndrop\n}", "1.10.0", "1.10.1", "`drop` appeared in"),
        ("header {\nresponse set ra\n}", "1.9.3", "1.9.4", "`response` appeared in"),
        ("reload 10s 0", "1.14.1", "1.14.2", "`0` appeared in"),
        ("dnstap tcp://host:6000", "1.9.2", "1.9.3", "host names appeared in"),
        ("forward . quic://192.0.2.1", "1.14.7", "1.15.0", "`quic://` appeared in"),
        ("forward . https://192.0.2.1", "1.14.4", "1.14.5", "`https://` appeared in"),
        (
            "rewrite name regex a {a/b} metadata",
            "1.14.7",
            "1.15.0",
            "`metadata` appeared in",
        ),
        ("template IN A {\nvar x 1\n}", "1.14.7", "1.15.0", "`var` appeared in"),
        ("https {\nmax_streams 1\n}", "1.14.7", "1.15.0", "`max_streams` appeared in"),
        ("view a {\nexpr upper(name()) == 'A'\n}", "1.11.1", "1.11.3", "needs"),
        ("view a {\nexpr name() | lower() == 'a'\n}", "1.10.1", "1.11.3", "needs"),
        ("view a {\nexpr let x = 1; x > 0\n}", "1.10.0", "1.11.3", "needs"),
    ],
)
def test_what_appeared_is_refused_before(line: str, before: str, since: str, advice: str) -> None:
    [(_, help_text)] = refused(line, before)
    assert f"{advice} CoreDNS {since}" in help_text
    assert not refused(line, since)


@pytest.mark.parametrize(
    ("line", "before", "since"),
    [
        ("any x", "1.14.3", "1.14.4"),
        ("local x", "1.14.3", "1.14.4"),
        ("chaos {\nx\n}", "1.14.3", "1.14.4"),
        ("trace {\nx\n}", "1.14.3", "1.14.4"),
        ("ready {\nx\n}", "1.14.3", "1.14.4"),
        ("dnstap a {\nx\n}", "1.14.3", "1.14.4"),
        ("dnstap a full x", "1.12.4", "1.13.0"),
        ("dnstap tls://%zz", "1.10.1", "1.11.0"),
        ("dnstap a\ndnstap", "1.10.0", "1.10.1"),
        ("dnstap a {\nidentity\n}", "1.9.3", "1.9.4"),
        ("header {\nset ra\n}", "1.12.3", "1.12.4"),
        ("header {\nSET ra\n}", "1.12.3", "1.12.4"),
        ("loadbalance {\nx\n}", "1.12.3", "1.12.4"),
        ("multisocket 1025", "1.13.1", "1.13.2"),
        ("dns64 2001:db8::/72", "1.14.7", "1.15.0"),
        ("kubernetes {\nendpoint https://a:1:2\n}", "1.14.7", "1.15.0"),
        ("view a {\nexpr metadata(1) == 'x'\n}", "1.10.1", "1.11.0"),
        (f"errors {{\nconsolidate 1m {'x' * 10001}\n}}", "1.13.2", "1.14.0"),
    ],
)
def test_what_is_refused_was_accepted_before(line: str, before: str, since: str) -> None:
    assert not refused(line, before)
    assert refused(line, since)


def test_a_block_in_a_block_was_a_property() -> None:
    line = "log {\nclass error {\nclass denial\n}\n}"
    [(message, _), *_] = refused(line, "1.14.7")
    assert message.endswith("unknown property '{'")
    assert not refused(line, "1.15.0")


@pytest.mark.parametrize(
    ("keys", "release", "message"),
    [
        ("https://a.org", "1.7.1", ""),
        ("https://a.org", "1.8.6", "DoH requires TLS to be configured, see the tls plugin"),
        ("https://a.org", "1.8.7", ""),
        ("https3://a.org", "1.13.1", ""),
        ("https3://a.org", "1.13.2", "DoH3 requires TLS, no TLS config found"),
    ],
)
def test_encrypted_without_tls(keys: str, release: str, message: str) -> None:
    text = f"{keys} {{\nwhoami\n}}\n"
    assert verdict(parse(text), read=None, build=stock(release)).message == message


def test_flags_without_response_are_looked_at() -> None:
    assert refused("header {\nset ra\n}", "1.9.3") == []
    [(message, _)] = refused("header {\nclear x\n}", "1.9.3")
    assert message == "plugin/header: seting up rule: unknown/unsupported flag=x"
