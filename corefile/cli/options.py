"""The command line of `corefile-lint`."""

from collections.abc import Sequence

from corefile.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

__all__ = ["Options", "read_options"]

_DESCRIPTION = """\
Find mistakes in CoreDNS configuration: Corefiles, and Kubernetes ConfigMaps that hold one.
"""

_EPILOG = """\
A folder is searched for files named Corefile, Corefile.* or *.corefile, and for YAML and JSON
files with a ConfigMap that has a Corefile. Hidden folders are left out. Imports are followed
inside the folder of the Corefile; {$VAR} is left as it is written.

examples:
  corefile-lint                                  search the working directory
  corefile-lint Corefile k8s/coredns.yaml        check two files
  kubectl -n kube-system get configmap coredns -o yaml | corefile-lint -

exit status:
  0  nothing found, or only notes
  1  errors or warnings found
  2  wrong usage
  3  a file could not be read; the others are checked all the same

colours: on a terminal, unless NO_COLOR is set; everywhere if FORCE_COLOR is set
"""


class Options:
    """What the words of a command line say."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.output_format = "text"
        self.coredns = ""
        self.kubernetes = ""
        self.external_plugins: list[str] = []
        self.plugin_cfg = ""


def read_options(argv: Sequence[str], program: str) -> Options:
    """Read a command line. Ends the program for `--help`, `--version` and wrong usage."""
    options = Options()
    if all(word == "-" or not word.startswith("-") for word in argv):
        # To load argparse takes as long as to check a Corefile.
        options.paths = list(argv)
        return options
    return arguments(program).parse_args(argv, options)


def arguments(program: str) -> "argparse.ArgumentParser":
    """Make the parser of the command line."""
    import argparse  # noqa: PLC0415

    from corefile.cli.help import Help  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog=program,
        usage=f"{program} [OPTION ...] [PATH ...]",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=Help,
        allow_abbrev=False,
    )
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="a file, a folder, or - for standard input; the working directory by default",
    )
    parser.add_argument(
        "--output-format",
        choices=("text", "json"),
        default="text",
        help="how to print what is found (default: text)",
    )
    add_options(parser)
    parser.add_argument("--version", action="version", version=f"{program} {__version__}")
    return parser


def add_options(parser: "argparse.ArgumentParser") -> None:
    """Add the options to a command line."""
    build = parser.add_argument_group("the CoreDNS that will read the files")
    build.add_argument(
        "--coredns", metavar="RELEASE", help="its release, as in 1.11.3 (default: the newest)"
    )
    build.add_argument(
        "--kubernetes",
        metavar="VERSION",
        help="the release that kubeadm installs with a Kubernetes version, as in 1.31",
    )
    build.add_argument(
        "--external-plugins",
        metavar="NAME,...",
        action="append",
        default=[],
        help="plugins that your build has besides: NAME, `NAME before OTHER`, `NAME after OTHER`",
    )
    build.add_argument(
        "--plugin-cfg",
        metavar="FILE",
        help="the plugin.cfg of your own build, or what `coredns -plugins` prints",
    )
