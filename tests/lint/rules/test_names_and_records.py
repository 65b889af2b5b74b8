"""Mistakes about names and records that people reported in public, in words of our own."""

import pytest

from corefile.coredns.imports.files import Memory
from corefile.coredns.releases.builds import stock
from corefile.lint import lint


def found(text: str, rule: str, release: str = "1.15.0") -> list[tuple[int, str]]:
    """Return the lines and severities of what a rule finds."""
    return [
        (item.place.first.line, item.severity)
        for item in lint(text, build=stock(release))
        if item.rule.name == rule
    ]


def about_zone(records: str, release: str = "1.15.0", key: str = "a.example") -> dict[str, str]:
    """Return what is said about a zone file with these records below its SOA, by rule."""
    text = f"{key} {{\n    file db\n}}\n"
    files = Memory({"/db": records})
    return {item.rule.name: item.message for item in lint(text, read=files, build=stock(release))}


AUTO = """\
. {{
    auto {zones} {{
        directory zones
    }}
    forward . 192.0.2.53
}}
"""

RECORD_OF_OTHER = "template-answer-for-other-name"


@pytest.mark.parametrize(
    ("zones", "release", "lines"),
    [
        ("", "1.7.1", [2]),
        ("", "1.8.0", []),
        ("", "1.15.0", []),
        ("lab.example", "1.7.1", []),
    ],
)
def test_an_auto_for_all_names(zones: str, release: str, lines: list[int]) -> None:
    text = AUTO.format(zones=zones)
    assert [line for line, _ in found(text, "authoritative-plugin-on-root", release)] == lines


AUTOPATH = """\
cluster.local{key} {{
    autopath @kubernetes
    kubernetes cluster.local {{
        pods verified
    }}
{more}}}
.:53 {{
    forward . 192.0.2.53
}}
"""


@pytest.mark.parametrize(
    ("key", "more", "lines"),
    [
        ("", "", [2]),
        ("", "    cache 30\n", [2]),
        ("", "    forward . 192.0.2.53\n", []),
        ("", "    forward corp.example 192.0.2.53\n", [2]),
        ("", "    import more.conf\n", []),
        (" .:5353", "", []),
    ],
)
def test_an_autopath_without_plugin_for_other_names(key: str, more: str, lines: list[int]) -> None:
    text = AUTOPATH.format(key=key, more=more)
    assert [line for line, _ in found(text, "autopath-past-server-block")] == lines


@pytest.mark.parametrize(
    ("sender", "release", "word"),
    [
        ("forward . 192.0.2.53", "1.15.0", "forward"),
        ("proxy . 192.0.2.53", "1.3.1", "proxy"),
        ("proxy . 192.0.2.53\n    proxy corp.example 192.0.2.54", "1.3.1", ""),
        ("forward cluster.local 192.0.2.53", "1.15.0", ""),
    ],
)
def test_an_autopath_past_a_stub_domain(sender: str, release: str, word: str) -> None:
    text = (
        ".:53 {\n    autopath cluster.local @kubernetes\n    kubernetes cluster.local {\n"
        f"        pods verified\n    }}\n    {sender}\n}}\n"
        f"corp.example:53 {{\n    {sender.split(maxsplit=1)[0]} . 192.0.2.1\n}}\n"
    )
    rule = "autopath-past-server-block"
    told = [item.help for item in lint(text, build=stock(release)) if item.rule.name == rule]
    assert [f"`{word} corp.example ADDRESS`" in help_text for help_text in told] == [True] * bool(
        word
    )


@pytest.mark.parametrize(
    ("answer", "more", "is_told"),
    [
        ("{{ .Name }} 60 IN A 192.0.2.1", "", True),
        ("{{ .Name }} 60 IN TXT hello", "", True),
        ("{{ .Name }} 60 IN CNAME www.example.net.", "", False),
        ("{{ .Name }} 60 IN {{ .Type }} 192.0.2.1", "", False),
        ("{{ .Zone }} 60 IN SOA ns.example. me.example. 1 1 1 1 1", "rcode NXDOMAIN", False),
    ],
)
def test_all_types_answered_with_one(answer: str, more: str, is_told: bool) -> None:
    text = f'. {{\ntemplate IN ANY lab.example {{\nanswer "{answer}"\n{more}\n}}\n}}\n'
    told = [(2, "info")] * is_told
    assert found(text, "template-answer-of-other-type") == told


