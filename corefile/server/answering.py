"""What editors ask about a place: what can be written there, what is there, where else it is."""

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from corefile.server.analysis import Part
from corefile.server.completion import Completion, Kind, completions
from corefile.server.convert import Converter
from corefile.server.hints import signature
from corefile.server.hover import hover
from corefile.server.names import Name, definition, files, name_at, references, renamed
from corefile.server.shell import Buffer, Features, Server, uri_of
from corefile.server.spots import Spot, spot_at
from corefile.syntax.tree import Import
from corefile.text.printable import encodable

__all__ = ["FEATURES"]

_KINDS: dict[Kind, types.CompletionItemKind] = {
    "plugin": types.CompletionItemKind.Function,
    "property": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
    "snippet": types.CompletionItemKind.Snippet,
    "zone": types.CompletionItemKind.Module,
    "import": types.CompletionItemKind.Keyword,
}


def spot_of(
    ls: Server, document: types.TextDocumentIdentifier, position: types.Position
) -> tuple[Buffer, Spot] | None:
    """Return what is at a position; None outside Corefiles."""
    buffer = ls.buffers.get(document.uri)
    if buffer is None:
        return None
    spot = spot_at(buffer.analysis, buffer.convert.offset(position))
    return None if spot is None else (buffer, spot)


def range_of(convert: Converter, part: Part, start: int, end: int) -> types.Range:
    """Return the range in the file of a stretch of a Corefile."""
    return convert.range(*part.outer(start, end))


def markdown(text: str) -> types.MarkupContent:
    """Return a text for people."""
    return types.MarkupContent(types.MarkupKind.Markdown, encodable(text))


def complete(ls: Server, params: types.CompletionParams) -> types.CompletionList | None:
    """Return what can be written at a position."""
    found = spot_of(ls, params.text_document, params.position)
    if found is None:
        return None
    buffer, spot = found
    place = types.Range(params.position, params.position)
    if spot.word is not None:
        exact = spot.part.exact(spot.word.start, spot.word.end)
        if exact is None:
            return None
        place = buffer.convert.range(*exact)
    items = [item(n, each, place) for n, each in enumerate(completions(spot))]
    return types.CompletionList(is_incomplete=False, items=items)


def item(number: int, found: Completion, place: types.Range) -> types.CompletionItem:
    """Return a completion in the protocol's words."""
    return types.CompletionItem(
        found.label,
        kind=_KINDS[found.kind],
        tags=[types.CompletionItemTag.Deprecated] if found.is_gone else None,
        detail=found.detail or None,
        documentation=markdown(found.about) if found.about else None,
        sort_text=f"{number:04}",
        text_edit=types.TextEdit(place, found.label),
    )


def hovered(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """Return what the word at a position means."""
    found = spot_of(ls, params.text_document, params.position)
    told = hover(found[1]) if found else None
    if found is None or told is None:
        return None
    buffer, spot = found
    place = range_of(buffer.convert, spot.part, told.start, told.end)
    return types.Hover(markdown(told.about), place)


def signature_help(ls: Server, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
    """Return how the line at a position is written."""
    found = spot_of(ls, params.text_document, params.position)
    told = signature(found[1]) if found else None
    if told is None:
        return None
    words = [types.ParameterInformation(told.label[start:end]) for start, end in told.parameters]
    about = markdown(told.about) if told.about else None
    shown = types.SignatureInformation(told.label, about, words)
    return types.SignatureHelp([shown], 0, told.active)


def go_to(ls: Server, params: types.DefinitionParams) -> list[types.Location] | None:
    """Return where the snippet or the files are that an import names."""
    found = spot_of(ls, params.text_document, params.position)
    if found is None:
        return None
    buffer, spot = found
    name = definition(spot)
    if name is not None:
        return [location(buffer, spot.part, name)]
    if spot.role == "target" and isinstance(spot.line, Import):
        start = types.Range(types.Position(0, 0), types.Position(0, 0))
        return [types.Location(uri_of(path), start) for path in files(spot.part, spot.line)]
    return None


def location(buffer: Buffer, part: Part, name: Name) -> types.Location:
    """Return where a name is."""
    return types.Location(buffer.uri, range_of(buffer.convert, part, name.start, name.end))


def referred(ls: Server, params: types.ReferenceParams) -> list[types.Location] | None:
    """Return all places of the name at a position."""
    found = spot_of(ls, params.text_document, params.position)
    if found is None:
        return None
    buffer, spot = found
    wanted = params.context.include_declaration
    return [location(buffer, p, n) for p, n in references(spot) if wanted or not n.defines]


def highlights(
    ls: Server, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight] | None:
    """Return all places of the name at a position in the file."""
    found = spot_of(ls, params.text_document, params.position)
    if found is None:
        return None
    buffer, spot = found
    return [
        types.DocumentHighlight(range_of(buffer.convert, part, name.start, name.end))
        for part, name in references(spot)
    ]


def can_rename(ls: Server, params: types.PrepareRenameParams) -> types.Range | None:
    """Return the range of the name at a position."""
    found = spot_of(ls, params.text_document, params.position)
    name = name_at(found[1]) if found else None
    if found is None or name is None:
        return None
    return range_of(found[0].convert, found[1].part, name.start, name.end)


def rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Return the edits that rename what is at a position."""
    found = spot_of(ls, params.text_document, params.position)
    if found is None:
        return None
    try:
        edits = renamed(found[1], params.new_name)
    except ValueError as error:
        raise JsonRpcInvalidParams(str(error)) from None
    return None if edits is None else found[0].convert.changes(edits)


FEATURES: Features = {
    types.TEXT_DOCUMENT_COMPLETION: (
        complete,
        types.CompletionOptions(trigger_characters=["/", ".", ":", "("]),
    ),
    types.TEXT_DOCUMENT_HOVER: (hovered, None),
    types.TEXT_DOCUMENT_SIGNATURE_HELP: (
        signature_help,
        types.SignatureHelpOptions(trigger_characters=[" "]),
    ),
    types.TEXT_DOCUMENT_DEFINITION: (go_to, None),
    types.TEXT_DOCUMENT_REFERENCES: (referred, None),
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: (highlights, None),
    types.TEXT_DOCUMENT_PREPARE_RENAME: (can_rename, None),
    types.TEXT_DOCUMENT_RENAME: (rename, types.RenameOptions(prepare_provider=True)),
}
