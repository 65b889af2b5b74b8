"""`corefile trace`: its options, formats, kinds of files and exit statuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.programs import ROOT, Ran, corefile, corefile_process
from tests.syntax.texts import TEXTS

CLUSTER = """\
.:53 {
    errors
    cache 30
    hosts {
        10.255.0.170 registry
        fallthrough
    }
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
    }
    forward . 10.0.0.53
}
"""


def trace(text: str, words: str, folder: Path) -> Ran:
    """Trace a query in a Corefile, which is written to a folder."""
    (folder / "Corefile").write_text(text, encoding="utf-8")
    return corefile("trace", *words.split(), "Corefile", cwd=folder)


def as_json(text: str, words: str, folder: Path) -> Any:
    """Return what is printed as JSON."""
    ran = trace(text, f"{words} --output-format json", folder)
    return json.loads(ran.out)


def ending(text: str, words: str, folder: Path) -> tuple[int, str, str]:
    """Return the exit status, and the plugin and the end of the one way, from the concise line."""
    ran = trace(text, f"{words} --output-format concise", folder)
    assert ran.out.count("\n") == 1, ran
    _, plugin, end, *_ = ran.out.split("\t")
    return ran.status, plugin, end


# ----- what is printed


def test_a_query_is_told_plugin_by_plugin(tmp_path: Path) -> None:
    ran = trace(CLUSTER, "www.example.com", tmp_path)
    assert ran.out == (
        "www.example.com. A  →  Corefile:1:1 `.:53`\n"
        "   3  cache       answers what it has; else goes on\n"
        "   4  hosts       not in the table, `fallthrough`: goes on\n"
        "   8  kubernetes  not in its zones: goes on\n"
        "  11  forward     asks 10.0.0.53                            ⇒ forwarded\n"
    )
    assert (ran.status, ran.err) == (0, "")


def test_a_query_that_fails_says_how_to_fix_it(tmp_path: Path) -> None:
    text = CLUSTER.replace("        fallthrough\n    }\n    kub", "    }\n    kub")
    ran = trace(text, "web.prod.svc.cluster.local", tmp_path)
    assert ran.out.splitlines()[2:] == [
        "  4  hosts  not in the table, no `fallthrough`  ⇒ SERVFAIL",
        "  never asked: kubernetes (7), forward (10)",
        "  help: write `fallthrough` in the block of `hosts`",
    ]
    assert ran.status == 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("db.corp.example", ["  never asked: hosts (7): has `db.corp.example.`"]),
        # It is not in the table; and here `hosts` is asked.
        ("www.corp.example", []),
        ("db.example", []),
    ],
)
def test_a_table_that_has_the_name_and_is_never_asked(
    name: str, told: list[str], tmp_path: Path
) -> None:
    """CoreDNS asks `template` first, wherever it is written."""
    text = (
        ". {\n    cache\n    template IN ANY corp.example {\n        rcode NXDOMAIN\n    }\n"
        "    hosts {\n        10.0.0.1 db.corp.example\n        10.0.0.2 db.example\n"
        "        fallthrough\n    }\n    forward . 10.0.0.53\n}\n"
    )
    lines = trace(text, name, tmp_path).out.splitlines()
    assert [line for line in lines if "never asked" in line] == told


def test_no_help_where_nothing_comes_after(tmp_path: Path) -> None:
    ran = trace(". {\n    hosts {\n        10.0.0.1 a\n    }\n}\n", "b", tmp_path)
    assert "SERVFAIL" in ran.out
    assert "help" not in ran.out


def test_all_shows_what_passes_everything_on(tmp_path: Path) -> None:
    ran = trace(CLUSTER, "--all registry", tmp_path)
    assert "errors" in ran.out
    assert "errors" not in trace(CLUSTER, "registry", tmp_path).out


def test_the_end_of_the_chain_is_told(tmp_path: Path) -> None:
    ran = trace("example.org {\n    cache\n    any\n}\n", "a.example.org", tmp_path)
    assert ran.out.endswith("  nothing comes after `cache`  ⇒ SERVFAIL\n")
    assert ran.status == 1


def test_the_listener_is_shown_where_there_are_several(tmp_path: Path) -> None:
    text = ". {\n    whoami\n}\n.:5353 {\n    erratic\n}\n"
    assert "`.` at dns://:53" in trace(text, "a", tmp_path).out
    assert "`.:5353` at dns://:5353" in trace(text, "a --at :5353", tmp_path).out
    assert " at " not in trace(". {\n    whoami\n}\n", "a", tmp_path).out


def test_the_concise_format_has_tabs(tmp_path: Path) -> None:
    ran = trace(CLUSTER, "--output-format concise www.example.com MX", tmp_path)
    assert ran.out == "Corefile:11:5\tforward\tforwarded\twww.example.com. MX\t-\n"


def test_json_has_all_of_it(tmp_path: Path) -> None:
    got = as_json(CLUSTER, "REGISTRY AAAA --from 10.1.2.3", tmp_path)
    assert got["query"] == {
        "name": "REGISTRY.",
        "type": "AAAA",
        "class": "IN",
        "from": "10.1.2.3",
    }
    (way,) = got["alternatives"]
    assert (got["listener"], got["certain"], way["when"]) == ("dns://:53", True, None)
    assert (way["block"]["keys"], way["block"]["zone"], way["block"]["line"]) == ([".:53"], ".", 1)
    last = way["steps"][-1]
    assert [last[key] for key in ("plugin", "verdict", "line", "column")] == ["hosts", "ends", 5, 9]
    assert (way["ends"][-1]["by"], way["ends"][-1]["rcode"]) == ("hosts", "NOERROR")
    assert way["ends"][0]["cached"] is True


def test_json_of_a_search_list_is_a_list(tmp_path: Path) -> None:
    got = as_json(CLUSTER, "--pod prod registry", tmp_path)
    assert [one["query"]["name"] for one in got] == [
        "registry.prod.svc.cluster.local.",
        "registry.svc.cluster.local.",
        "registry.cluster.local.",
        "registry.",
    ]


# ----- which query

VIEWS = """\
example.org {
    view inside {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 10.0.0.53
}
. {
    acl {
        block net 192.168.0.0/16
    }
    forward . 9.9.9.9
}
"""
#: By transport and by what a listener or plugin looks at.
MANY = """\
. {
    view tcp {
        expr proto() == 'tcp' && do()
    }
    whoami
}
. {
    chaos
    template IN MX {
        rcode NXDOMAIN
    }
    erratic {
        drop 0
    }
}
a {
    bind 127.0.0.2
    forward . 9.9.9.9
}
tls://. {
    tls cert.pem key.pem
    template ANY ANY {
        rcode REFUSED
    }
}
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a", (0, "erratic", "answered")),
        ("a MX", (0, "template", "NXDOMAIN")),
        ("a mx", (0, "template", "NXDOMAIN")),
        ("a TYPE15", (1, "erratic", "SERVFAIL")),
        ("a TXT", (1, "erratic", "SERVFAIL")),
        ("a TXT --tcp", (1, "erratic", "SERVFAIL")),
        ("a TXT --tcp --do", (0, "whoami", "answered")),
        ("version.bind TXT --class CH", (0, "chaos", "answered")),
        ("version.bind TXT --class ch", (0, "chaos", "answered")),
        ("a --at 127.0.0.2", (0, "forward", "forwarded")),
        ("a --at 127.0.0.3", (0, "erratic", "answered")),
        ("a --at 127.0.0.2:53", (0, "forward", "forwarded")),
        ("a --at [::1]:53", (0, "erratic", "answered")),
        ("a --at :54", (1, "-", "no answer")),
        ("a --transport tls", (0, "template", "REFUSED")),
        ("a --transport quic", (1, "-", "no answer")),
        ("-x 10.0.0.1", (1, "erratic", "SERVFAIL")),
    ],
)
def test_options_describe_the_query(
    words: str, expected: tuple[int, str, str], tmp_path: Path
) -> None:
    assert ending(MANY, words, tmp_path) == expected


