"""Corefiles in what other programs are given: read, judged and edited at their own places."""

from base64 import b64encode
from gzip import compress
from pathlib import Path
from textwrap import indent
from urllib.parse import quote

import pytest

from corefile.cli.inputs import search
from corefile.documents import Unwritable, read
from corefile.documents.unknown import reference
from corefile.documents.writing import write_back
from corefile.lint.document import lint_document
from corefile.lint.fixing import fix_document
from corefile.text.edits import Edit, apply_edits

#: With a slip in the name of `whoami`.
TEXT = ". {\n    wohami\n}\n"
#: Without one.
SOUND = ". {\n    forward . 192.0.2.1\n}\n"
#: What Caddy reads has plugins too, and more that CoreDNS does not know.
CADDY = (
    "a.example {\n"
    + "".join(f"  {each} x\n" for each in "log handle route redir php".split())
    + "}\n"
)
ESCAPED = TEXT.replace("\n", "\\n")
NESTED = (
    f"kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: |\n{indent(TEXT, '    ')}"
)


def under(key: str, text: str = TEXT, by: int = 2) -> str:
    """Return a key with a text as a block, all of it indented."""
    return indent(f"{key}: |\n{indent(text, '  ')}", " " * by)


#: What a file is called, what is in it, and where the Corefile then is.
EDITABLE = [
    (
        "kops.yaml",
        f"kind: Cluster\nspec:\n{under('externalCoreFile')}",
        "key spec.externalCoreFile",
    ),
    ("values.json", f'{{"corefile": "{ESCAPED}"}}', "key corefile"),
    (
        "eksctl.yaml",
        f'addons:\n- name: coredns\n  configurationValues: \'{{"corefile": "{ESCAPED}"}}\'\n',
        "key corefile in addons.configurationValues",
    ),
    ("group_vars.yml", under("coredns_config", by=0), "key coredns_config"),
    (
        "init.sls",
        f"/etc/coredns/Corefile:\n  file.managed:\n    - contents: |\n{indent(TEXT, '        ')}",
        "Corefile.file.managed.contents",
    ),
    (
        "rke.yml",
        f"nodes: []\n{under('addons', f'---{chr(10)}{NESTED}', 0)}",
        "ConfigMap coredns, key Corefile in addons",
    ),
    (
        "outer.yaml",
        f"kind: ConfigMap\nmetadata:\n  name: a\ndata:\n{under('b.yaml', NESTED)}",
        "ConfigMap coredns, key Corefile in data.b.yaml",
    ),
    (
        "deep.yaml",
        f"a:\n{under('b', under('c', NESTED, 0))}",
        "ConfigMap coredns, key Corefile in c in a.b",
    ),
    (
        "kustomization.yaml",
        f"patches:\n- target:\n    kind: ConfigMap\n{under('patch', NESTED)}",
        "ConfigMap coredns, key Corefile in patches.patch",
    ),
    ("patch.yaml", f"data:\n{under('Corefile')}", "key data.Corefile"),
    (
        "talos.yaml",
        f"cluster:\n  inlineManifests:\n  - name: a\n{under('contents', NESTED, 4)}",
        "ConfigMap coredns, key Corefile in cluster.inlineManifests.contents",
    ),
    (
        "play.yml",
        f"- hosts: a\n  tasks:\n  - k8s:\n      definition:\n{indent(NESTED, ' ' * 8)}",
        "ConfigMap coredns, key Corefile",
    ),
    (
        "play.yml",
        f"- copy:\n    dest: /etc/coredns/Corefile\n{under('content', by=4)}",
        "key copy.content",
    ),
    (
        "compose.yaml",
        f"configs:\n  corefile:\n{under('content', by=4)}",
        "key configs.corefile.content",
    ),
    (
        "a.bu",
        f"storage:\n  files:\n  - path: /etc/Corefile\n    contents:\n{under('inline', by=6)}",
        "key storage.files.contents.inline",
    ),
    (
        "user-data",
        f"write_files:\n- path: /a/Corefile\n{under('content')}",
        "key write_files.content",
    ),
    (
        "chart.yaml",
        "kind: HelmChartConfig\nspec:\n"
        + under("valuesContent", f"zoneFiles:\n- filename: a.conf\n{under('contents')}"),
        "key zoneFiles.contents in spec.valuesContent",
    ),
    (
        "a.tf",
        f"data = {{\n  Corefile = <<-EOT\n{indent(TEXT, '    ')}  EOT\n}}\n",
        "here-document 1",
    ),
    ("a.tf", f"x = <<A\nb\nA\ny = <<-EOT\n{indent(NESTED, '  ')}EOT\n", "ConfigMap coredns"),
    ("a.tf", f'x = jsonencode({{\n  corefile = "{ESCAPED}"\n}})\n', "key corefile"),
    ("a.sh", f"#!/bin/sh\ncat >Corefile <<'EOF'\n{TEXT}EOF\n", "here-document 1"),
    (
        "a.sh",
        f"if a; then\n\tcat <<-X >/b/Corefile\n{indent(TEXT, chr(9))}\tX\nfi\n",
        "here-document 1",
    ),
    ("a.sh", f"kubectl apply -f - <<EOF\n{NESTED}EOF\n", "ConfigMap coredns, key Corefile"),
    ("a.md", f"```yaml\n{under('corefile', by=0)}```\n", "code block 1, key corefile"),
    ("a.md", f"```sh\ncat <<EOF >Corefile\n{TEXT}EOF\n```\n", "code block 1, here-document 1"),
    (
        "a.md",
        f"- ```hcl\n  Corefile = <<EOT\n{indent(TEXT, '  ')}  EOT\n  ```\n",
        "here-document 1",
    ),
]

