"""Which `hostAliases` CoreDNS can have, and what stays in the manifests."""

import pytest

from corefile.kube.aliases import read_aliases
from corefile.kube.manifests import Manifest, read_manifest
from corefile.kube.removing import without_aliases
from corefile.text.edits import apply_edits


def pod(*entries: str, kind: str = "Pod", more: str = "") -> str:
    """Return a pod with some entries; `more` are lines of its `spec`."""
    lines = "".join(f"  - {entry}\n" for entry in entries)
    return f"kind: {kind}\nmetadata: {{name: a}}\nspec:\n  hostAliases:\n{lines}{more}"


A = "{ip: 10.1.2.3, hostnames: [a.example, b.example]}"
BOTH = [("10.1.2.3", "a.example"), ("10.1.2.3", "b.example")]


def names(text: str) -> list[tuple[str, str]]:
    """Return the addresses and names of a manifest."""
    found = read_aliases(read_manifest(text), "a.yaml").names
    return [(alias.address, alias.name) for alias in found]


WHOLE = [
    pod(A),
    pod(A, kind="NiFiCluster"),
    f"hostAliases: [{A}]\n",
    f"chart:\n  tests:\n    hostAliases:\n      - {A}\n",
    f"kind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:"
    f" {{hostAliases: [{A}]}}\n",
    f"kind: List\nitems:\n- kind: Pod\n  spec:\n    hostAliases:\n    - {A}\n",
    f"kind: PodList\nitems:\n- spec:\n    hostAliases:\n    - {A}\n",
    pod(A, more="  hostNetwork: true\n  dnsPolicy: ClusterFirstWithHostNet\n"),
    '{"kind": "Pod", "spec": {"hostAliases": [{"ip": "10.1.2.3", "hostnames":'
    ' ["a.example", "b.example"]}], "containers": []}}',
    f"{pod(A)}---\n{{{{- if .x }}}}\n",
]


@pytest.mark.parametrize("text", WHOLE)
def test_where_they_are_found(text: str) -> None:
    assert names(text) == BOTH


STAYS = [
    ("{ip: 127.0.0.1, hostnames: [x]}", "is the pod itself"),
    ("{ip: '::1', hostnames: [x]}", "is the pod itself"),
    ("{ip: 0.0.0.0, hostnames: [x]}", "blocks the names"),
    ("{ip: '${var.ip}', hostnames: [x]}", "it is to be filled in"),
    ("{ip: '{{ .Values.ip }}', hostnames: [x]}", "it is to be filled in"),
    ("{ip: 10.0.0.256, hostnames: [x]}", "is not an IP address: Kubernetes refuses it"),
    ("{ip: 10.0.0.1, hostnames: [Db_1.Example]}", "is not a host name: Kubernetes refuses it"),
    ("{ip: 10.0.0.1, hostnames: ['{{ x }}']}", "is not a host name: it is to be filled in"),
    ("{ip: 10.0.0.1}", "has no list `hostnames`"),
    ("{hostnames: [x]}", "it has no `ip`"),
    ("{ip: {{ x }}, hostnames: [x]}", "its `ip` is to be filled in"),
    ("x", "it has no `ip`"),
]


@pytest.mark.parametrize(("entry", "why"), STAYS)
def test_what_stays(entry: str, why: str) -> None:
    text = pod(entry, A)
    found = read_aliases(read_manifest(text), "a.yaml")
    assert names(text) == BOTH
    assert [why in report.message and not report.is_note for report in found.reports] == [True]
    assert text.count("\n", 0, found.reports[0].offset) == 4


@pytest.mark.parametrize(
    "more", ["  dnsPolicy: Default\n", "  dnsPolicy: None\n", "  hostNetwork: true\n"]
)
def test_pods_that_ask_others(more: str) -> None:
    found = read_aliases(read_manifest(pod(A, more=more)), "a.yaml")
    assert found.names == ()
    assert "does not ask this CoreDNS" in found.reports[0].message


