"""What is found in templates: mistakes that every text has which they may render to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.documents import read
from corefile.lint import lint_document, lint_documents
from tests.documents.test_template import PIECES

Found = list[tuple[str, str]]


def found(text: str, name: str = "Corefile.j2") -> Found:
    """The rules, and the words they point at; without those that are only worth knowing."""
    checked = lint_document(read(text, name))
    return [
        (item.finding.rule.name, text[item.place.start : item.place.end])
        for item in checked.findings
        if item.finding.severity != "info"
    ]


LOOP = "{% for s in servers %} {{ s }}{% endfor %}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("local {{ x }}", []),
        ("cache {{ seconds }} {{ zones }}", []),
        ("{{ name }} x y", []),
        ("forwrad . {{ up }}", [("unknown-directive", "forwrad")]),
        # A slip is told where no line is a template's.
        ("log\n{\n loop\n}\nforward . {{ up }}", [("brace-without-plugin", "{")]),
        ("health {\n lameduck 5s\nforward . {{ up }}", [("unbalanced-braces", "{")]),
        ("log\n{\n loop\n}\ncache {% if x %}5{% endif %}", [("brace-without-plugin", "{")]),
        ("log\n{\n loop\n}\n{{ lines }}", []),
        ("cache {\n{{ line }}\n}", []),
        ("forward . {{ up }} {\n  max_fail {{ n }}\n}", [("plugin-refused", "max_fail")]),
        # The right word may be in a branch.
        ("hosts {\n 10.0.0.1 a\n {% if x %}fallthrough{% endif %}\n}\nforward . 10.0.0.2", []),
        (
            "hosts {\n 10.0.0.1 a\n}\n{% if x %}\nforward . 10.0.0.2\n{% endif %}",
            [],
        ),
        # One of the two, never both.
        ("{% if x %}\nready\n{% else %}\nready :1\n{% endif %}", []),
        ("{% if x %}\nreload\n{% endif %}\n{% if not x %}\nreload\n{% endif %}", []),
        ("loop\n{% if x %}\nloop\n{% endif %}", [("plugin-used-twice", "loop")]),
        (
            "{% if x %}\ncache 5 {\n{% else %}\ncache 9 {\n{% endif %}\n servfail 5s\n}",
            [],
        ),
        ("forward . 10.0.0.1{% if x %} {\n  max_fails 1\n}{% endif %}", []),
        ("prometheus {% if x %}{$IP}{% endif %}:{{ port }}", []),
        ("{% if x %}\nfoo\n{% endif %}", [("unknown-directive", "foo")]),
        # A loop in the other branch is tried too, as deep as it is.
        *(
            (f"{{% if x %}}\nforward . 10.0.0.2\n{other}\nforward .{LOOP}\n{{% endif %}}", [])
            for other in ("{% else %}", "{% elif y %}", "{% elif y %}\nchaos\n{% else %}")
        ),
        (
            "{% if x %}\nready\n{% else %}{% if y %}\nready\n{% else %}"
            f"\nbind{LOOP}\n{{% endif %}}{{% endif %}}",
            [],
        ),
        (
            "{% if x %}\nready\n{% else %}\nbind\n{% endif %}",
            [("plugin-refused", "bind")],
        ),
        # A quote that one branch does not close hides nothing in the rest.
        (
            '{% if x %}\ntemplate IN A {\n answer "x\n}\n{% endif %}\nlog "{{ d }}"\nforwrad . a',
            [("unknown-directive", "forwrad")],
        ),
        ("template IN A {\n answer \"{{ '{{ .Name }}' }} 60 IN A {{ ip }}\"\n}", []),
    ],
)
def test_findings(body: str, expected: Found) -> None:
    last = "errors" if "forw" in body else "whoami"
    assert found(f". {{\n{body}\n{last}\n}}\n") == expected


NODE_LOCAL = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: node-local-dns
data:
  Corefile: |
    __PILLAR__DNS__DOMAIN__:53 {
        errors
        cache {
                success 9984 30
                denial 9984 5
        }
        loop
        bind __PILLAR__LOCAL__DNS__ __PILLAR__DNS__SERVER__
        forward . __PILLAR__CLUSTER__DNS__ {
                force_tcp
        }
        prometheus :9253
        health __PILLAR__LOCAL__DNS__:8080
        }
    .:53 {
        errors
        loop
        bind __PILLAR__LOCAL__DNS__ __PILLAR__DNS__SERVER__
        forward . __PILLAR__UPSTREAM__SERVERS__
        }
"""

