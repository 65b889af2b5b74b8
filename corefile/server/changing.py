"""What changes a file: code actions and the layout."""

from collections.abc import Callable, Sequence

from lsprotocol import types

from corefile.server.actions import Action, actions, fix_all
from corefile.server.layout import formatting, on_brace
from corefile.server.shell import Buffer, Features, Server

__all__ = ["COMMANDS", "FEATURES"]

#: The kind of the action that makes all safe fixes; editors run it when a file is saved.
FIX_ALL = "source.fixAll.corefile"

#: Opens the page of a rule.
EXPLAIN = "corefile.explain"


async def code_actions(
    ls: Server, params: types.CodeActionParams
) -> list[types.Command | types.CodeAction] | None:
    """Return what can be done about the findings of a range."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return None
    await ls.checked(buffer)
    found: list[types.Command | types.CodeAction] = []
    only = params.context.only
    if only is None or any(kind in ("", types.CodeActionKind.QuickFix) for kind in only):
        start, end = buffer.convert.span(params.range)
        found += [code_action(buffer, each) for each in actions(buffer.analysis, start, end)]
    if wants(only, FIX_ALL) and any(item.fix for item in buffer.analysis.checked.findings):
        found.append(
            types.CodeAction("Fix all that is safe to fix", FIX_ALL, data={"uri": buffer.uri})
        )
    return found


def wants(only: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Tell whether an editor asks for actions of a kind."""
    return only is None or any(f"{kind}.".startswith(f"{one}." if one else "") for one in only)


def code_action(buffer: Buffer, action: Action) -> types.Command | types.CodeAction:
    """Return an action in the protocol's words."""
    if action.uri:
        return types.Command(action.title, EXPLAIN, arguments=[action.uri])
    return types.CodeAction(
        action.title,
        types.CodeActionKind.QuickFix,
        [buffer.convert.diagnostic(action.diagnostic)],
        is_preferred=action.safe,
        edit=buffer.convert.changes(action.edits),
    )


def resolve(ls: Server, action: types.CodeAction) -> types.CodeAction:
    """Return an action with its edits: those of all fixes are made when they are wanted."""
    data = action.data
    buffer = ls.buffers.get(str(data.get("uri"))) if isinstance(data, dict) else None
    if buffer is not None:
        action.edit = buffer.convert.changes(fix_all(buffer.analysis))
    return action


async def explain(ls: Server, uri: str) -> None:
    """Open the page of a rule."""
    window = ls.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        await ls.window_show_document_async(types.ShowDocumentParams(uri, external=True))
    else:
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, uri))


def whole(ls: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    """Return the edits that lay out a file."""
    buffer = ls.buffers.get(params.text_document.uri)
    return None if buffer is None else list(map(buffer.convert.edit, formatting(buffer.analysis)))


def part(ls: Server, params: types.DocumentRangeFormattingParams) -> list[types.TextEdit] | None:
    """Return the edits that lay out a range."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return None
    start, end = buffer.convert.span(params.range)
    return list(map(buffer.convert.edit, formatting(buffer.analysis, start, end)))


def typed(ls: Server, params: types.DocumentOnTypeFormattingParams) -> list[types.TextEdit] | None:
    """Return the edits that lay out the block whose brace was typed."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return None
    edits = on_brace(buffer.analysis, buffer.convert.offset(params.position))
    return list(map(buffer.convert.edit, edits))


FEATURES: Features = {
    types.TEXT_DOCUMENT_CODE_ACTION: (
        code_actions,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True),
    ),
    types.CODE_ACTION_RESOLVE: (resolve, None),
    types.TEXT_DOCUMENT_FORMATTING: (whole, None),
    types.TEXT_DOCUMENT_RANGE_FORMATTING: (part, None),
    types.TEXT_DOCUMENT_ON_TYPE_FORMATTING: (
        typed,
        types.DocumentOnTypeFormattingOptions("}"),
    ),
}

COMMANDS: dict[str, Callable[..., object]] = {EXPLAIN: explain}