EDITABLE += [
    (
        "kustomization.yml",
        "patches:\n- patch: |-\n    - op: replace\n      path: /data/Corefile\n"
        + under("value", by=6),
        "key value in patches.patch",
    ),
    ("vars.yml", under("corefileContent", by=0), "key corefileContent"),
    ("vars.yml", under("coredns_extra_config", by=0), "key coredns_extra_config"),
    ("a.tf", 'data = {\n  "a.override" = <<EOT\nwohami\nlog\nEOT\n}\n', "here-document 1"),
    ("a.tf", f'data = {{\n  "a.server" = <<EOT\n{TEXT}EOT\n}}\n', "here-document 1"),
    ("start", f"#!/usr/bin/env bash\ntee /etc/Corefile <<EOF\n{TEXT}EOF\n", "here-document 1"),
]

#: A block that nobody marks as a Corefile shows it by its plugins.
SHOWN = "a.example:53 {\n    errors\n    wohami\n    cache\n}\n"
EDITABLE += [
    (f"{mark}.md", f"> ```{mark}\n{indent(SHOWN, '> ')}> ```\n", "code block 1")
    for mark in ("", "txt", "nginx")
]
EDITABLE.append(
    (
        "b.yaml",
        f"configs:\n  corednsconf:\n{under('content', SHOWN, 4)}",
        "configs.corednsconf.content",
    )
)
EDITABLE.append(("a.md", f"```console\n$ cat Corefile\n{SHOWN}```\n", "code block 1"))

#: Lists of texts with their keys, patches by path, variables, and what Ansible adds to a file.
EDITABLE += [
    (
        "kustomization.yaml",
        "configMapGenerator:\n- name: coredns\n  literals:\n  - a=b\n  - |\n"
        + indent(f"Corefile={TEXT}", "    "),
        "literal Corefile in configMapGenerator.literals",
    ),
    (
        "kustomization.yaml",
        f"literals:\n- |\n{indent(f'a.server={TEXT}', '  ')}",
        "literal a.server in literals",
    ),
    (
        "patch.yaml",
        f"- op: add\n  path: /data/a.server\n{under('value')}",
        "key value",
    ),
    ("pod.yaml", f"env:\n- name: COREFILE\n{under('value')}", "key env.value"),
    (
        "a.yml",
        f"- blockinfile:\n    path: /a/Corefile\n{under('block', by=4)}",
        "blockinfile.block",
    ),
    (
        "compose.yml",
        f"configs:\n  Corefile:\n{under('content', TEXT.replace('.', '${A}:53'), 4)}",
        "configs.Corefile.content",
    ),
]
#: Files whose path is beside their content; scripts in scripts; other names of the same language.
EDITABLE += [
    ("a.tf", f'filename = "${{a}}/Corefile"\ncontent  = <<EOT\n{TEXT}EOT\n', "here-document 1"),
    ("a.nomad", f'data = <<EOT\n{TEXT}EOT\ndestination = "b/Corefile"\n', "here-document 1"),
    ("a.hcl", f"corefile = <<EOT\n{TEXT}EOT\n", "here-document 1"),
    (
        "a.tf",
        f"user_data = <<-EOF\n  #!/bin/sh\n  cat >Corefile <<'X'\n{indent(TEXT, '  ')}  X\nEOF\n",
        "here-document 1, here-document 1",
    ),
    ("Dockerfile", f"FROM a\nCOPY <<EOF /etc/Corefile\n{TEXT}EOF\nUSER b\n", "here-document 1"),
    (
        "a.rb",
        f"a << B\nfile '/etc/Corefile' do\n  content <<~EOF\n{indent(TEXT, '    ')}  EOF\nend\n",
        "here-document 1",
    ),
]
#: Strings of several lines, by language.
EDITABLE += [
    ("a.cs", f'{{ "Corefile", @"{TEXT}" }},\n', "string 1"),
    ("a.cs", f'var corefile = """\n{TEXT}""";\n', "string 1"),
    ("a.kt", f'val corefile = """{TEXT}""".trim()\n', "string 1"),
    ("a.lua", f"local Corefile = [[\n{TEXT}]]\n", "string 1"),
    ("a.rs", f'const COREFILE: &str = r#"{TEXT}"#;\n', "string 1"),
    ("a.nix", "config = ''\n" + TEXT.replace("}", "log\n}") + "'';\n", "string 1"),
]
EDITABLE += [
    ("a.jsonnet", f"{{ data: {{ Corefile: |||\n{indent(TEXT, '  ')}||| }} }}\n", "string 1"),
    ("a.toml", f'corefile = """\n{TEXT}"""\n', "string 1"),
    ("Makefile", f"define COREFILE\n{TEXT}endef\n", "string 1"),
    (
        "a.pp",
        f"$corefile = @(EOT)\n{indent(TEXT, '  ')}  | EOT\n",
        "string 1",
    ),
]
#: Documentation: what MkDocs indents, and other languages.
EDITABLE += [
    ("a.md", f"??? note\n\n    ```corefile\n{indent(TEXT, '    ')}    ```\n", "code block 1"),
    ("a.md", f"a\n\n{indent(SHOWN, '    ')}\nb\n", "code block 1"),
    (
        "a.rst",
        f"a\n\n.. code-block:: corefile\n   :caption: b\n\n{indent(TEXT, '   ')}\nc\n",
        "code block 1",
    ),
    ("a.md", f"```go\nvar corefile = `{TEXT}`\n```\n", "code block 1, string 1"),
    ("a.md", f'```python\ncorefile = """\n{TEXT}"""\n```\n', "code block 1, string 1"),
    ("a.md", f"```docker\nCOPY <<EOF /Corefile\n{TEXT}EOF\n```\n", "here-document 1"),
    ("a.md", f'```powershell\n@"\n{SHOWN}"@ | Set-Content Corefile\n```\n', "string 1"),
    ("a.rst", f"a::\n\n  {NESTED.replace(chr(10), f'{chr(10)}  ')}\nc\n", "code block 1"),
    ("a.adoc", f"[source,corefile]\n----\n{TEXT}----\nc\n", "code block 1"),
    ("a.adoc", f"....\n{SHOWN}....\n", "code block 1"),
]

