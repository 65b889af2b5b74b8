"""The command `corefile init`: files that a project begins with."""

import os
import sys
from collections.abc import Sequence

from corefile.cli.guard import CLEAN, UNREADABLE, USAGE, complain, guarded
from corefile.cli.help import Parser
from corefile.reference.links import HOME, schema_uri
from corefile.text.records import dataclass
from corefile.version import __version__

__all__ = ["main"]

_DESCRIPTION = """\
Write a .corefile.toml to begin with, or what runs the linter before each commit. No file that is
there is changed: what belongs into it is printed.
"""

_EPILOG = """\
examples:
  corefile init                 write .corefile.toml here
  corefile init --pre-commit    write .pre-commit-config.yaml
  corefile init --pre-commit >>.pre-commit-config.yaml      if there is one

exit status:
  0  written, or printed because the file is there
  2  wrong usage, or a configuration is there already
  3  a file could not be written
"""

_CONFIGURATION = f"""\
#:schema {schema_uri("configuration")}
# Settings of corefile-lint and corefile-fmt, for this folder and those below it.
# {HOME}/blob/v{__version__}/docs/configuration.md

# coredns = "1.11.3"            # the release that reads the files; or:
# kubernetes = "1.31"           # the release that kubeadm installs with this version
# profile = "kubernetes"        # plain, kubernetes, nodelocaldns, aks, k3s or internet
# external-plugins = ["k8s_gateway before kubernetes"]

# extend-select = ["missing-errors"]
# ignore = ["health-without-lameduck"]
# exclude = ["vendor/"]
# baseline = "corefile-baseline.json"   # of `corefile-lint --write-baseline`

# [severity]
# forward-loop-to-self = "error"

# [per-file-ignores]
# "tests/**" = ["CF3"]
"""

_HOOKS = f"""\
  - repo: {HOME}
    rev: v{__version__}
    hooks:
      - id: corefile-lint
      - id: corefile-fmt
"""


@dataclass(frozen=True, slots=True)
class Start:
    """A file to begin with."""

    name: str
    text: str
    #: What belongs into such a file that is there already; "" where a second one says nothing more.
    part: str
    #: What to do next.
    advice: str


CONFIGURATION = Start(
    ".corefile.toml", _CONFIGURATION, "", "remove the `#` before what you want to set"
)
PRE_COMMIT = Start(
    ".pre-commit-config.yaml", f"repos:\n{_HOOKS}", _HOOKS, "run `pre-commit install`"
)


def main(argv: Sequence[str] | None = None, program: str = "corefile init") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Write the file that the arguments ask for."""
    parser = Parser(prog=program, description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument(
        "folder", metavar="FOLDER", nargs="?", default="", help="the working directory by default"
    )
    parser.add_argument(
        "--pre-commit", action="store_true", help="write or print the hooks for pre-commit"
    )
    options = parser.parse_args(argv)
    if options.pre_commit:
        return begin(PRE_COMMIT, options.folder, program)
    from corefile.lint import ConfigurationError, find_configuration  # noqa: PLC0415

    try:
        there = find_configuration(options.folder or ".")
    except ConfigurationError as error:
        complain(program, "error", str(error))
        return USAGE
    if there and os.path.samefile(os.path.dirname(there), options.folder or "."):
        complain(program, "error", f"{os.path.relpath(there)} is the configuration already")
        return USAGE
    return begin(CONFIGURATION, options.folder, program)


def begin(start: Start, folder: str, program: str) -> int:
    """Write a file, or print what belongs into the one that is there; give the exit status."""
    path = os.path.join(folder, start.name)
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(start.text)
    except FileExistsError:
        if not start.part:
            complain(program, "error", f"{path} is there already")
            return USAGE
        complain(program, "note", f"{path} is there already: add these lines to its `repos`")
        sys.stdout.write(start.part)
        return CLEAN
    except (OSError, ValueError) as error:  # a NUL in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        complain(program, "error", f"{path}: cannot be written: {reason}")
        return UNREADABLE
    complain(program, "note", f"wrote {path}: {start.advice}")
    return CLEAN
