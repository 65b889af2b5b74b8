"""Shows what is found, in the format that the options ask for."""

import os
import sys
from collections.abc import Iterable

from corefile.cli.options import Options
from corefile.lint.result import CheckResult
from corefile.report import default_format, renderer
from corefile.report.color import wanted
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.report import Renderer

__all__ = ["print_findings"]


def print_findings(options: Options, results: Iterable[CheckResult]) -> None:
    """Print what is found; on standard error where standard output is for a fixed text."""
    stream = sys.stderr if options.fix and STDIN in options.paths else sys.stdout
    color = wanted(os.environ, terminal=stream.isatty())
    for piece in chosen_renderer(options)(results, color=color):
        stream.write(piece)


def chosen_renderer(options: Options) -> "Renderer":
    """Return what prints findings."""
    name = options.output_format or default_format(os.environ)
    if not options.statistics:
        return renderer(name)
    from corefile.report import statistics  # noqa: PLC0415 - seldom needed

    return statistics.render_json if name == "json" else statistics.render
