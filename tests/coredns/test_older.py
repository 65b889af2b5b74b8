"""What older releases read in another way: the words, and what is advised."""

import pytest

from corefile.coredns.catalogue.zones import key_addresses
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.release import RELEASES as KNOWN
from corefile.coredns.releases.release import parse_release
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


@pytest.mark.parametrize(
    ("line", "before", "since", "words"),
    [
        ("bind eth0", "1.8.3", "1.8.4", "plugin/bind: not a valid IP address: eth0"),
        ("bind", "1.8.3", "", "plugin/bind: at least one address is expected"),
        ("nomad {\nfilter x\n}", "1.13.1", "1.13.2", "unknown property 'filter'"),
        ("nomad {\nFILTER x\n}", "1.13.1", "1.13.2", "unknown property 'filter'"),
        ("template IN RESINFO", "1.12.0", "1.12.1", "invalid RR class RESINFO"),
        ("template IN NXNAME", "1.11.3", "1.11.4", "invalid RR class NXNAME"),
        ("template IN AMTRELAY", "1.10.1", "1.11.0", "invalid RR class AMTRELAY"),
        ("template IN ZONEMD", "1.8.3", "1.8.4", "invalid RR class ZONEMD"),
        ("template IN HTTPS", "1.7.1", "1.8.0", "invalid RR class HTTPS"),
        ("template IN APL", "1.6.6", "1.6.7", "invalid RR class APL"),
        ("acl {\nblock type HTTPS\n}", "1.7.1", "1.8.0", "expect legal QTYPE"),
        ("rewrite type HTTPS A", "1.7.1", "1.8.0", 'invalid type "HTTPS"'),
        ("rewrite rcode a DSOTYPENI NOERROR", "1.12.1", "1.12.2", "invalid matching RCODE"),
        ("template IN A {\nrcode DSOTYPENI\n}", "1.12.1", "1.12.2", "unknown rcode DSOTYPENI"),
        ("template IN A {\nmatch (?<n>a)\n}", "1.11.3", "1.11.4", "unsupported Perl syntax: `(?<`"),
        ("rewrite name regex (?<n>a) b", "1.11.3", "1.11.4", "invalid regex matching pattern"),
        ("errors {\nconsolidate 1m (?<n>a)\n}", "1.11.3", "1.11.4", "unsupported Perl syntax"),
        ("auto {\ndirectory d (?<n>a) b\n}", "1.11.3", "1.11.4", "unsupported Perl syntax"),
        (
            'template IN A {\nanswer "{{with .A}}{{else with .B}}{{end}}"\n}',
            "1.11.3",
            "1.11.4",
            "unexpected <with> in else",
        ),
        ("template IN A {\nmatch \\p{greek}\n}", "1.12.3", "1.12.4", "invalid character class"),
        ('template IN A {\nanswer "{{\n.A}}"\n}', "1.8.3", "1.8.4", "unclosed action"),
        ('template IN A {\nanswer "{{ .A\n}}"\n}', "1.8.3", "1.8.4", "unclosed action"),
        (
            'template IN A {\nanswer "{{range .A}}{{break}}{{end}}"\n}',
            "1.9.1",
            "1.9.2",
            'function "break" not defined',
        ),
        (
            "rewrite name suffix .a .b answer auto",
            "1.8.3",
            "1.8.4",
            "response rewrites must consist",
        ),
        ("rewrite name suffix a b answer name a b", "1.8.3", "1.8.4", "only for name regex rule"),
        ("rewrite name regex a b reply name a b", "1.8.3", "", "exceeded the number of arguments"),
        (
            "forward . 192.0.2.1 {\nfailover x\n}",
            "1.13.1",
            "",
            "NoError cannot be used in",
        ),
        ("forward . /dev/null", "1.14.3", "", "no nameservers found"),
        ("forward . /dev/null", "1.14.4", "", "no valid upstream addresses found"),
        ("geoip a/GeoLite2-ASN.mmdb", "1.13.1", "1.13.2", "database does not provide city schema"),
        ("file db {\ntransfer to x\n}", "1.7.1", "", "must specify an IP address: `x'"),
        ("auto {\ntransfer from 192.0.2.1\n}", "1.7.1", "", "can't use `transfer from`"),
        ("secondary {\ntransfer to 192.0.2.1\n}", "1.8.0", "", "unknown property to"),
        (
            "tls",
            "1.14.6",
            "",
            "plugin/tls: plugin/tls: Corefile:2 - Error during parsing",
        ),
        ("tls", "1.14.7", "", "plugin/tls: ACME requires at least one domain"),
        ("tls {\nclient_auth request\n}", "1.14.6", "", "Wrong argument count"),
        ("log {\nx\n}", "1.14.3", "", "Wrong argument count or unexpected line ending after 'x'"),
        ("log {\nx\n}", "1.14.4", "", "unknown property 'x'"),
        ("grpc . x", "1.14.4", "", 'plugin/grpc: not an IP address or file: "x"'),
        ("cache a.org {\nkeepttl\n}", "1.11.0", "1.11.1", "line ending after 'keepttl'"),
        ("cache 30 a.org {\nkeepttl\n}", "1.10.1", "1.11.1", "line ending after 'keepttl'"),
        ("acl {\nx\n}", "1.8.1", "", "expect 'allow' or 'block'"),
        ("geoip a {\nx\n}", "1.9.1", "", "unexpected config block"),
        ("kubernetes a {\nmulticluster b\n}", "1.14.3", "", "multicluster zone b."),
    ],
)
def test_words_of_a_release(line: str, before: str, since: str, words: str) -> None:
    [(message, _), *more] = refused(line, before)
    assert words in message
    assert not more
    if since:
        assert not refused(line, since)


