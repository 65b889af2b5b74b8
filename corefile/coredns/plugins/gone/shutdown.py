"""shutdown: run a command when CoreDNS stops, up to 1.0.6 (caddy: startupshutdown)."""

from corefile.coredns.plugins.gone.startup import Startup, on_event
from corefile.coredns.releases.changes import Change
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Shutdown(Startup):
    """Runs a command when CoreDNS stops; `on shutdown` is its successor."""

    name: ClassVar[str] = "shutdown"
    usage: ClassVar[str] = "shutdown COMMAND [ARGUMENT…]"
    changes: ClassVar[tuple[Change, ...]] = on_event("shutdown")