def test_what_to_know() -> None:
    mounts = "  containers:\n  - volumeMounts:\n    - {mountPath: /etc/hosts}\n"
    text = pod("{ip: 169.254.169.254, hostnames: [metadata]}", more=mounts)
    found = read_aliases(read_manifest(text), "a.yaml")
    said = [(report.is_note, text.count("\n", 0, report.offset)) for report in found.reports]
    assert said == [(True, 7), (True, 4)]
    found = read_aliases(read_manifest(pod(A, kind="Db")), "a.yaml")
    assert "`Db` is not a kind" in found.reports[0].message
    assert read_aliases(read_manifest("spec: {hostAliases: x}"), "a").reports[0].offset == 20


def taken(text: str, *gone: str) -> str:
    """Return a manifest without some names; all of them if none is said."""
    manifest: Manifest = read_manifest(text)
    aliases = read_aliases(manifest, "a.yaml").names
    chosen = [alias for alias in aliases if not gone or alias.name in gone]
    removed = without_aliases(manifest, "a.yaml", chosen)
    assert bool(removed.reports) is (not removed.edits and bool(chosen))
    return apply_edits(text, removed.edits)


BLOCK = """\
kind: Deployment
spec:
  template:
    spec:
      # before
      hostAliases:  # of the pod
      # first
      - ip: 10.0.0.1
        hostnames:
        - a.example  # one
        # two
        - b.example
      # second
      - hostnames: [c.example, d.example]
        ip: 10.0.0.2

      # after
      containers: []
"""


def without(text: str, *lines: str) -> str:
    """Return a text without some lines."""
    return "".join(line for line in text.splitlines(True) if line.strip() not in lines)


def test_blocks() -> None:
    first = "- ip: 10.0.0.1", "hostnames:", "- a.example  # one", "# two", "- b.example"
    second = "- hostnames: [c.example, d.example]", "ip: 10.0.0.2"
    key = "hostAliases:  # of the pod", "# first", "# second"
    assert taken(BLOCK) == without(BLOCK, *first, *second, *key)
    assert taken(BLOCK, "a.example", "b.example") == without(BLOCK, *first)
    assert taken(BLOCK, "c.example", "d.example") == without(BLOCK, *second)
    assert taken(BLOCK, "a.example") == without(BLOCK, "- a.example  # one")
    assert taken(BLOCK, "c.example") == BLOCK.replace("c.example, ", "")
    assert taken(BLOCK, "d.example") == BLOCK.replace(", d.example", "")
    assert taken(BLOCK.replace("\n", "\r\n"), "a.example").count("\r\n") == BLOCK.count("\n") - 1


REMOVED = [
    ("{a: 1, hostAliases: [{ip: 10.0.0.1, hostnames: [x]}], b: 2}", "{a: 1, b: 2}"),
    ("{a: 1, hostAliases: [{ip: 10.0.0.1, hostnames: [x]}]}", "{a: 1}"),
    ("{hostAliases: [{ip: 10.0.0.1, hostnames: [x]}]}", "{hostAliases: []}"),
    ("- hostAliases:\n  - ip: 10.0.0.1\n    hostnames: [x]\n  b: 2\n", "- b: 2\n"),
    (
        "- hostAliases:\n  - ip: 10.0.0.1\n    hostnames: [x]\n  # why\n  b: 2\n",
        "- hostAliases: []\n  # why\n  b: 2\n",
    ),
    ("a: 1\nhostAliases:\n- ip: 10.0.0.1\n  hostnames:\n  - x", "a: 1\n"),
]


@pytest.mark.parametrize(("before", "after"), REMOVED)
def test_the_shapes_of_yaml(before: str, after: str) -> None:
    before, after = (
        f"spec:\n{''.join(f'  {line}' for line in text.splitlines(True))}"
        for text in (before, after)
    )
    assert taken(before) == after


def test_what_other_places_have_too() -> None:
    for text in (
        "a: &x [{ip: 10.0.0.1, hostnames: [x]}]\nspec: {hostAliases: *x, b: 1}\n",
        "spec:\n  b: 1\n  hostAliases: &x\n  - {ip: 10.0.0.1, hostnames: [x]}\nother: *x\n",
    ):
        assert taken(text) == text
