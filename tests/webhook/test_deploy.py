"""The manifests in `deploy/` fit the program, and are what Kubernetes takes."""

import shutil
import subprocess
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
import yaml

from corefile.cli.webhook import arguments
from corefile.webhook import DEFAULT_TARGETS, Options, Target
from corefile.webhook.certificates import Certificates
from tests.cli.programs import ROOT
from tests.oracle.admission import mistakes
from tests.oracle.chart import rendered

KUSTOMIZE = ROOT / "deploy" / "kustomize"
CHART = ROOT / "deploy" / "helm" / "corefile-webhook"
#: What cert-manager adds to a cluster.
ADDED = ("Issuer", "Certificate")


def built(folder: Path, variant: str) -> dict[str, dict[str, Any]]:
    """Return the objects of a variant, by kind."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl, which has kustomize, is not on this machine")
    shutil.copytree(KUSTOMIZE, folder / "kustomize")
    where = folder / "kustomize" / variant
    if (where / "make-certificate").exists():
        if shutil.which("openssl") is None:
            pytest.skip("OpenSSL is not on this machine")
        subprocess.run([where / "make-certificate", "20"], check=True, capture_output=True)
    done = subprocess.run([kubectl, "kustomize", where], check=True, capture_output=True, text=True)
    return by_kind(done.stdout)


def charted(**values: Any) -> dict[str, dict[str, Any]]:
    """Return the objects that the chart makes of values, by kind."""
    return by_kind(rendered(CHART, values))


def by_kind(text: str) -> dict[str, dict[str, Any]]:
    """Return the objects of a manifest."""
    objects = [each for each in yaml.safe_load_all(text) if each]
    assert len({each["kind"] for each in objects}) == len(objects)
    return {each["kind"]: each for each in objects}


def objects_of(folder: Path, variant: str) -> dict[str, dict[str, Any]]:
    """Return the objects of a variant, by kind."""
    name, _, certificate = variant.partition(" ")
    if name == "helm":
        return charted(certificate={"from": certificate})
    return built(folder, certificate)


VARIANTS = pytest.mark.parametrize(
    "variant",
    [
        "kustomize cert-manager",
        "kustomize self-made",
        pytest.param("helm cert-manager", marks=pytest.mark.coredns),
        pytest.param("helm helm", marks=pytest.mark.coredns),
    ],
)


@VARIANTS
def test_the_command_line_is_one(tmp_path: Path, variant: str) -> None:
    objects = objects_of(tmp_path, variant)
    pod = objects["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["command"] == ["corefile", "webhook"]
    said = arguments("corefile webhook").parse_args(container["args"])
    mounts = {each["mountPath"]: each["name"] for each in container["volumeMounts"]}
    assert tuple(said.object or DEFAULT_TARGETS) == DEFAULT_TARGETS
    assert said.time_limit == Options("", "").time_limit
    assert mounts[said.tls_cert.rpartition("/")[0]] == "certificate"
    assert mounts[said.config.rpartition("/")[0]] == "settings"
    assert said.port == container["ports"][0]["containerPort"]
    (secret,) = [each["secret"] for each in pod["volumes"] if "secret" in each]
    other = objects.get("Certificate", objects.get("Secret", {}))
    names = (other.get("spec", {}).get("secretName"), other["metadata"]["name"])
    assert secret["secretName"] in names


@VARIANTS
def test_it_may_do_next_to_nothing(tmp_path: Path, variant: str) -> None:
    objects = objects_of(tmp_path, variant)
    spec = objects["Deployment"]["spec"]
    pod = spec["template"]["spec"]
    assert spec["replicas"] == 2
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["containers"][0]["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not {"Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"} & objects.keys()


@VARIANTS
def test_what_the_api_server_asks_about(tmp_path: Path, variant: str) -> None:
    objects = objects_of(tmp_path, variant)
    (webhook,) = objects["ValidatingWebhookConfiguration"]["webhooks"]
    assert webhook["failurePolicy"] == "Ignore"
    assert webhook["sideEffects"] == "None"
    assert Options("", "").time_limit < webhook["timeoutSeconds"] <= 10
    assert webhook["namespaceSelector"] == {
        "matchLabels": {"kubernetes.io/metadata.name": "kube-system"}
    }
    (condition,) = webhook["matchConditions"]
    names = condition["expression"].removeprefix("request.name in ")
    assert yaml.safe_load(names) == [target.name for target in DEFAULT_TARGETS]
    service = webhook["clientConfig"]["service"]
    metadata = objects["Service"]["metadata"]
    assert (service["name"], service["namespace"]) == (metadata["name"], metadata["namespace"])
    assert service["path"] == "/validate"


def test_who_trusts_the_certificate(tmp_path: Path) -> None:
    objects = built(tmp_path, "self-made")
    where = tmp_path / "kustomize" / "self-made"
    Certificates(str(where / "tls.crt"), str(where / "tls.key"))
    (webhook,) = objects["ValidatingWebhookConfiguration"]["webhooks"]
    shown = "".join(objects["Secret"]["data"]["tls.crt"].split())
    assert webhook["clientConfig"]["caBundle"] == shown


def test_who_is_asked_for_a_certificate(tmp_path: Path) -> None:
    objects = built(tmp_path, "cert-manager")
    service = objects["Service"]["metadata"]
    certificate = objects["Certificate"]
    assert f"{service['name']}.{service['namespace']}.svc" in certificate["spec"]["dnsNames"]
    annotations = objects["ValidatingWebhookConfiguration"]["metadata"]["annotations"]
    where = f"{certificate['metadata']['namespace']}/{certificate['metadata']['name']}"
    assert annotations == {"cert-manager.io/inject-ca-from": where}
    assert certificate["spec"]["issuerRef"]["name"] == objects["Issuer"]["metadata"]["name"]


@VARIANTS
@pytest.mark.coredns
def test_kubernetes_decodes_them_strictly(tmp_path: Path, variant: str) -> None:
    objects = objects_of(tmp_path, variant)
    ours = [each for kind, each in objects.items() if kind not in ADDED]
    assert [each for each in mistakes(ours) if each] == []


@pytest.mark.coredns
def test_the_certificate_of_the_chart(tmp_path: Path) -> None:
    objects = charted(certificate={"from": "helm"})
    data = objects["Secret"]["data"]
    for name, text in data.items():
        (tmp_path / name).write_bytes(b64decode(text))
    Certificates(str(tmp_path / "tls.crt"), str(tmp_path / "tls.key"))
    (webhook,) = objects["ValidatingWebhookConfiguration"]["webhooks"]
    assert webhook["clientConfig"]["caBundle"] == data["tls.crt"]
    with pytest.raises(ValueError, match=r"certificate\.from is cert-manager or helm"):
        charted(certificate={"from": "vault"})


@pytest.mark.coredns
def test_values_of_the_chart() -> None:
    objects = charted(
        replicas=3,
        namespace="dns",
        configMaps=["mine"],
        helmChartConfigs=["rke2-coredns"],
        configuration='coredns = "1.11.3"\n',
        image={"repository": "registry.example/corefile", "tag": "1"},
        nodeSelector={"a": "b"},
        tolerations=[{"operator": "Exists"}],
        imagePullSecrets=[{"name": "pull"}],
    )
    pod = objects["Deployment"]["spec"]["template"]["spec"]
    said = arguments("corefile webhook").parse_args(pod["containers"][0]["args"])
    assert said.object == [
        Target("dns", "mine"),
        Target("dns", "rke2-coredns", "HelmChartConfig"),
    ]
    assert pod["containers"][0]["image"] == "registry.example/corefile:1"
    (webhook,) = objects["ValidatingWebhookConfiguration"]["webhooks"]
    condition = webhook["matchConditions"][0]["expression"]
    assert condition == 'request.name in ["mine","rke2-coredns"]'
    assert [rule["resources"] for rule in webhook["rules"]] == [
        ["configmaps"],
        ["helmchartconfigs"],
    ]
    assert objects["ConfigMap"]["data"] == {"corefile.toml": 'coredns = "1.11.3"\n'}
    ours = [each for kind, each in objects.items() if kind not in ADDED]
    assert [each for each in mistakes(ours) if each] == []
