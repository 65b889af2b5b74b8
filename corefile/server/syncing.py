"""Open files: their texts, their diagnostics as they change, and all those of a workspace."""

import asyncio
from collections.abc import Iterator

from lsprotocol import types

from corefile.lint.configuration import ConfigurationError
from corefile.server.positions import Change
from corefile.server.shell import Buffer, Features, Server, uri_of
from corefile.vocabulary import CONFIGURATION_FILES

__all__ = ["FEATURES"]


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Take what the editor wants that is not in a configuration file: `{"inlayHints": true}`."""
    options = params.initialization_options
    wanted = options.get("inlayHints") if isinstance(options, dict) else None
    ls.hints = wanted is True


async def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Ask the editor to tell of configuration files that change, if it can."""
    workspace = ls.client_capabilities.workspace
    watched = workspace and workspace.did_change_watched_files
    if not watched or not watched.dynamic_registration:
        return
    watchers = [types.FileSystemWatcher(f"**/{name}") for name in CONFIGURATION_FILES]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    registration = types.Registration("configuration", method, options)
    await ls.client_register_capability_async(types.RegistrationParams([registration]))


def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Check a file."""
    opened = params.text_document
    ls.read(opened.uri, opened.text, opened.version, opened.language_id)
    ls.schedule(opened.uri)


def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Check the next version of a file."""
    uri = params.text_document.uri
    if uri in ls.buffers:
        changes = [change_of(change) for change in params.content_changes]
        ls.change(uri, params.text_document.version, changes)
        ls.schedule(uri)


def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Check what is open again: settings or imported files may have changed."""
    ls.refresh()


def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a file."""
    ls.close(params.text_document.uri)


def watched(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Read the settings again."""
    ls.refresh()


def change_of(change: types.TextDocumentContentChangeEvent) -> Change:
    """Return a change in our own words."""
    if isinstance(change, types.TextDocumentContentChangePartial):
        first, last = change.range.start, change.range.end
        return Change(change.text, ((first.line, first.character), (last.line, last.character)))
    return Change(change.text)


async def pulled(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport:
    """Return what is wrong in an open file."""
    buffer = ls.buffers.get(params.text_document.uri)
    return types.RelatedFullDocumentDiagnosticReport(await ls.converted(buffer) if buffer else [])


async def workspace(
    ls: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """Return what is wrong in all files of the workspace; between two files it can be cancelled."""
    paths = list(paths_of(ls))
    token = params.work_done_token
    if token is not None:
        begin = types.WorkDoneProgressBegin("Checking Corefiles", cancellable=True, percentage=0)
        ls.work_done_progress.begin(token, begin)
    reports: list[types.WorkspaceDocumentDiagnosticReport] = []
    try:
        for number, path in enumerate(paths):
            # Here the editor is heard, which may have changed its mind.
            await asyncio.sleep(0)
            report = await report_of(ls, path)
            if params.partial_result_token is None:
                reports.append(report)
            else:
                part = types.WorkspaceDiagnosticReportPartialResult([report])
                ls.progress(types.ProgressParams(params.partial_result_token, part))
            if token is not None:
                if ls.work_done_progress.tokens[token].cancelled():
                    break
                percent = 100 * (number + 1) // len(paths)
                ls.work_done_progress.report(
                    token, types.WorkDoneProgressReport(message=path, percentage=percent)
                )
    finally:
        if token is not None:
            ls.work_done_progress.end(token, types.WorkDoneProgressEnd())
    return types.WorkspaceDiagnosticReport(reports)


def paths_of(ls: Server) -> Iterator[str]:
    """Yield the files of the workspace that may hold a Corefile."""
    for folder in ls.folders():
        try:
            yield from ls.project.files(folder)
        except ConfigurationError as error:
            ls.window_show_message(types.ShowMessageParams(types.MessageType.Error, str(error)))


async def report_of(ls: Server, path: str) -> types.WorkspaceFullDocumentDiagnosticReport:
    """Return what is wrong in a file, as its editor has it if it is open."""
    buffer: Buffer | None = ls.buffers.get(uri_of(path)) or ls.on_disk(path)
    found = await ls.converted(buffer) if buffer else []
    version = buffer.version if buffer else None
    return types.WorkspaceFullDocumentDiagnosticReport(uri_of(path), found, version)


FEATURES: Features = {
    types.INITIALIZE: (initialize, None),
    types.INITIALIZED: (initialized, None),
    types.TEXT_DOCUMENT_DID_OPEN: (did_open, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (did_change, None),
    types.TEXT_DOCUMENT_DID_SAVE: (did_save, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (did_close, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (watched, None),
    types.TEXT_DOCUMENT_DIAGNOSTIC: (
        pulled,
        types.DiagnosticOptions(False, True, "corefile", True),
    ),
    types.WORKSPACE_DIAGNOSTIC: (workspace, None),
}
