"""The command `corefile plugins`: what CoreDNS's plugins take."""

import argparse
import sys
from collections.abc import Sequence

from corefile.cli.guard import CLEAN, USAGE, complain, guarded
from corefile.cli.help import Help

__all__ = ["main"]

_EPILOG = """\
examples:
  corefile plugins                   all plugins, in the order in which queries pass through them
  corefile plugins forward           what `forward` accepts
  corefile plugins --coredns 1.8.4   the plugins of a release
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile plugins") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Print a list of plugins, or a plugin's page."""
    parser = argparse.ArgumentParser(
        prog=program,
        description="Say which plugins CoreDNS has, and what each takes.",
        epilog=_EPILOG,
        formatter_class=Help,
        allow_abbrev=False,
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="a plugin")
    parser.add_argument(
        "--coredns", metavar="RELEASE", default="", help="list those of a release, as in 1.11.3"
    )
    options = parser.parse_args(argv)
    # Loaded here, so that `--help` costs next to nothing.
    from corefile.coredns.releases.release import (  # noqa: PLC0415
        NEWEST,
        parse_release,
        plugin_order,
    )

    if options.name is None:
        try:
            release = parse_release(options.coredns or NEWEST)
        except ValueError as error:
            complain(program, "error", str(error))
            return USAGE
        print("\n".join(plugin_order(release)))
        return CLEAN
    from corefile.reference.plugins import page, plugin_names  # noqa: PLC0415

    try:
        sys.stdout.write(page(options.name))
    except KeyError:
        from corefile.text.spelling import did_you_mean  # noqa: PLC0415

        near = did_you_mean(options.name, plugin_names())
        advice = f": {near}" if near else ""
        complain(program, "error", f"CoreDNS has no plugin `{options.name}`{advice}")
        return USAGE
    return CLEAN
