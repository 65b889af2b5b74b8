"""The command line of `corefile-lint`."""

from collections.abc import Iterator, Sequence

from corefile.cli.shared_options import add_color, add_exclude, add_stdin_filename, names
from corefile.report import FORMATS
from corefile.version import __version__
from corefile.vocabulary import PROFILES, SEVERITIES, STDIN

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
  1  errors or warnings found; with --diff, there is a patch, whatever remains
  2  wrong usage or configuration
  3  a file could not be read or written; the others are checked anyway

colours: on a terminal, unless NO_COLOR is set; everywhere if FORCE_COLOR is set; or as --color says
"""


#: No number is as long as this.
_DIGITS = 10

_RULE_OPTIONS = (
    ("--select", "run these rules only: names, codes, beginnings of codes (CF2), or `all`"),
    ("--extend-select", "run these rules too"),
    ("--ignore", "do not run these rules"),
)

#: What other programs call an option.
_HABITS = {
    "--disable": "--ignore",
    "--enable": "--extend-select",
    "--format": "--output-format",
    "--json": "--output-format json",
    "--reporter": "--output-format",
    "--rules": "--select",
    "--severity": "--fail-on",
    "--sarif": "--output-format sarif",
    "--silent": "--quiet",
    "--stdin": "-",
    "--strict": "--fail-on info",
    "--write": "--fix",
    "-c": "--config",
    "-d": "--diff",
    "-f": "--output-format",
    "-i": "--fix",
    "-j": "--jobs",
    "-s": "--select",
    "-w": "--fix",
}


class Options:
    """What the words of a command line say."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.output_format = ""
        self.output_file = ""
        self.color = "auto"
        self.statistics = False
        self.exit_zero = False
        self.quiet = False
        self.show_consequences = False
        self.fail_on = "warning"
        self.explain = ""
        self.fix = False
        self.unsafe_fixes = False
        self.add_suppressions = ""
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
        self.ignore_baseline = False
        self.stdin_filename = ""
        self.show_files = False
        self.show_settings = False
        self.watch = False
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
    if options.stdin_filename and not options.paths:
        options.paths = [STDIN]
    for message in conflicts(options):
        parser.error(message)
    if options.add_suppressions:
        # The comments are written as fixes are, or printed as a patch.
        options.fix = not options.diff
    return options


def conflicts(options: Options) -> Iterator[str]:
    """Yield what is wrong with options that do not go together."""
    changes = options.fix or options.diff
    rows = (
        (
            options.statistics and options.output_format not in ("", "text", "json"),
            "--statistics has the output formats text and json only",
        ),
        (options.unsafe_fixes and not changes, "--unsafe-fixes is for --fix or --diff"),
        (
            options.write_baseline and changes,
            "--write-baseline is for a run of its own, after --fix or --diff",
        ),
        (
            options.add_suppressions and (options.fix or options.write_baseline),
            "--add-suppressions is for a run of its own, after --fix or --write-baseline",
        ),
        (
            options.watch and STDIN in options.paths,
            "--watch is for files, not for standard input",
        ),
        (
            options.ignore_baseline and options.baseline,
            "--baseline and --ignore-baseline exclude each other",
        ),
        (
            options.output_file and options.diff,
            "--output-file is for findings, and --diff prints a patch",
        ),
        (options.select == [], "--select names no rule"),
    )
    return (message for wrong, message in rows if wrong)


def arguments(program: str) -> "argparse.ArgumentParser":
    """Make the parser of the command line."""
    from corefile.cli.help import Parser  # noqa: PLC0415

    parser = Parser(
        prog=program,
        usage=f"{program} [OPTION ...] [PATH ...]",
        habits=_HABITS,
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="a file, a folder, or - for standard input; the working directory by default",
    )
    parser.add_argument("-V", "--version", action="version", version=f"{program} {__version__}")
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
    group.add_argument(
        "--add-suppressions",
        metavar="REASON",
        type=reason,
        help="write a comment at each finding that suppresses it, with this reason",
    )


def report_options(group: "argparse._ArgumentGroup") -> None:
    """Add the options about the output and the exit status."""
    from corefile.cli.help import one_of, path_but  # noqa: PLC0415

    group.add_argument(
        "--output-format",
        type=one_of(FORMATS),
        metavar="FORMAT",
        help=f"output format: {', '.join(FORMATS)} "
        "(default: text, and also annotations inside GitHub Actions)",
    )
    group.add_argument(
        "-o",
        "--output-file",
        type=path_but(FORMATS),
        metavar="FILE",
        help="write the findings into this file",
    )
    add_color(group)
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
    group.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        help="print nothing but findings",
    )
    group.add_argument(
        "--show-consequences",
        action="store_true",
        help="list what is found only because of another mistake, not just how much it is",
    )
    group.add_argument("--exit-zero", action="store_true", help="exit with 0 despite findings")


def file_options(group: "argparse._ArgumentGroup") -> None:
    """Add the options about files."""
    add_exclude(group)
    add_stdin_filename(group)
    group.add_argument(
        "--show-files", action="store_true", help="list the files to check, and exit"
    )
    group.add_argument(
        "--show-settings",
        action="store_true",
        help="print the settings as a configuration file, and exit",
    )
    group.add_argument(
        "--watch", action="store_true", help="check again after each change (needs watchfiles)"
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
        "--ignore-baseline",
        action="store_true",
        help="report, and with --fix also fix, what the baseline lists",
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
        "--coredns",
        metavar="RELEASE",
        help="its release, as in 1.11.3, 1.11 or latest (default: the newest); or several: "
        "1.8.6,1.12.0 or 1.8.6..1.12.0",
    )
    group.add_argument(
        "--kubernetes",
        metavar="VERSION",
        help="the release that kubeadm installs with a Kubernetes version, as in 1.31; or several: "
        "1.29,1.31 or 1.29..1.31",
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


def reason(text: str) -> str:
    """Read a reason, which is for a comment. Raises ArgumentTypeError."""
    from argparse import ArgumentTypeError  # noqa: PLC0415 - loaded by who calls this

    if text.strip() and text.isprintable():
        return text.strip()
    raise ArgumentTypeError(f"must be a line of text, not {text!r}")


def number(text: str) -> int:
    """Read a number of things. Raises ArgumentTypeError for what is none, or below 1."""
    from argparse import ArgumentTypeError  # noqa: PLC0415 - loaded by who calls this

    if text.isdecimal() and len(text) < _DIGITS and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"must be a number from 1 on, not {text!r}")
