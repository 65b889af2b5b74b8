"""Mistakes that are near those that people reported: other plugins, spellings and places."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.lint import lint, lint_document


def found(text: str, release: str = "1.15.0") -> dict[str, tuple[int, str]]:
    """Return the rules that find something above a note, each with the line and its help."""
    return {
        item.rule.name: (item.place.first.line, item.help or "")
        for item in lint(text, build=stock(release))
        if item.severity != "info"
    }


def block(*lines: str, key: str = ".") -> str:
    return "\n".join([f"{key} {{", *lines, "forward . 192.0.2.53", "}", ""])


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("cache30", "`cache 30`"),
        ("prometheus:9153", "`prometheus :9153`"),
        ("health:8080", "`health :8080`"),
        ("health8080", "`health :8080`"),
        ("cache.30", "`cache 30`"),
        ("forward.8.8.8.8", "`forward . 8.8.8.8`"),
        ("hosts/etc/hosts", "`hosts /etc/hosts`"),
        ("forward./etc/resolv.conf", "`forward . /etc/resolv.conf`"),
    ],
)
def test_a_plugin_glued_to_its_arguments(line: str, advice: str) -> None:
    name = advice.split(maxsplit=1)[0][1:]
    more = "" if name == "forward" else "whoami"
    told = {"unknown-directive": (3, f"put a space after `{name}`: {advice}")}
    assert found(f". {{\nerrors\n{line}\n{more}\n}}\n") == told


@pytest.mark.parametrize(
    ("lines", "advice"),
    [
        ("forward . {\n192.0.2.1\n192.0.2.2:53 192.0.2.3\npolicy random\n}", "192.0.2.2:53 "),
        ("forward . {\n  192.0.2.1 # ours\n}", "`forward . 192.0.2.1 {`"),
        ("forward {\n192.0.2.1\n}", "`forward . 192.0.2.1 {`"),
        ("grpc . {\nto 192.0.2.1:443\n}", "`grpc . 192.0.2.1:443 {`"),
    ],
)
def test_servers_in_the_block_of_forward(lines: str, advice: str) -> None:
    (finding,) = (each for each in lint(f". {{\n{lines}\n}}\n") if each.severity == "error")
    assert finding.rule.name == "foreign-punctuation"
    assert advice in finding.help
    assert finding.fix is not None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (block("#hosts {", "192.0.2.1 a.example", "fallthrough", "}"), 2),
        (block("# kubernetes cluster.local {", "  pods insecure", "}"), 2),
        (block() + "#a.example:53 {\nforward . 192.0.2.9 {\nprefer_udp\n}\n}\n", 4),
    ],
)
def test_a_block_without_its_first_line(text: str, line: int) -> None:
    (finding,) = (item for item in lint(text) if item.severity != "info")
    assert (finding.rule.name, finding.place.first.line) == ("unbalanced-braces", line)
    assert "is a comment" in finding.message


def test_a_block_that_is_a_comment_as_a_whole() -> None:
    assert not found(block("#hosts {", "#192.0.2.1 a.example", "#}"))


@pytest.mark.parametrize(
    ("line", "rule", "advice"),
    [
        ("bind $(hostname -i)", "plugin-refused", "is for a shell"),
        ("rewrite name suffix .a.example. .10.0.0.5.", "rewrite-to-address", "`hosts`"),
        ("rewrite {\nname a b\nname c d\n}", "plugin-refused", "`name` begins another rule"),
        ("rewrite name a b answer auto", "plugin-refused", "`name exact FROM TO answer …`"),
        ('kubernetes cluster.local {\nnamespaces "a, b"\n}', "namespace-impossible", "`a b`"),
        ("template IN A {\nanswer {{ .Name }} 60 IN A 10.0.0.1\n}", "plugin-refused", "quotes"),
    ],
)
def test_in_a_line(line: str, rule: str, advice: str) -> None:
    findings = found(block(line))
    assert findings.keys() == {rule}
    assert advice in findings[rule][1]


@pytest.mark.parametrize(
    ("upstream", "rule", "advice"),
    [
        (
            "tls://9.9.9.9#dns.example.net",
            "comment-glued-to-token",
            "tls://9.9.9.9%dns.example.net",
        ),
        ("10.0.0.2#5353", "comment-glued-to-token", "`10.0.0.2:5353`"),
        ("9.9.9.9@853", "plugin-refused", "`9.9.9.9:853`"),
    ],
)
def test_upstreams_as_other_programs_write_them(upstream: str, rule: str, advice: str) -> None:
    assert advice in found(f". {{\nforward . {upstream}\n}}\n")[rule][1]


@pytest.mark.parametrize(
    ("upstreams", "is_wrong"),
    [
        ("tls://192.0.2.1 192.0.2.2", True),
        ("dns://192.0.2.1", True),
        ("tls://192.0.2.1 dns://192.0.2.2", False),
    ],
)
def test_plain_dns_beside_tls(upstreams: str, is_wrong: bool) -> None:
    text = f". {{\nforward . {upstreams} {{\ntls_servername dns.example\n}}\n}}\n"
    assert ("tls-servername-without-tls" in found(text)) is is_wrong


@pytest.mark.parametrize("expression", ["port() > 53", "client_ip( == '10.0.0.1'"])
def test_a_view_that_is_refused_is_not_one_without_a_condition(expression: str) -> None:
    text = block(f"view a {{\nexpr {expression}\n}}") + block()
    assert found(text).keys() == {"plugin-refused"}


ALIAS = 'template IN ANY {zone} {{\nmatch {match}\nanswer "{{{{ .Name }}}} 60 IN CNAME {to}"\n}}'


@pytest.mark.parametrize(
    ("aliases", "lines"),
    [
        ([("^one[.]", "two.a.example."), ("^two[.]", "one.a.example.")], [4]),
        ([("^one[.]", "two.a.example."), ("^two[.]", "b.example.")], []),
        ([("^x[.]", "y.a.example."), ("^y[.]", "z.a.example."), ("^z[.]", "x.a.example.")], [4]),
        ([("[.]a[.]example[.]$", "www.{{ .Name }}")], [4]),
        ([("^[^.]+[.]a[.]example[.]$", "www.{{ .Name }}")], []),
    ],
)
def test_templates_that_lead_back(aliases: list[tuple[str, str]], lines: list[int]) -> None:
    each = [ALIAS.format(zone="a.example", match=match, to=to) for match, to in aliases]
    text = block(*(one.replace("\n}", "\nfallthrough\n}") for one in each), key="a.example")
    places = [i.place.first.line for i in lint(text) if i.rule.name == "template-cname-loop"]
    assert places == lines


@pytest.mark.parametrize(
    ("kind", "more", "is_wrong"),
    [
        ("AAAA", "", True),
        ("A", "", True),
        ("AAAA", "forward . 192.0.2.53", False),
        ("AAAA", "template IN A a.example", False),
    ],
)
def test_one_type_of_address(kind: str, more: str, is_wrong: bool) -> None:
    address = "192.0.2.1" if kind == "A" else "2001:db8::1"
    record = f'"{{{{ .Name }}}} 60 IN {kind} {address}"'
    text = f"a.example {{\ntemplate IN {kind} a.example {{\nanswer {record}\n}}\n{more}\n}}\n"
    assert ("template-one-address-type" in found(text)) is is_wrong


@pytest.mark.parametrize(
    ("key", "lines", "is_wrong"),
    [
        ("svc.cluster.local", "forward . 192.0.2.54", True),
        ("svc.cluster.local", "kubernetes cluster.local", False),
        ("prod.svc.cluster.local", "forward . 192.0.2.54", False),
        ("10.in-addr.arpa", "forward . 192.0.2.54", False),
    ],
)
def test_a_server_block_for_a_part_of_the_cluster(key: str, lines: str, is_wrong: bool) -> None:
    more = "kubernetes cluster.local in-addr.arpa {\nfallthrough in-addr.arpa\n}"
    text = block(more) + f"{key} {{\n{lines}\n}}\n"
    assert ("plugin-zone-outside-block" in found(text)) is is_wrong


@pytest.mark.parametrize(
    ("host", "more", "release", "is_wrong"),
    [
        ("consul-dns", "kubernetes cluster.local", "1.15.0", True),
        ("consul-dns", "kubernetes cluster.local", "1.14.7", False),
        ("consul-dns", "", "1.15.0", False),
        ("localhost", "kubernetes cluster.local", "1.15.0", False),
    ],
)
def test_a_service_without_its_namespace(
    host: str, more: str, release: str, is_wrong: bool
) -> None:
    text = block(more) + f"a.example {{\nforward . {host}\n}}\n"
    assert ("fails-at-start" in found(text, release)) is is_wrong


CUSTOM = "kind: ConfigMap\nmetadata:\n  name: coredns-custom\ndata:\n"


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        (
            "  a.server: |\n    hosts {\n      192.0.2.1 a.example\n      fallthrough\n    }\n",
            "import-content-kind",
        ),
        (
            "  a.server: |\n    a.example:53 {\n      forward . 192.0.2.1\n"
            "  b.server: |\n    b.example:53 {\n      forward . 192.0.2.2\n    }\n",
            "unbalanced-braces",
        ),
    ],
)
def test_keys_that_are_read_as_something_else_have_one_finding(keys: str, rule: str) -> None:
    result = lint_document(read(CUSTOM + keys, "a.yaml"))
    assert [item.finding.rule.name for item in result.findings] == [rule]


@pytest.mark.parametrize(
    ("rule", "advice"),
    [
        ("name a.example 192.0.2.1", "`192.0.2.1 a.example`"),
        ("name a.example http://192.0.2.1:8080", "`192.0.2.1 a.example`"),
        ("name a.example b.example:8080", "`b.example`"),
        ("cname exact a.example. b.example.:443", "`b.example.`"),
        ("name substring a. 192.0.2.1.", None),
        ("name prefix a. 192.0.2.1.", None),
        ("name regex (.*)[.]a[.]example {1}.b.example answer auto", None),
    ],
)
def test_new_names_that_no_server_has(rule: str, advice: str | None) -> None:
    helped = found(block(f"rewrite {rule}")).get("rewrite-to-address", (0, ""))[1]
    assert (advice or "") in helped
    assert bool(helped) is (advice is not None)


@pytest.mark.parametrize(
    ("upstream", "rule", "advice"),
    [
        ("10.0.0.2:", "transport-port-mismatch", "write the port"),
        ("10.0.0.2:0", "transport-port-mismatch", "write the port"),
        ("10.0.0.2/5353", "fails-at-start", "`10.0.0.2:5353`"),
        ("10.0.0.2.5353", "plugin-refused", "`10.0.0.2:5353`"),
        ("$SERVERS", "plugin-refused", "`{$SERVERS}`"),
        ("%SERVERS%", "plugin-refused", "`{$SERVERS}`"),
        ("1.1.1.1@853#dns.example.net", "comment-glued-to-token", "tls://1.1.1.1%dns.example.net"),
    ],
)
def test_ports_and_variables_of_upstreams(upstream: str, rule: str, advice: str) -> None:
    assert advice in found(f". {{\nforward . {upstream}\n}}\n")[rule][1]


def test_a_command_in_the_table_of_hosts() -> None:
    text = block("hosts {", "$(minikube ip) a.example", "fallthrough", "}")
    assert "is for a shell" in found(text)["hosts-bad-inline-entry"][1]


def test_templates_of_two_server_blocks_that_lead_back() -> None:
    blocks = [
        f"{one}.example {{\n{ALIAS.format(zone='', match='^www', to=f'www.{other}.example.')}\n}}\n"
        for one, other in ("ab", "ba")
    ]
    findings = lint("".join(blocks))
    lines = [i.place.first.line for i in findings if i.rule.name == "template-cname-loop"]
    assert lines == [4]


def test_templates_with_groups_that_lead_back() -> None:
    way = [
        ALIAS.format(zone=f"{one}.example", match=f"^(?P<h>.*)[.]{one}[.]example[.]$", to=to)
        for one, to in (("a", "{{ .Group.h }}.b.example."), ("b", "{{ .Group.h }}.a.example."))
    ]
    findings = lint(block(*way))
    lines = [i.place.first.line for i in findings if i.rule.name == "template-cname-loop"]
    assert lines == [4]


def test_the_zone_of_a_cluster_is_not_for_custom_server_blocks() -> None:
    for zone in ("cluster.local", "svc.cluster.local"):
        key = f"  a.server: |\n    {zone}:53 {{\n      forward . 192.0.2.1\n    }}\n"
        (item,) = lint_document(read(CUSTOM + key, "a.yaml")).findings
        assert item.finding.rule.name == "plugin-zone-outside-block"
        assert "the vendor's `kubernetes`" in item.finding.message


@pytest.mark.parametrize(
    ("address", "is_told"),
    [("YOUR_IP", False), ("<YOUR_IP>", False), ("YOURIP", True), ("NODE_IPS", False)],
)
def test_an_address_to_fill_in(address: str, is_told: bool) -> None:
    lines = f"hosts {{\n{address} a.example\nfallthrough\n}}"
    assert ("hosts-bad-inline-entry" in found(block(lines))) == is_told


@pytest.mark.parametrize("lines", ["cache\ncache 30", "errors\nloop\nloop"])
def test_a_plugin_twice_beside_one_with_a_single_zone(lines: str) -> None:
    assert "plugin-used-twice" in found(block("nomad a.example", lines))


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        ("fallthrogh in-addr.arpa ip6.arpa", {"plugin-refused"}),
        ("pods insecure", {"kubernetes-reverse-without-fallthrough"}),
    ],
)
def test_fallthrough_misspelt_in_values_of_the_chart(line: str, rules: set[str]) -> None:
    text = (
        "servers:\n- zones: [{zone: .}]\n  port: 53\n  plugins:\n  - name: kubernetes\n"
        "    parameters: cluster.local in-addr.arpa ip6.arpa\n"
        f"    configBlock: |-\n      {line}\n"
        "  - name: forward\n    parameters: . 192.0.2.1\n"
    )
    found = lint_document(read(text, "values.yaml")).findings
    assert {x.finding.rule.name for x in found if x.finding.severity != "info"} == rules


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("/etc/coredns/custom.hosts", "`hosts /etc/coredns/custom.hosts` and"),
        ("/etc/hosts", "`hosts /etc/hosts` and"),
        ("/etc/zones/db.a.example", "`file /etc/zones/db.a.example ZONE`"),
        ("/etc/zones/a.example.zone", "`file /etc/zones/a.example.zone ZONE`"),
        ("/etc/zones/*.zone", ""),
        ("/etc/coredns/hosts.conf", ""),
        ("/etc/coredns/localhosts", ""),
    ],
)
def test_an_import_of_what_is_no_corefile(name: str, words: str) -> None:
    text = block(f"import {name}")
    helps = [item.help or "" for item in lint(text) if item.rule.name == "import-content-kind"]
    assert [words in advice for advice in helps] == [True] * bool(words)


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ("grpc a.example 192.0.2.9:443", "write `except a.example` in the block of `forward`"),
        ("grpc . 192.0.2.9:443", "remove `grpc`"),
        ("whoami", "remove `whoami`"),
    ],
)
def test_what_forward_keeps_from_a_later_plugin(later: str, words: str) -> None:
    helps = [
        item.help or "" for item in lint(block(later)) if item.rule.name == "unreachable-plugin"
    ]
    assert [words in advice for advice in helps] == [True]
