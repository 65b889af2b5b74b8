"""Edits make nothing worse, or say what they make worse."""

from pathlib import Path

import pytest

from tests.cli.programs import corefile

PLAIN = """\
. {
    errors
    forward . /etc/resolv.conf
    cache 30
    loop
}
"""

TWO = """\
. {
    forward . 192.0.2.53
}
corp.example {
    forward . 198.51.100.53
}
"""

VIEWS = """\
. {
    view inside {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 192.0.2.53
}
. {
    forward . 198.51.100.53
}
"""

TEMPLATE = """\
. {
    template IN A example.org {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    rewrite name suffix .example.net .example.org
    forward . 192.0.2.53
}
"""

#: What is edited, how, and the lines that come into being, with the line above them.
PLACES = [
    (PLAIN, ["set", "forward", "corp.example", "10.0.0.1"],
     "errors\n    forward corp.example 10.0.0.1\n"),
    (PLAIN, ["add", "forward", "corp.example", "10.0.0.1"],
     "errors\n    forward corp.example 10.0.0.1\n"),
    (PLAIN, ["set", "forward", ".", "9.9.9.9"], "errors\n    forward . 9.9.9.9\n"),
    (TEMPLATE, ["add", "rewrite name www.example.net a.example.org"],
     "}\n    rewrite name www.example.net a.example.org\n    rewrite name suffix"),
    (TEMPLATE, ["add", "template IN A w.example.org {\nrcode NXDOMAIN\n}"],
     ". {\n    template IN A w.example.org {\n        rcode NXDOMAIN\n    }\n    template"),
    (TEMPLATE, ["set", "rewrite", "name", "a.example.net", "b.example"],
     "}\n    rewrite name a.example.net b.example\n    rewrite name suffix"),
    (TWO, ["hosts", "add", "10.0.0.1", "a.corp.example"],
     "corp.example {\n    hosts {\n        10.0.0.1 a.corp.example\n        fallthrough\n"),
    (TWO, ["hosts", "set", "10.0.0.1", "registry"],
     ". {\n    hosts {\n        10.0.0.1 registry\n        fallthrough\n"),
    ("(t) {\n    hosts {\n        10.0.0.1 a\n        fallthrough\n    }\n}\n"
     ". {\n    import t\n    forward . 192.0.2.53\n}\n",
     ["hosts", "add", "10.0.0.2", "b"], "        10.0.0.1 a\n        10.0.0.2 b\n"),
    # CoreDNS refuses the text already, for a plugin that it does not know.
    (". {\n    forward . 192.0.2.53\n    lgo\n}\n", ["hosts", "add", "10.0.0.1", "a"],
     ". {\n    hosts {\n        10.0.0.1 a\n        fallthrough\n    }\n    forward"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "there"), PLACES)
def test_queries_come_to_what_is_added(text: str, words: list[str], there: str) -> None:
    ran = corefile(*words, "-", stdin=text.encode())
    assert ran.status == 0
    assert there in ran.out
    assert "warning" not in ran.err
    again = corefile(*words, "-", stdin=ran.out.encode())
    assert (again.status, again.out) == (0, ran.out)


#: What is refused, and what is said.
REFUSED = [
    (TWO, ["hosts", "add", "--server", ".", "10.0.0.1", "a.corp.example"],
     "queries for `a.corp.example` never come to this line: "
     "the server block `corp.example` has them, and `forward` answers there"),
    (". {\n    hosts /etc/x corp.example {\n        fallthrough\n    }\n    whoami\n}\n",
     ["hosts", "add", "10.0.0.1", "a.example"], "never come to this line"),
    ("corp.example {\n    whoami\n}\n", ["hosts", "add", "10.0.0.1", "registry"],
     "no server block is asked for `registry`"),
    (VIEWS, ["hosts", "add", "10.0.0.1", "a"], "depends"),
    (PLAIN, ["set", "cache", "-1"], "cache"),
    (PLAIN, ["add", "cache"], "cache"),
    (PLAIN, ["set", "forward", ".", "8.8.8.8;"], "8.8.8.8;"),
    (PLAIN, ["add", "kubernetai"], "Unknown directive 'kubernetai'"),
    (PLAIN, ["remove", "--strict", "forward"], "no plugin of this server block answers"),
    (PLAIN, ["set", "--coredns", "1.8.0", "forward.failfast_all_unhealthy_upstreams"], "failfast"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "said"), REFUSED)
