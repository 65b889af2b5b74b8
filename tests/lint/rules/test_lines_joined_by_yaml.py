"""Lines that YAML joins: what is said of them, and that nothing is said of what programs fold."""

from __future__ import annotations

import textwrap

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corefile.documents import read
from corefile.lint import FileContext, Located, Settings, lint_document
from corefile.lint.rules.reading.lines_joined_by_yaml import RULE
from corefile.lint.selection import select
from corefile.text.edits import apply_edits
from corefile.text.source import Source
from tests.work import growth

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns-extra\ndata:\n"
ONLY = Settings(select(["CF016"]))


def found(text: str, settings: Settings = ONLY, name: str = "x.yaml") -> list[Located]:
    findings = lint_document(read(text, name), settings=settings).findings
    return [item for item in findings if item.finding.rule.code == "CF016"]


def marked(text: str, item: Located) -> str:
    return text[item.place.start : item.place.end]


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("a.override", "a.override: >\n  cache 30\n  log\n", "cache 30"),
        ("a.override", "a.override: >-\n  # mine\n\n  cache 30\n  log\n", "cache 30"),
        ("a.override", "a.override: >\n  # mine\n  log\n", "# mine"),
        ("a.override", "a.override: >\r\n  whoami\r\n  log\r\n", "whoami"),
        ("a.server", "a.server:\n  a.example {\n    whoami\n  }\n", "a.example {"),
        ("a.server", "a.server: a.example {\n    whoami\n  }\n", "a.example {"),
        ("a.server", "a.server: # one\n   a.example {\n    whoami\n  }\n", "a.example {"),
        ("Corefile", 'Corefile: &x ". {\n    whoami\n  }"\n', ". {"),
        ("Corefile", "Corefile: '. {\n\n    whoami # it''s\n  }'\n", "whoami # it''s"),
        ("Corefile", 'Corefile: ". {\\n\n  whoami\n  }\\n"\n', "whoami"),
        ("Corefile", "Corefile: >\n  . {\n  whoami\n  }\n", ". {"),
    ],
)
def test_what_is_joined(key: str, value: str, line: str) -> None:
    text = HEAD + textwrap.indent(value, "  ")
    (item,) = found(text)
    assert (marked(text, item), item.finding.severity) == (line, "warning")
    # `|` alone makes lines of it where these are below the key, each indented as the first or more.
    head = value.splitlines()[0]
    assert (item.fix is not None) == head.endswith((":", ">", ">-"))
    if item.fix is not None:
        fixed = yaml.safe_load(apply_edits(text, item.fix.edits))["data"][key]
        assert fixed.split() == yaml.safe_load(text)["data"][key].split()
        assert fixed.count("\n") >= value.count("\n") - 2
    # The truth is what a YAML parser reads.
    _, _, shown = item.finding.message.partition("CoreDNS reads `")
    lines = yaml.safe_load(text)["data"][key].split("\n")
    assert shown.removesuffix("`") in [" ".join(each.split()) for each in lines]
    assert item.finding.help.startswith(f"write `{key}: |` ")


@pytest.mark.parametrize(
    "value",
    [
        "a.override: |\n  cache 30\n  log\n",
        "a.override: >\n  cache 30\n",
        # Blank lines and deeper ones keep their breaks.
        "a.override: >\n  cache 30\n\n  log\n",
        "Corefile: >\n  . {\n      whoami\n      log\n  }\n",
        "Corefile: >\n  . {\n      whoami\n  }\n  a.example {\n      whoami\n  }\n",
        # One line goes on here.
        "a.override: forward .\n  192.0.2.53\n",
        'a.override: "log\\ncache\n  30"\n',
        'a.override: "cache 30\\\n  log"\n',
        "a.override: >\n  # A long comment that some program has folded behind column eighty, for a"
        "\n  cache is a plugin too\n",
        "Corefile-backup: >\n  cache 30\n  log\n",
        "other: >\n  cache 30\n  log\n",
    ],
)
def test_what_is_not(value: str) -> None:
    assert not found(HEAD + textwrap.indent(value, "  "))


