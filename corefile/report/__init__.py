"""Ways to show findings: for people, for programs, and for the services that review changes.

A format is a module with a function ``render(results, *, color)`` that takes the files as they are
checked and yields what to print; `color` says whether it goes to a terminal with colours.
docs/output.md says what each holds.
"""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Protocol

    from corefile.lint.result import CheckResult

    class Renderer(Protocol):
        """The function `render` of a format."""

        def __call__(self, results: Iterable["CheckResult"], *, color: bool) -> Iterator[str]:
            """Yield what to print."""


__all__ = ["FORMATS", "default_format", "renderer"]

#: The formats' names, and the modules they are in.
FORMATS = {
    "text": "corefile.report.text",
    "concise": "corefile.report.concise",
    "json": "corefile.report.json",
    "jsonl": "corefile.report.jsonl",
    "sarif": "corefile.report.sarif",
    "github": "corefile.report.github",
    "github-log": "corefile.report.github_log",
    "gitlab": "corefile.report.gitlab",
    "junit": "corefile.report.junit",
    "checkstyle": "corefile.report.checkstyle",
}


def renderer(name: str) -> "Renderer":
    """Return the function that renders a format; the module is only loaded here."""
    render: Renderer = import_module(FORMATS[name]).render
    return render


def default_format(environ: "Mapping[str, str]") -> str:
    """Return the format for users who name none: inside GitHub Actions, text and annotations."""
    return "github-log" if environ.get("GITHUB_ACTIONS") == "true" else "text"
