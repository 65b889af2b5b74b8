"""What an example leaves to its readers, read as what a template puts in."""

from __future__ import annotations

import re

from corefile.documents.kinds.template.marks import leaves_out, stand_ins
from corefile.documents.kinds.template.rendering import STAND_IN, rendering_of, with_references
from corefile.documents.written import Unwritable
from corefile.text.edits import Edit, apply_edits
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.kinds.template.rendering import Rendered
    from corefile.documents.model import Embedded

__all__ = ["describes_syntax", "filled", "is_cut_off", "unfilled_edits"]

#: A block that is not shown: `cache { ... }`.
_LEFT_BLOCK = regex(r"(?<!\{)\{[ \t]{0,9}(?:\.{3}|…)[ \t]{0,9}\}(?!\})")
#: Of `cache [TTL] [ZONES...]`.
_SYNTAX = regex(
    r"\[[A-Z]|\[[a-z]{2,}\||[A-Z\]]\.\.\.|\.\.\.\]|…(?!\]?[ \t]*$)|[^ \t\[\n][ \t]*…",
    re.MULTILINE,
)
_COMMENT = regex(r"#[^\n]*")


def filled(content: str) -> Rendered:
    """Return an example with words instead of its placeholders."""
    return next(rendering_of(content, stand_ins(content)).variants())


def describes_syntax(content: str) -> bool:
    """Tell whether a text is the syntax of a plugin, and no Corefile."""
    return _SYNTAX.search(_COMMENT.sub("", content)) is not None


def is_cut_off(content: str) -> bool:
    """Tell whether an example leaves out a block, or the ends of some."""
    rows = content.split("\n") if content.rstrip().endswith("{") else ()
    shows_part = len(rows) > 2 or leaves_out(content)
    has_no_end = content.count("{") > content.count("}") and shows_part
    return has_no_end or _LEFT_BLOCK.search(content) is not None


def unfilled_edits(
    content: str, rendered: Rendered, corefile: Embedded, edits: Sequence[Edit]
) -> list[Edit]:
    """Turn edits of an example that is filled in into edits of what its block of code has.

    Proved: filled in again, it is the edited text. Raises Unwritable.
    """
    if any(STAND_IN.search(edit.text) for edit in edits):
        raise Unwritable("an edit would write out what is left to the readers")
    places = rendered.map
    found = [Edit(*places.span(edit.start, edit.end), edit.text) for edit in edits]
    after = apply_edits(content, found)
    no_corefile = corefile.kind == "example" and describes_syntax(after)
    edited = apply_edits(with_references(rendered.text), edits)
    if no_corefile or with_references(filled(after).text) != edited:
        raise Unwritable("the edited example would leave something else to its readers")
    return found