SERVICES = """\
. {{
    errors
    {first}
    reload
    health
}}
lab.example {{
    {second}
    file db.lab.example
}}
"""


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        ("log", "cache", [(3, "info")]),
        ("log", "log", []),
        ("ready", "cache", []),
        ("log", "import more.conf", []),
    ],
)
def test_a_log_beside_services(first: str, second: str, lines: list[tuple[int, str]]) -> None:
    assert found(SERVICES.format(first=first, second=second), "no-answering-plugin") == lines


SOA = "@ 60 IN SOA ns me 1 2 3 4 5\n"


@pytest.mark.parametrize(
    ("records", "name"),
    [
        ("www.a.example 60 IN A 192.0.2.1\n", "www.a.example.a.example."),
        ("www 60 IN CNAME web.a.example\n", "web.a.example.a.example."),
        ("@ 60 IN MX 10 a.example\n", "a.example.a.example."),
        ("www.a.example. 60 IN A 192.0.2.1\n", ""),
        ("a.example.b 60 IN A 192.0.2.1\n", ""),
        ("$ORIGIN a.example\nwww 60 IN A 192.0.2.1\n", "www.a.example.a.example."),
        ("www 60 IN TXT a.example\n", ""),
    ],
)
def test_names_that_lack_their_dot(records: str, name: str) -> None:
    message = about_zone(SOA + records).get("zone-file-name-doubled", "")
    assert (f"`{name}`" in message) if name else not message


def test_an_soa_record_that_lacks_its_dot() -> None:
    records = "a.example 60 IN SOA ns me 1 2 3 4 5\nwww.a.example 60 IN A 192.0.2.1\n"
    told = about_zone(records)
    assert set(told) == {"fails-at-start"}
    assert "lacks the dot" in told["fails-at-start"]
    assert "zone-file-name-doubled" in about_zone(records, "1.11.3")


# What CoreDNS 1.15.0, and its DNS library, print.
@pytest.mark.parametrize(
    ("records", "release", "words"),
    [
        (SOA + "www A 192.0.2.1\n", "1.15.0", ""),
        (
            "@ IN SOA ns me 1 2 3 4 5\nwww A 192.0.2.1\n",
            "1.15.0",
            'TTL with no previous value: "A"',
        ),
        (SOA + "www 60 IN A 192.0.2.300\n", "1.15.0", 'bad A A: "192.0.2.300" at line: 2'),
        (SOA + "www 60 IN A 192.0.2.300\n", "1.11.3", ""),
        ("@ 60 IN SOA ns (\n1 2 3 4 5 )\n", "1.15.0", "has no SOA record for origin a.example."),
        ("@ 60 IN SOA ns (\n1 2 3 4 5 )\n", "1.11.3", "has no SOA record for origin a.example."),
    ],
)
def test_lines_that_are_not_records(records: str, release: str, words: str) -> None:
    message = about_zone(records, release).get("fails-at-start", "")
    assert (words in message) if words else not message


@pytest.mark.parametrize(
    ("records", "is_told"),
    [
        ("www 60 IN CNAME web\nwww 60 IN A 192.0.2.1\n", True),
        ("WWW 60 IN CNAME web\nwww 60 IN TXT x\n", True),
        ("@ 60 IN CNAME web\n@ 60 IN NS ns\n", False),
        ("@ 60 IN CNAME web\n@ 60 IN MX 10 web\n", True),
        ("www 60 IN CNAME web\nweb 60 IN A 192.0.2.1\n", False),
    ],
)
def test_records_beside_a_cname(records: str, is_told: bool) -> None:
    assert ("zone-file-record-hidden" in about_zone(SOA + records)) is is_told


@pytest.mark.parametrize(
    ("rule", "is_told"),
    [
        ("name exact www.example.org", True),
        ("stop name regex www", True),
        ("name www.example.org exact", False),
        ("name exact www.example.org web.example.org", False),
    ],
)
def test_a_rewrite_with_one_name(rule: str, is_told: bool) -> None:
    text = f". {{\n    rewrite {rule}\n    forward . 192.0.2.53\n}}\n"
    assert found(text, "rewrite-without-target") == [(2, "warning")] * is_told


TRANSFER = """\
a.example {{
    {plugin} {{
        {line}
    }}
    transfer {{
        to {to}
    }}
}}
"""


