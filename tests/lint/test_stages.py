"""Stages: what a rule is given says its class, and nobody knows a rule by name."""

from collections.abc import Iterator

from corefile.documents import read
from corefile.lint import (
    ClusterContext,
    ClusterRule,
    Context,
    CorefileRule,
    FileContext,
    FileRule,
    Finding,
    FindingsContext,
    FindingsRule,
    Rule,
    Settings,
    SlipRule,
    all_rules,
    lint_document,
    rules_of,
)
from corefile.text.source import Span

MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    . {
        whoami
    }
  Corefile-backup: |
    . {
        log
    }
"""


def of_file(ctx: FileContext) -> Iterator[Finding]:
    yield Finding(FILE, "info", "a file", ctx.source, Span(0, 1))
    for embedded, text in zip(ctx.document.corefiles, ctx.corefiles, strict=True):
        yield Finding(FILE, "info", f"the key {embedded.origin.key}", text, Span(0, 1))


def of_corefile(ctx: Context) -> Iterator[Finding]:
    for server in ctx.tree.servers:
        yield CORE.at(ctx, server.keys[0], "a zone")


def of_cluster(ctx: ClusterContext) -> Iterator[Finding]:
    (zone,) = ctx.corefile.tree.servers
    said = ", ".join(finding.message for finding in ctx.findings)
    yield CLUSTER.at(ctx.corefile, zone.keys[0], f"not read: {said}")


def of_findings(ctx: FindingsContext) -> Iterator[Finding]:
    names = [finding.rule.name for finding in ctx.suppressed.kept]
    (zone,) = ctx.corefile.tree.servers
    yield FOUND.at(ctx.corefile, zone.keys[0], f"found by {' and '.join(names)}")


FILE = FileRule("CF901", "file", "info", of_file)
CORE = CorefileRule("CF902", "core", "info", of_corefile)
CLUSTER = ClusterRule("CF903", "cluster", "info", of_cluster)
FOUND = FindingsRule("CF904", "found", "info", of_findings)


def said(*rules: Rule, text: str = MANIFEST, name: str = "coredns.yaml") -> list[tuple[int, str]]:
    checked = lint_document(read(text, name), settings=Settings(rules))
    return [(item.place.first.line, item.finding.message) for item in checked.findings]


def test_each_stage_sees_what_it_is_for() -> None:
    assert said(FILE) == [(1, "a file"), (8, "the key Corefile")]
    assert said(CORE) == [(8, "a zone")]
    assert said(CLUSTER) == [(12, "not read: ")]
    assert said(FOUND) == [(8, "found by ")]


def test_a_stage_sees_what_was_found_before() -> None:
    assert said(FOUND, CLUSTER, CORE, FILE) == [
        (1, "a file"),
        (8, "the key Corefile"),
        (8, "a zone"),
        (8, "found by file and core"),
        (12, "not read: a zone, found by core"),
    ]


def test_a_plain_corefile_has_no_cluster() -> None:
    assert said(CLUSTER, CORE, text=". {\n    whoami\n}\n", name="Corefile") == [(1, "a zone")]


def test_what_cannot_be_read_is_said_whatever_rules_run() -> None:
    (item,) = said(CORE, text="data: {\n  Corefile: a\n  b: [\nkind: ConfigMap\n")
    assert "YAML" in item[1]


def test_every_rule_has_a_stage() -> None:
    stages = (FileRule, CorefileRule, ClusterRule, FindingsRule, SlipRule)
    for rule in all_rules():
        assert sum(isinstance(rule, stage) for stage in stages) == 1, rule.name
    assert sorted(rule.code for stage in stages for rule in rules_of(stage)) == [
        rule.code for rule in all_rules()
    ]
