"""Another editor: it counts bytes, asks for diagnostics itself, has a folder open, speaks TCP."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities

from tests.server.session import start

SOUND = ".:53 {\n    errors\n    forward . 192.0.2.1\n    cache\n    loop\n    reload\n}\n"
BROKEN = SOUND.replace("errors", "erors")


def capabilities() -> types.ClientCapabilities:
    """Return what Neovim can do, and what it did not want yet."""
    base = client_capabilities("neovim")
    assert base.text_document
    assert base.workspace
    encodings = [types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16]
    base.general = types.GeneralClientCapabilities(position_encodings=encodings)
    base.text_document.diagnostic = types.DiagnosticClientCapabilities()
    base.text_document.inlay_hint = types.InlayHintClientCapabilities()
    base.text_document.document_link = types.DocumentLinkClientCapabilities()
    base.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    return base


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("work")
    (made / "Corefile").write_text(SOUND)
    (made / "more").mkdir()
    (made / "more" / "Corefile").write_text(BROKEN)
    (made / "more" / "other.txt").write_text(BROKEN)
    (made / "left").mkdir()
    (made / "left" / "Corefile").write_text(BROKEN)
    (made / "corefile.toml").write_text('exclude = ["left/"]\n')
    return made


@pytest.fixture(scope="module")
def editor(folder: Path) -> Iterator[LanguageClient]:
    session = start(capabilities(), folder, {"inlayHints": True})
    yield session.client
    assert session.stop() == 0


def open_file(editor: LanguageClient, path: Path, text: str) -> types.TextDocumentIdentifier:
    item = types.TextDocumentItem(path.as_uri(), "corefile", 1, text)
    editor.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return types.TextDocumentIdentifier(path.as_uri())


async def pulled(
    editor: LanguageClient, document: types.TextDocumentIdentifier
) -> list[types.Diagnostic]:
    report = await editor.text_document_diagnostic_async(types.DocumentDiagnosticParams(document))
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    return list(report.items)


async def test_places_are_counted_in_bytes(editor: LanguageClient, folder: Path) -> None:
    text = '.:53 {\n    log "é😀" {combined} x\n}\n'.replace("log", "lgo")
    document = open_file(editor, folder / "bytes.corefile", text)
    found = next(d for d in await pulled(editor, document) if d.code == "CF004")
    assert (found.range.start.character, found.range.end.character) == (4, 7)
    place = types.Range(types.Position(1, 0), types.Position(1, 17))
    change = types.TextDocumentContentChangePartial(place, '    log "é😀"')
    known = types.VersionedTextDocumentIdentifier(2, document.uri)
    editor.text_document_did_change(types.DidChangeTextDocumentParams(known, [change]))
    assert "CF004" not in [d.code for d in await pulled(editor, document)]


async def test_nothing_is_published_where_the_editor_asks(
    editor: LanguageClient, folder: Path
) -> None:
    document = open_file(editor, folder / "Corefile", BROKEN)
    assert "CF004" in [d.code for d in await pulled(editor, document)]
    await asyncio.sleep(0.3)
    assert document.uri not in editor.diagnostics
    editor.text_document_did_close(types.DidCloseTextDocumentParams(document))


async def checked(editor: LanguageClient, **tokens: str) -> dict[str, list[str | int | None]]:
    for token in tokens.values():
        editor.progress_reports[token] = []
    params = types.WorkspaceDiagnosticParams([], **tokens)
    report = await editor.workspace_diagnostic_async(params)
    return {
        each.uri: [found.code for found in each.items]
        for each in report.items
        if isinstance(each, types.WorkspaceFullDocumentDiagnosticReport)
    }


async def test_a_workspace_is_checked_as_the_command_line_does(
    editor: LanguageClient, folder: Path
) -> None:
    found = await checked(editor, work_done_token="work")
    uris = [(folder / name).as_uri() for name in ("Corefile", "more/Corefile")]
    assert [*found] == uris
    assert found[uris[0]] == []
    assert "CF004" in found[uris[1]]
    reports = editor.progress_reports["work"]
    assert isinstance(reports[0], types.WorkDoneProgressBegin)
    assert isinstance(reports[-1], types.WorkDoneProgressEnd)
    steps = [r for r in reports if isinstance(r, types.WorkDoneProgressReport)]
    assert [step.percentage for step in steps] == [50, 100]


async def test_what_is_open_is_checked_as_it_is(editor: LanguageClient, folder: Path) -> None:
    path = folder / "more" / "Corefile"
    document = open_file(editor, path, SOUND)
    assert (await checked(editor))[path.as_uri()] == []
    editor.text_document_did_close(types.DidCloseTextDocumentParams(document))
    assert (await checked(editor))[path.as_uri()] != []


async def test_a_request_can_be_cancelled(editor: LanguageClient, folder: Path) -> None:
    many = folder / "many"
    many.mkdir()
    for number in range(30):
        (many / f"{number}.corefile").write_text(BROKEN)
    reports: list[types.ProgressParams] = []
    editor.progress_reports["many"] = reports
    params = types.WorkspaceDiagnosticParams([], work_done_token="many")
    request = asyncio.ensure_future(editor.workspace_diagnostic_async(params))
    async with asyncio.timeout(60):
        while len(reports) < 2:
            await asyncio.sleep(0.01)
    number = next(iter(editor.protocol._request_futures))
    editor.cancel_request(types.CancelParams(number))
    with pytest.raises(Exception, match="cancel"):
        await asyncio.wait_for(request, 10)
    assert len(reports) < 30
    for path in many.iterdir():
        path.unlink()


async def test_settings_are_read_again(editor: LanguageClient, folder: Path) -> None:
    settings = folder / "corefile.toml"
    document = open_file(editor, folder / "again.corefile", BROKEN)
    before = editor.diagnostic_refresh_count
    assert "CF004" in [d.code for d in await pulled(editor, document)]
    kept = settings.read_text()
    settings.write_text('ignore = ["unknown-directive"]\n')
    event = types.FileEvent(settings.as_uri(), types.FileChangeType.Changed)
    editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert "CF004" not in [d.code for d in await pulled(editor, document)]
    assert editor.diagnostic_refresh_count == before + 1
    settings.write_text("ignore = 3\n")
    editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    # What the file says cannot be known: the default rules run, and the editor says why.
    assert "CF004" in [d.code for d in await pulled(editor, document)]
    assert "ignore" in editor.messages[-1].message
    settings.write_text(kept)
    editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await pulled(editor, document)


async def test_hints(editor: LanguageClient, folder: Path) -> None:
    document = open_file(editor, folder / "hints.corefile", SOUND)
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    found = await editor.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
    said = {(each.position.line, each.label) for each in found or ()}
    # The order of zdirectives.go: errors, cache, loop, forward.
    assert {(1, " #1"), (3, " #2"), (4, " #3"), (2, " #4")} <= said
    assert any(line == 2 and "max_fails 2" in str(label) for line, label in said)


async def test_imported_files_are_found(editor: LanguageClient, folder: Path) -> None:
    (folder / "common.conf").write_text("errors\n")
    text = f".:53 {{\n    import {folder}/common.conf\n    import /etc/passwd\n    whoami\n}}\n"
    document = open_file(editor, folder / "imports.corefile", text)
    params = types.DefinitionParams(document, types.Position(1, 12))
    found = await editor.text_document_definition_async(params)
    assert isinstance(found, list | tuple)
    assert [each.uri for each in found if isinstance(each, types.Location)] == [
        (folder / "common.conf").as_uri()
    ]
    links = await editor.text_document_document_link_async(types.DocumentLinkParams(document))
    assert [each.target for each in links or ()] == [(folder / "common.conf").as_uri()]


HOSTILE = ["", "{", "}" * 50, '"', "\x00\x1b", "a" * 5000, "{\n" * 400, "import a\n", "{ 😀 \r"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_no_text_stops_the_server(editor: LanguageClient, folder: Path, text: str) -> None:
    document = open_file(editor, folder / "hostile.corefile", text)
    await pulled(editor, document)
    here = types.Position(0, 1)
    whole = types.Range(types.Position(0, 0), types.Position(9, 9))
    await editor.text_document_completion_async(types.CompletionParams(document, here))
    await editor.text_document_hover_async(types.HoverParams(document, here))
    await editor.text_document_signature_help_async(types.SignatureHelpParams(document, here))
    await editor.text_document_definition_async(types.DefinitionParams(document, here))
    await editor.text_document_prepare_rename_async(types.PrepareRenameParams(document, here))
    await editor.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    await editor.text_document_folding_range_async(types.FoldingRangeParams(document))
    await editor.text_document_document_link_async(types.DocumentLinkParams(document))
    await editor.text_document_code_lens_async(types.CodeLensParams(document))
    await editor.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
    await editor.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
    await editor.text_document_selection_range_async(types.SelectionRangeParams(document, [here]))
    context = types.CodeActionContext([])
    params = types.CodeActionParams(document, whole, context)
    await editor.text_document_code_action_async(params)
    options = types.FormattingOptions(4, True)
    await editor.text_document_formatting_async(types.DocumentFormattingParams(document, options))
    editor.text_document_did_close(types.DidCloseTextDocumentParams(document))
