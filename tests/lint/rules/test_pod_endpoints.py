"""Services of a pod that nobody outside it can ask, and receivers that nothing reaches."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.lint import lint
from corefile.lint.rules.kubernetes import pod_endpoint_on_loopback
from corefile.lint.rules.listeners import transport_port_mismatch
from corefile.lint.rules.operations import dnstap_without_port
from corefile.lint.rules.reading import fails_at_start, trace_endpoint_is_url
from corefile.text.edits import apply_edits


@pytest.mark.parametrize(
    ("lines", "more", "told"),
    [
        ("prometheus", "", ["prometheus :9153"]),
        ("prometheus localhost:9253", "", [":9253"]),
        ("health [::1]:8080\nready 127.0.0.2:8181", "", [":8080", ":8181"]),
        ("health\nready\nprometheus :9153", "", []),
        ("prometheus 192.0.2.1:9153", "", []),
        ("prometheus {$METRICS}", "", []),
        ("prometheus\ncache {$TTL}", "", ["prometheus :9153"]),
        ("prometheus\nbind 192.0.2.53", "", []),
        ("prometheus\nimport more.conf", "", []),
        ("prometheus", "a.example {\nprometheus :9153\nwhoami\n}", []),
        ("health 127.0.0.1:8080\nhealth :8080", "", []),
    ],
)
def test_services_on_the_loopback_interface_of_a_pod(
    lines: str, more: str, told: list[str]
) -> None:
    text = f". {{\n{lines}\nkubernetes cluster.local\n}}\n{more}\n"
    found = lint(text, rules=[pod_endpoint_on_loopback.RULE])
    edits = [edit for item in found if item.fix is not None for edit in item.fix.edits]
    after = apply_edits(text, edits)
    assert len(found) == len(told)
    assert all(word in after for word in told)
    assert not lint(after, rules=[pod_endpoint_on_loopback.RULE])


def test_services_outside_a_cluster() -> None:
    outside = ". {\nprometheus\nkubernetes cluster.local {\nkubeconfig config\n}\n}\n"
    for text in (outside, ". {\nprometheus\nwhoami\n}\n"):
        assert not lint(text, rules=[pod_endpoint_on_loopback.RULE])


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("zipkin http://zipkin.example:9411", "zipkin zipkin.example:9411"),
        ("http://zipkin.example/", "trace zipkin.example:9411"),
        ("zipkin HTTPS://zipkin.example", "zipkin https://zipkin.example/api/v2/spans"),
        ("http://zipkin.example:9411/api/v2/spans", ""),
        ("zipkin.example:9411", ""),
        ("zipkin {$URL}", ""),
        ("datadog http://agent.example", "datadog agent.example:8126"),
        ("datadog agent.example:8126", ""),
    ],
)
def test_endpoints_of_traces(words: str, instead: str) -> None:
    text = f". {{\ntrace {words}\nwhoami\n}}\n"
    found = lint(text, rules=[trace_endpoint_is_url.RULE])
    assert len(found) == bool(instead)
    edits = [edit for item in found if item.fix is not None for edit in item.fix.edits]
    assert instead in apply_edits(text, edits)


@pytest.mark.parametrize(
    ("words", "stray", "advice"),
    [
        ("192.0.2.53 fallthrough", "fallthrough", "leave `fallthrough` out"),
        ("192.0.2.53 192.0.2.54 policy sequential", "policy", "in a block"),
        ("192.0.2.53 loop", "loop", "on a line of its own"),
        ("policy", "", ""),
        ("dns.example pihole", "", ""),
    ],
)
def test_words_that_belong_on_a_line_of_their_own(words: str, stray: str, advice: str) -> None:
    text = f". {{\nforward . {words}\n}}\n"
    found = lint(text, rules=[fails_at_start.RULE])
    assert [text[item.span.start : item.span.end] for item in found] == [stray] * bool(stray)
    assert all(advice in (item.help or "") for item in found)


@pytest.mark.parametrize(
    ("words", "release", "is_told"),
    [
        ("tcp://192.0.2.1", "1.15.0", True),
        ("tcp://[2001:db8::1]/ full", "1.15.0", True),
        ("tls://tap.example full", "1.15.0", True),
        ("tls://tap.example full", "1.10.1", False),  # the path of a socket
        ("tcp://192.0.2.1", "1.9.2", False),  # port 53
        ("tcp://192.0.2.1:6000", "1.15.0", False),
        ("tcp://", "1.15.0", False),
        ("tcp://{$TAP}", "1.15.0", False),
        ("listen tcp://192.0.2.1", "1.15.0", False),
        ("/run/tap.sock", "1.15.0", False),
        ("unix:///run/tap.sock", "1.15.0", False),
    ],
)
def test_receivers_without_a_port(words: str, release: str, is_told: bool) -> None:
    text = f". {{\ndnstap {words}\nwhoami\n}}\n"
    found = lint(text, rules=[dnstap_without_port.RULE], build=stock(release))
    assert bool(found) is is_told


@pytest.mark.parametrize(
    ("to", "advice"),
    [
        ("192.0.2.53", "`192.0.2.53:443`"),
        ("2001:db8::1", "`[2001:db8::1]:443`"),
        ("192.0.2.53:53", ""),
        ("192.0.2.53:443", ""),
        ("/etc/resolv.conf", ""),
    ],
)
def test_ports_of_grpc(to: str, advice: str) -> None:
    text = f". {{\ngrpc . {to}\n}}\n"
    found = lint(text, rules=[transport_port_mismatch.RULE])
    assert [advice in (item.help or "") for item in found] == [True] * bool(advice)
