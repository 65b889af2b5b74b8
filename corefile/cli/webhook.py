"""The command `corefile webhook`."""

import argparse
import sys
from collections.abc import Sequence

from corefile.cli.guard import CLEAN, UNREADABLE, USAGE, complain, guarded
from corefile.cli.help import Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.webhook import Target

__all__ = ["main"]

_DESCRIPTION = """\
Answer a Kubernetes API server: a validating admission webhook that denies a ConfigMap whose
Corefile CoreDNS would refuse. What is only likely to be a mistake becomes a warning.
"""

_EPILOG = """\
Reviews go to https://HOST:PORT/validate; /healthz, /readyz and /metrics are there too. The log, on
standard error, has a line of JSON for each review, and nothing of what the ConfigMap contains.

Without --object, these ConfigMaps of kube-system are judged: coredns, coredns-custom,
node-local-dns, rke2-coredns-rke2-coredns. The page "Webhook" of the documentation shows how to
install it in a cluster.

examples:
  corefile webhook --tls-cert tls.crt --tls-key tls.key
  corefile webhook --tls-cert tls.crt --tls-key tls.key \\
      --object 'kube-system/coredns*' \\
      --object HelmChartConfig:kube-system/rke2-coredns

exit status:
  0  SIGTERM or SIGINT has ended it, and what was begun is answered
  2  wrong usage or configuration
  3  `corefile[webhook]` is not installed, or the address or certificate cannot be used
"""

_DEFAULTS = {"port": 8443, "time_limit": 2.5, "workers": 2}

#: The longest time limit, in seconds: an API server waits for 30 at most.
_LONGEST = 30.0


def main(argv: Sequence[str] | None = None, program: str = "corefile webhook") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Answer API servers until a signal comes."""
    said = arguments(program).parse_args(argv)
    from corefile.lint import ConfigurationError  # noqa: PLC0415 - help needs none of it
    from corefile.webhook import DEFAULT_TARGETS, Options, serve  # noqa: PLC0415

    options = Options(
        said.tls_cert,
        said.tls_key,
        host=said.host,
        port=said.port,
        config=said.config,
        targets=tuple(said.object or DEFAULT_TARGETS),
        time_limit=said.time_limit,
        workers=said.workers,
    )
    try:
        serve(options)
    except ConfigurationError as error:
        complain(program, "error", str(error))
        return USAGE
    except ImportError:
        advice = "run `pip install 'corefile[webhook]'`"
        complain(program, "error", f"the packages for it are not installed: {advice}")
        return UNREADABLE
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        complain(program, "error", f"{place}{error.strerror or error}")
        return UNREADABLE
    return CLEAN


def port(text: str) -> int:
    """Read the value of `--port`."""
    if text.isascii() and text.isdigit() and int(text[:6]) < 1 << 16:
        return int(text[:6])
    raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")


def seconds(text: str) -> float:
    """Read the value of `--time-limit`."""
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if 0 < found <= _LONGEST:
        return found
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds up to {_LONGEST:g}")


def processes(text: str) -> int:
    """Read the value of `--workers`."""
    if text.isascii() and text.isdigit() and 0 < int(text[:3]) <= 64:
        return int(text[:3])
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 64")


def target(text: str) -> "Target":
    """Read the value of `--object`."""
    from corefile.webhook import read_target  # noqa: PLC0415 - help needs none of it

    try:
        return read_target(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(prog=program, description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument(
        "--tls-cert",
        metavar="FILE",
        required=True,
        help="the certificate in PEM; it is read again when it changes, as is its key",
    )
    parser.add_argument("--tls-key", metavar="FILE", required=True, help="its private key in PEM")
    parser.add_argument(
        "--object",
        metavar="[KIND:]NAMESPACE/NAME",
        type=target,
        action="append",
        help="judge this ConfigMap, or object of another kind; `*` is for any characters",
    )
    parser.add_argument(
        "--config", metavar="FILE", default="", help="the configuration file of the rules"
    )
    parser.add_argument(
        "--host", metavar="ADDRESS", default="", help="the address to listen at (default: all)"
    )
    parser.add_argument(
        "--port", type=port, default=_DEFAULTS["port"], help="the port (default: %(default)s)"
    )
    parser.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=seconds,
        default=_DEFAULTS["time_limit"],
        help="let through, with a warning, what takes longer to check (default: %(default)s)",
    )
    parser.add_argument(
        "--workers",
        metavar="N",
        type=processes,
        default=_DEFAULTS["workers"],
        help="how many are checked at a time, in a process each (default: %(default)s)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
