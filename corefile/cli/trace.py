"""The command `corefile trace`."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from corefile.cli.asked import (
    Asked,
    add_options,
    address_and_port,
    ask,
    assumptions,
    wrong_address,
    wrong_ip,
    wrong_namespace,
    wrong_plugin,
    wrong_type,
)
from corefile.cli.guard import CLEAN, FINDINGS, USAGE, complain, guarded
from corefile.cli.help import Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.coredns.catalogue.query import Query
    from corefile.coredns.model.trace import Trace

__all__ = ["main"]

_DESCRIPTION = """\
Show the way of a query: its server block, the plugins in the order in which CoreDNS asks them, and
who answers. Nothing is sent anywhere.
"""

_EPILOG = """\
TYPE is A by default. The Corefile does not say everything: what a cluster or a zone has, what an
upstream answers, who asks. The output then names both: "answers what the cluster has; else goes
on". --if PLUGIN=OUTCOME settles it: hit, miss, nodata, nxdomain or servfail.

--pod NAMESPACE traces all names that a pod in this namespace asks for (its search list, ndots:5),
up to the first that surely exists.

examples:
  corefile trace www.example.org Corefile
  corefile trace example.org MX k8s/coredns.yaml
  corefile trace -x 10.96.0.10 Corefile
  corefile trace git.corp.example --from 10.2.3.4 Corefile
  kubectl -n kube-system get configmap coredns -o yaml |
      corefile trace registry -

exit status:
  0  somebody answers, here or upstream, or may
  1  surely nobody does: the query fails, is refused or gets no answer; or
     CoreDNS does not start with this Corefile; or a test of --check fails
  2  wrong usage
  3  the file could not be read, or contains no Corefile
"""

#: What --if may say of a plugin, as in corefile.coredns.catalogue.query.
_OUTCOMES = ("hit", "miss", "nodata", "nxdomain", "servfail")


def main(argv: Sequence[str] | None = None, program: str = "corefile trace") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Trace the queries that a command line asks about."""
    from corefile.text.printable import printable  # noqa: PLC0415

    parser = arguments(program)
    options = parser.parse_intermixed_args(argv)
    if options.check:
        from corefile.cli.trace_check import run_checks  # noqa: PLC0415

        return run_checks(program, options, parser)
    least = 1 if options.x else 2
    if not least <= len(options.words) <= (1 if options.x else 3):
        parser.error("write NAME [TYPE] FILE, or -x ADDRESS FILE")
    wrong = wrong_word(options)
    if wrong:
        parser.error(printable(wrong))
    found = ask(program, options, options.words[-1])
    if isinstance(found, int):
        return found
    return show(program, options, found)


def wrong_word(options: argparse.Namespace) -> str:
    """Say what is wrong with the words of a query; empty where nothing is."""
    from corefile.coredns.catalogue.zones import is_domain_name  # noqa: PLC0415
    from corefile.go.dns import CLASSES  # noqa: PLC0415

    for name, word in (("-x", options.x), ("--from", options.from_)):
        wrong = wrong_ip(word) if word else ""
        if wrong:
            return f"{name} {word}: {wrong}"
    wrong = wrong_namespace(options.pod) if options.pod is not None else ""
    if wrong:
        return f"--pod {options.pod}: {wrong}"
    if options.class_ not in CLASSES:
        return f"--class {options.class_}: not a class; write IN or CH"
    wrong = wrong_address(options.at)
    if wrong:
        return f"--at {options.at}: {wrong}"
    if not options.x and not is_domain_name(options.words[0]):
        return f"{options.words[0] or '(nothing)'}: not a domain name"
    if len(options.words) == 3:
        return wrong_type(options.words[1])
    return ""


def show(program: str, options: argparse.Namespace, asked: Asked) -> int:
    """Print the traces and return the exit status."""
    from corefile.coredns.model.listeners import listeners  # noqa: PLC0415
    from corefile.report.trace import concise, text, trace_dict  # noqa: PLC0415

    for note in asked.notes():
        complain(program, "note", note)
    if not options.x:
        for note in remarks_on(options.words[0]):
            complain(program, "note", note)
    wrong = wrong_plugin(options, asked)
    if wrong:
        complain(program, "error", wrong)
        return USAGE
    traces = traced(options, asked)
    if options.output_format == "json":
        import json  # noqa: PLC0415

        found = [trace_dict(trace, asked.where) for trace in traces]
        what = found if options.pod else found[0]
        sys.stdout.write(json.dumps(what, indent=2, ensure_ascii=False) + "\n")
    elif options.output_format == "concise":
        sys.stdout.write("".join(concise(trace, asked.where) for trace in traces))
    else:
        several = len(listeners(asked.config)) > 1
        parts = (text(trace, asked.where, every=options.all, listener=several) for trace in traces)
        sys.stdout.write("\n".join(parts))
    fails = not asked.leaves_open and all(trace.fails for trace in traces)
    return FINDINGS if asked.refusal or fails else CLEAN


