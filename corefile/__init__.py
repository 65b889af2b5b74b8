r"""Parse, lint and edit CoreDNS configuration.

    >>> import corefile
    >>> tree = corefile.parse(". {\n    whoami\n}\n")
    >>> tree.servers[0].body.directives[0].name.value
    'whoami'

This is the public face of the package; everything is defined elsewhere and loaded when first used.
"""

from importlib import import_module

from corefile.version import __version__

# A plain name, so that type checkers see what follows and start-up does not pay for `typing`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.coredns.imports.expand import expand
    from corefile.coredns.imports.expansion import (
        ExpandedDirective,
        ExpandedServer,
        ExpandedToken,
        Expansion,
        ExpansionError,
    )
    from corefile.coredns.imports.files import Files, Memory, Reader
    from corefile.editing.editor import Editor
    from corefile.formatter.layout import Formatted
    from corefile.formatter.layout import format_corefile as format  # noqa: A004
    from corefile.lint.engine import lint as lint
    from corefile.opened import NotACorefile, OpenCorefile, OpenFile, load
    from corefile.opened import open_file as open  # noqa: A004
    from corefile.syntax.parser import parse
    from corefile.syntax.tree import (
        Block,
        Body,
        Corefile,
        Directive,
        Import,
        Node,
        Property,
        ServerBlock,
        Snippet,
        SyntaxFault,
        Token,
    )
    from corefile.text.source import Position, Source, Span

_HOMES = {
    "corefile.coredns.imports.expand": ("expand",),
    "corefile.coredns.imports.expansion": (
        "ExpandedDirective",
        "ExpandedServer",
        "ExpandedToken",
        "Expansion",
        "ExpansionError",
    ),
    "corefile.coredns.imports.files": ("Files", "Memory", "Reader"),
    "corefile.editing.editor": ("Editor",),
    "corefile.formatter.layout": ("Formatted", "format"),
    "corefile.opened": ("NotACorefile", "OpenCorefile", "OpenFile", "load", "open"),
    "corefile.syntax.parser": ("parse",),
    "corefile.text.source": ("Position", "Source", "Span"),
    "corefile.syntax.tree": (
        "Block",
        "Body",
        "Corefile",
        "Directive",
        "Import",
        "Node",
        "Property",
        "ServerBlock",
        "Snippet",
        "SyntaxFault",
        "Token",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}
#: What bears another name at home.
_THERE = {"format": "format_corefile", "open": "open_file"}

__all__ = [
    "Block",
    "Body",
    "Corefile",
    "Directive",
    "Editor",
    "ExpandedDirective",
    "ExpandedServer",
    "ExpandedToken",
    "Expansion",
    "ExpansionError",
    "Files",
    "Formatted",
    "Import",
    "Memory",
    "Node",
    "NotACorefile",
    "OpenCorefile",
    "OpenFile",
    "Position",
    "Property",
    "Reader",
    "ServerBlock",
    "Snippet",
    "Source",
    "Span",
    "SyntaxFault",
    "Token",
    "__version__",
    "expand",
    "format",
    "load",
    "open",
    "parse",
]


def __getattr__(name: str) -> object:
    if name == "lint":
        # The package is called as its function `lint` is, before it is imported and after.
        return import_module("corefile.lint")
    if name not in _HOME:
        raise AttributeError(f"module 'corefile' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), _THERE.get(name, name))


def __dir__() -> list[str]:
    return __all__
