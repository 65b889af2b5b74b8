"""Ways to show findings: text for people, JSON for programs.

A format is a module with a function ``render(results, *, color)`` that takes the files as they are
checked and yields what to print; `color` says whether it goes to a terminal with colours.
"""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    from corefile.lint.document import Checked

    class Renderer(Protocol):
        """The function `render` of a format."""

        def __call__(self, results: Iterable["Checked"], *, color: bool) -> Iterator[str]:
            """Yield what to print."""


__all__ = ["FORMATS", "renderer"]

#: The formats' names, and the modules they are in.
FORMATS = {"text": "corefile.report.text", "json": "corefile.report.json"}


def renderer(name: str) -> "Renderer":
    """Give the function that renders a format; the module is only loaded here."""
    render: Renderer = import_module(FORMATS[name]).render
    return render
