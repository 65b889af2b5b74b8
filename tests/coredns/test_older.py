"""What older releases read in another way: the words, and what is advised."""

import pytest

from corefile.coredns.builds import stock
from corefile.coredns.config import configure
from corefile.coredns.expand import expand
from corefile.syntax.parser import parse


def refused(line: str, release: str) -> list[tuple[str, str]]:
    """Give words and advice of all refusals of one plugin in a server block."""
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
        (f"errors {{\nconsolidate 1m {'x' * 10001}\n}}", "1.13.2", "1.14.0"),
    ],
)
def test_what_is_refused_was_accepted_before(line: str, before: str, since: str) -> None:
    assert not refused(line, before)
    assert refused(line, since)


def test_flags_without_response_are_looked_at() -> None:
    assert refused("header {\nset ra\n}", "1.9.3") == []
    [(message, _)] = refused("header {\nclear x\n}", "1.9.3")
    assert message == "plugin/header: seting up rule: unknown/unsupported flag=x"