#: Texts that a shell has in quotes, and what the tags of other programs are about.
EDITABLE += [
    ("a.sh", f"corefile='{SHOWN}'\n", "quoted text on line 1"),
    ("a.sh", f'echo "{SHOWN}" >Corefile\n', "quoted text on line 1"),
    (
        "a.yaml",
        f"UserData:\n  Fn::Base64: !Sub |\n    cat >Corefile <<'X'\n{indent(TEXT, '    ')}    X\n",
        "here-document 1 in UserData.Fn::Base64",
    ),
]

BASE64 = b64encode(TEXT.encode()).decode()
PACKED = b64encode(compress(TEXT.encode(), mtime=0)).decode()
MANIFEST = b64encode(NESTED.encode()).decode()
#: What is written where the slip is: in base64, four characters for each three.
ENCODED = [
    (
        "a.ign",
        '{"storage": {"files": [{"path": "/etc/Corefile", "contents": '
        f'{{"source": "data:;base64,{BASE64}"}}}}]}}}}',
        BASE64[10:],
    ),
    ("a.yaml", f"path: /a/Corefile\ncontents:\n  source: data:,{quote(TEXT)}\n", "wohami%0A"),
    ("secret.yaml", f"kind: Secret\ndata:\n  Corefile: {BASE64}\n", BASE64[10:]),
    (
        "a.yaml",
        f"- path: /a/Corefile\n  encoding: b64\n  content: {BASE64}\n",
        BASE64[10:],
    ),
    # All of what is compressed is in one place.
    ("a.yaml", f"- path: /a/Corefile\n  encoding: gz+b64\n  content: {PACKED}\n", PACKED),
    (
        "a.bu",
        f"path: /a/Corefile\ncontents:\n  compression: gzip\n  source: data:;base64,{PACKED}\n",
        PACKED,
    ),
    (
        "secret.yaml",
        f"kind: Secret\ndata:\n  coredns.yaml: {MANIFEST}\n",
        MANIFEST[len(NESTED[: NESTED.index("wohami")]) * 4 // 3 :],
    ),
]


@pytest.mark.parametrize(("name", "text", "title"), EDITABLE)
def test_it_is_read_judged_and_edited(name: str, text: str, title: str) -> None:
    document = read(text, name)
    (corefile,) = document.corefiles
    assert title in corefile.origin.title
    at = corefile.text.index("wohami")
    (item,) = (
        each for each in lint_document(document).findings if each.finding.severity == "error"
    )
    before, _, _ = text.partition("wohami")
    place = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert item.finding.rule.name == "unknown-directive"
    assert (item.place.first.line, item.place.first.column) == place
    written = write_back(document, corefile, [Edit(at, at + 6, "log\n    whoami")])
    after = read(apply_edits(text, written.edits), name).corefiles
    assert [each.text for each in after] == [corefile.text.replace("wohami", "log\n    whoami")]


@pytest.mark.parametrize(("name", "text", "written"), ENCODED)
def test_what_is_encoded_is_read_only(name: str, text: str, written: str) -> None:
    document = read(text, name)
    (corefile,) = document.corefiles
    assert corefile.text == TEXT
    at = corefile.text.index("wohami")
    assert text.startswith(written, corefile.map.outer(at))
    with pytest.raises(Unwritable, match="encoded"):
        write_back(document, corefile, [Edit(at, at, "x")])


def test_what_is_encoded_may_be_a_template() -> None:
    template = "a. {\n    forward . {{ .To }} {{ '{{ x }}' }}\n}\n" + TEXT
    encoded = b64encode(template.encode()).decode()
    text = f"path: /a/Corefile.tmpl\ncontents:\n  source: data:;base64,{encoded}\n"
    document = read(text, "a.bu")
    (corefile,) = document.corefiles
    assert "{{" not in corefile.text
    found = {each.finding.rule.name for each in lint_document(document).findings}
    assert found == {"template-placeholder", "unknown-directive"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.go", "x := Sprintf(`%s:%d {\n  forward . %[1]v 10.0.0.%d\n}\n`)"),
        ("a.py", 'f"""{a}:53 {{\n  forward . {b}\n}}\n"""'),
        ("a.py", '"""\n.:53 {{\n  forward . {} {b[0]}\n}}\n""".format(b)'),
        ("a.cs", 'var corefile = $@".:53 {{\n  forward . {b}\n}}\n";'),
        ("a.py", 'Template("""\n.:53 {\n  forward . $a\n}\n""")'),
        ("a.rs", 'format!(r#".:53 {{\n  forward . {b}\n}}\n"#)'),
        ("a.ts", "const corefile = `.:53 {\n  forward . ${a.join(' ')}\n}\n`;"),
        ("a.js", 'const corefile = `.:53 {\n  forward . ${a ? "}" : {b: `c`}["b"]}\n  }\n`;'),
        ("a.tsx", "<p>it's</p> // `\nconst corefile = `.:53 {\n  ${plugins}\n  errors\n}\n`;"),
        (
            "a.mjs",
            "const corefile = `.:53 {\n  template ANY A a {\n    match ^a\\\\.$\n  }\n}\n`;",
        ),
    ],
)
def test_what_values_are_put_into(name: str, text: str) -> None:
    document = read(text, name)
    (corefile,) = document.corefiles
    assert ("{\n" in corefile.text, "{{" in corefile.text) == (True, False)
    assert all(each.finding.severity == "info" for each in lint_document(document).findings)
    with pytest.raises(Unwritable, match="puts values"):
        write_back(document, corefile, [Edit(0, 0, "# a\n")])


