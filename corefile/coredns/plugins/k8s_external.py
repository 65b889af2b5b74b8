"""k8s_external: answer with services' external addresses (plugin/k8s_external/setup.go)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.kinds import Kind, bare, fallthrough, first
from corefile.coredns.catalogue.schema import Plugin, Role, Scope, Value, Zone, setting
from corefile.coredns.plugins.kubernetes.ttl import TTL

LABEL: Kind[str] = Kind("LABEL", str, ("dns", "ns"))


@dataclass(frozen=True, slots=True, kw_only=True)
class K8sExternal(Plugin):
    """Answers with the addresses that services of Kubernetes have outside of the cluster."""

    name: ClassVar[str] = "k8s_external"
    usage: ClassVar[str] = "k8s_external [ZONE…]"
    role: ClassVar[Role] = "answers"

    #: The zones whose names are services: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    apex: Value[str] | None = setting(
        "apex", first(LABEL), "the name below the zones that has their name servers", default="dns"
    )
    ttl: Value[int] | None = setting("ttl", TTL, "TTL of answers, 0 to 3600", default="5")
    headless: bool | None = setting("headless", bare(), "answer for headless services too")
    fallthrough: tuple[Zone, ...] | None = setting(
        "fallthrough", fallthrough(), "pass names that do not exist on to the next plugin"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    @property
    def answer_zones(self) -> tuple[str, ...]:
        """The zones whose names are services."""
        return tuple(zone.name for zone in self.zones)

    @property
    def passes_on(self) -> tuple[str, ...]:
        """The zones of `fallthrough`."""
        return tuple(zone.name for zone in self.fallthrough or ())
