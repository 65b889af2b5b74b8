"""`corefile extract`: the Corefiles inside a file."""

import json
from pathlib import Path

import pytest

from tests.cli.programs import corefile, fmt
from tests.cli.test_lint import write

ONE = """\
kind: ConfigMap
data:
  Corefile: |
    . {
      errors
    }
"""
TWO = """\
apiVersion: v1
kind: List
items:
- kind: ConfigMap
  metadata: {name: coredns, namespace: kube-system}
  data:
    Corefile: |
      . {
        log {$WHAT}
        import custom/*.override
      }
    Corefile-backup: . {}
- kind: ConfigMap
  metadata: {name: coredns-custom, namespace: kube-system}
  data:
    a.override: "cache 30\\nerrors"
"""


def test_one_is_printed_as_it_is(tmp_path: Path) -> None:
    ran = corefile("extract", write(tmp_path, "x.yaml", ONE))
    assert (ran.status, ran.out, ran.err) == (0, ". {\n  errors\n}\n", "")
    ran = corefile("extract", "-", stdin=b". {\r\n  errors\r\n}")
    assert (ran.status, ran.out, ran.err) == (0, ". {\r\n  errors\r\n}", "")


def test_what_an_example_leaves_to_its_readers_is_printed_as_it_is(tmp_path: Path) -> None:
    text = f"```yaml\n{ONE.replace('errors', 'forward . <UPSTREAM>')}```\n"
    ran = corefile("extract", write(tmp_path, "x.md", text))
    assert (ran.status, ran.out) == (0, ". {\n  forward . <UPSTREAM>\n}\n")


def test_several_have_a_label_each(tmp_path: Path) -> None:
    ran = corefile("extract", write(tmp_path, "x.yaml", TWO))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "# ConfigMap kube-system/coredns, key Corefile\n"
        ". {\n  log {$WHAT}\n  import custom/*.override\n}\n"
        "# ConfigMap kube-system/coredns, key Corefile-backup\n"
        ". {}\n"
        "# ConfigMap kube-system/coredns-custom, key a.override\n"
        "cache 30\nerrors\n"
    )


def test_json(tmp_path: Path) -> None:
    ran = corefile("extract", "--output-format", "json", write(tmp_path, "x.yaml", TWO))
    assert ran.status == 0
    assert [tuple(item) for item in json.loads(ran.out)] == [("label", "kind", "text", "line")] * 3
    assert [(item["kind"], item["line"]) for item in json.loads(ran.out)] == [
        ("corefile", 8),
        ("backup", 12),
        ("override", 16),
    ]
    assert json.loads(ran.out)[2]["text"] == "cache 30\nerrors"
    ran = corefile("extract", "--output-format", "json", "-", stdin=b". {}")
    assert json.loads(ran.out) == [{"label": "", "kind": "corefile", "text": ". {}", "line": 1}]


def test_effective(tmp_path: Path) -> None:
    path = write(tmp_path, "x.yaml", TWO)
    ran = corefile("extract", "--effective", "--env", "WHAT=example.org", path)
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out) == [
        {
            "label": "ConfigMap kube-system/coredns, key Corefile",
            "line": 8,
            "blocks": [
                {
                    "keys": ["."],
                    "tokens": {
                        "log": [[2, "log"], [2, "example.org"]],
                        "cache": [[1, "cache"], [1, "30"]],
                        "errors": [[2, "errors"]],
                    },
                }
            ],
        }
    ]


def test_effective_of_imports_that_lead_elsewhere(tmp_path: Path) -> None:
    path = write(tmp_path, "x.yaml", TWO.replace("coredns-custom", "coredns").replace("kube-", ""))
    (found,) = json.loads(corefile("extract", "--effective", path).out)
    assert found["unresolved"] == [{"line": 3, "import": "custom/*.override"}]


def test_effective_of_a_plain_corefile(tmp_path: Path) -> None:
    write(tmp_path, "part", "errors\n")
    write(tmp_path, "Corefile", ". {\n import part\n}\n")
    ran = corefile("extract", "--effective", "Corefile", cwd=tmp_path)
    assert json.loads(ran.out)[0]["blocks"][0]["tokens"] == {"errors": [[1, "errors"]]}