def test_a_template_string_in_a_value_of_another() -> None:
    text = "x = `${a.map((z) => `${z}:53 {\n  forward . ${b}\n}`)}\n. {\n  log\n}\n`;"
    outer, inner = (each.text.partition("\n")[0] for each in read(text, "a.js").corefiles)
    assert (outer[:10], inner) == ("import {$…", f"{reference(7)}:53 {{")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rb", "x <<~EOF\n. {\n  forward . #{y}\n}\nEOF\n"),
        ("a.rb", "Corefile << EOF\n. {\n  log\n}\nEOF\n"),
        ("a.cs", 'var corefile = @". {\n  log ""a""\n}\n";'),
        ("a.rst", "a::\n\n  server {\n    listen 80;\n  }\n"),
        ("a.adoc", "----\n. {\n  log\n}\n"),
    ],
)
def test_what_is_not_read(name: str, text: str) -> None:
    assert not read(text, name).corefiles


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "corefile: /etc/coredns/Corefile\n"),
        ("a.yaml", "corefile_path: |\n  . {\n  }\n"),
        ("a.yaml", f"Corefile.bak: |\n{indent(TEXT, '  ')}"),
        ("a.yaml", f"path: /etc/nginx.conf\ncontent: |\n{indent(TEXT, '  ')}"),
        ("a.yaml", "path: /etc/Corefile\nencoding: gzip+base64\ncontent: H4sIAAAA\n"),
        ("a.yaml", "x: Corefile:\n  - {{ broken\n"),
        ("a.yaml", "- name: a\n  literals:\n  - Corefile=a\n  - x=. {\n"),
        ("a.yaml", f"name: Corefile\ntext: |\n{indent(TEXT, '  ')}"),
        (
            "a.tf",
            'x {\n  a = <<EOT\nserver {\n}\nEOT\n}\ny {\n  path = "Corefile"\n}\n',
        ),
        ("a.tf", 'x = "y {"\ny = <<EOT\nserver {\n  listen 80;\n}\nEOT\n'),
        ("a.tf", "x = <<EOT\nno end"),
    ],
)
def test_what_holds_none(name: str, text: str) -> None:
    document = read(text, name)
    assert (document.corefiles, document.problems) == ((), ())


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.sh", 'if [ "${x}" ]; then {\n  y\n}\n', "a shell script"),
        ("coredns.go", "package main\nfunc main() {\n}\n", "Go code"),
        ("coredns.service", "[Unit]\nDescription=DNS\n\n[Service]\nExecStart=x\n", "systemd"),
        ("coredns.ini", "[a]\nb=c\n", "INI"),
        ("start", "#!/bin/sh\nif x; then {\n  y\n}\n", "a shell script"),
        ("run", "#! /usr/bin/python3\nx = {\n}\n", "Python code"),
        ("A.PY", "x = {\n}\n", "Python code"),
        ("manual.tex", "\\section{DNS}\n. {\n  forward . 192.0.2.53\n}\n", "a LaTeX document"),
        ("Program.cs", "using System;\nclass X {\n}\n", "C# code"),
        (
            "set-Corefile",
            "kubectl create configmap coredns -o json \\\n  | sed x\n",
            "a shell script",
        ),
        ("log.txt", f"me@ns1:~/lab$ ./run.sh\nDEBUG: off\n{SHOWN}", "copied from a terminal"),
        ("Caddyfile", CADDY, "do not begin with plugins"),
        ("Caddyfile", "a.example {\n  reverse_proxy b:80\n  encode gzip\n}\n", "with plugins"),
        ("web.conf", "server {\n  listen 80;\n  root /srv;\n  index a;\n}\n", "with plugins"),
        ("Caddyfile.tpl", "{{ a }} {\n  log\n}\n" + CADDY, "do not begin with plugins"),
        ("Jenkinsfile", "pipeline {\n    agent any\n    tools {\n    }\n}\n", "Groovy code"),
        ("notes", "Our name servers\nWe moved them today.\nAsk Ann first.\n", "with plugins"),
        ("notes", "any change needs a restart of it\nlog in to the host\n", "with plugins"),
        ("notes", "The cache is in { braces }\nas are its options\n", "with plugins"),
        (
            "NOTES.old",
            "The office has this:\n\n    a.example {\n        forward . 192.0.2.53\n"
            "        cache 30\n    }\n\nAll else goes to the provider.\n",
            "with plugins",
        ),
        ("PLANS", "- move files\n- turn DNSSEC on\n- second address\n", "with plugins"),
        ("dns.job", 'job "dns" {\n  a = 1\n  b = 2\n  c = 3\n  d {\n  }\n}\n', "with plugins"),
        ("spec", "---\na: 1\nb:\n  c: x\n  d: |\n    . {\n      log\n    }\n", "with plugins"),
    ],
)
def test_code_is_one_finding(name: str, text: str, what: str) -> None:
    (item,) = lint_document(read(text, name)).findings
    assert (item.finding.rule.name, item.finding.severity) == ("not-a-corefile", "error")
    assert what in item.finding.message


