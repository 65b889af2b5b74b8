"""Fixes of lines and words, made by `line_edits.py`, which is loaded where something is found."""

from corefile.lint.rule import Late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.lint.line_edits import (
        add_plugin,
        add_property,
        move_above,
        path_to,
        remove_line,
        remove_snippet,
        rename_key,
        write_instead,
        write_words,
    )

__all__ = [
    "add_plugin",
    "add_property",
    "move_above",
    "path_to",
    "remove_line",
    "remove_snippet",
    "rename_key",
    "write_instead",
    "write_words",
]

_MAKER = "corefile.lint.line_edits"

if not TYPE_CHECKING:
    add_plugin = Late(_MAKER, "add_plugin")
    add_property = Late(_MAKER, "add_property")
    move_above = Late(_MAKER, "move_above")
    path_to = Late(_MAKER, "path_to")
    remove_line = Late(_MAKER, "remove_line")
    remove_snippet = Late(_MAKER, "remove_snippet")
    rename_key = Late(_MAKER, "rename_key")
    write_instead = Late(_MAKER, "write_instead")
    write_words = Late(_MAKER, "write_words")
