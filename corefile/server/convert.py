"""Answers in the words of the protocol: offsets become lines and units."""

import os
from collections.abc import Iterable

from lsprotocol import types
from pygls.uris import from_fs_path

from corefile.lint.finding import Severity
from corefile.lint.place import Place
from corefile.server.diagnostics import Diagnostic
from corefile.server.positions import Encoding, Lines
from corefile.text.edits import Edit
from corefile.text.printable import encodable
from corefile.text.records import dataclass

__all__ = ["Converter"]

_SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True, slots=True)
class Converter:
    """Turns what is said about one version of a text into the protocol's words."""

    uri: str
    #: The file's name in the analysis.
    name: str
    lines: Lines

    @property
    def encoding(self) -> Encoding:
        """What the units of places are."""
        return self.lines.encoding

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position."""
        return self.lines.offset(position.line, position.character)

    def span(self, place: types.Range) -> tuple[int, int]:
        """Return the offsets of a range."""
        return self.offset(place.start), self.offset(place.end)

    def range(self, start: int, end: int) -> types.Range:
        """Return the range of two offsets."""
        return range_in(self.lines, start, end)

    def edit(self, edit: Edit) -> types.TextEdit:
        """Return an edit."""
        return types.TextEdit(self.range(edit.start, edit.end), edit.text)

    def changes(self, edits: Iterable[Edit]) -> types.WorkspaceEdit:
        """Return edits of the file."""
        return types.WorkspaceEdit(changes={self.uri: [self.edit(edit) for edit in edits]})

    def location(self, place: Place) -> types.Location:
        """Return a place in this file or another."""
        if place.source.name == self.name:
            return types.Location(self.uri, self.range(place.start, place.end))
        lines = Lines(place.source.text, self.encoding)
        uri = from_fs_path(os.path.abspath(place.source.name)) or ""
        return types.Location(uri, range_in(lines, place.start, place.end))

    def diagnostic(self, found: Diagnostic) -> types.Diagnostic:
        """Return what an editor shows of a finding."""
        related = [
            types.DiagnosticRelatedInformation(self.location(place), encodable(message))
            for place, message in found.related
        ]
        return types.Diagnostic(
            self.range(found.start, found.end),
            encodable(found.message),
            _SEVERITIES[found.severity],
            found.code,
            types.CodeDescription(found.uri) if found.uri else None,
            "corefile",
            tags(found) or None,
            related or None,
        )


def tags(found: Diagnostic) -> list[types.DiagnosticTag]:
    """Return how an editor shows the text of a finding: faded, or struck out."""
    said = {
        types.DiagnosticTag.Unnecessary: found.has_no_effect,
        types.DiagnosticTag.Deprecated: found.is_gone,
    }
    return [tag for tag, is_so in said.items() if is_so]


def range_in(lines: Lines, start: int, end: int) -> types.Range:
    """Return the range of two offsets of a text."""
    first, last = lines.position(start), lines.position(end)
    return types.Range(types.Position(*first), types.Position(*last))
