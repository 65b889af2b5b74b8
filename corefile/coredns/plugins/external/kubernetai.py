"""kubernetai: answer from several clusters in turn (coredns/kubernetai, setup.go)."""

from corefile.coredns.catalogue.facts import Stanzas
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.coredns.releases.changes import Change
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Kubernetai(Kubernetes):
    """Answers from Kubernetes clusters, one after the other: each stanza is like `kubernetes`."""

    name: ClassVar[str] = "kubernetai"
    usage: ClassVar[str] = "kubernetai [ZONE…]"
    stanzas: ClassVar[Stanzas] = "each"
    changes: ClassVar[tuple[Change, ...]] = ()
