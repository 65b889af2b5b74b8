"""The configurations that people start from are clean, for the releases they come with.

Each file in `stock/` says where its settings come from; they are written out by hand.
"""

from pathlib import Path

import pytest

from corefile.coredns.releases import release
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.release import for_kubernetes
from corefile.documents import read
from corefile.lint import Settings, lint_document
from corefile.lint.fixing import fix_document

FOLDER = Path(__file__).with_name("stock")


def of_kubernetes(*versions: str) -> tuple[str, ...]:
    """Return the releases that kubeadm installs."""
    return tuple(dict.fromkeys(str(for_kubernetes(version)) for version in versions))


def minors(first: int, last: int) -> tuple[str, ...]:
    """Return the releases of kubeadm for Kubernetes 1.FIRST to 1.LAST."""
    return of_kubernetes(*(f"1.{minor}" for minor in range(first, last + 1)))


NEWEST = str(release.NEWEST)
#: The releases that each file is for.
RELEASES = {
    "aks.yaml": ("1.8.4", NEWEST),
    "built-in.corefile": ("1.3.1", "1.8.0", NEWEST),
    "debian.corefile": ("1.3.1", "1.8.0", NEWEST),
    "deployment.corefile": ("1.8.0", "1.11.3", NEWEST),
    "gardener.yaml": ("1.11.4", NEWEST),
    "helm.corefile": ("1.9.4", "1.10.1", NEWEST),
    "k3s.yaml": ("1.8.3", "1.10.1", NEWEST),
    "kops.corefile": ("1.9.3", NEWEST),
    "kops-ipv6.corefile": ("1.9.3", NEWEST),
    "kubeadm-1.11.corefile": minors(11, 11),
    "kubeadm-1.13.corefile": minors(12, 13),
    "kubeadm-1.15.corefile": minors(14, 15),
    "kubeadm-1.16.corefile": minors(16, 16),
    "kubeadm-1.18.corefile": minors(17, 18),
    "kubeadm-1.19.corefile": (*minors(19, 36), NEWEST),
    "kubeadm.corefile": (*minors(32, 36), NEWEST),
    "kubespray.corefile": ("1.11.3", NEWEST),
    "kubespray-nodelocaldns.corefile": ("1.11.3", NEWEST),
    "manual.corefile": (NEWEST,),
    "microk8s.corefile": ("1.9.3", "1.10.1", NEWEST),
    "minikube.corefile": (*minors(32, 36), NEWEST),
    "minikube-external-dns.corefile": ("1.11.3", NEWEST),
    "nodelocaldns.corefile": ("1.7.0", "1.11.3", NEWEST),
    "nodelocaldns-template.corefile": ("1.7.0", "1.11.3", NEWEST),
    "rancher-rke.corefile": ("1.2.6",),
    "talos.corefile": (*minors(32, 36), NEWEST),
}


#: Findings that are deserved.
DESERVED = {
    # The manual leaves `tls` out, and CoreDNS speaks plain DNS there.
    "manual.corefile": [(37, "warning", "transport-port-mismatch")],
    "nodelocaldns-template.corefile": [(3, "info", "template-placeholder")],
    # `stubzones`: no release since 1.4.0 does anything with it.
    "minikube-external-dns.corefile": [(10, "info", "noop-option")],
}

CASES = [(name, release) for name, releases in RELEASES.items() for release in releases]


def test_every_file_is_checked() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(RELEASES)


@pytest.mark.parametrize(("name", "release"), CASES)
def test_is_clean(name: str, release: str) -> None:
    document = read((FOLDER / name).read_text("utf-8"), name)
    assert document.corefiles
    checked = lint_document(document, settings=Settings(build=stock(release)))
    lines = [checked.source.position(item.place.start).line for item in checked.findings]
    found = [(item.finding.severity, item.finding.rule.name) for item in checked.findings]
    assert [(n, *rest) for n, rest in zip(lines, found, strict=True)] == DESERVED.get(name, [])


@pytest.mark.parametrize("name", RELEASES)
def test_has_nothing_to_mend(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    settings = Settings(build=stock(RELEASES[name][-1]))
    assert fix_document(read(text, name), settings=settings).text == text
