"""Corefiles in blocks of code, and the places of their characters."""

from __future__ import annotations

import sys
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.documents import Embedded, Unwritable, read
from corefile.documents.kinds.markdown.blocks import MAX_DEPTH, MAX_SIZE
from corefile.documents.writing import write_back
from corefile.formatter.document import format_document
from corefile.text.edits import Edit

CONFIG_MAP = (
    "kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: |\n    . {{\n{0}    }}\n"
)


def found(text: str, name: str = "README.md") -> list[tuple[str, str]]:
    document = read(text, name)
    assert document.problems == ()
    for embedded in document.corefiles:
        check_places(text, embedded)
    return [(item.kind, item.text) for item in document.corefiles]


def check_places(text: str, embedded: Embedded) -> None:
    """Each character that is copied is where the map says; the others are at its neighbours."""
    for run in embedded.map.segments:
        inner = embedded.text[run.inner : run.inner + run.length]
        outer = text[run.outer : run.outer + run.length]
        # What a reader has to fill in is another text, as long as what stands there.
        assert inner == outer or "{$" in inner
    places = [embedded.map.outer(offset) for offset in range(len(embedded.text) + 1)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```corefile\n. {\n}\n```\n", ". {\n}\n"),
        ("~~~ Corefile title=x\n. {\n}\n~~~", ". {\n}\n"),
        ("``` {.coredns}\nlog\n```", "log\n"),
        ("````corefile\n```\n````\n", "```\n"),
        ("```corefile\r\n. {\r\n}\r\n```\r\n", ". {\n}\n"),
        ("1. x\n\n   ```corefile\n   . {\n     log\n   }\n   ```\n", ". {\n  log\n}\n"),
        ("> - x\n>   ```corefile\n>   . {\n>\n>   }\n>   ```\n", ". {\n\n}\n"),
        ("-\t```corefile\n\t. {\n\t\tlog\n\t}\n\t```\n", ". {\n\tlog\n}\n"),
        ("  ```corefile\n  a {\n }\n  ```\n", "a {\n}\n"),
        ("```corefile\nnever {", "never {"),
        ("```corefile\n```\n", ""),
    ],
)
def test_blocks(text: str, expected: str) -> None:
    ((kind, inner),) = found(text)
    assert (kind, inner.replace("\n", "").strip()) == (
        "example",
        expected.replace("\n", "").strip(),
    )
    assert [line.strip() for line in inner.split("\n")][: expected.count("\n")] == [
        line.strip() for line in expected.split("\n")
    ][: expected.count("\n")]


def test_manifests() -> None:
    manifest = CONFIG_MAP.format("").replace("\n", "\n  ")
    text = f"# x\n\n* a\n\n  ```yaml\n  {manifest}\n  ```\n"
    ((kind, inner),) = found(text)
    assert (kind, inner) == ("corefile", ". {\n}\n")
    assert len(read(text, "x.mdx").corefiles) == 1
    (embedded,) = read(text, "x.markdown").corefiles
    assert embedded.origin.title == "code block 1, ConfigMap coredns, key Corefile"
    start, end = embedded.map.span(0, 3)
    assert text[start:end] == ". {"