def remarks_on(word: str) -> Iterator[str]:
    """Yield what is said of a word that is taken for a name, and may be meant as something else."""
    from corefile.text.printable import printable  # noqa: PLC0415

    if not word.isascii():
        yield as_asked_for(word)
    _, scheme, rest = word.partition("://")
    host = rest.partition("/")[0].rpartition("@")[2]
    if scheme and host and not host.startswith("["):
        yield printable(f"{word} is a URL: write the name alone, {host.partition(':')[0]}")
    elif not wrong_ip(word):
        yield f"{word} is an address, taken for a name here: `-x {word}` asks for the name it has"


def as_asked_for(name: str) -> str:
    """Say which name clients ask for instead of one that is not in ASCII."""
    from corefile.text.printable import printable  # noqa: PLC0415

    try:
        words = f"most clients ask for {name.encode('idna').decode()} instead of"
    except UnicodeError:
        words = "most clients ask for names in ASCII, not for"
    return printable(f"{words} {name}")


def traced(options: argparse.Namespace, asked: Asked) -> "list[Trace]":
    """Return the traces that options ask for: several with a search list."""
    from corefile.coredns.model.search import searched  # noqa: PLC0415
    from corefile.coredns.model.trace import trace  # noqa: PLC0415

    query = query_of(options)
    settled = assumptions(options, asked)
    if options.pod:
        return searched(asked.config, query, options.pod, settled)
    return [trace(asked.config, query, settled)]


def query_of(options: argparse.Namespace) -> "Query":
    """Return the query that options describe."""
    from ipaddress import ip_address  # noqa: PLC0415

    from corefile.coredns.catalogue.query import Query  # noqa: PLC0415
    from corefile.coredns.catalogue.zones import fqdn  # noqa: PLC0415
    from corefile.go.dns import received_name  # noqa: PLC0415

    address, port = address_and_port(options.at)
    if options.x:
        name, type_ = f"{ip_address(options.x).reverse_pointer}.", "PTR"
    else:
        name, type_ = received_name(options.words[0]), "A"
        type_ = options.words[1].upper() if len(options.words) == 3 else type_
        name = name if options.pod else fqdn(name)
    return Query(
        name,
        type_,
        options.class_,
        options.from_,
        address,
        port,
        options.transport,
        options.tcp,
        options.do,
    )


def outcome(text: str) -> tuple[str, str]:
    """Read the value of `--if`."""
    plugin, _, word = text.partition("=")
    if word not in _OUTCOMES or not plugin:
        raise argparse.ArgumentTypeError(f"write PLUGIN=OUTCOME, with {', '.join(_OUTCOMES)}")
    return plugin, word


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(
        prog=program,
        usage=f"{program} [OPTIONS] NAME [TYPE] FILE\n       {program} [OPTIONS] -x ADDRESS FILE",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument(
        "words",
        metavar="NAME [TYPE] FILE",
        nargs="*",
        help="the name and the type that are asked for, and a Corefile, a manifest, or -",
    )
    parser.add_argument("-x", metavar="ADDRESS", default="", help="ask for the name of an address")
    parser.add_argument(
        "--from", dest="from_", metavar="ADDRESS", default="", help="the client's address"
    )
    parser.add_argument(
        "--at", metavar="ADDRESS[:PORT]", default="", help="the address of the server that is asked"
    )
    parser.add_argument("--tcp", action="store_true", help="ask over TCP")
    parser.add_argument(
        "--transport",
        choices=("dns", "tls", "https", "grpc", "quic", "https3"),
        default="dns",
        help="how the server is asked (default: dns)",
    )
    parser.add_argument(
        "--class", dest="class_", metavar="CLASS", type=str.upper, default="IN", help="IN or CH"
    )
    parser.add_argument("--do", action="store_true", help="ask for DNSSEC records, too")
    parser.add_argument(
        "--if",
        dest="if_",
        metavar="PLUGIN=OUTCOME",
        type=outcome,
        action="append",
        default=[],
        help="assume what a plugin has or gets: hit, miss, nodata, nxdomain, servfail (repeatable)",
    )
    parser.add_argument(
        "--pod", metavar="NAMESPACE", default=None, help="trace all names that a pod asks for"
    )
    parser.add_argument(
        "--all", action="store_true", help="show plugins that pass all queries on, too"
    )
    parser.add_argument(
        "--check", metavar="TESTS", default="", help="run the tests of a YAML file on FILE"
    )
    parser.add_argument(
        "--coverage",
        action="store_true",
        help="with --check: list the server blocks and plugins that no test meets",
    )
    parser.add_argument(
        "--output-format",
        choices=("text", "concise", "json"),
        default="text",
        help="how to print it (default: text)",
    )
    add_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
