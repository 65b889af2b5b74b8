"""Which objects the webhook judges, and what of them is for CoreDNS."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.webhook.reviews import Review

__all__ = ["CONFIG_MAP", "DEFAULT_TARGETS", "Target", "content_of", "is_judged", "read_target"]

CONFIG_MAP = "ConfigMap"

#: The fields of an object that may hold a Corefile: those of a ConfigMap, and of any other kind.
_FIELDS = {CONFIG_MAP: ("data", "binaryData")}
_OTHERS = ("spec",)

#: What changes an object; others delete one, or pass through to a Pod.
_CHANGES = ("CREATE", "UPDATE")


@dataclass(frozen=True, slots=True)
class Target(Brief):
    """Objects that are judged. In namespace and name, `*` is for any characters."""

    #: The namespace.
    namespace: str
    #: The name.
    name: str
    #: The kind, as manifests have it.
    kind: str = CONFIG_MAP


#: ConfigMaps of kubeadm and most vendors, of AKS and k3s, of NodeLocal DNSCache and of RKE2.
DEFAULT_TARGETS = tuple(
    Target("kube-system", name)
    for name in ("coredns", "coredns-custom", "node-local-dns", "rke2-coredns-rke2-coredns")
)


def read_target(text: str) -> Target:
    """Read `[KIND:]NAMESPACE/NAME`. Raises ValueError for a text that is not one."""
    kind, colon, place = text.rpartition(":")
    namespace, slash, name = place.partition("/")
    if not (slash and namespace and name) or "/" in name or (colon and not kind.isalnum()):
        raise ValueError(f"{text!r} is not NAMESPACE/NAME or KIND:NAMESPACE/NAME")
    return Target(namespace, name, kind or CONFIG_MAP)


def is_judged(review: Review, targets: Sequence[Target]) -> bool:
    """Tell whether a review is about a new text for CoreDNS."""
    return (
        review.operation in _CHANGES
        and not review.subresource
        and any(
            target.kind == review.kind
            and fnmatchcase(review.namespace, target.namespace)
            and fnmatchcase(review.name, target.name)
            for target in targets
        )
    )


def content_of(kind: str, thing: Mapping[str, object]) -> dict[str, object]:
    """Return what of an object may be for CoreDNS.

    Annotations are not: `kubectl apply` keeps another copy of a ConfigMap there.
    """
    return {name: thing[name] for name in _FIELDS.get(kind, _OTHERS) if thing.get(name)}
