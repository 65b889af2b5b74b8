"""What is a manifest and what a plain Corefile, and at what cost that is known."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest

from corefile.documents import OffsetMap, read

PLAIN = ". {\r\n\terrors # kind: ConfigMap\n}\n"


#: Lines for a server block that imports them: CoreDNS would take the first word for a zone.
LINES = "loop\ncache 60 {\n  prefetch 10\n}\n"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("common.conf", LINES, "override"),
        ("snippets/resolver", "forward . 192.0.2.53\n", "override"),
        ("Corefile", LINES, "corefile"),
        ("coredns.conf", LINES, "corefile"),
        ("lab.corefile", LINES, "corefile"),
        ("zones.server", LINES, "corefile"),
        ("-", LINES, "corefile"),
        ("plugins.txt", "acl\nany\nauto\n", "corefile"),
        ("common.conf", f"{LINES}a.example {{\n  whoami\n}}\n", "corefile"),
        ("local", "local {\n  whoami\n}\n", "corefile"),
    ],
)
def test_a_file_may_be_lines_for_an_import(name: str, text: str, kind: str) -> None:
    assert [each.kind for each in read(text, name).corefiles] == [kind]


@pytest.mark.parametrize("name", ["Corefile", "-", "x.conf", "x.yaml.bak"])
@pytest.mark.parametrize("text", ["", PLAIN, "\ufeff😀\udcff\0", "template . A {\n kind: x\n}\n"])
def test_plain(name: str, text: str) -> None:
    document = read(text, name)
    (corefile,) = document.corefiles
    assert (document.name, document.text, document.problems) == (name, text, ())
    assert (corefile.text, corefile.kind, corefile.origin.title) == (text, "corefile", "")
    for offset in range(len(text) + 1):
        assert corefile.map.outer(offset) == corefile.map.end(offset) == offset
        assert corefile.map.span(0, offset) == (0, offset)
        if text:
            assert corefile.map.exact(0, offset) == (0, offset)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: ConfigMap\ndata: {Corefile: x}\n",
        "\ufeffkind: ConfigMap\napiVersion: v1\ndata: {Corefile: x}\n",
        "apiVersion: v1\r\n'kind' :  \"ConfigMap\"\r\ndata: {Corefile: x}\n",
        "apiVersion: v1\nkind: List\nitems:\n- kind: ConfigMap\n  data: {Corefile: x}\n",
        '{"apiVersion":"v1","kind":"ConfigMap","data":{"Corefile":"x"}}',
        '{\n\t"kind":\t"ConfigMap",\n\t"apiVersion":\t"v1",\n\t"data":{"Corefile":"x"}\n}\n',
        "{apiVersion: v1, kind: ConfigMap, data: {Corefile: x}}",
    ],
)
def test_manifest_by_content(text: str) -> None:
    for name in ("-", "x.yaml", "x.JSON", "coredns.yaml.sed"):
        document = read(text, name)
        assert [corefile.text for corefile in document.corefiles] == ["x"]
        assert document.problems == ()


VALUES = """\
# Default values.
coredns:
  servers: # one
    # of them
    - zones:
        - zone: .
      port: 53
      plugins:
        - name: forward
          parameters: . 192.0.2.53