def test_an_address_gives_its_reverse_name(tmp_path: Path) -> None:
    names = {
        "10.96.0.10": "10.0.96.10.in-addr.arpa.",
        "fd00::1": f"1.{'0.' * 28}0.d.f.ip6.arpa.".replace("0.0.d.f", "0.0.d.f"),
    }
    for address, name in names.items():
        query = as_json(CLUSTER, f"-x {address}", tmp_path)["query"]
        assert (query["name"], query["type"]) == (name, "PTR")


def test_the_client_chooses_view_and_line_of_acl(tmp_path: Path) -> None:
    assert ending(VIEWS, "a.example.org --from 10.1.2.3", tmp_path) == (0, "forward", "forwarded")
    assert ending(VIEWS, "a.example.org --from 192.168.1.1", tmp_path) == (1, "acl", "REFUSED")
    ran = trace(VIEWS, "a.example.org", tmp_path)
    assert "  if incidr(client_ip(), '10.0.0.0/8')  →  Corefile:1:1 `example.org`" in ran.out
    assert "  else  →  Corefile:7:1 `.`" in ran.out
    assert as_json(VIEWS, "a.example.org", tmp_path)["certain"] is False


OTHERS = """\
. {
    %s
    whoami
}
"""
ZONE = "example.org"
#: Plugins whose data decides, with how they answer for what is not there: by an end of their own,
#: or by letting the query go on.
DATA = {
    "kubernetes": (f"kubernetes {ZONE}", "NXDOMAIN"),
    "etcd": (f"etcd {ZONE}", "NXDOMAIN"),
    "file": (f"file db.unread {ZONE}", "NXDOMAIN"),
    "auto": (f"auto {ZONE}", "NXDOMAIN"),
    "secondary": (f"secondary {ZONE} {{\n transfer from 10.0.0.1\n }}", "NXDOMAIN"),
    "route53": (f"route53 {ZONE}.:Z1", "NXDOMAIN"),
    "clouddns": (f"clouddns {ZONE}.:p:z", "NXDOMAIN"),
    "azure": (f"azure rg:{ZONE}", "NXDOMAIN"),
    "k8s_external": (f"k8s_external {ZONE}", "NXDOMAIN"),
    "nomad": ("nomad " + ZONE, "NXDOMAIN"),
    "hosts": (f"hosts table.unread {ZONE}", "SERVFAIL"),
    "forward": ("forward . 10.0.0.1", "forwarded: NXDOMAIN"),
    "grpc": ("grpc . 10.0.0.1:53", "forwarded: NXDOMAIN"),
    "cache": ("cache", "NXDOMAIN"),
}
FALLING = {
    "kubernetes": "{\n fallthrough\n }",
    "etcd": "{\n fallthrough\n }",
    "file": "{\n fallthrough\n }",
    "route53": "{\n fallthrough\n }",
    "clouddns": "{\n fallthrough\n }",
    "azure": "{\n fallthrough\n }",
    "k8s_external": "{\n fallthrough\n }",
    "hosts": "{\n fallthrough\n }",
    "grpc": "{\n fallthrough\n }",
}


