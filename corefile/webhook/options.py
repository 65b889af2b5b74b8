"""What the webhook is told when it is started."""

from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.webhook.targets import DEFAULT_TARGETS, Target

__all__ = ["Options"]


@dataclass(frozen=True, slots=True)
class Options(Brief):
    """Where the webhook listens, what it judges, and by what."""

    #: The certificate and those above it, a file in PEM.
    certificate: str
    #: Its private key, a file in PEM.
    key: str
    #: The address to listen at; "" for all of this machine, IPv4 and IPv6.
    host: str = ""
    #: The port; 0 for any that is free.
    port: int = 8443
    #: The configuration file that the rules go by; "" for none.
    config: str = ""
    #: The objects that are judged.
    targets: tuple[Target, ...] = DEFAULT_TARGETS
    #: How long a review may take, in seconds. One that takes longer is let through.
    time_limit: float = 2.5
    #: How many reviews are judged at a time, in a process each.
    workers: int = 2
    #: The memory that each of these processes may have, in MiB.
    worker_memory: int = 512
