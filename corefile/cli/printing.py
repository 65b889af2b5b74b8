"""Shows what is found, in the format that the options ask for."""

import os
import sys
from collections.abc import Iterable
from functools import partial

from corefile.cli.options import Options
from corefile.lint import CheckResult
from corefile.report import IN_PARTS, default_format, renderer
from corefile.report.color import wanted
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.report import Renderer

__all__ = ["print_findings", "takes_parts"]


def print_findings(options: Options, results: Iterable[CheckResult], program: str) -> bool:
    """Print what is found; on standard error where standard output is for a fixed text.

    False where it cannot be written into the file that the options name.
    """
    render = chosen_renderer(options)
    if options.output_file:
        from corefile.cli.output import written  # noqa: PLC0415 - seldom needed

        color = options.color == "always"
        text = "".join(render(results, color=color))
        return written(program, options.output_file, text)
    stream = sys.stderr if options.fix and STDIN in options.paths else sys.stdout
    color = wanted(os.environ, terminal=stream.isatty(), when=options.color)
    for piece in render(results, color=color):
        stream.write(piece)
    return True


def takes_parts(options: Options) -> bool:
    """Tell whether findings are printed before all of their file are known."""
    return chosen_format(options) in IN_PARTS and not (
        options.statistics or options.write_baseline or options.diff
    )


def chosen_format(options: Options) -> str:
    """Return the name of the format for findings."""
    return options.output_format or default_format(os.environ)


def chosen_renderer(options: Options) -> "Renderer":
    """Return what prints findings."""
    name = chosen_format(options)
    if not options.statistics:
        if options.quiet and name == "text":
            from corefile.report.text import render_quietly  # noqa: PLC0415 - seldom needed

            return partial(render_quietly, consequences=options.show_consequences)
        return renderer(name, consequences=options.show_consequences)
    from corefile.report.statistics import render, render_json  # noqa: PLC0415 - seldom needed

    return render_json if name == "json" else render