@pytest.mark.parametrize("plugin", DATA)
def test_if_settles_every_plugin_with_data(plugin: str, tmp_path: Path) -> None:
    line, missing = DATA[plugin]
    # `nomad` comes after `whoami`.
    text = (OTHERS % line).replace("whoami" if plugin == "nomad" else "nothing", "log")
    words = f"a.b.svc.{ZONE} --if {plugin}="
    hit = "forwarded" if plugin in ("forward", "grpc") else "answered"
    assert ending(text, f"{words}hit", tmp_path)[1:] == (plugin, hit)
    assert ending(text, f"{words}nodata", tmp_path)[1:] == (plugin, hit)
    assert ending(text, f"{words}nxdomain", tmp_path)[1:] == (plugin, missing)
    assert ending(text, f"{words}servfail", tmp_path) == (1, plugin, "SERVFAIL")
    assert as_json(text, f"{words}servfail", tmp_path)["certain"] is True


@pytest.mark.parametrize("plugin", FALLING)
def test_what_is_not_there_falls_through(plugin: str, tmp_path: Path) -> None:
    text = OTHERS % f"{DATA[plugin][0]} {FALLING[plugin]}"
    for outcome in ("miss", "nxdomain"):
        words = f"a.b.svc.{ZONE} --if {plugin}={outcome}"
        assert ending(text, words, tmp_path)[1:] == ("whoami", "answered")
    words = f"a.b.svc.{ZONE} --if {plugin}=nodata"
    assert ending(text, words, tmp_path)[1] == plugin


