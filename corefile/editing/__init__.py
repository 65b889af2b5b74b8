"""Change Corefiles, and keep all that is not changed (docs/editing.md)."""

from corefile.editing.editor import Editor
from corefile.editing.errors import EditError, Gone, Inexpressible, NotFound, Refused
from corefile.editing.handles import Line, Server, SnippetBlock
from corefile.editing.quoting import written

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