def test_effective_says_what_coredns_says(tmp_path: Path) -> None:
    text = TWO.replace("cache 30", "cache 30 }")
    ran = corefile("extract", "--effective", write(tmp_path, "x.yaml", text))
    assert ran.status == 1
    (found,) = json.loads(ran.out)
    assert found["error"].startswith("/etc/coredns/custom/a.override:1 - Error during parsing: ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Corefile", b"\0"),
        ("x.yaml", b"a: 1"),
        ("x.yaml", b"kind: ConfigMap\nCorefile: ["),
        ("x.yaml", b"kind: ConfigMap\ndata: {Corefile: 5}"),
    ],
)
@pytest.mark.parametrize("option", ["--output-format=text", "--effective"])
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, option: str) -> None:
    ran = corefile("extract", option, write(tmp_path, name, content))
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("corefile extract: error: ")
    assert ran.err.count("\n") == 1


def test_what_can_be_read_is_printed_all_the_same(tmp_path: Path) -> None:
    ran = corefile("extract", write(tmp_path, "x.yaml", f"{ONE}---\n{ONE}  a: [\n"))
    assert (ran.status, ran.out) == (3, ". {\n  errors\n}\n")
    assert ran.err.startswith("corefile extract: error: ")


def test_what_is_printed_but_says_something_else_is_a_warning(tmp_path: Path) -> None:
    values = (
        "servers:\n- zones: [{zone: .}]\n  port: 53\n  plugins:\n"
        "  - name: whoami\n  - parameters: x\n"
    )
    path = write(tmp_path, "v.yaml", values)
    ran = corefile("extract", path)
    assert (ran.status, ran.out) == (0, ".:53 {\n    whoami\n     x\n}")
    assert ran.err.startswith(f"corefile extract: warning: {path}:6: This plugin has no `name`")
    formatted = fmt(path)
    assert (formatted.status, formatted.out, formatted.err) == (0, "", "")


def test_bytes_that_are_not_utf_8_and_hostile_keys() -> None:
    ran = corefile("extract", "-", stdin=b". {\n  log \xff\n}\n")
    assert ran.out == ". {\n  log \ufffd\n}\n"
    text = 'kind: ConfigMap\ndata: {Corefile: a, "\\e[2J\\n.server": b, apiVersion: v1}'
    ran = corefile("extract", "-", stdin=text.encode())
    assert ran.out == "# ConfigMap, key Corefile\na\n# ConfigMap, key ␛[2J␊.server\nb\n"


def test_wrong_usage() -> None:
    assert corefile("extract", "--help").status == 0
    for args in ([], ["--effective", "--output-format", "json", "x"], ["--env", "=x", "x"]):
        assert corefile("extract", *args).status == 2


MARKDOWN = """\
> ```corefile
> . {
>     forward . <address>
> }
> ```

```corefile
cache 30
```

```yaml
kind: ConfigMap
metadata: {name: coredns}
data:
  Corefile: |
    . {
      errors
    }
```
"""


def test_examples_are_printed_as_they_are(tmp_path: Path) -> None:
    ran = corefile("extract", write(tmp_path, "x.md", MARKDOWN))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "# code block 1\n. {\n    forward . <address>\n}\n"
        "# code block 2\ncache 30\n"
        "# code block 3, ConfigMap coredns, key Corefile\n. {\n  errors\n}\n"
    )


def test_effective_of_examples(tmp_path: Path) -> None:
    write(tmp_path, "x.md", MARKDOWN)
    ran = corefile("extract", "--effective", "x.md", cwd=tmp_path)
    assert ran.status == 0
    assert ran.err == (
        "corefile extract: note: x.md:8: lines of a server block,"
        " which CoreDNS does not read alone; left out\n"
    )
    first, second = json.loads(ran.out)
    assert (first["label"], first["line"]) == ("code block 1", 2)
    assert first["blocks"][0]["tokens"] == {"forward": [[2, "forward"], [2, "."], [2, "<address>"]]}
    assert second["label"] == "code block 3, ConfigMap coredns, key Corefile"


def test_effective_of_lines_alone(tmp_path: Path) -> None:
    write(tmp_path, "x.md", "```corefile\ncache 30\n```\n")
    ran = corefile("extract", "--effective", "x.md", cwd=tmp_path)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.endswith("corefile extract: error: x.md: no whole Corefile\n")
