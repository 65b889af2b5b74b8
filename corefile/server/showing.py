"""What editors show of a whole file: its outline, colours, links, hints and lenses."""

from collections.abc import Callable, Iterator, Sequence

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from corefile.coredns.catalogue.zones import is_domain_name
from corefile.highlight.words import KINDS
from corefile.report.trace import text, trace_dict
from corefile.server.analysis import Part
from corefile.server.hints import hints, lenses, links
from corefile.server.outline import Symbol, folds, selections, symbols
from corefile.server.queries import drawn, question, trace, where
from corefile.server.shell import Buffer, Features, Server, uri_of
from corefile.server.words import words
from corefile.text.printable import encodable

__all__ = ["COMMANDS", "FEATURES"]

#: The custom requests, and the command of the lens.
TRACE, GRAPH, TRACE_COMMAND = "corefile/trace", "corefile/graph", "corefile.trace"

_SYMBOLS = {
    "file": types.SymbolKind.File,
    "server": types.SymbolKind.Namespace,
    "snippet": types.SymbolKind.Module,
    "plugin": types.SymbolKind.Function,
    "property": types.SymbolKind.Property,
    "import": types.SymbolKind.Package,
}


def outline(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    """Return the outline of a file."""
    buffer = ls.buffers.get(params.text_document.uri)
    return [symbol(buffer, each) for each in symbols(buffer.analysis)] if buffer else None


def symbol(buffer: Buffer, found: Symbol) -> types.DocumentSymbol:
    """Return a symbol in the protocol's words."""
    return types.DocumentSymbol(
        encodable(found.name),
        _SYMBOLS[found.kind],
        buffer.convert.range(*found.span),
        buffer.convert.range(*found.at),
        encodable(found.detail) or None,
        children=[symbol(buffer, child) for child in found.children],
    )


def folding(ls: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    """Return what can be folded."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return None
    found = []
    for each in folds(buffer.analysis):
        place = buffer.convert.range(each.start, each.end)
        # The line of the closing brace is shown.
        last = place.end.line - (not each.is_comment)
        if last > place.start.line:
            kind = types.FoldingRangeKind.Comment if each.is_comment else None
            found.append(types.FoldingRange(place.start.line, last, kind=kind))
    return found


def selecting(ls: Server, params: types.SelectionRangeParams) -> list[types.SelectionRange] | None:
    """Return what selections at some positions grow to."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return None
    return [selection(buffer, position) for position in params.positions]


def selection(buffer: Buffer, position: types.Position) -> types.SelectionRange:
    """Return what a selection grows to."""
    places = selections(buffer.analysis, buffer.convert.offset(position))
    found: types.SelectionRange | None = None
    for place in reversed(places):
        found = types.SelectionRange(buffer.convert.range(*place), found)
    assert found is not None  # noqa: S101 - the whole file is always one
    return found


def semantic_tokens(
    ls: Server, params: types.SemanticTokensParams | types.SemanticTokensRangeParams
) -> types.SemanticTokens:
    """Return what each word of a file, or of a range, is."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return types.SemanticTokens([])
    start, end = 0, len(buffer.analysis.text)
    if isinstance(params, types.SemanticTokensRangeParams):
        start, end = buffer.convert.span(params.range)
    return types.SemanticTokens(list(deltas(buffer, start, end)))


def deltas(buffer: Buffer, start: int, end: int) -> Iterator[int]:
    """Yield five numbers for each word: lines and units from the one before, length, kind, none."""
    line = unit = 0
    lines = buffer.convert.lines
    for word in words(buffer.analysis):
        if word.end <= start or word.start >= end:
            continue
        (here, first), (_, last) = lines.position(word.start), lines.position(word.end)
        if here != line:
            unit = 0
        yield from (here - line, first - unit, last - first, KINDS.index(word.kind), 0)
        line, unit = here, first


def inlay_hints(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Return hints, where the editor asked for them when it started."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None or not ls.hints:
        return []
    return [
        types.InlayHint(
            buffer.convert.range(each.place, each.place).start, each.text, tooltip=each.about
        )
        for each in hints(buffer.analysis, *buffer.convert.span(params.range))
    ]


def document_links(ls: Server, params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
    """Return what leads elsewhere."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return None
    return [
        types.DocumentLink(
            buffer.convert.range(each.start, each.end), uri_of(each.path) if each.path else each.url
        )
        for each in links(buffer.analysis)
    ]


def code_lenses(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    """Return what can be asked about each server block."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return None
    return [
        types.CodeLens(
            buffer.convert.range(each.start, each.end),
            types.Command("Trace", TRACE_COMMAND, arguments=[buffer.uri, each.zone]),
        )
        for each in lenses(buffer.analysis)
    ]


def whole(ls: Server, params: object) -> Part | None:
    """Return the Corefile that a request of our own is about.

    It names a file as all requests do, and where that has several Corefiles one of them, from 0.
    """
    document = getattr(params, "textDocument", None)
    buffer = ls.buffers.get(str(getattr(document, "uri", "")))
    if buffer is None:
        return None
    number = getattr(params, "corefile", None)
    parts: Sequence[Part] = [part for part in buffer.analysis.parts if part.embedded.is_whole]
    place = number if isinstance(number, int) else 0
    return parts[place] if 0 <= place < len(parts) else None


def traced(ls: Server, params: object) -> dict[str, object] | None:
    """Return who answers a query: as text, and as `corefile trace` prints it in JSON."""
    part = whole(ls, params)
    if part is None:
        return None
    name, type_ = (str(getattr(params, key, "") or "") for key in ("name", "type"))
    if not is_domain_name(name or "."):
        raise JsonRpcInvalidParams(f"`{encodable(name)}` is not a domain name")
    found = trace(part, question(name or ".", type_))
    place = where(part)
    return {"text": encodable(text(found, place)), "trace": trace_dict(found, place)}


def pictured(ls: Server, params: object) -> str | None:
    """Return the picture of a Corefile, as `corefile graph` draws it."""
    part = whole(ls, params)
    if part is None:
        return None
    return encodable(drawn(part, str(getattr(params, "format", "") or "svg")))


def trace_command(ls: Server, uri: str, name: str) -> str | None:
    """Show who answers for a name, and return it."""
    buffer = ls.buffers.get(uri)
    parts = [part for part in buffer.analysis.parts if part.embedded.is_whole] if buffer else []
    said = "\n".join(text(trace(part, question(name, "A")), where(part)) for part in parts)
    if said:
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, encodable(said)))
    return said or None


_LEGEND = types.SemanticTokensLegend(list(KINDS), [])

FEATURES: Features = {
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (outline, None),
    types.TEXT_DOCUMENT_FOLDING_RANGE: (folding, None),
    types.TEXT_DOCUMENT_SELECTION_RANGE: (selecting, None),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: (semantic_tokens, _LEGEND),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: (semantic_tokens, _LEGEND),
    types.TEXT_DOCUMENT_INLAY_HINT: (inlay_hints, None),
    types.TEXT_DOCUMENT_DOCUMENT_LINK: (document_links, None),
    types.TEXT_DOCUMENT_CODE_LENS: (code_lenses, None),
    TRACE: (traced, None),
    GRAPH: (pictured, None),
}

COMMANDS: dict[str, Callable[..., object]] = {TRACE_COMMAND: trace_command}
