"""The command line of `corefile-lint`."""

from collections.abc import Sequence

from corefile.report import FORMATS
from corefile.version import __version__
from corefile.vocabulary import PROFILES, SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

__all__ = ["Options", "failing", "read_options"]


_DESCRIPTION = """\
Find mistakes in CoreDNS configuration: Corefiles, and Kubernetes ConfigMaps that hold one.
"""

_EPILOG = """\
In a folder, corefile-lint looks for files named Corefile, Corefile.* or *.corefile, for YAML and
JSON files with a Corefile, for Markdown, and for templates of these. It skips hidden folders. It
follows imports inside the folder of the Corefile, and does not replace {$VAR}.

Settings come from the nearest .corefile.toml, or [tool.corefile] in pyproject.toml, above each
file; options override them. A comment suppresses a rule:
  # corefile: ignore[RULE] reason          at the end of a line, or alone above it
  # corefile: ignore-file[RULE] reason     anywhere

examples:
  corefile-lint                                  search the working directory
  corefile-lint Corefile k8s/coredns.yaml        check two files
  corefile-lint --fix Corefile                   make the safe fixes
  corefile-lint --diff Corefile | git apply      the same, as a patch
  kubectl -n kube-system get configmap coredns -o yaml | corefile-lint -

exit status:
  0  nothing found, or only notes
  1  errors or warnings found
  2  wrong usage or configuration
  3  a file could not be read or written; the others are checked anyway

colours: on a terminal, unless NO_COLOR is set; everywhere if FORCE_COLOR is set
"""


#: No number is as long as this.
_DIGITS = 10

_RULE_OPTIONS = (
    ("--select", "run these rules only: names, codes, beginnings of codes (CF2), or `all`"),
    ("--extend-select", "run these rules too"),
    ("--ignore", "do not run these rules"),
)