@pytest.mark.parametrize(
    "text",
    [
        "```\n. {\n}\n```\n",
        "```txt\n. {\n}\n```\n",
        "    a.example {\n        b\n    }\n",
        "```yaml\nzones: |\n  . {\n  }\n```\n",
        "```\nserver {\n    listen 80;\n}\n```\n",
        "```\na.example {\n    tls a b\n    reverse_proxy c\n}\n```\n",
        "```\nfunc main() {\n    errors\n}\n```\n",
        "```go\n.:53 {\n    errors\n}\n```\n",
        "```\n.:53 {\n    forward FROM TO...\n}\n```\n",
        "```yaml\nkind: ConfigMap\ndata: [Corefile\n```\n",
        "corefile\n",
        "",
        # What a plugin takes, not an example of it.
        "```corefile\ncache [TTL] [ZONES...]\n```\n",
        "```corefile\nforward FROM TO... {\n}\n```\n",
        "```corefile\nlog …\n```\n",
        # The beginning of one, which says so.
        "```corefile\n. {\n    log\n    ...\n```\n",
        "```corefile\n. {\n    log\n    kubernetes cluster.local {\n```\n",
        "```sh\n> kubectl get cm coredns -o yaml\napiVersion: v1\nkind: ConfigMap\ndata:\n"
        "  Corefile: |\n    . {\n        kubernetes cluster.local {\n```\n",
        "```corefile\n. {\n    log <- new\n    errors\n```\n",
    ],
)
def test_no_corefile(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("forward . <your address>\n", "forward . {$}\n"),
        ("forward . UPSTREAM_IP {{ x }} ${X}\n", "forward . {$} {$} {$}\n"),
        ("$ZONE:53 {\n    bind {$IP}\n}\n", "{$}:53 {\n    bind {$IP}\n}\n"),
        ("log <-- this, or `log a`\n", "log {$}\n"),
        (". {\n    ...\n    log # ...\n}\n", ". {\n    import {$}\n    log # ...\n}\n"),
        (
            "template ANY AAAA {\n  rcode NXDOMAIN\n}\n",
            "template ANY AAAA {\n  rcode NXDOMAIN\n}\n",
        ),
        ('errors "LOUDLY SPOKEN"\n', 'errors "LOUDLY SPOKEN"\n'),
    ],
)
def test_what_readers_fill_in(content: str, expected: str) -> None:
    ((_, inner),) = found(f"```corefile\n{content}```\n")
    assert inner.replace("…", "") == expected


def test_without_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "markdown_it", None)
    monkeypatch.delitem(sys.modules, "corefile.documents.kinds.markdown.blocks", raising=False)
    (problem,) = read("```corefile\n. {\n}\n```\n", "README.md").problems
    assert "pip install markdown-it-py" in problem.message
    assert read("no blocks", "README.md").problems == ()


def test_a_text_that_is_too_large() -> None:
    (problem,) = read("```corefile\n```\n" + "x" * MAX_SIZE, "README.md").problems
    assert "no Corefile in it is checked" in problem.message


PIECES = [
    "```corefile\n",
    "~~~yaml\n",
    "```\n",
    "~~~\n",
    "> ",
    "- ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
]
PIECES += [". {\n", "}\n", "log\n", "{{ x }}", "<an ip>", "é", "\0", CONFIG_MAP.format("log\n")]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_will_do(text: str) -> None:
    for embedded in read(text, "x.md").corefiles:
        places = [embedded.map.outer(offset) for offset in range(len(embedded.text) + 1)]
        assert places == sorted(places)
        assert 0 <= places[0] <= places[-1] <= len(text)
        for run in embedded.map.segments:
            inner = embedded.text[run.inner : run.inner + run.length]
            outer = text[run.outer : run.outer + run.length]
            assert inner == outer.replace("\0", "\ufffd") or "{$" in inner or "import" in inner


def nested(mark: str, depth: int) -> str:
    """Return a block of code in so many lists or quotations."""
    further = mark if mark == ">" else " " * len(mark)
    lines = ("```corefile", ". {", "}", "```")
    return "".join(
        (further if number else mark) * depth + line + "\n" for number, line in enumerate(lines)
    )


