"""Mistakes that people reported in public, in words of our own: what is found, and where."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.lint import lint, lint_document

VIEW = """\
{zone}:5302 {{
    bind {bind}
    view inside {{
        expr {expr}
    }}
    whoami
}}
"""
AUTOPATH = """\
.:53 {{
    autopath @kubernetes
    kubernetes cluster.local {{
        pods verified
    }}
{more}    forward . 192.0.2.53
}}
{other} {{
    forward . 10.0.0.53
}}
"""


def found(text: str, rule: str, release: str = "1.15.0") -> list[tuple[int, str, str]]:
    """Return the lines, severities and help of what a rule finds."""
    return [
        (item.place.first.line, item.severity, item.help or "")
        for item in lint(text, build=stock(release))
        if item.rule.name == rule
    ]


@pytest.mark.parametrize(
    ("zone", "is_wrong"),
    [
        ("cluster.local", False),
        ("clouster.local", True),
        ("cluster.locale", True),
        ("dns_domain", True),
        ("k8s.example.org", False),
        ("cluster-a.local", False),
        ("cluster1.local", False),
        ("clusterb.local", False),
        ("{$CLUSTER_DOMAIN}", False),
        ("CLUSTER_DOMAIN", False),
        ("__PILLAR__DNS__DOMAIN__", False),
        ("<dns_domain>", False),
    ],
)
def test_the_cluster_domain(zone: str, is_wrong: bool) -> None:
    text = f". {{\n    kubernetes {zone} in-addr.arpa\n}}\n"
    assert bool(found(text, "cluster-domain-misspelled")) == is_wrong


@pytest.mark.parametrize(
    ("bind", "expr", "is_wrong"),
    [
        ("lo", "client_ip() in ['10.1.1.1', '10.2.2.2']", True),
        ("127.0.0.1 ::1", "incidr(client_ip(), '10.0.0.0/8')", True),
        ("127.0.0.1 10.0.0.1", "incidr(client_ip(), '10.0.0.0/8')", False),
        ("lo", "client_ip() == '127.0.0.1'", False),
        ("lo", "client_ip() == '127.0.0.2'", False),
        ("lo", "incidr(client_ip(), '127.0.0.0/8')", False),
        ("lo", "client_ip() != '10.0.0.1'", False),
        ("lo", "type() == 'A'", False),
        ("eth0", "client_ip() == '10.0.0.1'", False),
    ],
)
def test_views_on_loopback(bind: str, expr: str, is_wrong: bool) -> None:
    text = VIEW.format(zone="example.com", bind=bind, expr=expr)
    assert bool(found(text, "view-on-loopback")) == is_wrong


@pytest.mark.parametrize(
    ("more", "other", "is_wrong"),
    [
        ("", "corp.example:53", True),
        ("    forward corp.example 10.0.0.53\n", "corp.example:53", False),
        ("    forward example 10.0.0.53\n", "corp.example:53", False),
        ("", "corp.example:5353", False),
        ("", "a.cluster.local:53", False),
    ],
)
def test_autopath_and_other_server_blocks(more: str, other: str, is_wrong: bool) -> None:
    text = AUTOPATH.format(more=more, other=other)
    assert bool(found(text, "autopath-past-server-block")) == is_wrong


@pytest.mark.parametrize(
    ("cache", "ttl", "release", "is_wrong"),
    [
        ("cache 30", 1, "1.15.0", True),
        ("cache 30", 5, "1.15.0", False),
        ("cache 30", 4, "1.5.0", True),
        ("cache 30", 4, "1.4.0", False),
        ("cache {\n success 9984 30 2\n}", 1, "1.15.0", True),
        ("cache {\n success 9984 30 1\n}", 1, "1.15.0", False),
        ("cache {\n denial 9984 5\n}", 1, "1.15.0", True),
        ("cache 30 example.org", 1, "1.15.0", False),
        ("errors", 1, "1.15.0", False),
    ],
)
def test_ttls_below_the_least_of_the_cache(
    cache: str, ttl: int, release: str, is_wrong: bool
) -> None:
    text = f"a.example {{\n{cache}\nhosts {{\n192.0.2.1 www.a.example\nttl {ttl}\n}}\n}}\n"
    assert bool(found(text, "ttl-below-cache", release)) == is_wrong


def test_an_address_in_a_key_is_one_for_bind() -> None:
    [(_, _, advice)] = found(". :53 {\n    whoami\n}\n", "server-key")
    assert advice == "write the port after the zone, without a space: `.:53`"
    [(line, _, advice)] = found(".:192.0.2.42:53 {\n    whoami\n}\n", "server-key")
    assert (line, "`bind 192.0.2.42`" in advice) == (1, True)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("a.example b.example :5354", "`a.example:5354 b.example:5354`"),
        (":5354", "`.:5354` is all names"),
        ("a.example:53 :5354", "`.:5354` is all names"),
        (".a.example:53", "`a.example:53`"),
        (".grpc://a.example:4343", "`grpc://a.example:4343`"),
    ],
)
def test_keys_that_are_no_zones(key: str, words: str) -> None:
    [(_, _, advice)] = found(f"{key} {{\n    whoami\n}}\n", "server-key")
    assert words in advice


def test_two_colons_are_told_once() -> None:
    text = "a.example::53 {\n    kubernetes a.example\n}\n.:53 {\n    forward . 192.0.2.53\n}\n"
    assert [item.rule.name for item in lint(text) if item.severity != "info"] == [
        "zone-name-suspicious"
    ]


def test_brackets_of_an_encrypted_upstream() -> None:
    text = ". {\n    forward . tls://[2001:db8::1] {\n        tls_servername a.example\n    }\n}\n"
    [(_, _, advice)] = found(text, "plugin-refused", "1.8.7")
    assert "write `tls://2001:db8::1`" in advice


def test_a_plugin_in_place_of_the_server_block() -> None:
    [(line, _, advice)] = found("acl {\n    domain example.org\n}\n", "unknown-directive")
    assert (line, "`acl` is read as a zone" in advice) == (2, True)


@pytest.mark.parametrize(
    ("word", "release", "is_told"),
    [
        ("https://192.0.2.1/dns-query", "1.10.0", True),
        ("192.0.2.1/dns", "1.10.0", True),
        ("udp://192.0.2.1", "1.15.0", True),
        ("http://dns.example.org", "1.15.0", True),
        ("/etc/resolv.conf", "1.10.0", False),
        ("conf/192.0.2.1", "1.10.0", False),
    ],
)
def test_a_path_behind_an_address_is_one_of_a_file(word: str, release: str, is_told: bool) -> None:
    text = f". {{\n    forward . {word}\n}}\n"
    assert bool(found(text, "fails-at-start", release)) == is_told
    assert bool(found(text, "missing-loop-detection", release)) == (not is_told)


@pytest.mark.parametrize(
    ("upstream", "severity"),
    [("1.1.1.1", "warning"), ("/etc/resolv.conf", "warning"), ("10.0.0.53", "info")],
)
def test_a_new_name_in_a_zone_that_is_forwarded_elsewhere(upstream: str, severity: str) -> None:
    text = (
        f". {{\n    rewrite name git.example git.svc.cluster.local\n    forward . {upstream}\n}}\n"
        "cluster.local {\n    forward . 10.96.0.10\n}\n"
    )
    assert [item[1] for item in found(text, "rewrite-target-not-served-here")] == [severity]
    same = text.replace("10.96.0.10", upstream)
    assert not found(same, "rewrite-target-not-served-here")


ANSWERED = "answer name www.example apps.example"


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        (rf"(.*)\.apps\.example www.example {ANSWERED}", "x.apps.example."),
        (rf"(.*).apps.example www.example {ANSWERED}", "x.apps.example."),
        (r"apps\.example www.example " + ANSWERED, ""),
        (r"(.*)\.apps\.example {1}.b.example answer name (.*).b.example {1}.apps.example", ""),
        (r"(.*).apps.example {1}.b.example answer name (.*)\.b\.example {1}.apps.example", ""),
        (r"(.*)\.apps\.example www.example answer auto", ""),
        (rf"(.*)\.{{$ZONE}} www.example {ANSWERED}", ""),
    ],
)
def test_an_answer_with_another_name(rule: str, asked: str) -> None:
    text = f". {{\n    rewrite name regex {rule}\n    forward . 192.0.2.53\n}}\n"
    messages = [i.message for i in lint(text) if i.rule.name == "rewrite-answer-never-fits"]
    assert [f"the answer for `{asked}`" in message for message in messages] == [True] * bool(asked)


JOINED = """\
. {{
    rewrite {} {{
        name regex (.*)\\.a\\.example {{1}}.b.example
        answer name (.*)\\.c\\.example {{1}}.a.example
    }}
    rewrite {} name regex (.*)\\.b\\.example {{1}}.c.example
    forward . 192.0.2.53
}}
"""


@pytest.mark.parametrize(
    ("modes", "is_told"),
    [(("stop", "stop"), True), (("continue", "stop"), False), (("stop", "continue"), True)],
)
def test_an_answer_for_the_name_that_a_later_rule_makes(
    modes: tuple[str, str], is_told: bool
) -> None:
    assert bool(found(JOINED.format(*modes), "rewrite-answer-never-fits")) is is_told


CLUSTER = "kubernetes cluster.local in-addr.arpa"
LONE = 'template IN A lab.example {\nmatch ^one[.]\nanswer "{{ .Name }} 60 IN A 192.0.2.1"\n}'


TABLE = "hosts {\n192.0.2.1 one.example\n}"


@pytest.mark.parametrize(
    ("key", "lines", "words"),
    [
        (".", CLUSTER, "outside `cluster.local` and `in-addr.arpa`"),
        (".", "template IN PTR in-addr.arpa {\nrcode NXDOMAIN\n}", "outside `in-addr.arpa`"),
        ("lab.example", LONE, "other names below `lab.example`"),
        (".", LONE, "outside `lab.example`"),
        (".", f"{CLUSTER}\nforward . 192.0.2.53", ""),
        (".", f"{CLUSTER}\nloop", ""),  # the finding is that of `loop`
        (".", f"{CLUSTER}\nimport more.conf", ""),
        (".", f"{CLUSTER}\nunknown_plugin", ""),
        ("cluster.local in-addr.arpa", "kubernetes", ""),
        ("example.org", "file db.example.org", ""),
        (".", "chaos", ""),
        (".", "acl a.example {\nblock\n}", ""),
        ("lab.example", f"{LONE}\nwhoami", ""),
        (".", "kubernetes {$ZONE}", ""),
        (".", f"{CLUSTER}\nview a {{\nexpr name() endsWith '.cluster.local.'\n}}", ""),
        (".", f"{CLUSTER}\nview a {{\nexpr client_ip() == '192.0.2.1'\n}}", "outside"),
        (".", TABLE, ""),  # others are not asked
        (".", f"{TABLE}\nview a {{\nexpr client_ip() == '192.0.2.1'\n}}", "those of `hosts`"),
        (".", f"{TABLE}\nforward . 192.0.2.53", ""),  # `hosts-missing-fallthrough` tells
    ],
)
def test_names_that_no_plugin_answers(key: str, lines: str, words: str) -> None:
    text = f"{key} {{\n{lines}\n}}\n"
    messages = [i.message for i in lint(text) if i.rule.name == "names-without-answer"]
    assert [words in message for message in messages] == [True] * bool(words)


def test_what_a_server_of_zones_refuses_is_no_failure() -> None:
    text = ". {\n    file db.example.org example.org\n}\n"
    assert not found(text, "names-without-answer")
    assert found(text, "names-without-answer", "1.12.2")


@pytest.mark.parametrize(
    ("name", "block"),
    [
        ("omada", "site {$SITE}\nusername {$NAME}\npassword {$WORD}\nrefresh_minutes 1"),
        ("kubernetai", "pods verified\ntls a b c\nendpoint https://api.example"),
    ],
)
def test_the_block_of_an_external_plugin(name: str, block: str) -> None:
    lines = f"header {{\nresponse set aa\n}}\n{name} {{\n{block}\n}}\ncache 30\n"
    text = f". {{\n{lines}forward . 192.0.2.53\n}}\n"
    assert not lint(text, build=stock("1.15.0").with_external([name]))


@pytest.mark.parametrize("release", ["1.1.1", "1.8.3", "1.15.0"])
def test_a_rule_of_another_kind_in_the_block_of_a_rule(release: str) -> None:
    block = "name regex a\\.example b.example\nanswer name b\\.example a.example\ntype ANY A"
    text = f". {{\nrewrite continue {{\n{block}\n}}\nwhoami\n}}\n"
    assert not found(text, "option-not-in-version", release)
    [(line, _, advice)] = found(text, "plugin-refused", release)
    assert (line, "`type` begins another rule" in advice) == (5, True)


def test_a_refused_upstream_is_told_once() -> None:
    text = ". {\n    forward . https://192.0.2.1/dns-query\n}\n"
    assert not found(text, "fails-at-start")
    assert found(text, "plugin-refused")
    [(_, _, advice)] = found(text, "fails-at-start", "1.10.0")
    assert "appeared in CoreDNS 1.14.5" in advice


def test_an_answer_that_fails_is_told_once() -> None:
    block = 'match (.*)\\.\nanswer "{{ .Name }} 60 IN A {{ .Rdata }}"\nfallthrough'
    text = f". {{\ntemplate ANY ANY {{\n{block}\n}}\nforward . 192.0.2.53\n}}\n"
    assert [item.rule.name for item in lint(text)] == ["template-bad-record"]
    assert not [
        item
        for item in lint(text.replace("forward . 192.0.2.53\n", ""))
        if item.rule.code == "CF446"
    ]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (". {\nkubernetes cluster.local\nproxy . /etc/resolv.conf\n}\n", True),
        (". {\nkubernetes cluster.local\nforward . 192.0.2.53\n}\n", True),
        (". {\nkubernetes {$DOMAIN}\nproxy . 192.0.2.53\n}\n", False),
        (". {\nkubernetes\nproxy . 192.0.2.53\n}\n", False),
        ("example {\nkubernetes cluster.example\nproxy . 192.0.2.53\n}\n", False),
        (". {\nkubernetes cluster.local\nproxy lab.example 192.0.2.53\n}\n", False),
        (". {\nproxy . 192.0.2.53\n}\narpa cluster.local {\nkubernetes\n}\n", False),
        (
            ". {\nkubernetes cluster.local\nproxy . 192.0.2.53\n}\n"
            "in-addr.arpa {\nkubernetes cluster.local 10.96.0.0/16\n}\n",
            False,
        ),
        (
            ". {\nkubernetes cluster.local\nforward . 192.0.2.53\n}\n"
            "10.in-addr.arpa {\nforward . 10.96.0.10\n}\n",
            False,
        ),
        (
            ". {\nkubernetes cluster.local\nforward . 192.0.2.53 {\n"
            "except in-addr.arpa ip6.arpa\n}\n}\n",
            False,
        ),
        (
            ". {\nkubernetes cluster.local\nforward . 192.0.2.53 {\nexcept lab.example\n}\n}\n",
            True,
        ),
        (
            ". {\nkubernetes cluster.local\nforward . 192.0.2.53\n"
            "template IN PTR {\nrcode NXDOMAIN\n}\n}\n",
            False,
        ),
        (
            ". {\nkubernetes cluster.local {\nkubeconfig other.yaml\n}\nforward . 192.0.2.53\n}\n",
            False,
        ),
    ],
)
def test_addresses_of_the_cluster_that_are_asked_outside(text: str, is_told: bool) -> None:
    assert bool(found(text, "kubernetes-without-reverse-zones", "1.4.0")) is is_told


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rewrite edns0 local set 0x8 {geoip/ecs}", "geoip/asn/number"),
        ("rewrite edns0 local set 0x8 {geoip/contry/code}", "write `geoip/country/code`"),
        ("rewrite edns0 local set 0x8 {geoip/country/code}", ""),
        ("rewrite edns0 local set 0x8 {other/thing}", ""),
        ('log . "{/geoip/city}"', "write `geoip/city/name`"),
        ('log . "{/forward/upstream} {/kubernetes/client-label/a}"', ""),
        (
            'template IN TXT {\nanswer "{{ .Name }} TXT {{ .Meta `view/nam` }}"\n}',
            "write `view/name`",
        ),
        ("view a {\nexpr metadata('kubernetes/pod') == 'a'\n}", "kubernetes/client-pod-name"),
        ("view a {\nexpr metadata('geoip/country/' + 'code') == 'NL'\n}", ""),
    ],
)
def test_labels_that_no_plugin_gives(line: str, words: str) -> None:
    text = f". {{\nmetadata\n{line}\nforward . 192.0.2.53\n}}\n"
    told = found(text, "metadata-label-unknown")
    assert [words in advice for _, _, advice in told] == [True] * bool(words)


@pytest.mark.parametrize(
    ("rule", "release", "words"),
    [
        (
            "name regex (.*)[.]a {1}.{geoip/city/name}.b answer auto",
            "1.15.0",
            "write `metadata` af",
        ),
        ("name regex (.*)[.]a {1}.{geoip/city/name}.b answer auto", "1.14.2", "from 1.15.0 on"),
        ("name regex (.*)[.]a {1}.{geoip/city/name}.b metadata answer auto", "1.15.0", ""),
        ("name a.example {geoip/city/name}.b", "1.15.0", "write `name regex`, and"),
        ("name regex (.*)[.]a {client_ip}.b answer auto", "1.15.0", "`{1}` is what"),
        ("name regex (.*)[.]a {1}.{$ZONE} answer auto", "1.15.0", ""),
        ("name regex (.*)[.]a {1}.{{ .b }} answer auto", "1.15.0", ""),
        ("edns0 local set 0xfff3 $client_ip", "1.15.0", "write `{client_ip}`"),
        ("edns0 local set 0xfff3 qname", "1.15.0", "write `{qname}`"),
        ("edns0 local set 0xfff3 {protocol}", "1.15.0", ""),
        ("edns0 local set 0xfff3 some-text", "1.15.0", ""),
    ],
)
def test_variables_that_are_text(rule: str, release: str, words: str) -> None:
    text = f". {{\nrewrite {rule}\nforward . 192.0.2.53\n}}\n"
    told = found(text, "metadata-label-unknown", release)
    assert [words in advice for _, _, advice in told] == [True] * bool(words)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("class ANY HINFO", "`HINFO` is a type: write `rewrite type FROM TO`"),
        ("type IN CH", "`IN` is a class: write `rewrite class FROM TO`"),
        ("type A XYZ", "write the name of a type of DNS"),
    ],
)
def test_a_class_where_a_type_belongs(rule: str, words: str) -> None:
    told = found(f". {{\nrewrite {rule}\nforward . 192.0.2.53\n}}\n", "plugin-refused")
    assert [advice for _, _, advice in told] == [words]


@pytest.mark.parametrize(
    ("plugins", "named"),
    [
        ("etcd corp.example", "`etcd`"),
        ("etcd corp.example\nhosts {\n192.0.2.1 a.corp.example\n}", "`hosts` and `etcd`"),
        ("forward . 192.0.2.53", "no plugin"),
        ("file db.corp.example\netcd corp.example", ""),
        ("etcd other.example", "no plugin"),
    ],
)
def test_what_cannot_be_transferred(plugins: str, named: str) -> None:
    text = f"corp.example {{\ntransfer {{\nto *\n}}\n{plugins}\n}}\n"
    said = [f.message for f in lint(text) if f.rule.name == "companion-plugin-missing"]
    assert len(said) == bool(named)
    assert all(named in message for message in said)


@pytest.mark.parametrize(
    ("servers", "severity"),
    [
        ("192.0.2.53", "warning"),
        ("192.168.1.1", "warning"),  # nothing is encrypted
        ("192.168.1.1 tls://9.9.9.9", "info"),
        ("8.8.8.8 tls://9.9.9.9", "warning"),
        ("192.168.1.1 8.8.8.8 tls://9.9.9.9", "warning"),
    ],
)
def test_servers_in_clear_text_beside_others(servers: str, severity: str) -> None:
    text = f". {{\nforward . {servers} {{\ntls_servername dns.quad9.net\n}}\n}}\n"
    assert [each[:2] for each in found(text, "tls-servername-without-tls")] == [(2, severity)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("upstream", "remove the line"),
        ("upstream /etc/resolv.conf", "remove the line"),
        ("upstream 192.0.2.53 192.0.2.54:53", "write `forward . 192.0.2.53 192.0.2.54:53`"),
        ("transfer to 192.0.2.53", "in the plugin `transfer`, in the same server block"),
        ("resyncperiod 5m", "remove the line"),
    ],
)
def test_what_replaces_a_property_that_is_gone(line: str, told: str) -> None:
    text = f". {{\nkubernetes cluster.local {{\n{line}\n}}\n}}\n"
    ((_, _, help_text),) = found(text, "option-not-in-version")
    assert help_text.endswith(told)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            "kubernetes a.local in-addr.arpa",
            "kubernetes b.local in-addr.arpa",
            "block for `b.local`",
        ),
        ("kubernetes a.local in-addr.arpa", "kubernetes a.local", "into one `kubernetes`"),
        ("kubernetes", "kubernetes b.local", "into one `kubernetes`"),
        (
            "hosts a.hosts a.example",
            "hosts b.hosts b.example c.example",
            "`b.example` and `c.example`",
        ),
        ("hosts", "hosts", "into one `hosts`"),
        ("forward a.example 192.0.2.1", "forward b.example 192.0.2.2", "block for `b.example`"),
        ("forward . 192.0.2.1", "forward b.example 192.0.2.2", "put this `forward` into it"),
        ("forward a.example 192.0.2.1", "forward . 192.0.2.2", "put the first `forward` into it"),
        ("forward . 192.0.2.1", "forward . 192.0.2.2", "into one `forward`"),
        ("nsid", "nsid", "remove one of the two"),
    ],
)
def test_what_to_do_with_a_plugin_that_is_used_twice(first: str, second: str, told: str) -> None:
    text = f". {{\n{first}\n{second}\n}}\n"
    ((line, _, help_text),) = found(text, "plugin-used-twice", "1.6.3")
    assert line == 3
    assert told in help_text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (". /etc/coredns/hosts", "`hosts /etc/coredns/hosts .`"),
        ("corp.example /etc/coredns/hosts", "`hosts /etc/coredns/hosts corp.example`"),
        ("/etc/hosts /etc/coredns/hosts", "put its entries into `/etc/hosts`"),
        (".", "leave `.` out: then `hosts` reads `/etc/hosts`"),
        ("/etc/coredns/hosts corp.example", ""),
        ("hosts.db corp.example", ""),
    ],
)
def test_a_file_where_a_zone_belongs(words: str, told: str) -> None:
    text = f". {{\nhosts {words} {{\nfallthrough\n}}\nforward . 192.0.2.53\n}}\n"
    help_texts = [each[2] for each in found(text, "hosts-first-argument-is-file")]
    assert len(help_texts) == bool(told)
    assert all(told in text for text in help_texts)


@pytest.mark.parametrize(
    ("line", "release", "told"),
    [
        ("no_reverse", "1.3.1", "`no_reverse` appeared in CoreDNS 1.4.0: leave it out, or upgrade"),
        ("relod 5s", "1.3.1", "`reload` appeared in CoreDNS 1.4.0: leave it out, or upgrade"),
        ("relod 5s", "1.4.0", "write `reload`"),
    ],
)
def test_a_property_that_hosts_does_not_have_yet(line: str, release: str, told: str) -> None:
    text = f". {{\nhosts {{\n192.0.2.1 a.example\n{line}\nfallthrough\n}}\nwhoami\n}}\n"
    ((place, _, help_text),) = found(text, "hosts-swallowed-directive", release)
    assert (place, help_text) == (4, told)


@pytest.mark.parametrize(
    ("more", "is_told"),
    [
        ("log", True),
        ("cache", True),
        ("whoami", False),
        ("acl {\nblock\n}", False),
        ("unknown_plugin", False),
        ("import more.conf", False),
    ],
)
def test_any_is_no_answer_for_other_types(more: str, is_told: bool) -> None:
    text = f". {{\nany\n{more}\n}}\n"
    assert bool(found(text, "no-answering-plugin")) == is_told


@pytest.mark.parametrize(
    ("hosts", "is_told"),
    [
        ("hosts /etc/hosts a.example", True),
        ("hosts /etc/hosts sub.a.example", True),
        ("hosts /etc/hosts b.example", False),
        ("hosts /etc/hosts a.example b.example", False),
        ("hosts /etc/hosts", False),
        ("hosts", False),
    ],
)
def test_a_file_of_names_in_a_zone_that_is_sent(hosts: str, is_told: bool) -> None:
    text = f"a.example {{\n{hosts} {{\nfallthrough\n}}\nfile db\ntransfer {{\nto *\n}}\n}}\n"
    assert bool(found(text, "hosts-not-transferred")) == is_told


@pytest.mark.parametrize("endpoints", ["http://a:2379,http://b:2379", "http://a:2379 ; http://b"])
def test_a_slip_is_not_blamed_for_what_another_line_is_refused_for(endpoints: str) -> None:
    block = f"    etcd example.org {{\n        endpoint {endpoints}\n    }}\n"
    text = f". {{\n{block}    proxy . 192.0.2.53\n}}\n"
    slips = [item for item in lint(text) if item.rule.name == "foreign-punctuation"]
    assert [(item.place.first.line, item.severity) for item in slips] == [(3, "warning")]
    assert "proxy" not in slips[0].message


@pytest.mark.parametrize(
    ("block", "does"),
    [
        ("{\n        key file K.+013+1\n    }", "keys of its own"),
        ("", "signs nothing without a `key`"),
    ],
)
def test_what_dnssec_does_to_the_answers_of_others(block: str, does: str) -> None:
    text = f". {{\n    dnssec {block}\n    forward . 192.0.2.53\n}}\n"
    (finding,) = (item for item in lint(text) if item.rule.name == "dnssec-misuse")
    assert does in finding.message


@pytest.mark.parametrize(
    ("zone", "right"),
    [
        ("in.addr.arpa", "in-addr.arpa"),
        ("addr.arpa", "in-addr.arpa"),
        ("in-addr.arapa", "in-addr.arpa"),
    ],
)
def test_a_reverse_zone_that_goes_on_is_told_once(zone: str, right: str) -> None:
    text = (
        ". {\n    kubernetes cluster.local in-addr.arpa {\n        fallthrough "
        f"{zone}\n    }}\n    forward . 192.0.2.53\n}}\n"
    )
    said = [(item.rule.name, item.help) for item in lint(text) if item.severity == "warning"]
    assert said == [("reverse-zone-misspelled", f"write `{right}`")]


@pytest.mark.parametrize(
    ("keys", "line", "rule"),
    [
        ("a.example 10.in-addr.arpa", "kubernetes a.example 10.in-addr.apra", "reverse-zone"),
        ("a.example 8.b.d.ip6.arpa", "kubernetes a.example 8.b.d.ip6-arpa", "reverse-zone"),
        ("10.in-addr.apra", "file db.10 10.in-addr.arpa", "reverse-zone"),
        ("168.192.in-addr.arpa", "file db.192 192.168.in-addr.arpa", "reverse-zone"),
        ("in-addr.arpa", "forward . 192.0.2.53 {\nexcept 10.in-addr.apra\n}", "reverse-zone"),
        ("cluster.local", "kubernetes cluster.locl", "cluster-domain"),
        ("example.org", "file db.example exmaple.org", "plugin-zone-outside"),
    ],
)
def test_a_misspelt_zone_is_told_once(keys: str, line: str, rule: str) -> None:
    """What else is wrong only because of it follows: nothing answers its key, say."""
    text = f"{keys} {{\n    errors\n    {line}\n}}\n"
    (told,) = (item.rule.name for item in lint(text) if item.severity == "warning")
    assert told.startswith(rule)


@pytest.mark.parametrize(
    ("keys", "line", "rules"),
    [
        (
            "a.example 10.in-addr.arpa",
            "forward . 192.0.2.53 {\nexcept 10.in-addr.apra b.test\n}",
            ["plugin-zone-outside-block", "reverse-zone-misspelled"],
        ),
        (
            "a.example",
            "forward 10.in-addr.apra 192.0.2.53",
            ["no-answering-plugin", "reverse-zone-misspelled"],
        ),
        (
            "a.example b.example",
            "forward a.example 192.0.2.53",
            ["no-answering-plugin"],
        ),
    ],
)
def test_a_misspelt_zone_hides_nothing_else(keys: str, line: str, rules: list[str]) -> None:
    text = f"{keys} {{\n    errors\n    {line}\n}}\n"
    assert sorted(item.rule.name for item in lint(text) if item.severity == "warning") == rules


@pytest.mark.parametrize(
    ("first", "second", "is_wrong"),
    [
        ("a.example {\ngathersrv a.example\nforward . 127.0.0.1:5301", ".:5301 {", False),
        ("a.example {\ngathersrv a.example\nforward . localhost:5301", ".:5301 {", False),
        ("a.example {\nmy_merge dns://127.0.0.53", ". {\nbind 127.0.0.53", False),
        ("a.example {\nforward . 127.0.0.1:5301", ".:5301 {", True),
        ("a.example {\ngathersrv a.example\nforward . 127.0.0.1:5301", ".:5302 {", True),
        ("a.example {\ngathersrv a.example\nforward . 127.0.0.1", ". {", True),
        ("a.example {\ngathersrv a.example\nforward . 192.0.2.1:5301", ".:5301 {", True),
    ],
)
def test_only_an_unknown_plugin_gets_the_answers(first: str, second: str, is_wrong: bool) -> None:
    text = f"{first}\n}}\n{second}\nrewrite name suffix .a .b\nforward . 192.0.2.53\n}}\n"
    assert bool(found(text, "rewrite-without-answer")) == is_wrong


@pytest.mark.parametrize("line", ["forward . 192.0.2.53 { prefer_udp }", "health { lameduck 5s }"])
@pytest.mark.parametrize("margin", ["", "    "])
def test_a_block_on_one_line_is_told_as_one(line: str, margin: str) -> None:
    text = f". {{\n{margin}errors\n{margin}{line}\n{margin}cache 30\n}}\n"
    (finding,) = (item for item in lint(text) if item.severity == "error")
    assert finding.rule.name == "brace-misplaced"
    assert finding.fix is not None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("any { foo }", "`any` takes no block"),
        ("loop { foo bar }", "`loop` takes no block"),
        ("local { foo }", "`local` has no property `foo`"),
        ("ready { foo }", "`ready` has no property `foo`"),
    ],
)
def test_a_block_that_a_plugin_does_not_take_is_told_as_one(line: str, words: str) -> None:
    errors = [item for item in lint(f". {{\n{line}\nwhoami\n}}\n") if item.severity == "error"]
    assert [words in item.message for item in errors] == [True]


@pytest.mark.parametrize("gone", ["        upstream\n", ""])
def test_a_property_that_is_gone_hides_no_warning(gone: str) -> None:
    text = (
        f". {{\n    kubernetes cluster.local {{\n        pods insecure\n{gone}    }}\n"
        "    autopath @kubernetes\n    forward . 192.0.2.53\n}\n"
    )
    assert len(found(text, "autopath-without-pods-verified")) == 1
    assert bool(found(text, "option-not-in-version")) == bool(gone)


def test_what_does_nothing_whatever_servers_a_template_puts_in() -> None:
    text = ". {\n    forward . ${UPSTREAM} {\n        force_tcp\n        prefer_udp\n    }\n}\n"
    checked = lint_document(read(text, "Corefile"))
    assert "forward-ineffective-option" in {item.finding.rule.name for item in checked.findings}


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        (r"(.*)\.zone {1}", r"write `(.*)\.zone$`"),
        ("(.*)[.]db {1}", "write `(.*)[.]db$`"),
        (r"db[.](.+)\.org {1}.org", r"write `db[.](.+)\.org$`"),
        (r"(.*)\.zone$ {1}", ""),
        ("(.*) {1}", ""),
        ("db[.](.*) {1}", ""),
        ("", ""),
    ],
)
def test_an_expression_that_fits_copies_of_files(pattern: str, told: str) -> None:
    text = f"a.example {{\nauto {{\ndirectory /zones {pattern}\n}}\n}}\n"
    assert [each[2] for each in found(text, "pattern-fits-more")] == [told] * bool(told)


@pytest.mark.parametrize(
    ("hosts", "more", "is_told"),
    [
        ("hosts {\nfallthrough\n}", "kubernetes cluster.local", True),
        ("hosts /etc/hosts {\nfallthrough\n}", "kubernetes cluster.local", True),
        ("hosts {\nttl 60\nfallthrough\n}", "kubernetes cluster.local", True),
        ("hosts {\n192.0.2.1 a.example\n}", "kubernetes cluster.local", False),
        ("hosts /names {\nfallthrough\n}", "kubernetes cluster.local", False),
        ("hosts {\nimport names\n}", "kubernetes cluster.local", False),
        ("hosts", "", False),
        ("hosts", "kubernetes cluster.local {\nendpoint https://192.0.2.1\n}", False),
    ],
)
def test_the_table_of_a_pod(hosts: str, more: str, is_told: bool) -> None:
    assert bool(found(f". {{\n{hosts}\n{more}\n}}\n", "hosts-of-the-pod")) == is_told
