"""Change Corefiles, and keep all that is not changed (docs/editing.md)."""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.editing.editor import Editor
    from corefile.editing.errors import EditError, Gone, Inexpressible, NotFound, Refused
    from corefile.editing.handles import Line, Server, SnippetBlock
    from corefile.editing.quoting import written

#: Where names are defined; a module is loaded when one of its names is used.
_HOMES = {
    "corefile.editing.editor": ("Editor",),
    "corefile.editing.errors": ("EditError", "Gone", "Inexpressible", "NotFound", "Refused"),
    "corefile.editing.handles": ("Line", "Server", "SnippetBlock"),
    "corefile.editing.quoting": ("written",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "EditError",
    "Editor",
    "Gone",
    "Inexpressible",
    "Line",
    "NotFound",
    "Refused",
    "Server",
    "SnippetBlock",
    "written",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'corefile.editing' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