class Options:
    """What the words of a command line say."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.output_format = ""
        self.statistics = False
        self.exit_zero = False
        self.fail_on = "warning"
        self.explain = ""
        self.fix = False
        self.unsafe_fixes = False
        self.diff = False
        self.select: list[str] | None = None
        self.extend_select: list[str] = []
        self.ignore: list[str] = []
        self.config = ""
        self.isolated = False
        self.exclude: list[str] = []
        self.force_exclude = False
        self.baseline = ""
        self.write_baseline = ""
        self.stdin_filename = ""
        self.jobs = 0
        self.no_cache = False
        self.profile = ""
        self.coredns = ""
        self.kubernetes = ""
        self.external_plugins: list[str] = []
        self.plugin_cfg = ""


def read_options(argv: Sequence[str], program: str) -> Options:
    """Read a command line. Ends the program for `--help`, `--version` and wrong usage."""
    options = Options()
    # As the hook for pre-commit calls it, and a plain list of paths: to load argparse takes as long
    # as to check a Corefile.
    options.force_exclude = list(argv[:1]) == ["--force-exclude"]
    paths = argv[options.force_exclude :]
    if all(word == "-" or not word.startswith("-") for word in paths):
        options.paths = list(paths)
        return options
    parser = arguments(program)
    parser.parse_args(argv, options)
    if options.statistics and options.output_format not in ("", "text", "json"):
        parser.error("--statistics has the output formats text and json only")
    if options.unsafe_fixes and not (options.fix or options.diff):
        parser.error("--unsafe-fixes is for --fix or --diff")
    if options.write_baseline and (options.fix or options.diff):
        parser.error("--write-baseline is for a run of its own, after --fix or --diff")
    if options.select == []:
        parser.error("--select names no rule")
    return options


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
    parser.add_argument("--version", action="version", version=f"{program} {__version__}")
    groups = (
        ("rules", rule_options),
        ("fixes", fix_options),
        ("output", report_options),
        ("files and settings", file_options),
        ("the CoreDNS that will read the files", site_options),
    )
    for title, add in groups:
        add(parser.add_argument_group(title))
    return parser


def rule_options(group: "argparse._ArgumentGroup") -> None:
    """Add the options that choose rules."""
    for option, about in _RULE_OPTIONS:
        group.add_argument(option, metavar="RULE,...", type=names, action="extend", help=about)
    group.add_argument("--explain", metavar="RULE", help="print the page of a rule, and exit")


def fix_options(group: "argparse._ArgumentGroup") -> None:
    """Add the options about fixes."""
    group.add_argument("--fix", action="store_true", help="make the safe fixes")
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also make fixes that may change what the server does",
    )
    group.add_argument(
        "--diff", action="store_true", help="print what --fix would change, as a patch"
    )


def report_options(group: "argparse._ArgumentGroup") -> None:
    """Add the options about the output and the exit status."""
    from corefile.cli.help import one_of  # noqa: PLC0415

    group.add_argument(
        "--output-format",
        type=one_of(FORMATS),
        metavar="FORMAT",
        help=f"output format: {', '.join(FORMATS)} "
        "(default: text, and also annotations inside GitHub Actions)",
    )
    group.add_argument(
        "--statistics",
        action="store_true",
        help="print the number of findings of each rule, as text or JSON",
    )
    group.add_argument(
        "--fail-on",
        type=one_of(SEVERITIES),
        metavar="LEVEL",
        help="exit with 1 for findings of this severity or above: error, warning or info "
        "(default: warning)",
    )
    group.add_argument("--exit-zero", action="store_true", help="exit with 0 despite findings")


def file_options(group: "argparse._ArgumentGroup") -> None:
    """Add the options about files."""
    group.add_argument("--config", metavar="FILE", help="use only this configuration file")
    group.add_argument("--isolated", action="store_true", help="use no configuration file")
    group.add_argument(
        "--exclude",
        metavar="PATTERN,...",
        type=names,
        action="extend",
        help="leave out these files when searching folders (patterns as in .gitignore)",
    )
    group.add_argument(
        "--force-exclude",
        action="store_true",
        help="apply excludes to explicitly named files too",
    )
    group.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="name of the text on standard input; the settings for that path apply",
    )
    group.add_argument(
        "--baseline", metavar="FILE", help="hide findings listed in this baseline file"
    )
    group.add_argument(
        "--write-baseline",
        metavar="FILE",
        help="list the current findings in this file, and exit",
    )
    group.add_argument(
        "--jobs",
        metavar="N",
        type=number,
        help="number of processes (default: one per core)",
    )
    group.add_argument(
        "--no-cache",
        action="store_true",
        help="re-check unchanged files",
    )


def site_options(group: "argparse._ArgumentGroup") -> None:
    """Add the options about the server."""
    group.add_argument(
        "--profile",
        metavar="PROFILE",
        help=f"where it runs: {', '.join(PROFILES)} "
        "(default: detected from the Corefile; internet has to be set)",
    )
    group.add_argument(
        "--coredns", metavar="RELEASE", help="its release, as in 1.11.3 (default: the newest)"
    )
    group.add_argument(
        "--kubernetes",
        metavar="VERSION",
        help="the release that kubeadm installs with a Kubernetes version, as in 1.31",
    )
    group.add_argument(
        "--external-plugins",
        metavar="NAME,...",
        action="append",
        default=[],
        help="more plugins that your build has: NAME, `NAME before OTHER`, `NAME after OTHER`",
    )
    group.add_argument(
        "--plugin-cfg",
        metavar="FILE",
        help="the plugin.cfg of your own build, or what `coredns -plugins` prints",
    )


def failing(options: Options) -> tuple[str, ...]:
    """Return the severities of findings to exit with 1 for."""
    return SEVERITIES[: SEVERITIES.index(options.fail_on) + 1]


def number(text: str) -> int:
    """Read a number of things. Raises ArgumentTypeError for what is none, or below 1."""
    from argparse import ArgumentTypeError  # noqa: PLC0415 - loaded by who calls this

    if text.isdecimal() and len(text) < _DIGITS and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"must be a number from 1 on, not {text!r}")


def names(text: str) -> list[str]:
    """Read names with commas between them."""
    return [name.strip() for name in text.split(",") if name.strip()]
