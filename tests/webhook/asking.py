"""Makes reviews as an API server sends them."""

from typing import Any

SOUND = ".:53 {\n    errors\n    forward . 192.0.2.1\n    cache 30\n}\n"
#: CoreDNS starts with it.
DOUBTFUL = ".:53 {\n    errors\n    forward . 192.0.2.1\n    cache 30s\n}\n"
#: CoreDNS refuses it.
BROKEN = ".:53 {\n    errors\n    forwrd . 192.0.2.1\n    cache 30\n}\n"

CREATOR = {"username": "kubernetes-admin", "groups": ["system:masters", "system:authenticated"]}


def config_map(corefile: str, name: str = "coredns", **data: str) -> dict[str, Any]:
    """Return a ConfigMap with a Corefile."""
    return {
        "kind": "ConfigMap",
        "apiVersion": "v1",
        "metadata": {"name": name, "namespace": "kube-system"},
        "data": {"Corefile": corefile, **data},
    }


def review(thing: dict[str, Any] | None, **request: Any) -> dict[str, Any]:
    """Return the review of a ConfigMap that is created, but for what `request` has."""
    metadata = (thing or request.get("oldObject") or {}).get("metadata", {})
    return {
        "kind": "AdmissionReview",
        "apiVersion": "admission.k8s.io/v1",
        "request": {
            "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
            "kind": {"group": "", "version": "v1", "kind": "ConfigMap"},
            "resource": {"group": "", "version": "v1", "resource": "configmaps"},
            "name": metadata.get("name", ""),
            "namespace": metadata.get("namespace", ""),
            "operation": "CREATE",
            "userInfo": CREATOR,
            "object": thing,
            "oldObject": None,
            "dryRun": False,
            "options": {"kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1"},
            **request,
        },
    }
