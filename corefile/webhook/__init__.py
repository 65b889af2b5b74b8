"""A validating admission webhook: answers a Kubernetes API server about ConfigMaps with a Corefile.

`reviews`, `targets`, `judging` and `wording` are functions from a question to its answer; the other
modules keep the time, speak TLS and HTTP, count and log. The packages that these take are in
`corefile[webhook]`.
"""

from corefile.webhook.options import Options
from corefile.webhook.targets import DEFAULT_TARGETS, Target, read_target

__all__ = ["DEFAULT_TARGETS", "Options", "Target", "read_target", "serve"]


def serve(options: Options) -> None:
    """Answer API servers until the process gets SIGTERM or SIGINT, and finish what is begun.

    Raises ImportError where `corefile[webhook]` is not installed, OSError for an address or
    certificate that cannot be used, and ConfigurationError.
    """
    from corefile.webhook.start import start  # noqa: PLC0415 - what is in the extra

    start(options)
