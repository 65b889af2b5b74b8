"""Ways to show findings: for people, for programs, and for the services that review changes.

A format is a module with a function ``render(results, *, color)`` that takes the files as they are
checked and yields what to print; `color` says whether it goes to a terminal with colours.
docs/output.md says what each holds.
"""

from functools import partial
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from corefile.report.protocol import Renderer

__all__ = ["FORMATS", "IN_PARTS", "Renderer", "default_format", "renderer"]

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
    "azure": "corefile.report.azure",
    "rdjson": "corefile.report.rdjson",
    "junit": "corefile.report.junit",
    "checkstyle": "corefile.report.checkstyle",
}


#: The formats that show findings as they are found, and take those of a file in several results.
IN_PARTS = frozenset(("text", "concise", "jsonl"))


def renderer(name: str, *, consequences: bool = False) -> "Renderer":
    """Return the function that renders a format; the module is only loaded here.

    With `consequences`, text lists what follows from a finding, and not just how much it is.
    """
    module = import_module(FORMATS[name])
    render: Renderer = module.render
    return partial(module.render, consequences=True) if consequences and name == "text" else render


def default_format(environ: "Mapping[str, str]") -> str:
    """Return the format for users who name none: inside GitHub Actions, text and annotations."""
    return "github-log" if environ.get("GITHUB_ACTIONS") == "true" else "text"


def __getattr__(name: str) -> object:
    if name == "Renderer":
        return import_module("corefile.report.protocol").Renderer
    raise AttributeError(f"module 'corefile.report' has no attribute {name!r}")