"""
#: As `json.dumps` writes them.
JSON_VALUES = (
    '{"servers": [{"zones": [{"zone": "."}], "port": 53, '
    '"plugins": [{"name": "forward", "parameters": ". 192.0.2.53"}]}]}'
)


@pytest.mark.parametrize(
    "text",
    [
        VALUES,
        VALUES.replace("\n", "\r\n"),
        JSON_VALUES,
        json.dumps(json.loads(JSON_VALUES), indent=2),
        "apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nspec:\n  valuesContent: |-\n"
        + textwrap.indent(VALUES, "    "),
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  values:\n"
        + textwrap.indent(VALUES, "    "),
    ],
)
def test_values_by_content(text: str) -> None:
    for name in ("-", "x.yaml"):
        (corefile,) = read(text, name).corefiles
        assert corefile.text == ".:53 {\n    forward . 192.0.2.53\n}"


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Pod\nspec:\n  containers: []\n",
        "---\nkind: Pod # one\r\napiVersion: 'v1'\r\n",
        "\ufeffapiVersion: v1\nkind: Pod\n",
        "- apiVersion: v1\n  kind: Pod\n- kind: Service\n  apiVersion: v1\n- kind: Service\n",
        "apiVersion: {{ version }}\nkind: Deployment\n",
        '{"apiVersion":"v1","kind":"Pod"}',
        '[\n  {\n    "kind": "Pod",\n    "apiVersion": "v1"\n  }\n]\n',
        "servers:\n- port: 80\n  plugins:\n  - name: gzip\n",
    ],
)
def test_what_is_no_corefile_by_content(text: str) -> None:
    assert read(text, "-").corefiles == ()


@pytest.mark.parametrize(
    "text",
    [
        # Keys may be called anything, and so may names in a block.
        "apiVersion: {\n    whoami\n}\nkind: {\n    whoami\n}\n",
        "apiVersion: v1 {\n    whoami\n}\nkind: Pod {\n    whoami\n}\n",
        "apiVersion:\nkind:\n",
        "servers:\nwhoami\n",
        "servers: {\n    whoami\n}\nplugins: {\n    whoami\n}\n",
        "servers:\nplugins\nparameters\n",
        "# apiVersion: v1\n# kind: Pod\n. {\n    whoami\n}\n",
        "{$SERVERS}:53 {\n    whoami # servers: [plugins:]\n}\n",
        'template IN A {\n    answer "apiVersion: v1 kind: Pod"\n}\n',
    ],
)
def test_a_corefile_is_not_taken_for_yaml(text: str) -> None:
    (corefile,) = read(text, "-").corefiles
    assert (corefile.text, corefile.origin.title) == (text, "")


@pytest.mark.parametrize(
    "text", ["", "a: b\n", "kind: ConfigMap\ndata: {a: b}\n", "Corefile: [", "{{ not yaml"]
)
def test_manifest_without_corefiles(text: str) -> None:
    document = read(text, "x.yaml")
    assert (document.corefiles, document.problems) == ((), ())


def test_the_yaml_parser_is_imported_only_when_needed() -> None:
    program = (
        "import sys; from corefile.documents import read\n"
        "read('. { errors }', 'Corefile'); read('kind: ConfigMap', 'x.yaml')\n"
        "assert 'yaml' not in sys.modules\n"
        "read('kind: ConfigMap\\ndata: {Corefile: x}', 'x.yaml')\n"
        "assert 'yaml' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_the_yaml_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "corefile.documents.kinds.kubernetes", raising=False)
    monkeypatch.setitem(sys.modules, "yaml", None)
    monkeypatch.delitem(sys.modules, "corefile.documents.yaml.nodes", raising=False)
    document = read("kind: ConfigMap\ndata: {Corefile: x}", "x.yaml")
    assert document.corefiles == ()
    assert "PyYAML" in document.problems[0].message


def test_coarse_map() -> None:
    places = OffsetMap.coarse(7)
    assert [places.outer(0), places.outer(9), places.end(9)] == [7, 7, 7]
    assert places.exact(0, 0) is None
    assert places.exact(0, 3) is None


@pytest.mark.parametrize("name", ["main.tf", "Corefile.TF", "x.tf.tmpl"])
def test_code_for_terraform_is_no_corefile(name: str) -> None:
    text = 'resource "kubernetes_config_map" "coredns" {\n  name = "${var.name}"\n}\n'
    document = read(text, name)
    assert (document.corefiles, document.problems) == ((), ())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("x.override", "override"),
        ("custom/log.override", "override"),
        ("x.override.j2", "override"),
        ("x.server", "corefile"),
        ("Corefile.override", "corefile"),
        ("x.override/Corefile", "corefile"),
        ("override", "corefile"),
        ("-", "corefile"),
    ],
)
def test_lines_for_a_server_block_by_name(name: str, kind: str) -> None:
    (corefile,) = read("log\ncache 30\n", name).corefiles
    assert (corefile.kind, corefile.origin.title, corefile.text) == (kind, "", "log\ncache 30\n")
