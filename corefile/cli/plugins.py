"""The command `corefile plugins`: what CoreDNS's plugins take."""

import sys
from collections.abc import Sequence

from corefile.cli.guard import CLEAN, USAGE, complain, guarded
from corefile.cli.help import Parser

__all__ = ["main"]

_EPILOG = """\
examples:
  corefile plugins                   all plugins, in the order of queries
  corefile plugins forward           what `forward` accepts
  corefile plugins --coredns 1.8.4   the plugins of a release
  corefile plugins --coredns 1.8.4 forward
      what `forward` accepts there, and what changed before and since
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile plugins") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Print a list of plugins, or a plugin's page."""
    parser = Parser(
        prog=program,
        description="Say which plugins CoreDNS has, and what each takes.",
        epilog=_EPILOG,
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="a plugin")
    parser.add_argument(
        "--coredns", metavar="RELEASE", default="", help="those of a release, as in 1.11.3"
    )
    options = parser.parse_args(argv)
    # Loaded here, so that `--help` costs next to nothing.
    from corefile.cli.own import load_own  # noqa: PLC0415
    from corefile.coredns.releases.builds import stock  # noqa: PLC0415
    from corefile.coredns.releases.release import parse_release  # noqa: PLC0415
    from corefile.lint import Configuration, build_of  # noqa: PLC0415

    try:
        asked = parse_release(options.coredns) if options.coredns else None
        extensions = load_own().extensions
        build = build_of(Configuration(coredns=options.coredns, extensions=extensions)) or stock()
    except ValueError as error:
        complain(program, "error", str(error))
        return USAGE
    if options.name is None:
        print("\n".join(build.plugins))
        return CLEAN
    from corefile.reference.plugins import page, plugin_names, releases_of  # noqa: PLC0415

    try:
        sys.stdout.write(page(options.name, plain=True, release=asked))
    except KeyError:
        from corefile.text.spelling import did_you_mean  # noqa: PLC0415

        had = releases_of(options.name)
        near = did_you_mean(options.name, plugin_names())
        advice = f", it is in CoreDNS {had}" if had else f": {near}" if near else ""
        version = f" {asked}" if asked else ""
        complain(program, "error", f"CoreDNS{version} has no plugin `{options.name}`{advice}")
        return USAGE
    return CLEAN