# What has a call of `Notify` in its folder of CoreDNS's sources, by release.
@pytest.mark.parametrize(
    ("plugin", "line", "to", "release", "is_told"),
    [
        ("kubernetes", "ttl 5", "192.0.2.1", "1.15.0", True),
        ("kubernetes", "ttl 5", "* 192.0.2.1", "1.15.0", True),
        ("kubernetes", "ttl 5", "*", "1.15.0", False),
        ("secondary", "transfer from 192.0.2.9", "192.0.2.1", "1.14.2", True),
        ("secondary", "transfer from 192.0.2.9", "192.0.2.1", "1.14.3", False),
        ("file db", "reload 5s", "192.0.2.1", "1.15.0", False),
        ("auto", "reload 5s", "192.0.2.1", "1.15.0", False),
    ],
)
def test_who_is_not_told_of_changes(
    plugin: str, line: str, to: str, release: str, is_told: bool
) -> None:
    text = TRANSFER.format(plugin=plugin, line=line, to=to)
    assert found(text, "transfer-without-notify", release) == [(6, "info")] * is_told


@pytest.mark.parametrize(
    ("zones", "more", "told"),
    [
        ("", "", [(2, "warning")]),
        ("a.example", "", [(2, "warning")]),
        ("b.example", "", []),
        ("", "transfer {\nto *\n}", [(2, "info")]),
    ],
)
def test_a_secondary_that_signs_nothing(zones: str, more: str, told: list[tuple[int, str]]) -> None:
    text = (
        "a.example {\n    secondary {\n        transfer from 192.0.2.1\n    }\n"
        f"    tsig {zones} {{\n        secrets keys\n    }}\n{more}\n}}\n"
    )
    assert found(text, "secondary-unsigned") == told


@pytest.mark.parametrize(
    ("name", "plugin", "is_told"),
    [
        ("www.a.example", "file db", True),
        ("www.b.example", "file db", False),
        ("www.a.example", "file db b.example", False),
        ("www.a.example", "forward . 192.0.2.53", False),
    ],
)
def test_names_of_hosts_in_a_zone_that_is_sent(name: str, plugin: str, is_told: bool) -> None:
    text = (
        f"a.example {{\n    hosts {{\n        192.0.2.1 {name}\n        fallthrough\n    }}\n"
        f"    {plugin}\n    transfer {{\n        to *\n    }}\n}}\n"
    )
    assert found(text, "hosts-not-transferred") == [(3, "info")] * is_told


@pytest.mark.parametrize(
    ("word", "is_told"),
    [
        ("a.example", True),
        ("ns.a.example", True),
        ("A.example.", True),
        ("b.example", False),
        ("a.example.zone", False),
        ("./a.example", False),
        ("{$ZONE}", False),
    ],
)
def test_a_zone_where_sign_has_its_file(word: str, is_told: bool) -> None:
    text = f"a.example {{\n    sign {word} {{\n        key file K\n    }}\n}}\n"
    assert found(text, "sign-file-is-zone") == [(2, "warning")] * is_told


def test_what_to_write_for_a_zone_where_sign_has_its_file() -> None:
    sign = "sign ns.a.example {\nkey file K\ndirectory signed/\n}\n"
    beside, alone = (
        {item.rule.name: item.help for item in lint(f"a.example {{\n{sign}{more}}}\n")}
        for more in ("file zones/a.example\n", "")
    )
    written = "write the file first: `sign {} a.example`"
    assert beside["sign-file-is-zone"] == written.format("zones/a.example")
    assert alone["sign-file-is-zone"] == written.format("db.a.example")
    signed = "give `file` the signed file: `file signed/db.a.example.signed`"
    assert beside["companion-plugin-missing"] == signed


def test_names_that_fit_no_expression_beside_those_outside() -> None:
    answer = 'match ^x[.]\nanswer "{{ .Name }} 60 IN A 192.0.2.1"'
    text = f". {{\ntemplate IN A a.example {{\n{answer}\n}}\n}}\n"
    (message,) = (i.message for i in lint(text) if i.rule.name == "names-without-answer")
    assert "outside `a.example`, nor names below `a.example` that fit no expression" in message