def values(block: str) -> str:
    plugin = f"- name: hosts\n  configBlock: {block}\n- name: whoami\n"
    return (
        "servers:\n- zones:\n  - zone: .\n  port: 53\n  plugins:\n"
        f"  - name: log\n{textwrap.indent(plugin, '  ')}"
    )


@pytest.mark.parametrize(
    ("block", "line"),
    [
        (">-\n    192.0.2.1 a.example\n    fallthrough", "192.0.2.1 a.example"),
        (">\n    ttl 60\n\n    192.0.2.1 a.example\n    fallthrough", "192.0.2.1 a.example"),
        ("'reload 0\n    }\n    whoami'", "reload 0"),
        ("|\n    192.0.2.1 a.example\n    fallthrough", None),
        ("'192.0.2.1 a.example\n    b.example'", None),
        (f">-\n    192.0.2.1 {'a' * 60}.example\n    b.example", None),
    ],
)
@pytest.mark.parametrize("within", [False, True])
def test_values_for_helm(block: str, line: str | None, within: bool) -> None:
    text = values(block)
    if within:
        text = "kind: HelmChartConfig\nspec:\n  valuesContent: |\n" + textwrap.indent(text, "    ")
    items = found(text)
    assert [marked(text, item) for item in items] == ([line] if line else [])
    assert all(item.finding.help.startswith("write `configBlock: |` ") for item in items)


JOINED = "  a.override: >\n    cache 30\n    log\n"


def test_a_key_that_is_imported() -> None:
    live = (
        "---\nkind: ConfigMap\nmetadata: {name: coredns}\ndata:\n  Corefile: |\n"
        "    . {\n      import custom/*.override\n      whoami\n    }\n"
    )
    text = HEAD + JOINED + live
    (item,) = found(text, Settings())
    assert marked(text, item) == "cache 30"
    graver = Settings(severities={"CF016": "error"})
    assert [item.finding.severity for item in found(text, graver)] == ["error"]
    silent = text.replace("    log\n", "    log # corefile: ignore-file[CF016]\n")
    assert not found(silent, Settings())


def test_settings_and_comments_count() -> None:
    text = HEAD + JOINED
    assert not found(text, Settings(select(None, without=["CF016"])))
    graver = Settings(severities={"CF016": "error"})
    assert [item.finding.severity for item in found(text, graver)] == ["error"]
    silent = text.replace("    log\n", "    log # corefile: ignore-file[CF016] wanted\n")
    assert not lint_document(read(silent, "x.yaml"), settings=Settings()).findings


def test_a_template() -> None:
    text = HEAD + "  a.override: >\n    cache 30\n    log\n{{ if x }}\n  b: c\n{{ end }}\n"
    (item,) = found(text, name="x.yaml.tpl")
    assert marked(text, item) == "cache 30"


@pytest.mark.parametrize("line", ["a.example", "# a", "{ # a"])
def test_the_time_grows_with_the_text(line: str) -> None:
    def work(size: int) -> None:
        text = f"{HEAD}  a.server: 'x\n" + f"    {line}\n" * size + "    '\n"
        document = read(text, "x.yaml")
        (embedded,) = document.corefiles
        ctx = FileContext(document, Source(text), (Source(embedded.text, "a.server"),))
        list(RULE.check(ctx))

    assert growth(work, 300) < 2.6


WORDS = "cache 30 log { } # . forward 192.0.2.53 whoami a.example kubernetes".split()
COMMENT = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@given(
    st.lists(COMMENT, max_size=8),
    st.integers(0, 6),
    st.sampled_from("'\""),
    st.integers(80, 200),
)
def test_long_comments_that_a_program_folds(
    comments: list[str], indent: int, style: str, width: int
) -> None:
    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(
        str,
        lambda dumper, value: dumper.represent_scalar(
            "tag:yaml.org,2002:str", value, style if "\n" in value else None
        ),
    )
    text = "".join(f"{' ' * indent}# {comment}\n" for comment in comments)
    loaded = {"kind": "ConfigMap", "data": {"Corefile": text}}
    assert not found(yaml.dump(loaded, Dumper=Dumper, width=width))
