import pytest

from corefile.coredns.imports.files import Memory
from corefile.coredns.releases.builds import stock
from corefile.lint.engine import lint
from corefile.lint.finding import Finding


def found(text: str, release: str = "1.15.0") -> list[Finding]:
    findings = lint(text, build=stock(release))
    return [finding for finding in findings if finding.rule.name == "fails-at-start"]


def block(line: str, key: str = ".") -> str:
    return f"{key} {{\n{line}\nwhoami\n}}\n"


@pytest.mark.parametrize(
    ("text", "severity", "words"),
    [
        (block("", "quic://a.org"), "error", "ListenPacket: quic: tls.Config not set"),
        (block("health :99999"), "error", "listen tcp: address 99999: invalid port"),
        (block("pprof localhost:65536"), "error", "listen tcp: address 65536: invalid port"),
        (block("ready :99999"), "warning", "CoreDNS starts without `ready`"),
        (block("prometheus :99999"), "warning", "CoreDNS starts without `prometheus`"),
        (block("health localhost:http"), "error", 'parse "http://localhost:http": invalid port'),
        (block("file db a.org {\nreload -5s\n}"), "error", "non-positive interval for NewTicker"),
        (block("forward . quic://1.1.1.1/dns-query"), "warning", "lookup 1.1.1.1/dns-query.:"),
        (block("forward . 10.0.0.0/24"), "error", "lookup 10.0.0.0/24.: no such host"),
        (block("forward . udp://10.0.0.1"), "error", 'failed to resolve "udp": lookup udp.:'),
        (block("forward . http://10.0.0.1"), "error", 'failed to resolve "http"'),
        (block("forward . a.b.svc.cluster.local"), "warning", "lookup a.b.svc.cluster.local.:"),
        (block("forward . 192.0.2.1 a.b.svc:53"), "warning", "lookup a.b.svc.:"),
    ],
)
def test_what_stops_coredns(text: str, severity: str, words: str) -> None:
    [finding] = found(text)
    assert finding.severity == severity
    assert words in finding.message


@pytest.mark.parametrize(
    "text",
    [
        block("tls a b", "quic://a.org"),
        block("tls a b", "quic://a.org") + block("", "quic://b.org"),
        block("import tls.conf", "quic://a.org"),
        block("{$TLS}", "quic://a.org"),
        block("health :8080\nready :{$PORT}"),
        block("health"),
        block("health localhost:8080"),
        block("pprof localhost:http"),
        block("file db a.org {\nreload 0\n}"),
        block("forward . dns.example:53 10.0.0.1 /etc/resolv.conf"),
        block("forward . a.b.svc.cluster.local {\nresolver 10.96.0.10\n}"),
        block("forward . {$SCHEME}://10.0.0.1"),
    ],
)
def test_what_does_not(text: str) -> None:
    assert not found(text)


def test_names_that_a_release_does_not_look_up() -> None:
    assert not found(block("forward . a.b.svc.cluster.local"), "1.14.3")


def test_a_name_is_looked_up_without_a_dot_before() -> None:
    [finding] = found(block("forward . a.b.svc"), "1.14.7")
    assert "lookup a.b.svc: no such host" in finding.message


SOA = "$TTL 60\n{name} IN SOA ns.Example.org. h.example.org. (1 2 3\n 4 5)\n  IN NS ns\n"


# The words are those of plugin/file/file.go, Parse; 1.8.0 and before were asked for theirs.
@pytest.mark.parametrize(
    ("key", "zone_file", "release", "words"),
    [
        ("example.org", SOA.format(name="@"), "1.15.0", ""),
        ("example.org", SOA.format(name="Example.org."), "1.15.0", ""),
        (
            ".",
            SOA.format(name="Example.org."),
            "1.15.0",
            'file "db" has SOA owner Example.org. that does not match origin .',
        ),
        (".", SOA.format(name="example.org."), "1.14.7", ""),
        (
            "example.org",
            "www 60 IN A 192.0.2.1\n",
            "1.14.7",
            'plugin/file: file "db" has no SOA record for origin example.org.',
        ),
        ("example.org", "www 60 IN A 192.0.2.1\n", "1.5.0", 'file "db" has no SOA record'),
        ("example.org", "$INCLUDE other\n", "1.15.0", ""),
        ("example.org", "${ZONE}. 60 IN SOA a b 1 2 3 4 5\n", "1.15.0", ""),
        ("example.org", "\0\x01", "1.15.0", "has no SOA record for origin example.org."),
        ("example.org", "", "1.15.0", "has no SOA record for origin example.org."),
    ],
)
def test_a_zone_file_beside_the_corefile(
    key: str, zone_file: str, release: str, words: str
) -> None:
    text = f"{key} {{\nfile db\n}}\n"
    files = Memory({"/db": zone_file})
    found = lint(text, read=files, build=stock(release))
    messages = [each.message for each in found if each.rule.name == "fails-at-start"]
    assert len(messages) == bool(words)
    assert words in "".join(messages)
    assert not [each for each in lint(text) if each.rule.name == "fails-at-start"]


def test_a_zone_file_below_another_folder_is_not_looked_at() -> None:
    text = "example.org {\nroot /zones\nfile db\n}\n"
    found = lint(text, read=Memory({"/db": "a 1 IN A 192.0.2.1\n"}))
    assert not [each for each in found if each.rule.name == "fails-at-start"]


@pytest.mark.parametrize(
    ("upstream", "is_told"),
    [
        ("upstream-dns", True),
        ("dns2:5353", True),
        ("UPSTREAM_IP", False),
        ("REPLACE_WITH_SERVICE_IP:53", False),
        ("tls://YOUR_SERVER", False),
    ],
)
def test_a_name_without_a_dot_is_that_of_a_service(upstream: str, is_told: bool) -> None:
    text = f". {{\nkubernetes cluster.local\nforward . {upstream}\n}}\n"
    assert len(found(text)) == is_told


@pytest.mark.parametrize(
    ("path", "is_told"),
    [
        ("/etc/resolve.conf", True),
        ("/etc/resolv/conf", True),
        ("etc/resolv.conf", True),
        ("/etc/resolv.con", True),
        ("/etc/resolv.conf", False),
        ("/etc/resolv2.conf", False),
        ("/etc/resolv.conf.d", False),
        ("/run/systemd/resolve/resolv.conf", False),
    ],
)
@pytest.mark.parametrize(
    ("release", "words"), [("1.15.0", "failed to resolve"), ("1.3.1", "not an IP address or file")]
)
def test_a_path_that_is_almost_that_of_the_resolvers(
    path: str, is_told: bool, release: str, words: str
) -> None:
    messages = [
        each.message
        for each in lint(f". {{\nforward . {path}\n}}\n", build=stock(release))
        if each.rule.name == "fails-at-start"
    ]
    assert len(messages) == is_told
    assert all(words in message for message in messages)
