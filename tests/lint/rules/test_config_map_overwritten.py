"""Lines of users in the ConfigMaps of a cluster that overwrites them."""

import json
from textwrap import indent

import pytest

from corefile.documents import read
from corefile.lint import lint_document
from corefile.lint.vendors import VENDORS

AKS, *_, K3S = (vendor.corefile for vendor in VENDORS)
OWNER = "objectset.rio.cattle.io/owner-name: coredns"
RECONCILE = "addonmanager.kubernetes.io/mode: Reconcile"


def config_map(corefile: str, mark: str, more: str = "  uid: 0-1\n") -> str:
    """The ConfigMap of a cluster."""
    return (
        f"apiVersion: v1\ndata:\n  Corefile: |\n{indent(corefile, '    ')}kind: ConfigMap\n"
        f"metadata:\n  name: coredns\n{more}  annotations:\n    {mark}\n"
    )


def with_line(
    corefile: str, line: str = "rewrite name a.example b.default.svc.cluster.local"
) -> str:
    """A vendor's Corefile with a line more."""
    return corefile.replace("    errors\n", f"    errors\n    {line}\n")


def found(text: str, name: str = "cm.yaml") -> list[tuple[str, str]]:
    """The first words of what is reported, and of what is said of it."""
    return [
        (
            text[item.place.start : item.place.end].split(maxsplit=1)[0],
            item.finding.message.split()[0],
        )
        for item in lint_document(read(text, name)).findings
        if item.finding.rule.code == "CF042"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (config_map(K3S, OWNER), []),
        (config_map(AKS, RECONCILE), []),
        (config_map(with_line(K3S), OWNER), [("rewrite", "k3s")]),
        (config_map(with_line(AKS), RECONCILE), [("rewrite", "the")]),
        (config_map(with_line(K3S, "10.0.0.1 a.example"), OWNER), [("10.0.0.1", "k3s")]),
        (config_map(K3S + "a.example {\n    whoami\n}\n", OWNER), [("a.example", "k3s")]),
        (config_map(with_line(K3S, "# why"), OWNER), []),
        # What vendors wrote once.
        (config_map(with_line(K3S, "proxy . /etc/resolv.conf"), OWNER), []),
        (config_map(with_line(AKS, "hosts privatelink.hosts a.azmk8s.io"), RECONCILE), []),
        # Of another zone of the cluster.
        (config_map(K3S.replace("cluster.local", "corp.local"), OWNER), []),
        # Written by users themselves, who put the file there.
        (config_map(with_line(K3S), OWNER.replace("coredns", "coredns-own")), []),
        (config_map(with_line(AKS), RECONCILE, ""), []),
        (config_map(with_line(AKS), RECONCILE.replace("Reconcile", "EnsureExists")), []),
        (config_map(". {\n    whoami\n}\n", RECONCILE), []),
        # The mark of another document.
        (f"{config_map(with_line(K3S), 'a: b')}---\n{config_map(K3S, OWNER)}", []),
    ],
)
def test_what_is_lost(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_other_forms_of_the_same() -> None:
    lines = with_line(K3S)
    head = f"Name:         coredns\nNamespace:    kube-system\nAnnotations:  {OWNER}\n"
    described = f"{head}\nData\n====\nCorefile:\n----\n{lines}\nEvents:  <none>\n"
    assert found(described, "dns.txt") == [("rewrite", "k3s")]
    assert found(f"# DNS\n\n```\n{described}```\n", "dns.md") == [("rewrite", "k3s")]
    key, value = OWNER.split(": ")
    metadata = {"name": "coredns", "annotations": {key: value}}
    as_json = {"kind": "ConfigMap", "data": {"Corefile": lines}, "metadata": metadata}
    text = json.dumps({"apiVersion": "v1", **as_json})
    assert found(text, "cm.json") == [("rewrite", "k3s")]


def test_where_nothing_is_imported_users_are_not_sent_there() -> None:
    lines = "\n".join(line for line in with_line(K3S).split("\n") if "import" not in line)
    (said,) = [
        item.finding.help
        for item in lint_document(read(config_map(lines, OWNER), "cm.yaml")).findings
        if item.finding.rule.code == "CF042"
    ]
    assert said.startswith("upgrade k3s")