@pytest.mark.parametrize(("mark", "deepest"), [(">", MAX_DEPTH), ("- ", MAX_DEPTH // 2)])
@pytest.mark.parametrize("depth", [1, 30, 48, 60, 200, 1_500])
def test_nesting(mark: str, deepest: int, depth: int) -> None:
    before = "```corefile\n. {\n}\n```\n\n"
    document = read(before + nested(mark, depth), "x.md")
    is_read = depth < deepest
    assert [corefile.text for corefile in document.corefiles] == [". {\n}\n"] * (1 + is_read)
    places = [document.text[p.offset : p.end] for p in document.problems]
    assert places == [] if is_read else [mark * depth + "```corefile"]
    assert all("nested too deep" in problem.message for problem in document.problems)


@pytest.mark.parametrize(
    ("content", "is_read"),
    [
        ("forward . 192.0.2.53 {\n    prefer_udp\n}\n", True),
        ("errors\nforward . /etc/resolv.conf\n", True),
        ("forward . <address>\n", True),
        ("hosts {\n    192.0.2.1 a.example\n    fallthrough\n}\n", True),
        ("hosts {\n    # our own\n    192.0.2.1\n    fallthrough\n}\n...\n", True),
        ("        ready\n        hosts {\n           192.0.2.1\n        }\n        …\n", True),
        ("rewrite name a.example b.example\n", True),
        ('template IN A a.example {\n    answer "{{ .Name }} 60 IN A 192.0.2.1"\n}\n', True),
        ("kubernetes cluster.local {\n    pods insecure\n}\n", True),
        ("kubectl edit configmap coredns\n\nrewrite name a.example b.example\n", True),
        ("rewrite stop {\n    name regex (.*)\\.a\\.example b.example\n}\n", True),
        ("cache {\n    serve_stale 1h verify\n}\n", True),
        ("log . {\n    class denial\n}\n", True),
        ("...\n  acl {\n    allow net 192.0.2.0/24\n    block\n  }\n...\n", True),
        ("kubernetes cluster.local { ... }\nforward . 192.0.2.53\n", False),
        # Nothing shows whose lines they are.
        ("cache {\n    status 200\n}\n", False),
        ("log {\n    format json\n}\n", False),
        ("errors\ncache 30\n", False),
        ("hosts {\n    a b\n}\n", False),
        ("reload\nlog\n", False),
        # Other programs' lines, or what is said about lines.
        ("rewrite ^/a.html /b.html last;\n", False),
        ("forward . 192.0.2.53\nserver 192.0.2.54\n", False),
        ("kubernetes cluster.local {\n    pods insecure\n", False),
        ("forward FROM TO... {\n    except IGNORED_NAMES...\n}\n", False),
        ("rewrite [continue|stop] name a.example b.example\n", False),
    ],
)
def test_lines_of_a_server_block_that_is_not_there(content: str, is_read: bool) -> None:
    text = f"```\n{content}```\n"
    assert [kind for kind, _ in found(text)] == ["example"] * is_read


@pytest.mark.parametrize(
    ("word", "is_open"),
    [
        ("{name}", True),
        ("$INGRESS_IP", True),
        ("NODE_IP", True),
        ("a.NODE_IP", True),
        ("{$INGRESS_IP}", False),
        ("{1}", False),
        ("192.0.2.1", False),
    ],
)
def test_what_is_left_to_readers(word: str, is_open: bool) -> None:
    block = f'template IN A {{\n        answer "x. 60 IN A {word}"\n    }}'
    text = f"```corefile\n. {{\n    {block}\n}}\n```\n"
    ((_, inner),) = found(text)
    assert ("{$…" in inner) == is_open


def test_what_a_log_line_has_in_braces_is_for_coredns() -> None:
    ((_, inner),) = found("```corefile\n. {\n    log . {remote} {\n    }\n}\n```\n")
    assert "{remote}" in inner


@pytest.mark.parametrize("mark", ["EOF", "COREFILE", "END_OF_FILE"])
def test_the_word_that_ends_a_here_document_is_no_stand_in(mark: str) -> None:
    text = f"```sh\ncat <<{mark} >Corefile\n. {{\n    whoami\n}}\n{mark}\n```\n"
    assert found(text) == [("corefile", ". {\n    whoami\n}\n")]


@pytest.mark.parametrize("language", ["yaml", "yml", "json"])
def test_a_corefile_that_is_marked_as_something_else(language: str) -> None:
    text = f"```{language}\n# outside\n.:53 {{\n    errors\n    forward . 192.0.2.53\n}}\n```\n"
    assert [kind for kind, _ in found(text)] == ["example"]


@pytest.mark.parametrize("language", ["powershell", "dockerfile", "sh"])
def test_scripts_of_several_shells(language: str) -> None:
    text = f"```{language}\ntee /etc/coredns/Corefile <<'EOF'\n. {{\n    whoami\n}}\nEOF\n```\n"
    assert found(text) == [("corefile", ". {\n    whoami\n}\n")]


@pytest.mark.parametrize(
    ("content", "is_lines"),
    [
        ("gslb {\n    ...\n    disable_txt\n}\n", True),
        ("k8s_gateway a.example {\n    resources Ingress\n}\n", True),
        ("fanout . 192.0.2.1 {\n    tls\n}\n", True),
        ("unbound a.example\n", True),
        # An external plugin's name is a zone's, too.
        ("docker {\n    forward . 192.0.2.1\n}\n", False),
        ("tailscale {\n    tailscale ts.example\n}\n", False),
        ("docker:5353 {\n    whoami\n}\n", False),
    ],
)
def test_lines_of_external_plugins(content: str, is_lines: bool) -> None:
    (item,) = read(f"```corefile\n{content}```\n", "a.md").corefiles
    assert item.is_lines == is_lines


#: What is shown of a change, and the new side where it is a Corefile.
CHANGES = [
    (" . {\n-  lgo\n+  log\n }\n", ". {\n  log\n}\n"),
    ("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ y\n . {\n-  lgo\n+  log\n\n }\n", ". {\n  log\n\n}\n"),
    # Without a sign before the lines that stay.
    (". {\n-  lgo\n+  log\n}\n", ". {\n   log\n}\n"),
    ("+. {\n+  log\n+}\n\\ No newline at end of file\n", ". {\n  log\n}\n"),
    # A part of a file, and something else.
    (" . {\n   errors\n+  log\n@@ -8 +9 @@\n }\n", ""),
    ("-listen 80\n+server {\n+  listen 81\n+}\n", ""),
    (
        " kind: ConfigMap\n metadata:\n   name: coredns\n data:\n   Corefile: |\n     . {\n"
        "+      log\n",
        "",
    ),
]


@pytest.mark.parametrize("language", ["diff", "patch"])
@pytest.mark.parametrize(("change", "new"), CHANGES)
def test_the_new_side_of_a_change(change: str, new: str, language: str) -> None:
    text = f"```{language}\n{change}```\n"
    document = read(text, "a.md")
    assert [item.text for item in document.corefiles] == [new] * bool(new)
    for item in document.corefiles:
        assert text.startswith("log", item.map.outer(new.index("log")))
        assert item.origin.title == "code block 1, new side"
        with pytest.raises(Unwritable, match="one side"):
            write_back(document, item, [Edit(0, 0, "# a\n")])


#: A list that may be one of plugins for the chart, and what the chart makes of it.
LISTS = [
    ("plugins:\n  - name: log\n    parameters: a.example\n", "log a.example"),
    ("- name: log\n  configBlock: |-\n    class error\n", "log {\n        class error\n    }"),
    ("# a\n\n- name: 'log'\n  parameters: a.example\n- name: b\n", "log a.example\n    b"),
    ("- name: log\n- name: errors\n", ""),
    ("- name: a\n  parameters: b\n- name: c\n- name: log\n", ""),
    ("- name: log\n  parameters: a\n  value: b\n", ""),
    ("- name: log\n  parameters:\n  - name: a\n    value: b\n", ""),
    ("a: b\nplugins:\n- name: log\n  parameters: a\n", ""),
]


@pytest.mark.parametrize(("items", "lines"), LISTS)
def test_plugins_of_the_chart_alone(items: str, lines: str) -> None:
    text = f"- x\n\n  ```yaml\n{indent(items, '  ')}  ```\n"
    document = read(text, "a.md")
    assert [item.text for item in document.corefiles] == [f".:53 {{\n    {lines}\n}}"] * bool(lines)
    for item in document.corefiles:
        assert (item.kind, item.origin.title) == ("example", "code block 1, plugins")
        assert text.startswith("log", item.map.outer(item.text.index("log")))
        assert not format_document(document).unwritten
        with pytest.raises(Unwritable, match="part of values"):
            write_back(document, item, [Edit(0, 0, "# a\n")])