@pytest.mark.parametrize(
    "text",
    [
        "errors\nlog\ncache 30\n",
        "a.example\nforwrad . 192.0.2.53\nerrrors\n",
        "a.example\nmy_plugin\n",
        "It is for the office\nand it is ours\n. {\n    cache 30\n}\n",
        "It is for the office\na.example {\n    errors\n    log\n    cache 30\n}\n",
        "a.example {\n    nosuch in the block of it\n    other is not a plugin\n}\n",
        "a.example {\n    nosuch x;\n    forwrad . 192.0.2.53;\n    other;\n}\n",
        "a.example,\nb.example,\nc.example\n",
    ],
)
def test_what_is_like_a_corefile_is_one_under_any_name(text: str) -> None:
    assert [each.text for each in read(text, "dns.conf").corefiles] == [text]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("dns_test.go", []),
        ("lab/dns.spec.go", []),
        ("test_dns.go", []),
        ("dns.go", ["no-answering-plugin"]),
        ("contest_dns.go", ["no-answering-plugin"]),
    ],
)
def test_tests_have_no_more_than_what_they_test(name: str, found: list[str]) -> None:
    text = "package dns\nconst corefile = `.:0 {\n  errors\n}\n`\n"
    findings = [item.finding for item in lint_document(read(text, name)).findings]
    assert [each.rule.name for each in findings if each.severity != "info"] == found


#: What a script begins a Corefile with, and what it ends it with.
BEGUN = "cat >Corefile <<EOF\n. {\n  errors\nEOF\n"
ENDED = "  forward . 192.0.2.53 {\n    prefer_udp\n  }\n}\nEOF\n"


@pytest.mark.parametrize(
    ("script", "found"),
    [
        (f"{BEGUN}cat >>Corefile <<EOF\n{ENDED}", 0),
        (f"{BEGUN}cat <<EOF >> 'Corefile'\n{ENDED}", 0),
        (f"{BEGUN}tee -a Corefile <<EOF\n{ENDED}", 0),
        (f"{BEGUN}echo '}}' >>Corefile\n", 0),
        (f"{BEGUN}cat >>Corefile.log <<EOF\nx\nEOF\n", 1),
        (f"cat >Corefile <<EOF\n{SOUND}EOF\ncat >>Corefile <<EOF\n{SHOWN}EOF\n", 2),
    ],
)
def test_pieces_of_a_file_that_a_script_writes(script: str, found: int) -> None:
    assert len(read(script, "install.sh").corefiles) == found
    assert len(read(f"FROM x\nRUN <<END\n{script}END\n", "Dockerfile").corefiles) == found


