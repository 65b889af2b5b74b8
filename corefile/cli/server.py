"""The command `corefile server`."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from corefile.cli.guard import CLEAN, UNREADABLE, complain, guarded
from corefile.cli.help import Parser
from corefile.cli.inputs import Unreadable, load, search
from corefile.cli.options import Options
from corefile.cli.settings import Chooser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.lint import Settings

__all__ = ["main"]

_DESCRIPTION = """\
Answer an editor: a language server for Corefiles, also inside YAML, Helm values and Markdown. It
speaks the Language Server Protocol through standard input and output; editors start it themselves.
"""

_EPILOG = """\
Settings come from the configuration file nearest to each file, as for corefile-lint. The page
"Editors" of the documentation shows how to set up Neovim, VS Code, Helix and others.

exit status:
  0  the editor has left
  2  wrong usage
  3  `corefile[server]` is not installed, or the port cannot be used
"""


class Disk:
    """The files and settings that the other commands see."""

    def __init__(self, program: str) -> None:
        self.program = program
        self._chooser = Chooser(Options())

    def settings(self, path: str) -> "Settings":
        """Return what the rules go by in a file. Raises ConfigurationError."""
        return self._chooser.settings(path)

    def excluded(self, path: str) -> bool:
        """Tell whether a file is not to be checked. Raises ConfigurationError."""
        return self._chooser.excluded(path)

    def files(self, folder: str) -> Iterator[str]:
        """Yield the files in a folder that may hold a Corefile. Raises ConfigurationError."""
        return search(folder, self._complain, self._chooser.excluded)

    def load(self, path: str) -> str | None:
        """Return the text of a file; None for one that cannot be read."""
        try:
            return load(path)
        except Unreadable as error:
            self._complain(path, str(error))
            return None

    def reload(self) -> None:
        """Forget settings: their files may have changed."""
        from corefile.lint import forget_configurations  # noqa: PLC0415 - help needs none of it

        forget_configurations()
        self._chooser = Chooser(Options())

    def _complain(self, path: str, reason: str) -> None:
        complain(self.program, "warning", f"{path}: {reason}")


def main(argv: Sequence[str] | None = None, program: str = "corefile server") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Answer an editor until it leaves."""
    from corefile.server import serve  # noqa: PLC0415 - help needs none of it

    options = arguments(program).parse_args(argv)
    try:
        serve(Disk(program), (options.host, options.tcp) if options.tcp else None)
    except ImportError:
        advice = "run `pip install 'corefile[server]'`"
        complain(program, "error", f"the packages for it are not installed: {advice}")
        return UNREADABLE
    except OSError as error:
        complain(program, "error", f"port {options.tcp}: {error.strerror or error}")
        return UNREADABLE
    return CLEAN


def port(text: str) -> int:
    """Read the value of `--tcp`."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 1 << 16:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")


def arguments(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = Parser(prog=program, description=_DESCRIPTION, epilog=_EPILOG)
    # Many editors start every server with it.
    parser.add_argument(
        "--stdio", action="store_true", help="use standard input and output, as by default"
    )
    parser.add_argument(
        "--tcp", metavar="PORT", type=port, default=0, help="wait for one editor at this port"
    )
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        default="127.0.0.1",
        help="the address to wait at with --tcp (default: %(default)s)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