def test_what_would_hurt_is_refused(text: str, words: list[str], said: str) -> None:
    ran = corefile(*words, "-", stdin=text.encode())
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_what_a_change_causes_is_said(tmp_path: Path) -> None:
    path = tmp_path / "Corefile"
    path.write_text(PLAIN)
    ran = corefile("remove", "loop", path)
    assert ran.status == 0
    assert ran.err.startswith(f"corefile remove: info: {path}:")
    assert ran.err.endswith("[missing-loop-detection]\n")
    path.write_text(PLAIN)
    ran = corefile("remove", "--strict", "loop", path)
    assert (ran.status, path.read_text()) == (2, PLAIN)


def test_the_plugins_that_a_project_has(tmp_path: Path) -> None:
    path = tmp_path / "Corefile"
    path.write_text(PLAIN)
    (tmp_path / ".corefile.toml").write_text('external-plugins = ["ads before forward"]\n')
    assert corefile("add", "ads", path).status == 0
    assert corefile("add", "--isolated", "log", path).status == 0
    path.write_text(PLAIN)
    assert corefile("add", "--isolated", "ads", path).status == 2
    assert corefile("add", "--isolated", "--external-plugins", "ads", "ads", path).status == 0


@pytest.mark.parametrize(
    "text",
    ["{{ .Values.corefile }}", "__COREFILE__", "${COREFILE}", "$(COREFILE)", "{$COREFILE}",
     "<YOUR COREFILE>", "@COREFILE@", "__PILLAR__CORE__FILE__", "{{ .Values.a }}\n{{ .Values.b }}"],
)  # fmt: skip
def test_a_placeholder_alone_is_not_edited(text: str) -> None:
    for words in (["add", "log"], ["stub", "add", "a.example", "10.0.0.1"]):
        ran = corefile(*words, "-", stdin=f"{text}\n".encode())
        assert (ran.status, ran.out) == (2, "")
        assert "which something else replaces" in ran.err


def test_a_placeholder_among_other_lines_is_no_hindrance() -> None:
    text = ". {\n    {$MORE}\n    whoami\n}\n"
    assert corefile("add", "log", "-", stdin=text.encode()).out.count("log") == 1


#: The last plugin among values for the chart, below which another is put.
LAST = [
    "  - name: cache\n    parameters: 30\n",
    "  - name: cache\n    configBlock: |-\n      success 100\n",
    "  - name: cache\n# The end.\n",
]


@pytest.mark.parametrize("last", LAST)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_plugin_is_put_below_the_last_of_values(tmp_path: Path, last: str, end: str) -> None:
    before = f"servers:\n- zones: [{{zone: .}}]\n  port: 53\n  plugins:\n  - name: errors\n{last}"
    path = tmp_path / "values.yaml"
    path.write_bytes(before.replace("\n", end).encode())
    assert corefile("add", "whoami", path).status == 0
    own = last.removesuffix("# The end.\n")
    after = before.replace(own, f"{own}  - name: whoami\n").replace("\n", end)
    assert path.read_bytes().decode() == after


def test_marks_with_braces_are_no_blocks(tmp_path: Path) -> None:
    path = tmp_path / "Corefile.tftpl"
    before = '. {\n%{ if a }\n    log\n%{ endif }\n    forward . ${join(" ", b)}\n    cache 30\n}\n'
    path.write_text(before)
    assert corefile("hosts", "add", "192.0.2.1", "a.example", path).status == 0
    lines = "    hosts {\n        192.0.2.1 a.example\n        fallthrough\n    }\n"
    assert path.read_text() == before.replace("    forward", f"{lines}    forward")
    assert corefile("set", "cache", "60", path).status == 0
    assert "    cache 60\n" in path.read_text()


#: The marks around the line of a template that may be there several times or not at all.
AROUND = [
    ("Corefile.j2", "{% for z in zones %}\n", "{% endfor %}\n"),
    ("Corefile.j2", "    {%- if a %}\n", "    {%- endif %}\n"),
    ("Corefile.j2", "{% if a %}\n{% for z in a %}\n", "{% endfor %}\n{% endif %}\n"),
    ("Corefile.j2", "{% if a %}\n", "{% else %}\n    forward b {{ b }}\n{% endif %}\n"),
    ("Corefile.tmpl", "{{- range .zones }}\n", "{{- end }}\n"),
    ("Corefile.tmpl", "    {{ if .a }}\n", "    {{ end }}\n"),
    ("Corefile.tftpl", "%{ for z in zones ~}\n", "%{ endfor ~}\n"),
    ("Corefile.erb", "<% if a %>\n", "<% end %>\n"),
]
INSIDE = "    forward {{ z.name }} 192.0.2.1\n"