def test_a_program_may_write_the_keys_of_a_block() -> None:
    text = "package dns\nvar block = `{\n  errors\n  forward . 192.0.2.53\n}`\n"
    assert not read(text, "dns.go").corefiles


@pytest.mark.parametrize("name", ["Corefile", "corefile.example", "coredns.conf", "-", "x.server"])
def test_what_is_called_like_a_corefile_is_one(name: str) -> None:
    assert [each.text for each in read(CADDY, name).corefiles] == [CADDY]


def test_a_corefile_may_have_any_name() -> None:
    for text in (
        ". {\n a\n b\n c\n}\n",
        ".:53 {\n log\n}\n$A b\n@ c\nd e\nf g\n",
        f"{SHOWN}a,\nb,\nc,\nd {{\n log\n}}\n",
        ".\nlog\nfoo\n",
    ):
        assert [each.text for each in read(text, "dns").corefiles] == [text]


def test_what_a_shell_puts_in_is_not_known() -> None:
    script = "cat >Corefile <<{}\n. {{\n forward . $(get-ip)\n}}\nEOF\n"
    assert lint_document(read(script.format("EOF"), "a.sh")).findings[0].finding.severity == "info"
    (item,) = lint_document(read(script.format("'EOF'"), "a.sh")).findings
    assert (item.finding.rule.name, item.finding.severity) == ("plugin-refused", "error")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.go", f"f(`{SOUND}`)"),
        ("a.cs", f'var x = @"{SOUND}";'),
        ("a.tsx", f"<Code code={{`{SOUND}`}} />"),
        ("a.nix", f"x = ''\n{SOUND.replace('192.0.2.1', '${ip}')}'';"),
        ("dns.nomad", f"data = <<EOF\n{SOUND}EOF\n"),
        ("a.yaml", f"- name: CORE_FILE\n  value: |\n{indent(SOUND, '    ')}"),
    ],
)
def test_more_places(name: str, text: str) -> None:
    (corefile,) = read(text, name).corefiles
    assert corefile.text.startswith(". {\n    forward . ")


@pytest.mark.parametrize(
    "text",
    [
        f"f(`{SOUND.replace('}', '')}`)\nf(`}}\n`)",
        "corefile := `guard {\n    url a.example\n}`",
        "corefile := `forward . 192.0.2.1 {\n    max_fails 1\n}`",
    ],
)
def test_parts_of_one_in_code_are_not_read(text: str) -> None:
    assert read(text, "a.go").corefiles == ()


def test_a_corefile_may_be_called_like_code() -> None:
    assert [each.text for each in read(SHOWN, "dns.sh").corefiles] == [SHOWN]
    text = f"#!/usr/sbin/coredns -conf\n{TEXT}"
    assert [each.text for each in read(text, "dns").corefiles] == [text]


def test_texts_in_texts_have_an_end() -> None:
    text = NESTED
    for _ in range(12):
        text = under("a.yaml", text, 0)
    assert read(text, "a.yaml").corefiles == ()


def test_a_pattern_in_code_is_not_known() -> None:
    text = (
        "x = `.:53 {\n    kubernetes * *** {\n        pods verified\n    }\n    forward . *\n}`\n"
    )
    found = lint_document(read(text, "a.go")).findings
    assert {item.finding.severity for item in found} == {"info"}


def test_what_terraform_would_fill_in_is_not_written() -> None:
    document = read(f"Corefile = <<EOT\n{TEXT}EOT\n", "a.tf")
    with pytest.raises(Unwritable, match="put in"):
        write_back(document, document.corefiles[0], [Edit(0, 0, "# ${x}\n")])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((name, text) for name, text, _ in EDITABLE if name[-4:] in (".yml", "yaml", "json")),
        ("my-corefile.tmpl", ""),
        ("Corefile_dns.j2", ""),
        ("a.md", f"```\n{SHOWN}```\n"),
        ("a.md", "```yaml\nservers:\n- zones: []\n  plugins:\n  - name: log\n```\n"),
        ("a.tf", f"Corefile = <<EOT\n{TEXT}EOT\n"),
        *(
            (name, text)
            for name, text, _ in EDITABLE
            if name.endswith(("hcl", "nomad", "doc", "rst"))
        ),
        ("a.tf", f'"a.server" = <<EOT\n{TEXT}EOT\n'),
        ("a.tf", f'data "template_file" "corefile" {{\n  template = <<EOT\n{SHOWN}EOT\n}}\n'),
    ],
)
def test_folder_searches_find_it(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "other.md").write_text("```\nfunc x() {\n}\n```\n")
    (tmp_path / "other.yaml").write_text("image: coredns\n")

    def complain(path: str, reason: str) -> None:
        raise AssertionError(path, reason)

    assert [Path(path).name for path in search(str(tmp_path), complain, lambda *_: False)] == [name]


