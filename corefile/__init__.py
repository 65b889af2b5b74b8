r"""Parse, lint and edit CoreDNS configuration.

    >>> import corefile
    >>> tree = corefile.parse(". {\n    whoami\n}\n")
    >>> tree.servers[0].body.directives[0].name.value
    'whoami'

This is the public face of the package; everything is defined elsewhere and loaded when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from corefile.version import __version__

if TYPE_CHECKING:
    from corefile.coredns.expand import expand
    from corefile.coredns.expansion import (
        ExpandedDirective,
        ExpandedServer,
        ExpandedToken,
        Expansion,
        ExpansionError,
    )
    from corefile.coredns.files import Files, Memory, Reader
    from corefile.editing.editor import Editor
    from corefile.syntax.parser import load, parse
    from corefile.syntax.source import Position, Source, Span
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

_HOMES = {
    "corefile.coredns.expand": ("expand",),
    "corefile.coredns.expansion": (
        "ExpandedDirective",
        "ExpandedServer",
        "ExpandedToken",
        "Expansion",
        "ExpansionError",
    ),
    "corefile.coredns.files": ("Files", "Memory", "Reader"),
    "corefile.editing.editor": ("Editor",),
    "corefile.syntax.parser": ("load", "parse"),
    "corefile.syntax.source": ("Position", "Source", "Span"),
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
    "Import",
    "Memory",
    "Node",
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
    "load",
    "parse",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'corefile' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