SED = """\
kind: ConfigMap
apiVersion: v1
data:
  Corefile: |
    .:53 {
        kubernetes CLUSTER_DOMAIN REVERSE_CIDRS {
          fallthrough in-addr.arpa ip6.arpa
        }
        forward . UPSTREAMNAMESERVER {
          max_concurrent 1000
        }
        loop
    }STUBDOMAINS
---
kind: Service
spec:
  clusterIP: CLUSTER_DNS_IP
"""


@pytest.mark.parametrize(("text", "name"), [(NODE_LOCAL, "nodelocaldns.yaml"), (SED, "x.yaml.sed")])
def test_templates_of_kubernetes(text: str, name: str) -> None:
    assert found(text, name) == []
    assert found(text.replace("loop", "lop"), name)[0] == ("unknown-directive", "lop")
    (known,) = lint_document(read(text, name)).findings
    assert known.finding.rule.code == "CF013"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Marks that take a line break along make one line of two.
        ("{{ zone }}\n{{- if port }}:{{ port }}{{ end }} {\n    whoami\n}\n", []),
        ("{{ range zones -}}\n{{ . }}:53 {{ end -}}\n{\n    whoami\n}\n", []),
        ("{{ lines }}\n{{- if x }}\na {\n    whoami\n}\n{{- end }}\n", []),
        (
            "a {\n    whoami\n}\n{{- if x -}}\nb {\n    whoami\n}\n{{- end }}\n",
            [("unknown-directive", "}\n{{- if x -}}\nb")],
        ),
        # A template that others include, with a key and a text.
        (
            '{{- define "x" -}}\nCorefile: |-\n  . {\n    forwrad . a\n  }\n{{- end }}\n',
            [("unknown-directive", "forwrad")],
        ),
    ],
)
def test_marks_of_helm(text: str, expected: Found) -> None:
    assert found(text, "_helpers.tpl") == expected


@pytest.mark.parametrize(
    "value",
    [
        "{{ .Values.corefile | quote }}",
        '"{{ .Values.corefile }}"',
        "|\n    {{ .Values.corefile }}",
        "|\n{{ tpl .Values.corefile . | indent 4 }}",
        "|-\n{{ .Values.corefile | indent 4 }}\n{{- if x }}\n  a.server: |\n{{ y }}\n{{- end }}",
    ],
)
def test_the_whole_value_is_put_in(value: str) -> None:
    text = f"kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: {value}\n"
    checked = lint_document(read(text, "a.yaml"))
    assert {item.finding.rule.name for item in checked.findings} == {"template-placeholder"}


def test_one_finding_tells_how_much_is_not_known() -> None:
    text = ". {\n  bind {{ a }}\n  forward . {{ b }}\n  {{ c }}\n}\n"
    (item,) = lint_document(read(text, "Corefile")).findings
    assert (item.finding.rule.code, item.place.first.line) == ("CF013", 2)
    assert text[item.place.start : item.place.end] == "{{ a }}"
    assert "and at 2 more places" in item.finding.message
    assert lint_document(read(f"# corefile: ignore-file[CF013]\n{text}", "Corefile")).findings == ()


def test_a_template_that_nobody_can_read() -> None:
    text = "kind: ConfigMap\ndata:\n  Corefile: |\n    . {\n   {{ a }}: b\n"
    checked = lint_document(read(text, "x.yaml"))
    assert [item.finding.rule.name for item in checked.findings] == ["template-placeholder"]
    assert "no Corefile in it is checked" in checked.findings[0].finding.message