def test_what_the_text_decides_is_not_assumed(tmp_path: Path) -> None:
    assert ending(CLUSTER, "registry --if hosts=nxdomain", tmp_path)[1:] == ("hosts", "answered")
    assert ending(CLUSTER, "a.b --if kubernetes=hit", tmp_path)[1:] == ("forward", "forwarded")


def test_a_miss_of_auto_is_a_zone_that_is_not_there(tmp_path: Path) -> None:
    assert ending(OTHERS % "auto", "a --if auto=miss", tmp_path)[1:] == ("whoami", "answered")
    assert ending(OTHERS % "cache", "a --if cache=miss", tmp_path)[1:] == ("whoami", "answered")


@pytest.mark.parametrize(
    ("next_", "outcome", "upstream"),
    [
        ("next NXDOMAIN", "nxdomain", "10.0.0.2"),
        ("next NXDOMAIN", "hit", "10.0.0.1"),
        ("next NXDOMAIN", "nodata", "10.0.0.1"),
        ("next SERVFAIL NXDOMAIN", "servfail", "10.0.0.2"),
        ("next_on_nodata", "nodata", "10.0.0.2"),
        ("next_on_nodata", "nxdomain", "10.0.0.1"),
    ],
)
def test_the_next_forward_is_asked_for_the_codes_of_next(
    next_: str, outcome: str, upstream: str, tmp_path: Path
) -> None:
    text = f". {{\n forward . 10.0.0.1 {{\n {next_}\n }}\n forward . 10.0.0.2\n}}\n"
    got = as_json(text, f"a --if forward={outcome}", tmp_path)
    # The assumption is about both of them: what matters is where the query leaves first.
    tokens = [step["line"] for step in got["alternatives"][0]["steps"]]
    assert tokens == ([2, 5] if upstream == "10.0.0.2" else [2])


def test_pods_stop_at_the_first_name_that_is_there(tmp_path: Path) -> None:
    got = as_json(CLUSTER, "--pod prod web --if kubernetes=hit", tmp_path)
    assert [one["query"]["name"] for one in got] == ["web.prod.svc.cluster.local."]
    got = as_json(CLUSTER, "--pod prod www.example.com. --if kubernetes=hit", tmp_path)
    assert [one["query"]["name"] for one in got] == ["www.example.com."]
    got = as_json(CLUSTER, "--pod prod a.b.c.d.e.f", tmp_path)
    assert got[0]["query"]["name"] == "a.b.c.d.e.f."


# ----- which CoreDNS, which file


def test_the_release_decides(tmp_path: Path) -> None:
    text = ". {\n    template IN A b {\n        match ^x\n    }\n    whoami\n}\n"
    assert ending(text, "a.b", tmp_path)[2] == "SERVFAIL"
    assert ending(text, "a.b --coredns 1.9.2", tmp_path)[2] == "NXDOMAIN"
    # Kubernetes 1.23 has CoreDNS 1.8.6.
    assert ending(text, "a.b --kubernetes 1.23", tmp_path)[2] == "NXDOMAIN"


def test_the_release_is_that_of_the_configuration_file(tmp_path: Path) -> None:
    text = ". {\n    template IN A b {\n        match ^x\n    }\n}\n"
    (tmp_path / ".corefile.toml").write_text('coredns = "1.9.2"\n', encoding="utf-8")
    assert ending(text, "a.b", tmp_path)[2] == "NXDOMAIN"
    assert ending(text, "a.b --isolated", tmp_path)[2] == "SERVFAIL"


def test_external_plugins_may_answer(tmp_path: Path) -> None:
    text = ". {\n    ads\n    whoami\n}\n"
    (tmp_path / "Corefile").write_text(text, encoding="utf-8")
    options = ["--external-plugins", "ads before whoami", "--output-format", "json"]
    ran = corefile("trace", "a", *options, "Corefile", cwd=tmp_path)
    got = json.loads(ran.out)
    assert [step["plugin"] for step in got["alternatives"][0]["steps"]] == ["ads", "whoami"]
    assert (got["certain"], ran.status) == (False, 0)
    ran = corefile("trace", "a", *options, "--if", "ads=hit", "Corefile", cwd=tmp_path)
    assert json.loads(ran.out)["alternatives"][0]["ends"][0]["by"] == "ads"