@pytest.mark.parametrize(
    ("rule", "help_"),
    [
        ("suffix .a .b answer auto", "`answer` after `name suffix` appeared in CoreDNS 1.8.4"),
        ("regex a b answer auto", "`answer auto` appeared in CoreDNS 1.8.4"),
        ("regex a b answer name b a answer value b a", "`answer value` appeared in CoreDNS 1.8.4"),
        (
            "regex a b answer name b a answer name c a",
            "a second `answer` appeared in CoreDNS 1.8.4",
        ),
    ],
)
def test_which_answers_a_release_has_not(rule: str, help_: str) -> None:
    [(_, advice)] = refused(f"rewrite name {rule}", "1.8.3")
    assert advice.startswith(help_)


@pytest.mark.parametrize(
    ("line", "release"),
    [
        ("secondary {\ntransfer to *\n}", "1.7.1"),
        ("forward . 192.0.2.1 {\nfailover NOERROR\n}", "1.13.1"),
        ("forward . /dev/null 192.0.2.1", "1.14.3"),
        ("kubernetes [ZONES...]", "1.8.3"),
        ("template IN A {\nmatch \\p{Old_Turkic}\n}", "1.12.3"),
        ("template IN A {\nmatch \\p{Greek}\\pL\\p{^Lu}\\p{Any}\n}", "1.5.1"),
    ],
)
def test_what_older_releases_take(line: str, release: str) -> None:
    assert not refused(line, release)


@pytest.mark.parametrize("schemed", ["https3://a.org", "quic://a.org", "unix://a.org"])
def test_a_scheme_of_later_releases_is_part_of_the_name(schemed: str) -> None:
    scheme = schemed.partition(":")[0]
    since = {"https3": "1.13.2", "quic": "1.11.0", "unix": "1.11.0"}[scheme]
    known = {r: key_addresses(schemed, release=r) for r in KNOWN}
    for release, [address] in known.items():
        expected = scheme if release >= parse_release(since) else "dns"
        assert address.transport == expected
        assert address.zone == ("a.org." if expected != "dns" else f"{schemed}.")


@pytest.mark.parametrize(
    ("key", "until"), [(":53", "1.3.0"), (".org", "1.9.3"), ("a\\", "1.11.3"), ("::/0", "1.8.4")]
)
def test_keys_that_older_releases_take(key: str, until: str) -> None:
    for release in KNOWN:
        words = verdict(parse(f"{key} {{\nwhoami\n}}\n"), build=stock(release)).message
        assert (words == "") == (release <= parse_release(until)), release


@pytest.mark.parametrize(
    ("network", "zone"),
    [("10.1.2.0/24", "2.1.10.in-addr.arpa."), ("10.0.0.0/12", "10.in-addr.arpa.")],
)
def test_a_network_was_one_zone(network: str, zone: str) -> None:
    [address] = key_addresses(network, release=parse_release("1.8.4"))
    assert address.zone == zone


VIEWED = ". {\nwhoami\n}\n. {\nview a {\nexpr true\n}\nwhoami\n}\n"


@pytest.mark.parametrize("release", ["1.10.0", "1.12.1", "1.14.2", "1.14.3"])
def test_a_view_after_a_block_without_one(release: str) -> None:
    words = "cannot serve dns://.:53 - it is already defined"
    message = verdict(parse(VIEWED), build=stock(release)).message
    assert message == ("" if release == "1.14.3" else words)


def test_the_zone_of_a_socket_cannot_be_read_again() -> None:
    tree = parse("unix://a.org {\nfile db\n}\n")
    words = "panic: runtime error: index out of range [0] with length 0"
    assert verdict(tree, build=stock("1.12.4")).message == words
    assert verdict(tree, build=stock("1.13.0")).accepted


def test_a_snippet_that_imports_itself_did_harm_only_where_it_was_used() -> None:
    tree = parse("(a) {\nlog\nimport a\n}\n. {\nwhoami\n}\n")
    words = "Corefile:3 - Error during parsing: maximum snippet import depth (10000) exceeded"
    assert verdict(tree, build=stock("1.12.4")).accepted
    assert verdict(tree, build=stock("1.13.0")).message == words.replace(":3", ":4")


@pytest.mark.parametrize("release", ["1.14.3", "1.14.4", "1.15.0"])
@pytest.mark.parametrize("word", ["$NAMESERVERS", "a_b*c", "<UPSTREAM>"])
def test_an_upstream_that_is_no_name_is_refused_once(word: str, release: str) -> None:
    assert len(refused(f"forward . {word}", release)) == 1