CONFIG_MAP = """\
kind: ConfigMap
apiVersion: v1
metadata:
  name: {{ template "coredns.fullname" . }}
data:
"""
REPEATED = "  Corefile: |\n    . {\n      whoami\n    }\n"
SERVERS = """\
servers:
- zones:
  - zone: {{ .Values.zone }}
  port: 53
  plugins:
  - name: whoami
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # A value that is no text, and one that is not there.
        (CONFIG_MAP + "  Corefile:\n    servers:\n    - a\n", ["Corefile"]),
        (CONFIG_MAP + "  'Corefile': 5\n  other: {{ .x }}\n", ["'Corefile'"]),
        (CONFIG_MAP + "  Corefile:\n  other: {{ .x }}\n", ["Corefile"]),
        ("{{ if .x }}\n" + CONFIG_MAP + "  Corefile:\n  other: y\n{{ end }}\n", ["Corefile"]),
        # What is put in may be the text, or the end of it.
        (CONFIG_MAP + "  Corefile: {{ toYaml .x | nindent 4 }}\n", []),
        (CONFIG_MAP + "  Corefile:\n    {{ toYaml .x | nindent 4 }}\n", []),
        (CONFIG_MAP + '  Corefile:\n\n{{ include "x" . }}\n', []),
        (CONFIG_MAP + "  Corefile:\n    # text\n    {% include 'x' %}\n  other: y\n", []),
        (CONFIG_MAP + "  Corefile: {{ .style }}\n    servers: x\n", []),
        (CONFIG_MAP + "  Corefile:\n    {{ .key }}: x\n", []),
        (CONFIG_MAP + "  Corefile: {{ if .x }}|\n    . {\n    }{{ end }}\n", []),
        (CONFIG_MAP + "  Corefile:\n    {{ range .x }}\n    . {\n    }\n    {{ end }}\n", []),
        # Keys of other programs: the name of the ConfigMap is not known.
        (CONFIG_MAP + "  http.server: 80\n" + REPEATED, []),
        # The same key twice.
        (CONFIG_MAP + REPEATED.replace("whoami", "{{ .x }}") + REPEATED, ["Corefile"]),
        (CONFIG_MAP + REPEATED + f"{{{{ if .x }}}}\n{REPEATED}{{{{ end }}}}\n", ["Corefile"]),
        (CONFIG_MAP + f"{{{{ if .x }}}}\n{REPEATED}{{{{ end }}}}\n{REPEATED}", []),
        (
            CONFIG_MAP + f"{{{{ if .x }}}}\n{REPEATED}{{{{ else }}}}\n{REPEATED}{{{{ end }}}}\n",
            [],
        ),
        (
            CONFIG_MAP + f"{{{{ if .x }}}}\n{REPEATED}{{{{ end }}}}\n"
            f"{{{{ if .y }}}}\n{REPEATED}{{{{ end }}}}\n",
            [],
        ),
        (CONFIG_MAP + 2 * "  Corefile{{ .x }}: a\n" + REPEATED, []),
        # What is not YAML may be so for want of what is put in.
        (CONFIG_MAP + REPEATED + "  {{ .x }}\n    a: b: c\n", []),
        # What a chart makes of its values.
        (SERVERS + "  - parameters: x\n", ["parameters"]),
        (SERVERS + "  - parameters: x\n    {{ .x }}\n", []),
        (SERVERS + "  - parameters: x\n{{ .x }}\n", []),
        (SERVERS + "  - configBlock: x\n    # y\n    {{ .x }}\n    parameters: z\n", []),
        (SERVERS + "  - parameters: {{ .x }}\n", []),
        (SERVERS.replace("- zone:", "- name: b\n  - zone:") + "    parameters: z\n", ["name"]),
        (
            SERVERS.replace("- zone:", "- {{ .x }}\n    name: b\n  - zone:")
            + "    parameters: z\n",
            [],
        ),
        (
            SERVERS.replace("- zone:", "- scheme: b\n    {{ .x }}\n    name: b\n  - zone:")
            + "    parameters: z\n",
            [],
        ),
        (SERVERS + "    parameters: z\nzoneFiles:\n- contents: x\n", ["contents"]),
        (SERVERS + "    parameters: z\nzoneFiles:\n- {{ .x }}\n  contents: x\n", []),
        (SERVERS + "    parameters: z\nzoneFiles:\n" + 2 * "- filename: {{ .x }}\n", []),
        (
            SERVERS + "    parameters: z\nzoneFiles:\n" + 2 * "- filename: a\n  contents: x\n",
            ["a"],
        ),
    ],
)
def test_what_keeps_a_corefile_from_being_read(text: str, words: list[str]) -> None:
    document = read(text, "x.yaml.gotmpl")
    assert document.template is not None
    unreadable = [item for item in found(text, "x.yaml.gotmpl") if item[0] == "unreadable-document"]
    assert unreadable == [("unreadable-document", word) for word in words]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.j2", "{% macro a(x) %}\n{{ x }} {\n SLIP\n}\n{% endmacro %}\n{{ a(1) }}\n{{ a(2) }}\n"),
        (
            "a.ctmpl",
            ".:53 {\n{{ range a }}\n log\n{{ end }}\n SLIP\n}\n{{ with b }}{{ . }}{{ end }}\n",
        ),
        (
            "a.mustache",
            "{{#zones}}\n{{name}} {\n{{#a}}\n log {{.}}\n{{/a}}\n SLIP\n}\n{{/zones}}\n",
        ),
        (
            "a.erb",
            "<% x.each do |y| -%>\n<%= y %> {\n<% if z %>\n log\n<% end %>\n SLIP\n}\n<% end %>\n",
        ),
    ],
)
def test_marks_are_no_lines_of_something_else(name: str, text: str) -> None:
    findings = lint_document(read(text.replace("SLIP", "forwrad . 10.0.0.1"), name)).findings
    (item,) = (each for each in findings if each.finding.severity != "info")
    assert item.finding.rule.name == "unknown-directive"


def test_what_is_put_before_a_brace_may_end_with_a_space() -> None:
    loop = "{% for zone in zones -%}\n{{ zone }}{{ end }}\n{%- endfor -%}\n"
    findings = lint_document(read(f"{loop}{{\n  whoami\n}}\n", "Corefile.j2")).findings
    assert [item.finding.severity for item in findings] == ["info"]


def test_what_one_server_block_of_several_may_lack_is_there() -> None:
    keys = "{{ range .zones }}{{ . }} {{ else }}.{{ end -}}\n{{- if .port }}:{{ .port }} {{ end -}}"
    text = f"{{{{ range .servers }}}}\n{keys}\n{{\n  whoami\n  BODY\n}}\n{{{{ end }}}}\n"
    assert found(text.replace("BODY", "")) == []
    assert found(text.replace("BODY", "forwrad")) == [("unknown-directive", "forwrad")]


def test_nothing_is_mended() -> None:
    text = "example.org{\n  bind {{ ip }}\n}\n"
    findings = lint_document(read(text, "Corefile.j2")).findings
    assert "missing-space-before-brace" in [item.finding.rule.name for item in findings]
    assert [item.fix for item in findings if item.fix] == []


@given(st.lists(st.sampled_from([*PIECES, "kind: ConfigMap", "Corefile: |"]), max_size=30))
def test_any_text_will_do(pieces: list[str]) -> None:
    for name in ("Corefile.j2", "x.yaml.tmpl"):
        checked = lint_document(read("".join(pieces), name))
        assert all(item.place.source is checked.source for item in checked.findings)


def test_the_keys_of_a_template_are_imported_by_no_other_file() -> None:
    custom = "kind: ConfigMap\nmetadata:\n  name: coredns-custom\ndata:\n  a.override: |\n"
    main = "kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: |\n"
    main += "    . {\n        import custom/*.override\n        whoami\n    }\n"
    plain = read(f"{custom}    nothing\n", "custom.yaml")
    template = read(f"{custom}    {{{{ name }}}} nothing\n", "custom.yaml")
    files = [read(main, "coredns.yaml"), plain]
    assert [len(checked.findings) for checked in lint_documents(files)] == [1, 0]
    files = [read(main, "coredns.yaml"), template]
    rules = [
        [item.finding.rule.name for item in checked.findings] for checked in lint_documents(files)
    ]
    assert rules == [[], ["template-placeholder"]]


@pytest.mark.parametrize(
    "text",
    [
        ". {\n    etcd {{ zones }} {\n        path /skydns\n    }\n}\n",
        "{{ zone }} {\n    whoami\n}\n",
        "www.{{ zone }} {\n    whoami\n}\n",
    ],
)
def test_what_a_template_puts_in_is_no_variable(text: str) -> None:
    checked = lint_document(read(text, "Corefile.j2"))
    rules = {item.finding.rule.name for item in checked.findings}
    assert "unset-environment-variable" not in rules


def test_a_key_with_remarks_alone_is_no_corefile() -> None:
    top = "kind: ConfigMap\nmetadata:\n  name: coredns-custom\ndata:\n  Corefile: |\n"
    for remark in ("# to come", "# to come\n    {{- /*\n    See the page\n    of azure. */}}"):
        assert not lint_document(read(f"{top}    {remark}\n", "a.yaml")).findings
    checked = lint_document(read(f"{top.replace('-custom', '')}    # to come\n", "a.yaml"))
    assert [item.finding.rule.name for item in checked.findings] == ["no-server-block"]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("a.md", "```yaml\n", "```\n"), ("a.sh", "kubectl apply -f - <<EOF\n", "EOF\n")],
)
def test_one_finding_in_a_file_of_several_corefiles(name: str, before: str, after: str) -> None:
    """There were as many as code blocks: nine in one README."""
    config_map = "kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: |\n"
    server = "    .:53 {\n        bind ${A}\n        forward . ${B}\n    }\n"
    text = f"{before}{config_map}{server}{after}\n"
    start = "#!/bin/sh\n" if name == "a.sh" else "# DNS\n\n"
    (item,) = lint_document(read(start + text * 3, name)).findings
    assert item.place.first.line == (start + text).count("\n", 0, (start + text).index("${A}")) + 1
    assert item.finding.message.endswith("; 2 more Corefiles have such places")
    (item,) = lint_document(read(start + text, name)).findings
    assert item.finding.message.endswith("is not checked")