@pytest.mark.parametrize(
    ("pattern", "zone", "is_told"),
    [
        ("api.lab.example", "lab.example", True),
        (r"api\.lab\.example", "lab.example", True),
        ("api[.]lab[.]example[.]$", "lab.example", True),
        ("^api.lab.example", "lab.example", False),
        (".api.lab.example", "lab.example", False),
        (".*api.lab.example", "lab.example", False),
        (".*.api.lab.example", "lab.example", True),
        ("(.*).api.lab.example", "lab.example", True),
        ("^(.+).api[.]lab[.]example[.]$", "lab.example", True),
        (r".*\.api.lab.example", "lab.example", False),
        ("(.*)[.]api.lab.example", "lab.example", False),
        (".*.lab.example", "lab.example", False),
        ("api.lab.example", "api.lab.example", False),
        ("lab", ".", False),
        ("api.{$ZONE}", "lab.example", False),
    ],
)
def test_an_expression_that_is_a_name(pattern: str, zone: str, is_told: bool) -> None:
    block = f"match {pattern}\nrcode NXDOMAIN\nfallthrough"
    text = f". {{\ntemplate ANY ANY {zone} {{\n{block}\n}}\nforward . 192.0.2.53\n}}\n"
    assert found(text, "pattern-fits-more") == [(3, "info")] * is_told
    text = f"{zone} {{\nrewrite name regex {pattern} x.lab.example answer auto\nwhoami\n}}\n"
    assert found(text, "pattern-fits-more") == [(2, "info")] * is_told


@pytest.mark.parametrize(
    ("rule", "more", "told"),
    [
        ("a.example web.shop.svc", "", "web.shop.svc.cluster.local"),
        ("regex (.*)[.]a[.]example {1}.shop.svc answer auto", "", "{1}.shop.svc.cluster.local"),
        ("suffix .a.example .svc.cluster answer auto", "", ".svc.cluster.local"),
        ("a.example web.shop.svc", "kubernetes k8s.lab in-addr.arpa", "web.shop.svc.k8s.lab"),
        ("a.example web.shop.svc.cluster.local", "", ""),
        ("a.example web.svc.example.org", "", ""),
        ("a.example web.shop.svc", "file db svc", ""),
        ("a.example web.svc.cluster.local", "", "web.default.svc.cluster.local"),
        ("a.example web.svc.k8s.lab", "kubernetes k8s.lab", "web.default.svc.k8s.lab"),
        ("a.example web.shop.k8s.lab", "kubernetes k8s.lab", "web.shop.svc.k8s.lab"),
        (
            "a.example web.svc.k8s.lab",
            "hosts {\nfallthrough\n}\nkubernetes k8s.lab",
            "web.default.svc.k8s.lab",
        ),
        ("a.example web.svc.k8s.lab", "", ""),
        ("a.example web.shop.cluster.local", "", ""),
        ("a.example ns.dns.cluster.local", "kubernetes cluster.local", ""),
        ("a.example 10-0-0-1.shop.pod.cluster.local", "kubernetes cluster.local", ""),
        ("a.example web.shop.lab", "kubernetes lab {\nfallthrough\n}", ""),
        ("suffix .a.example .svc.cluster.local answer auto", "kubernetes cluster.local", ""),
        ("substring a.example web.svc.cluster.local answer auto", "", ""),
        (
            "a.example web.svc.lab",
            "hosts {\n192.0.2.1 web.svc.lab\nfallthrough\n}\nkubernetes lab",
            "",
        ),
        ("a.example web.svc.cluster.local", "file db cluster.local", ""),
    ],
)
def test_a_service_with_a_part_missing(rule: str, more: str, told: str) -> None:
    text = f". {{\nrewrite name {rule}\n{more}\nforward . 192.0.2.53\n}}\n"
    helps = [item.help for item in lint(text) if item.rule.name == "rewrite-to-cut-off-name"]
    assert helps == ([f"write `{told}`"] if told else [])


@pytest.mark.parametrize(
    ("keys", "line", "is_told"),
    [
        ("a.example b.example", "file db.a.example", True),
        ("a.example b.example", "file zones/a.example.zone", True),
        ("a.example b.example", "sign db.a.example {\nkey file K\n}", True),
        ("a.example b.example", "file db.a.example a.example", False),
        ("a.example b.example", "file db.common.example", False),
        ("a.example b.example", "file db.parked", False),
        ("a.example www.a.example", "file db.a.example", False),
        ("a.example", "file db.a.example", False),
    ],
)
def test_a_file_for_other_zones_than_its_name_tells(keys: str, line: str, is_told: bool) -> None:
    text = f"{keys} {{\n    {line}\n}}\n"
    assert found(text, "file-for-several-zones") == [(2, "info")] * is_told