@pytest.mark.parametrize("key", ['""', '"" example.org'])
def test_a_key_without_letters(key: str) -> None:
    text = f"data:\n  x.server: |\n    {key} {{\n      forward . 192.0.2.53\n    }}\n"
    assert not read(text, "values.yaml").corefiles


def test_what_kubectl_keeps_to_compare_with_is_not_read() -> None:
    kept = '{"apiVersion":"v1","data":{"Corefile":"' + ESCAPED + '"},"kind":"ConfigMap"}\n'
    text = NESTED.replace(
        "  name: coredns\n",
        "  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n"
        f"      {kept}  name: coredns\n",
    )
    (corefile,) = read(text, "coredns.yaml").corefiles
    assert corefile.origin.title == "ConfigMap coredns, key Corefile"
    assert (
        len(read(text.replace("kubectl.kubernetes.io/last-applied-", ""), "a.yaml").corefiles) == 2
    )


@pytest.mark.parametrize(("key", "number"), [("objectset.rio.cattle.io/applied", 0), ("a", 1)])
def test_what_k3s_keeps_is_not_read(key: str, number: int) -> None:
    kept = b64encode(compress(NESTED.encode(), mtime=0)).decode()
    text = f"kind: ConfigMap\nmetadata:\n  annotations:\n    {key}: {kept}\n"
    assert len(read(text + "  name: coredns\n", "a.yaml").corefiles) == number


#: A here-document, what a shell makes of it, and whether it puts something in.
SHELL = [
    ("forward . $UPSTREAM", f"forward . {reference(9)}"),
    ("forward . $IP", f"forward . {reference(4)}"),
    ("forward . $(cat servers)", f"forward . {reference(14)}"),
    ("forward . `cat servers`", f"forward . {reference(13)}"),
    ("forward . {$UPSTREAM}", "forward . {$UPSTREAM}"),
    (r"match \.example\.$", r"match \.example\.$"),
    (r"match \\.example\\.$", r"match \.example\.$"),
    (r"match \$x", "match $x"),
    ("forward . \\\n192.0.2.1", "forward . 192.0.2.1"),
]


@pytest.mark.parametrize(("line", "read_as"), SHELL)
@pytest.mark.parametrize("mark", ["EOF", "'EOF'"])
def test_what_a_shell_makes_of_a_here_document(line: str, read_as: str, mark: str) -> None:
    text = f"cat <<{mark} >Corefile\n. {{\n    {line}\n}}\nEOF\n"
    (embedded,) = read(text, "a.sh").corefiles
    expected = read_as if mark == "EOF" else line
    assert embedded.text == f". {{\n    {expected}\n}}\n"
    start = embedded.text.rindex("}\n")
    assert text[embedded.map.outer(start) :].startswith("}\nEOF")


def test_a_line_that_a_shell_puts_in_may_be_any_number_of_lines() -> None:
    text = "cat <<EOF >Corefile\n. {\n    whoami\n    $MORE\n}\nEOF\n"
    (embedded,) = read(text, "a.sh").corefiles
    assert "    import {$" in embedded.text


def test_what_a_shell_puts_in_is_not_written_out() -> None:
    entry = "        192.0.2.1 a.example\n"
    lines = f". {{\n    hosts {{\n{entry}    }}\n    forward . $UPSTREAM\n}}\n"
    text = f"cat <<EOF >Corefile\n{lines}EOF\n"
    done = fix_document(read(text, "a.sh"))
    assert done.text == text.replace(entry, f"{entry}        fallthrough\n")


@pytest.mark.parametrize(
    "start",
    [
        "services.coredns.config = ''",
        "services.coredns.config =\n    ''",
        "coredns = {\n    enable = true;\n    config = ''",
    ],
)
@pytest.mark.parametrize("upstream", ["192.0.2.53", "${cfg.upstream}"])
def test_strings_of_nix(start: str, upstream: str) -> None:
    text = (
        f"{{\n  {start}\n    lan {{\n      forward . {upstream}\n      wohami\n    }}\n  '';\n}}\n"
    )
    checked = lint_document(read(text, "a.nix"))
    assert "unknown-directive" in {item.finding.rule.name for item in checked.findings}


@pytest.mark.parametrize(("key", "is_read"), [("a.custom", True), ("a.conf", False)])
def test_keys_that_another_vendor_imports(key: str, is_read: bool) -> None:
    text = (
        "kind: ConfigMap\nmetadata:\n  name: coredns-custom\ndata:\n"
        f"  {key}: |\n    a.example {{\n      whoami\n    }}\n"
    )
    document = read(text, "a.yaml")
    assert len(document.corefiles) == is_read
    assert bool(document.problems) != is_read


