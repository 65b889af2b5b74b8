"""The release that a manifest names: the tag of the image of CoreDNS."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.documents.images import named_release
from corefile.lint import Settings, lint_document
from corefile.report.text import render


@pytest.mark.parametrize(
    ("image", "release"),
    [
        ("coredns/coredns:1.9.3", "1.9.3"),
        ("registry.k8s.io/coredns/coredns:v1.9.3", "1.9.3"),
        ('"k8s.gcr.io/coredns:1.6.5"', "1.6.5"),
        ("registry.example:5000/a/coredns:1.9.3@sha256:0123abcd", "1.9.3"),
        ("rancher/mirrored-coredns-coredns:1.9.1 # pinned", "1.9.1"),
        ("rancher/hardened-coredns:v1.10.1-build20230406", "1.10.1"),
        ("1.dkr.ecr.example/eks/coredns:v1.8.7-eksbuild.1", "1.8.7"),
        ("coredns/coredns", ""),
        ("coredns/coredns:latest", ""),
        ("coredns/coredns:1.9", ""),
        ("coredns/coredns:{{ tag }}", ""),
        ("coredns-autoscaler:1.8.3", ""),
        ("nginx:1.9.3", ""),
    ],
)
def test_images(image: str, release: str) -> None:
    assert named_release(f"containers:\n- name: coredns\n  image: {image}\n") == release
    assert named_release(f"containers:\n- image: {image}\n  name: coredns\n") == release


@pytest.mark.parametrize(
    ("values", "release"),
    [
        ("image:\n  repository: coredns/coredns\n  tag: 1.9.3\n", "1.9.3"),
        (
            'coredns:\n  image:\n    tag: "v1.9.3"\n    pullPolicy: a\n    repository: a/coredns\n',
            "1.9.3",
        ),
        ("image:\n  tag: 1.9.3\nservers:\n- port: 53\n", "1.9.3"),
        ("other:\n  image:\n    tag: 1.9.3\nservers:\n- coredns\n", ""),
        ("image:\n  repository: nginx\n  tag: 1.9.3\nx: coredns\n", ""),
        ("- image: coredns:1.9.3\n- image: coredns:1.8.0\n", ""),
        ("# image: coredns:1.9.3\n", ""),
        ("spec:\n  kubeDNS:\n    coreDNSImage: registry.example/coredns:1.3.1\n", "1.3.1"),
        ('config {\n  image = "coredns/coredns:1.9.3"\n}\n', "1.9.3"),
        ("images:\n- name: coredns/coredns\n  newName: a/b\n  newTag: 1.9.3\n", "1.9.3"),
        ("images:\n- name: nginx\n  newTag: 1.9.3\nx: coredns\n", ""),
        ("dns:\n  imageRepository: a.example\n  imageTag: v1.9.3\nx: coredns\n", "1.9.3"),
        ("etcd:\n  imageTag: 1.9.3\nx: coredns\n", ""),
        # Add-ons of EKS; others have such versions, too, and charts have their own.
        ("addons:\n- name: coredns\n  version: v1.9.3-eksbuild.7\n", "1.9.3"),
        ("addons:\n- name: coredns\n- name: a\n  version: v1.9.3-eksbuild.7\n", ""),
        ('addon_name = "coredns"\n  addon_version = "v1.9.3-eksbuild.7"\n', "1.9.3"),
        (
            'addons = {\n  coredns = {\n    a = b\n    addon_version = "v1.9.3-eksbuild.7"\n',
            "1.9.3",
        ),
        ('addons = {\n  coredns = {\n  }\n  b = {\n    addon_version = "v1.9.3-eksbuild.7"\n', ""),
        ('name = "coredns"\n  chart = "coredns"\n  version = "1.9.3"\n', ""),
        ("FROM --platform=$BUILDPLATFORM coredns/coredns:1.9.3 AS a\n", "1.9.3"),
        ("FROM golang:1.9.3\n# coredns\n", ""),
    ],
)
def test_values(values: str, release: str) -> None:
    assert named_release(values) == release


#: `timeouts` came with 1.10.
COREFILE = (
    "kind: ConfigMap\ndata:\n  Corefile: |\n"
    "    . {\n        timeouts {\n            read 5s\n        }\n    }\n"
)


def manifest(tag: str) -> str:
    return f"{COREFILE}---\nkind: Deployment\nimage: coredns/coredns:{tag}\n"


def test_findings_are_for_that_release() -> None:
    def rules(text: str, settings: Settings | None = None) -> set[str]:
        checked = lint_document(read(text, "a.yaml"), settings=settings)
        return {
            item.finding.rule.name for item in checked.findings if item.finding.severity == "error"
        }

    assert "unknown-directive" in rules(manifest("1.9.3"))
    assert rules(manifest("1.10.1")) == rules(manifest("99.0.0")) == rules(COREFILE) == set()
    assert rules(manifest("1.9.3"), Settings(build=stock("1.10.1"))) == set()


def test_the_summary_says_so() -> None:
    checked = lint_document(read(manifest("1.9.3"), "a.yaml"))
    lines = "".join(render([checked, checked], color=False)).splitlines()
    assert lines[-1] == "Checked for CoreDNS 1.9.3, the image in 2 files."
    template = manifest("1.9.3").replace("5s", "{{ seconds }}")
    assert lint_document(read(template, "a.yaml")).release == "1.9.3"
    assert (
        lint_document(read(". {\n    whoami # image: coredns:1.9.3\n}\n", "Corefile")).release == ""
    )


MANIFEST = (
    "kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: |\n    . {\n"
    "      proxy . 192.0.2.53\n    }\n"
)
POD = "---\nkind: Pod\nspec:\n  containers:\n  - image: coredns/coredns:%s\n"


@pytest.mark.parametrize(
    ("tag", "refused"),
    [("1.4.0", 0), ("1.5.0", 1), ("0.9.10", 0), ("latest", 1)],
)
def test_a_manifest_is_read_for_its_own_image(tag: str, refused: int) -> None:
    texts = {
        "README.md": f"```yaml\n{MANIFEST}{POD % tag}```\n",
        "a.sh": f"kubectl apply -f - <<'EOF'\n{MANIFEST}{POD % tag}EOF\n",
        "a.yaml": MANIFEST + POD % tag,
    }
    for name, text in texts.items():
        found = lint_document(read(text, name)).findings
        errors = [item for item in found if item.finding.severity == "error"]
        assert len(errors) == refused, name


def test_what_kops_reads_is_read_for_its_own_image() -> None:
    spec = (
        "kind: Cluster\nspec:\n  kubeDNS:\n    coreDNSImage: registry.example/coredns:1.3.1\n"
        "    externalCoreFile: |\n      . {\n        proxy . 192.0.2.53\n      }\n"
    )
    for name, text in {"a.yaml": spec, "a.md": f"```yaml\n{spec}```\n"}.items():
        assert not lint_document(read(text, name)).findings, name
        (newer,) = lint_document(read(text.replace("1.3.1", "1.9.3"), name)).findings
        assert newer.finding.rule.name == "unknown-directive"


@pytest.mark.parametrize(("image", "count"), [("0.9.10", 0), ("1.0.6", 1)])
def test_the_log_of_releases_before_all_that_are_known(image: str, count: int) -> None:
    block = "timeouts {\n            read 5s\n        }"
    assert block in COREFILE
    text = f"image: coredns:{image}\n{COREFILE.replace(block, 'log stdout')}"
    found = lint_document(read(text, "a.yaml")).findings
    assert sum(item.finding.rule.code == "CF705" for item in found) == count