@pytest.mark.parametrize(
    ("line", "name", "words"),
    [
        ("NS", "lab.example.", "whatever name is asked for"),
        ("NS lab.example", "lab.example.", ""),
        ("NS LAB.example", "lab.Example.", ""),
        ("A lab.example", "www.lab.example.", "whatever name is asked for"),
        ("A lab.example", "www.other.example.", "no query comes"),
        ("A lab.example www.lab.example", "www.lab.example.", ""),
        ("A", "{{ .Name }}", ""),
    ],
)
def test_one_name_for_all(line: str, name: str, words: str) -> None:
    text = f'. {{\ntemplate IN {line} {{\nanswer "{name} 60 IN TXT x"\n}}\n}}\n'
    told = [item.message for item in lint(text) if item.rule.name == RECORD_OF_OTHER]
    assert [words in message for message in told] == [True] * bool(words)


def test_one_name_for_those_that_fit_an_expression() -> None:
    answer = 'match ^www[.]\nanswer "www.lab.example. 60 IN TXT x"'
    text = f". {{\ntemplate IN TXT lab.example {{\n{answer}\n}}\n}}\n"
    assert RECORD_OF_OTHER not in {item.rule.name for item in lint(text)}


@pytest.mark.parametrize(
    ("pattern", "record", "is_told"),
    [
        ('"^{{ .Zone }}$"', "{{ .Name }} 60 IN A 192.0.2.1", True),
        ("^{{.Name}}$", "{{.Name}} 60 IN A 192.0.2.1", True),
        ("(.*)[.]{{.Zone}}", "{{ .Zone }} 60 IN A 192.0.2.1", True),
        # Another program may put something in here.
        ('"^{{ .Zone }}$"', "a.example. 60 IN A 192.0.2.1", False),
        ('"^{{ .Values.zone }}$"', "{{ .Name }} 60 IN A 192.0.2.1", False),
        ("{{ domain }}", "{{ .Name }} 60 IN A 192.0.2.1", False),
    ],
)
def test_fields_of_records_in_an_expression(pattern: str, record: str, is_told: bool) -> None:
    block = f'match {pattern}\nanswer "{record}"\nfallthrough'
    text = f"a.example {{\ntemplate IN A {{\n{block}\n}}\nforward . 192.0.2.53\n}}\n"
    assert found(text, "regex-never-matches") == [(3, "warning")] * is_told


@pytest.mark.parametrize(
    ("key", "rule", "severity"),
    [
        ("v6.example", "suffix .v6.example .v4.example answer auto", "info"),
        ("v6.example", r"regex (.*)\.v6\.example {1}.v4.example answer auto", "info"),
        ("v6.example", "a.v6.example a.v4.example", "warning"),
        ("v6.example", "suffix .b.v6.example .c.v6.example answer auto", "warning"),
        (".", "suffix .v6.example .lab.example answer auto", "warning"),
    ],
)
def test_a_forward_to_itself_of_names_that_leave(key: str, rule: str, severity: str) -> None:
    text = (
        f"{key} {{\nrewrite name {rule}\nforward . 127.0.0.1\n}}\n"
        "v4.example {\nfile db.v4.example\n}\n"
    )
    assert found(text, "forward-loop-to-self") == [(3, severity)]


@pytest.mark.parametrize(("size", "is_told"), [(0, True), (60, True), (900, True), (1000, False)])
def test_a_size_of_a_cache_that_is_none_for_a_time(size: int, is_told: bool) -> None:
    text = f". {{\ncache {{\ndenial {size}\n}}\nforward . 192.0.2.53\n}}\n"
    assert found(text, "cache-capacity-looks-like-ttl") == [(3, "warning")] * is_told


@pytest.mark.parametrize(
    ("plugins", "some_fail"),
    [
        ("whoami", False),
        ("hosts {\n192.0.2.1 x.a.example\n}", False),
        ("hosts {\n192.0.2.1 x.a.example\nfallthrough\n}", True),
        ("errors", True),
        ("file db.b.example b.a.example", True),
    ],
)
def test_a_loop_that_watches_nothing(plugins: str, some_fail: bool) -> None:
    text = f"a.example {{\nloop\n{plugins}\n}}\n"
    (told,) = (item.message for item in lint(text) if item.rule.name == "loop-without-forward")
    assert ("get SERVFAIL" in told) is some_fail
