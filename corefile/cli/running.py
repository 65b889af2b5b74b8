"""Which CoreDNS runs a Corefile: options, and what the nearest configuration file says."""

import argparse
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.coredns.releases.builds import Build
    from corefile.lint import Configuration

__all__ = ["add_build", "build_for", "said_for"]


def add_build(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which CoreDNS runs."""
    parser.add_argument("--coredns", metavar="VERSION", default="", help="the release that runs")
    parser.add_argument(
        "--kubernetes", metavar="VERSION", default="", help="the Kubernetes whose CoreDNS runs"
    )
    parser.add_argument(
        "--external-plugins",
        metavar="NAMES",
        action="append",
        default=[],
        help="more plugins that your CoreDNS has: NAME, `NAME before PLUGIN`, …",
    )
    parser.add_argument("--isolated", action="store_true", help="read no configuration file")


def build_for(options: argparse.Namespace, file: str) -> "Build | None":
    """Return the CoreDNS that options and the nearest configuration file name."""
    from corefile.lint import build_of  # noqa: PLC0415

    return build_of(said_for(options, file))


def said_for(options: argparse.Namespace, file: str) -> "Configuration":
    """Return what the nearest configuration file says, and options instead of it."""
    from corefile.lint import Configuration, find_configuration, load_configuration  # noqa: PLC0415
    from corefile.text.records import replace  # noqa: PLC0415

    name = "" if options.isolated else find_configuration(os.path.dirname(file) or ".")
    said = load_configuration(name) if name else Configuration()
    plugins = [name for text in options.external_plugins for name in text.split(",")]
    said = replace(said, external_plugins=(*said.external_plugins, *plugins))
    if options.coredns or options.kubernetes:
        said = replace(said, coredns=options.coredns, kubernetes=options.kubernetes)
    return said
