"""Which probes of a pod get no answer."""

from textwrap import indent

import pytest

from corefile.documents import read
from corefile.lint import lint_document

MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    .:53 {{
        errors
{lines}
        kubernetes cluster.local
    }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: coredns
spec:
  template:
    spec:
      containers:
      - name: coredns
        image: {image}
        livenessProbe:
          failureThreshold: 5
          httpGet:
            path: /health
            port: {live}
            scheme: HTTP
        readinessProbe:
          httpGet:
            port: {ready}
            path: {path}
"""


def found(
    lines: str,
    live: str = "8080",
    ready: str = "8181",
    path: str = "/ready",
    image: str = "coredns/coredns:1.12.0",
    more: str = "",
) -> list[str]:
    """Return what is said of probes in a manifest."""
    own = indent(lines, " " * 8)
    text = MANIFEST.format(lines=own, live=live, ready=ready, path=path, image=image) + more
    items = lint_document(read(text, "coredns.yaml")).findings
    told = [item.finding for item in items if item.finding.rule.name == "probe-without-answer"]
    others = [item.finding.rule.name for item in items]
    assert not told or "kubernetes-without-ready" not in others
    return [f"{each.severity}: {each.message}; {each.help}" for each in told]


@pytest.mark.parametrize(
    ("lines", "options", "words"),
    [
        ("health\nready", {}, []),
        ("health\nready :8181", {}, []),
        ("health :8080 {\nlameduck 5s\n}\nready", {}, []),
        ("health\nready", {"live": "health"}, []),
        ("health\nready :{$PORT}", {}, []),
        ("health\nimport more/*", {}, []),
        ("health\nready", {"path": "/other"}, []),
        ("health", {}, ["warning: the readiness probe of this file asks port 8181 for `/ready`"]),
        ("health\nready :8182", {}, ["`ready` listens at 8182: the pod is never ready"]),
        ("health\nready", {"ready": "8080"}, ["write `ready :8080`, or port 8181 in the probe"]),
        ("ready", {}, ["there is no `health`: the kubelet restarts it again and again"]),
        ("health :8081\nready", {}, ["`health` listens at 8081"]),
        ("", {}, ["there is no `health`", "there is no `ready`"]),
        (
            "health",
            {"image": "coredns/coredns:1.4.0"},
            ["this CoreDNS has no plugin `ready`"],
        ),
        ("health", {"image": "example.org/app:1.0.0"}, []),
        ("health", {"more": "      - name: other\n        image: example.org/app\n"}, []),
    ],
)
def test_probes(lines: str, options: dict[str, str], words: list[str]) -> None:
    told = found(lines, **options)
    assert len(told) == len(words)
    assert all(part in each for part, each in zip(words, told, strict=True))