def test_variables_have_the_values_given(tmp_path: Path) -> None:
    text = "{$ZONE} {\n    forward . {$UP}\n}\n"
    got = as_json(text, "a.example --env ZONE=example --env UP=10.0.0.9", tmp_path)
    assert got["alternatives"][0]["ends"][0]["to"] == ["10.0.0.9"]


CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    .:53 {
        import custom/*.override
        forward . 10.0.0.53
    }
    import custom/*.server
"""
CUSTOM = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  block.override: |
    template ANY ANY blocked.example {
        rcode NXDOMAIN
    }
  corp.server: |
    corp.example:53 {
        forward . 10.1.0.53
    }
"""
VALUES = """\
servers:
  - zones:
      - zone: .
    port: 53
    plugins:
      - name: forward
        parameters: . 10.0.0.53
"""
MARKDOWN = "# Read me\n\n```corefile\n. {\n    forward . 10.0.0.53\n}\n```\n"


def indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines()).replace("    ", "  - ", 1)


LIST = f"apiVersion: v1\nkind: List\nitems:\n{indented(CONFIG_MAP)}{indented(CUSTOM)}"


@pytest.mark.parametrize(
    ("name", "text", "query", "expected"),
    [
        ("cm.yaml", CONFIG_MAP, "a.example", "cm.yaml:10:9\tforward"),
        ("values.yaml", VALUES, "a.example", "values.yaml:6:15\tforward"),
        ("README.md", MARKDOWN, "a.example", "README.md:5:5\tforward"),
        ("list.yaml", LIST, "a.example", "list.yaml:13:13\tforward"),
        ("list.yaml", LIST, "a.blocked.example", "list.yaml:23:9\ttemplate"),
        ("list.yaml", LIST, "a.corp.example", "list.yaml:28:13\tforward"),
        ("two.yaml", f"{CONFIG_MAP}---\n{CUSTOM}", "a.blocked.example", "two.yaml:21:5\ttemplate"),
    ],
)
def test_corefiles_are_found_in_documents(
    name: str, text: str, query: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    ran = corefile("trace", query, "--output-format", "concise", name, cwd=tmp_path)
    assert (ran.out[: len(expected)], ran.status) == (expected, 0)
    assert ("not followed" in ran.err) == (name == "cm.yaml")


TERRAFORM = """\
resource "kubernetes_config_map" "dns" {
  data = {
    Corefile = <<-EOF
      .:53 {
          cache 30
          forward . ${UPSTREAM}
      }
    EOF
  }
}
"""

#: Templates, with the line of `forward` in each.
TEMPLATES = {
    "dns.tf": (TERRAFORM.replace("UPSTREAM", "var.upstream"), 6),
    "list.tf": (TERRAFORM.replace("UPSTREAM", 'join(" ", var.upstreams)'), 6),
    "Corefile.j2": (".:53 {\n    cache 30\n    forward . {{ upstreams }}\n}\n", 3),
    "Corefile.tmpl": (".:53 {\n    cache {{ .TTL }}\n    forward . {{ .Upstream }}\n}\n", 3),
}


@pytest.mark.parametrize("command", [["trace", "www.example.org"], ["names"], ["graph"]])
@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_template_puts_in_is_not_known(
    name: str, command: list[str], tmp_path: Path
) -> None:
    """Nothing is said of CoreDNS, which never reads the marks."""
    text, line = TEMPLATES[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    ran = corefile(*command, name, cwd=tmp_path)
    assert ran.status == 0
    assert ran.err == (
        f"corefile {command[0]}: note: this is a template: `{{$…}}` is what it puts in, which is"
        " not known\n"
    )
    assert "{$…" in ran.out
    assert "var." not in ran.out
    if command[0] == "trace":
        assert f"  {line}  forward  asks {{$…" in ran.out


@pytest.mark.parametrize(
    "text",
    [
        "{{ servers }}\n",
        "{{ zone }} {\n    forward . 10.0.0.53\n}\n",
        "{% if dns %}\nexample.net {\n    forward . 10.0.0.53\n}\n{% endif %}\n",
    ],
)
def test_whether_anything_of_a_template_listens_is_not_known(text: str, tmp_path: Path) -> None:
    (tmp_path / "Corefile.j2").write_text(text, encoding="utf-8")
    ran = corefile("trace", "www.example.org", "Corefile.j2", cwd=tmp_path)
    assert ran.status == 0
    assert "may have other lines or zones" in ran.err
    assert "listens" not in ran.err


def test_lines_of_another_file_have_its_name(tmp_path: Path) -> None:
    (tmp_path / "more.conf").write_text("hosts {\n    10.0.0.1 a\n}\n", encoding="utf-8")
    ran = trace(". {\n    import more.conf\n    whoami\n}\n", "a", tmp_path)
    assert "  more.conf:2  hosts" in ran.out


def test_one_of_several_corefiles_is_chosen(tmp_path: Path) -> None:
    other = CONFIG_MAP.replace("name: coredns", "name: other").replace("10.0.0.53", "10.0.0.99")
    (tmp_path / "two.yaml").write_text(f"{CONFIG_MAP}---\n{other}", encoding="utf-8")
    ran = corefile("trace", "a", "two.yaml", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert "choose with --corefile" in ran.err
    ran = corefile("trace", "a", "--corefile", "kube-system/other", "two.yaml", cwd=tmp_path)
    assert "10.0.0.99" in ran.out


def test_standard_input_is_read(tmp_path: Path) -> None:
    ran = corefile_process("trace", "registry", "-", stdin=CLUSTER.encode(), cwd=tmp_path)
    assert ran.out.startswith("registry. A  →  -:1:1 `.:53`")
    ran = corefile("trace", "a.b", "-", stdin=CONFIG_MAP.encode(), cwd=tmp_path)
    assert "-:10" in ran.out or "10  forward" in ran.out


# ----- bad input


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("a..b", "a..b: not a domain name"),
        ("a" * 300, "not a domain name"),
        (f"{'a' * 64}.org", "not a domain name"),
        ("a AAA", "AAA: not a type of records; did you mean `AAAA`?"),
        ("a CANME", "did you mean `CNAME`?"),
        ("a QQQQ", "write a type such as A, AAAA, MX or TYPE65"),
        ("a --from 10.0.0.300", "--from 10.0.0.300: not an IP address"),
        ("-x example.org", "-x example.org: not an IP address"),
        ("a --at localhost", "--at localhost: localhost is not an IP address"),
        ("a --at :dns", "--at :dns: dns is not a port"),
        ("a --at [::1", "--at [::1: there is no `]`"),
        ("a TYPE65536", "TYPE65536: not a type of records"),
        ("a --from fe80::1%eth0", "leave out `%eth0`"),
        ("-x fe80::1%eth0", "leave out `%eth0`"),
        ("a --pod Prod", "--pod Prod: not a namespace; write small letters"),
        ("a --pod=", "--pod : not a namespace"),
        (f"a --pod {'a' * 64}", "not a namespace"),
        ("a --class INN", "--class INN: not a class"),
        ("a --if forwad=hit", "--if forwad: there is no such plugin; did you mean `forward`?"),
        ("a --if zzzzz=hit", "--if zzzzz: there is no such plugin; `corefile plugins` lists them"),
        ("a --if forward=maybe", "write PLUGIN=OUTCOME, with hit, miss"),
        ("a --if forward", "write PLUGIN=OUTCOME"),
        ("a --transport udp", "invalid choice: 'udp'"),
        ("", "write NAME [TYPE] FILE"),
        ("a A b", "write NAME [TYPE] FILE"),
        ("-x 10.0.0.1 A", "write NAME [TYPE] FILE"),
        ("a --coredns 1.x.9", "1.x.9"),
    ],
)
def test_wrong_usage(words: str, message: str, tmp_path: Path) -> None:
    ran = trace(CLUSTER, words, tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


@pytest.mark.parametrize(
    ("word", "note"),
    [
        ("https://www.example.org", "is a URL: write the name alone, www.example.org"),
        (
            "https://user@www.example.org:8443/a/b",
            "is a URL: write the name alone, www.example.org",
        ),
        (
            "10.0.0.1",
            "is an address, taken for a name here: `-x 10.0.0.1` asks for the name it has",
        ),
        (
            "2001:db8::1",
            "is an address, taken for a name here: `-x 2001:db8::1` asks for the name it has",
        ),
        ("10.0.0.1.example.org", ""),
        ("_http._tcp.example.org", ""),
    ],
)
def test_what_is_no_name(word: str, note: str, tmp_path: Path) -> None:
    ran = trace(CLUSTER, word, tmp_path)
    assert (ran.status, ran.err) == (0, f"corefile trace: note: {word} {note}\n" if note else "")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    ran = corefile("trace", "a", "missing", cwd=tmp_path)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("corefile trace: error: missing: ")
    (tmp_path / "c.yaml").write_text("kind: Service\n", encoding="utf-8")
    ran = corefile("trace", "a", "c.yaml", cwd=tmp_path)
    assert (ran.status, ran.err) == (3, "corefile trace: error: c.yaml: no Corefile\n")


def test_an_empty_corefile_answers_nothing(tmp_path: Path) -> None:
    # CoreDNS listens nowhere then (with a default of its own only where there is no file at all).
    (tmp_path / "Corefile").write_text("", encoding="utf-8")
    ran = corefile("trace", "a", "Corefile", cwd=tmp_path)
    assert (ran.status, "Traceback" in ran.err) == (1, False)
    assert ran.err == "corefile trace: note: no server blocks: nothing listens\n"


def test_names_are_those_that_a_message_brings(tmp_path: Path) -> None:
    text = "b.example {\n    whoami\n}\n. {\n    erratic\n}\n"
    # The dot is a part of the first label, which `b.example` is not above.
    for name in (r"a\.b.example", r"a\046b.example"):
        ran = trace(text, name, tmp_path)
        assert ran.out.startswith("a\\.b.example. A  →  Corefile:4:1 `.`"), ran.out
    ran = trace(text, "bücher.b.example", tmp_path)
    assert ran.out.startswith("b\\195\\188cher.b.example. A  →  Corefile:1:1")
    assert ran.err.splitlines() == [
        "corefile trace: note: most clients ask for xn--bcher-kva.b.example instead of"
        " bücher.b.example"
    ]


def test_a_plugin_whose_words_are_refused_is_not_taken_for_an_external_one(tmp_path: Path) -> None:
    ran = trace(". {\n    forward\n}\n", "a", tmp_path)
    assert "forward  CoreDNS refuses its words: may answer; else goes on" in ran.out


def test_a_corefile_that_coredns_refuses_is_traced_as_far_as_possible(tmp_path: Path) -> None:
    text = ". {\n    cache -1\n    hosts {\n        10.0.0.1 a\n    }\n}\n"
    ran = trace(text, "a", tmp_path)
    assert "hosts  has `a.`  ⇒ answered" in ran.out
    assert ran.err.startswith("corefile trace: note: CoreDNS does not start with this Corefile: ")
    assert ran.status == 1


def test_names_cannot_drive_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "Corefile").write_text(". {\n    whoami\n}\n", encoding="utf-8")
    for format_ in ("text", "concise"):
        ran = corefile("trace", "a\x1b[2Jb", "--output-format", format_, "Corefile", cwd=tmp_path)
        assert "\x1b" not in ran.out + ran.err
    ran = corefile("trace", "a", "\x1b[2J", "Corefile", cwd=tmp_path)
    assert (ran.status, "\x1b" in ran.err) == (2, False)


@given(TEXTS, st.sampled_from(["a.example.org", ".", "1.0.0.10.in-addr.arpa PTR", "a DS"]))
def test_no_corefile_breaks_it(text: str, words: str) -> None:
    ran = corefile("trace", *words.split(), "-", stdin=text.encode("utf-8", "surrogateescape"))
    assert ran.status in (0, 1, 3), ran
    assert "Traceback" not in ran.err
    assert "the program itself has failed" not in ran.err


# ----- tests in a file

TESTS = """\
- name: registry
  expect: {by: hosts, end: answered, rcode: noerror, block: ".:53"}
- {name: www.example.com, type: aaaa, expect: {to: [10.0.0.53]}}
- {name: b.example, from: 10.1.2.3, tcp: true, class: in, at: "127.0.0.1:53", expect: {by: forward}}
"""


def check(tests: str, folder: Path, *more: str, corefile_text: str = CLUSTER) -> Ran:
    """Run tests on a Corefile."""
    (folder / "Corefile").write_text(corefile_text, encoding="utf-8")
    (folder / "tests.yaml").write_text(tests, encoding="utf-8")
    return corefile("trace", "--check", "tests.yaml", *more, "Corefile", cwd=folder)


def test_tests_that_pass(tmp_path: Path) -> None:
    ran = check(TESTS, tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "3 of 3 passed\n", "")
    assert check(f"tests:\n{TESTS}", tmp_path).out == "3 of 3 passed\n"


def test_tests_that_fail_say_what_was_found_and_where(tmp_path: Path) -> None:
    ran = check("- {name: registry, expect: {by: forward}}\n" + TESTS, tmp_path)
    assert ran.out == (
        "registry. A: by: expected `forward`, found `hosts` (Corefile:5:9)\n3 of 4 passed\n"
    )
    assert ran.status == 1


def test_every_way_has_to_end_as_expected(tmp_path: Path) -> None:
    test = "- {name: web.prod.svc.cluster.local, expect: {rcode: NOERROR}}\n"
    assert check(test, tmp_path).status == 1
    assert check(test, tmp_path, "--if", "kubernetes=hit").status == 0


def test_coverage_lists_what_no_test_meets(tmp_path: Path) -> None:
    text = CLUSTER + "example.net {\n    whoami\n}\n"
    ran = check(
        "- {name: registry, expect: {by: hosts}}\n", tmp_path, "--coverage", corefile_text=text
    )
    assert ran.out.splitlines() == [
        "Corefile:8:5: no test meets `kubernetes`",
        "Corefile:11:5: no test meets `forward`",
        "Corefile:13:1: no test meets `example.net`",
        "1 of 1 passed",
    ]
    assert ran.status == 0


def test_tests_of_a_corefile_that_coredns_refuses_fail(tmp_path: Path) -> None:
    ran = check(TESTS, tmp_path, corefile_text=CLUSTER.replace("cache 30", "cache -1"))
    assert ran.status == 1
    assert "CoreDNS does not start with this Corefile" in ran.err


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ("", "write a list of tests"),
        ("a: [", "not valid YAML"),
        ("[]", "write a list of tests"),
        ("- 1", "test 1: write `name: NAME`"),
        ("- {name: a}", "test 1: write `expect:` with by, end, rcode, to, block"),
        ("- {name: a..b, expect: {by: x}}", "test 1: a..b is not a domain name"),
        ("- {name: a, expect: {bye: x}}", "test 1: `bye` is not one of by, end"),
        ("- {name: a, typ: A, expect: {by: x}}", "test 1: `typ` is not one of name, type"),
        ("- {name: a, type: AAA, expect: {by: x}}", "did you mean `AAAA`?"),
        ("- {name: a, tcp: 1, expect: {by: x}}", "test 1: `tcp` takes true or false"),
        ("- {name: a, expect: {to: x}}", "test 1: `to` takes a list"),
        ("- {name: a, from: x, expect: {by: x}}", "test 1: x is not an IP address"),
        ("- {name: a, at: x, expect: {by: x}}", "test 1: x is not an IP address"),
        ("- {name: a, class: x, expect: {by: x}}", "test 1: x is not a class"),
    ],
)
def test_tests_that_are_none(tests: str, message: str, tmp_path: Path) -> None:
    ran = check(tests, tmp_path)
    assert (ran.status, ran.out) == (3, "")
    assert message in ran.err


def test_wrong_usage_of_tests(tmp_path: Path) -> None:
    assert check(TESTS, tmp_path, "a").status == 2
    assert check(TESTS, tmp_path, "--if", "hots=hit").status == 2
    assert corefile("trace", "--check", "nothing.yaml", "Corefile", cwd=tmp_path).status == 3


def test_the_example_passes_its_tests() -> None:
    folder = ROOT / "examples" / "queries"
    ran = corefile("trace", "--check", folder / "tests.yaml", folder / "cluster.corefile")
    assert (ran.status, ran.out) == (0, "4 of 4 passed\n")
