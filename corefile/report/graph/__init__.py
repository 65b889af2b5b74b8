"""The picture of a configuration in several formats, each a function in a module of its own."""

from collections.abc import Callable
from importlib import import_module

from corefile.coredns.model.picture import Picture
from corefile.report.trace import Where

__all__ = ["FORMATS", "draw"]

#: The formats, and the endings of files that are taken for them.
FORMATS: dict[str, tuple[str, ...]] = {
    "text": (".txt",),
    "svg": (".svg",),
    "mermaid": (".mmd", ".mermaid"),
    "dot": (".dot", ".gv"),
    "json": (".json",),
}


def draw(picture: Picture, format_: str, title: str, where: Where) -> str:
    """Return a picture in one of the formats. `title` says of what it is."""
    module = import_module(f"corefile.report.graph.{format_}")
    function: Callable[[Picture, str, Where], str] = module.draw
    return function(picture, title, where)