@pytest.mark.parametrize("name", ["a.jsonnet", "a.libsonnet"])
def test_text_blocks_of_jsonnet(name: str) -> None:
    text = "{\n  Corefile: |||\n    . {\n        wohami\n    }\n  |||,\n}\n"
    checked = lint_document(read(text, name))
    assert [item.finding.rule.name for item in checked.findings] == ["unknown-directive"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("rewrite stop {\n  name regex (.*)\\.a\\.example b.example answer auto\n}\n", "override"),
        ("forward . 192.0.2.53\n", "override"),
        ("${zone} {\n    log\n    forward . 192.0.2.53\n}\n", "corefile"),
        ("server {\n    listen 80;\n}\n", None),
    ],
)
def test_here_documents_that_nothing_names(content: str, kind: str | None) -> None:
    document = read(f"cat <<'EOF' >>\"$FILE\"\n{content}EOF\n", "a.sh")
    assert [item.kind for item in document.corefiles] == [kind] * (kind is not None)


@pytest.mark.parametrize("command", ["echo", "echo -e", "printf", "echo \\\n "])
@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("into", ["> Corefile", ">> /etc/coredns/Corefile", "| sudo tee Corefile"])
def test_what_a_shell_prints_into_a_file(command: str, quote: str, into: str) -> None:
    text = f"{command} {quote}. {{\n    wohami\n}}{quote} {into}\n"
    checked = lint_document(read(text, "a.sh"))
    assert [(item.finding.rule.name, item.place.first.line) for item in checked.findings] == [
        ("unknown-directive", 2 + command.count("\n"))
    ]


def test_the_signs_of_a_text_in_double_quotes() -> None:
    record = r"template IN A {\n    answer \"{{ .Name }} 60 IN A $ADDRESS\"\n}".replace(r"\n", "\n")
    text = f'echo ". {{\n{record}\n}}" >Corefile\n'
    (embedded,) = read(text, "a.sh").corefiles
    assert f'answer "{{{{ .Name }}}} 60 IN A {reference(8)}"' in embedded.text


@pytest.mark.parametrize("mark", ["'", '"'])
def test_values_that_a_shell_prints(mark: str) -> None:
    values = "servers:\n- port: 53\n  zones:\n  - zone: .\n  plugins:\n  - name: wohami\n"
    checked = lint_document(read(f"echo {mark}{values}{mark} > values.yaml\n", "a.sh"))
    assert [item.finding.rule.name for item in checked.findings] == ["unknown-directive"]


@pytest.mark.parametrize("mark", ["'", '"'])
@pytest.mark.parametrize("into", ["> Corefile", "| sudo tee Corefile"])
def test_what_a_shell_prints_is_read_once(mark: str, into: str) -> None:
    text = f"echo {mark}.:53 {{\n    errors\n    cache\n    whoami\n}}\n{mark} {into}\n"
    assert len(read(text, "a.sh").corefiles) == 1


IMPORTS = "(a) {\n  cache 30\n}\na.example:53 {\n  import a\n  import b\n  import c\n}\n"


@pytest.mark.parametrize(
    ("keys", "text", "is_read"),
    [
        (("coredns", "custom"), SOUND, True),
        (("coredns", "extra", "zones"), IMPORTS, True),
        (("CoreDNS", "config"), SOUND, True),
        (("caddy", "custom"), SOUND, False),
        (("coredns", "custom"), CADDY, False),
        (("coredns", "custom"), "forward . 192.0.2.1\n", False),
        (("coredns", "script"), f"cat <<EOF\n{SOUND}EOF\n", False),
    ],
)
def test_parts_of_a_chart_below_its_name(keys: tuple[str, ...], text: str, is_read: bool) -> None:
    above = "".join(f"{'  ' * depth}{key}:\n" for depth, key in enumerate(keys[:-1]))
    values = above + under(keys[-1], text, 2 * len(keys) - 2)
    kinds = [item.kind for item in read(values, "values.yaml").corefiles]
    assert kinds == ["server"] * is_read


PAGE = '.\\" x\n.TH "A" 7\n.RS\n\n.nf\n{}\n.fi\n.RE\n'


@pytest.mark.parametrize(
    ("example", "text"),
    [
        (r"\&. {" + "\n    log\n}", ". {\n    log\n}\n"),
        (". {\n    log\n}", ""),
        ("a. {\n" + r"    \fB#\fP \(dqx\(dq" + "\n    rewrite name a\\-b\\\\.c \\ed\n}",
         'a. {\n    # "x"\n    rewrite name a-b\\.c \\d\n}\n'),
        ("cache [TTL] [ZONES...] {\n    success\n}", ""),
    ],
)  # fmt: skip
def test_the_examples_of_a_page_of_a_manual(example: str, text: str) -> None:
    page = PAGE.replace("{}", example)
    document = read(page, "coredns-a.7")
    assert [item.text for item in document.corefiles] == [text] * bool(text)
    for item in document.corefiles:
        word = item.text.split()[-2]
        assert page.startswith(word[:1].replace("\\", "\\e"), item.map.outer(item.text.index(word)))
        with pytest.raises(Unwritable, match="manual"):
            write_back(document, item, [Edit(0, 0, "# a\n")])
    assert read(page, "Corefile").problems