@pytest.mark.parametrize(("name", "opens", "closes"), AROUND)
@pytest.mark.parametrize(
    ("words", "above", "below"),
    [
        ("set cache 30", "    cache 30\n", ""),
        ("add log", "    log\n", ""),
        ("add cache_{\nprefetch_9\n}", "    cache {\n        prefetch 9\n    }\n", ""),
        ("add forward_c.example_192.0.2.2", "", "    forward c.example 192.0.2.2\n"),
    ],
)
def test_new_lines_are_in_no_loop_or_condition(
    tmp_path: Path, name: str, opens: str, closes: str, words: str, above: str, below: str
) -> None:
    inside = INSIDE.replace("{{ z.name }}", "a.example")
    before, after = (
        f". {{\n{one}{opens}{inside}{closes}{two}    whoami\n}}\n"
        for one, two in (("", ""), (above, below))
    )
    path = tmp_path / name
    path.write_text(before)
    ran = corefile(*(word.replace("_", " ") for word in words.split(" ")), path)
    assert (ran.status, ran.err) == (0, "")
    assert path.read_text() == after


def test_new_lines_are_where_their_block_is(tmp_path: Path) -> None:
    path = tmp_path / "Corefile.tmpl"
    before = (
        ". {\n    {{- if .a }}\n    forward . 192.0.2.1 {\n        {{- if .b }}\n"
        "        prefer_udp\n        {{- end }}\n    }\n    {{- end }}\n}\n"
    )
    path.write_text(before)
    assert corefile("set", "forward.max_fails", "3", path).status == 0
    after = before.replace("end }}\n", "end }}\n        max_fails 3\n", 1)
    assert path.read_text() == after
    assert corefile("set", "cache", "30", path).status == 0
    assert path.read_text() == after.replace(". {\n", ". {\n    cache 30\n", 1)


def test_a_block_of_its_own_stays_at_its_plugin(tmp_path: Path) -> None:
    path = tmp_path / "Corefile.j2"
    before = f". {{\n{{% for z in zones %}}\n{INSIDE}{{% endfor %}}\n}}\n"
    path.write_text(before)
    assert corefile("set", "forward.max_fails", "3", path).status == 0
    assert path.read_text() == before.replace("2.1\n", "2.1 {\n        max_fails 3\n    }\n")


def test_new_lines_that_could_only_be_in_a_loop(tmp_path: Path) -> None:
    path = tmp_path / "Corefile.j2"
    before = (
        f". {{\n    errors {{% for z in zones %}}\n{INSIDE}    whoami {{% endfor %}} # all\n}}\n"
    )
    path.write_text(before)
    ran = corefile("add", "cache", path)
    assert (ran.status, path.read_text()) == (2, before)
    assert "the template may repeat or leave out the lines" in ran.err


DEFINED = '{{ define "names" }}\n. {\n    {{- if .a }}\n    whoami\n    {{- end }}\n}\n{{ end }}\n'
ZONES = "{% for z in zones %}\n{{ z.name }}:53 {\n    whoami\n}\n{% endfor %}\n"
BLOCK = "a.example {\n    whoami\n}\n"
#: Templates with marks outside of all server blocks.
OUTER = [
    ("a.tmpl", DEFINED, ["add", "log"], DEFINED.replace("{\n", "{\n    log\n", 1)),
    ("a.tmpl", DEFINED, ["remove", "whoami"], DEFINED.replace("    whoami\n", "")),
    ("a.tmpl", DEFINED, ["add", BLOCK], DEFINED.replace("}\n{{ end", f"}}\n\n{BLOCK}{{{{ end")),
    ("a.j2", ZONES, ["add", "log"], ZONES.replace("{\n", "{\n    log\n", 1)),
    ("a.j2", ZONES, ["add", BLOCK], f"{ZONES}\n{BLOCK}"),
]


@pytest.mark.parametrize(("name", "before", "words", "after"), OUTER)
def test_marks_are_no_keys(
    tmp_path: Path, name: str, before: str, words: list[str], after: str
) -> None:
    path = tmp_path / f"Corefile-{name}"
    path.write_text(before)
    assert corefile(*words, path).status == 0
    assert path.read_text() == after
