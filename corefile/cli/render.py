"""The command `corefile render`: the template of coredns/deployment, filled in."""

import argparse
import sys
from collections.abc import Sequence

from corefile.cli.edit import EditOptions, deliver, failed, judged
from corefile.cli.guard import UNREADABLE, USAGE, complain, guarded
from corefile.cli.help import Parser
from corefile.cli.running import add_build, said_for
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.kube.settings import KubeDns
    from corefile.lint import Settings

__all__ = ["main"]

_USAGE = "TEMPLATE [--cluster-domain NAME] [--reverse-cidrs CIDR,…] [--cluster-dns-ip ADDRESS] …"

_DESCRIPTION = """\
Fill in the template `coredns.yaml.sed` of coredns/deployment, as its deploy.sh does, and print the
manifest. TEMPLATE is a file, or - for standard input.
"""

_EPILOG = """\
--stub-domains and --upstreams take what the ConfigMap of kube-dns has, as JSON, and read it as
kube-dns does; an empty text says nothing. `corefile kube-dns --into` writes the same into a
manifest that is filled in already.

examples:
  corefile render coredns.yaml.sed --cluster-dns-ip 10.96.0.10 |
      kubectl apply -f -
  corefile render coredns.yaml.sed --cluster-dns-ip 10.96.0.10 \\
      --reverse-cidrs 10.96.0.0/12 \\
      --stub-domains '{"corp.example": ["10.0.0.53"]}'

exit status:
  0  done
  2  wrong usage, or a value that kube-dns or CoreDNS would refuse
  3  the template could not be read, or contains no Corefile
"""

#: What the result is called in messages.
_RESULT = "the manifest"


def main(argv: Sequence[str] | None = None, program: str = "corefile render") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(
        prog=program,
        usage=f"{program} {_USAGE}",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument("template", metavar="TEMPLATE", help="the template")
    parser.add_argument(
        "--cluster-domain",
        metavar="NAME",
        default="",
        help="the zone of the cluster (default: cluster.local)",
    )
    parser.add_argument(
        "--reverse-cidrs",
        metavar="CIDR",
        action="append",
        default=[],
        help="networks whose addresses have names in the cluster, with commas or spaces between"
        " several (default: all)",
    )
    parser.add_argument(
        "--cluster-dns-ip", metavar="ADDRESS", default="", help="the address of the Service"
    )
    parser.add_argument(
        "--stub-domains", metavar="JSON", default="", help="as in the ConfigMap of kube-dns"
    )
    parser.add_argument(
        "--upstreams", metavar="JSON", default="", help="as in the ConfigMap of kube-dns"
    )
    parser.add_argument(
        "--force", action="store_true", help="print a text that CoreDNS would refuse"
    )
    parser.add_argument(
        "--strict", action="store_true", help="refuse a text with a finding of any kind"
    )
    add_build(parser)
    return parser


def run(argv: Sequence[str], program: str) -> int:
    """Fill in a template."""
    from corefile.kube.rendering import settings_of_values  # noqa: PLC0415

    given = arguments(program).parse_args(argv, RenderOptions())
    settings = settings_of_values(given.stub_domains, given.upstreams)
    for fault in settings.faults:
        option, text = "--upstreams", given.upstreams
        if "`stubDomains`" in fault.message:
            option, text = "--stub-domains", given.stub_domains
        complain(program, "error", f"{place(option, text, fault.offset)}: {fault.message}")
    return USAGE if settings.is_refused else printed(program, given, settings)


class RenderOptions(EditOptions):
    """What the words of the command line say."""

    def __init__(self) -> None:
        super().__init__()
        self.template = ""
        self.reverse_cidrs: list[str] = []
        self.cluster_dns_ip = ""
        self.stub_domains = ""
        self.upstreams = ""


def place(option: str, text: str, offset: int) -> str:
    """Return a place in the value of an option."""
    line = text.count("\n", 0, offset) + 1
    return f"{option}:{line}:{offset - text.rfind(chr(10), 0, offset)}"


def printed(program: str, given: RenderOptions, found: "KubeDns") -> int:
    """Print the template with values, and give the exit status."""
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.documents import Unwritable, read  # noqa: PLC0415
    from corefile.editing import EditError, NotFound  # noqa: PLC0415
    from corefile.lint import ConfigurationError, settings_of  # noqa: PLC0415

    path = given.template
    try:
        rules = settings_of(said_for(given, path))
        after = filled(program, given, load(path), found, rules)
    except (Unreadable, Unwritable, NotFound) as error:
        return failed(program, path, str(error), UNREADABLE)
    except (EditError, ConfigurationError) as error:
        return failed(program, path, str(error), USAGE)
    if after is None or not judged(program, given, read("", _RESULT), after, rules):
        return USAGE
    return deliver(program, STDIN, "", after)


def filled(
    program: str, given: RenderOptions, template: str, found: "KubeDns", rules: "Settings"
) -> str | None:
    """Return a template with values; None where not all settings can be taken over."""
    from corefile.kube.rendering import filled_in, with_settings  # noqa: PLC0415

    words = [word for text in given.reverse_cidrs for word in text.replace(",", " ").split()]
    text = filled_in(
        template,
        cluster_domain=given.cluster_domain or "cluster.local",
        reverse_cidrs=words or ["in-addr.arpa", "ip6.arpa"],
        cluster_dns_ip=given.cluster_dns_ip,
    )
    after, remarks = with_settings(text, found, rules.build)
    for remark in remarks:
        level = "error" if remark.is_error else "warning"
        where = place("--stub-domains", given.stub_domains, remark.offset)
        complain(program, level, f"{where}: {remark.message}")
    return None if any(remark.is_error for remark in remarks) else after


if __name__ == "__main__":
    sys.exit(main())
