"""The server that speaks the protocol: open files, their diagnostics, and who answers what."""

import asyncio
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method
from pygls.uris import from_fs_path, to_fs_path

from corefile.coredns.imports.files import Files
from corefile.lint.configuration import ConfigurationError
from corefile.lint.extensions import failure
from corefile.lint.settings import Settings
from corefile.server.analysis import Analysis
from corefile.server.convert import Converter
from corefile.server.diagnostics import Diagnostic, diagnostics, for_now
from corefile.server.positions import Change, Encoding, Lines, changed
from corefile.server.project import Project
from corefile.text.records import dataclass
from corefile.text.typed import TypeAlias
from corefile.version import __version__

__all__ = ["Buffer", "Features", "Server"]

#: What answers each request, and what editors are told of it.
Features: TypeAlias = Mapping[str, tuple[Callable[..., object], object]]

#: How long an editor has to pause for all rules to run, in seconds. Until then it is told what
#: CoreDNS refuses.
PAUSE = 0.2

#: Where all rules take no more seconds than this, they run at every keystroke.
_AT_ONCE = 0.01

#: What a file is called that is not on disk, by the language its editor says it is in.
_NAMES = {"yaml": "untitled.yaml", "helm": "untitled.yaml", "markdown": "untitled.md"}

_ENCODINGS: dict[str | None, Encoding] = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-32": "utf-32",
}


@dataclass(frozen=True, slots=True)
class Buffer:
    """An open file as its editor has it."""

    uri: str
    version: int | None
    #: Its path; what stands for one where it is not on disk.
    name: str
    analysis: Analysis
    convert: Converter


class Protocol(LanguageServerProtocol):
    """The protocol without pygls's own copy of the texts: the server has them."""

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[object, object, None]:
        """Hand a change to the server."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None


class Server(LanguageServer):
    """What is open, and the settings."""

    def __init__(self, project: Project) -> None:
        super().__init__("corefile", __version__, protocol_cls=Protocol)
        self.project = project
        self.buffers: dict[str, Buffer] = {}
        #: Whether the editor asked for inlay hints.
        self.hints: bool = False
        self.pause: float = PAUSE
        self._waiting: dict[str, asyncio.Task[None]] = {}
        #: The versions that all rules have run on, and what that took the last time.
        self._shown: dict[str, Analysis] = {}
        self._seconds: float = 0.0
        self._checking: asyncio.Task[float] | None = None
        self._complaint: str = ""

    @property
    def encoding(self) -> Encoding:
        """What the editor counts in."""
        return _ENCODINGS.get(self.workspace.position_encoding, "utf-16")

    def pulls(self) -> bool:
        """Tell whether the editor asks for diagnostics itself."""
        documents = self.client_capabilities.text_document
        return documents is not None and documents.diagnostic is not None

    def settings(self, path: str) -> Settings:
        """Return what the rules go by in a file; say once what is wrong with a configuration."""
        try:
            return self.project.settings(path)
        except ConfigurationError as error:
            self._say_once(str(error))
            return Settings()

    def _say_once(self, complaint: str) -> None:
        if complaint != self._complaint:
            self._complaint = complaint
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, complaint))

    def excluded(self, path: str) -> bool:
        """Tell whether a file is not to be checked."""
        try:
            return self.project.excluded(path)
        except ConfigurationError:
            return False

    def read(self, uri: str, text: str, version: int | None, language: str = "") -> Buffer:
        """Keep a version of a file."""
        known = self.buffers.get(uri)
        name = known.name if known else name_of(uri, language)
        lines = Lines(text, self.encoding)
        on_disk = urlsplit(uri).scheme == "file"
        reader = Files(os.path.dirname(name)) if on_disk else None
        analysis = Analysis(text, name, self.settings(name), reader)
        buffer = Buffer(uri, version, name, analysis, Converter(uri, name, lines))
        self.buffers[uri] = buffer
        return buffer

    def change(self, uri: str, version: int | None, changes: list[Change]) -> Buffer:
        """Keep the next version of a file. Raises KeyError for one that is not open."""
        text = changed(self.buffers[uri].analysis.text, changes, self.encoding)
        return self.read(uri, text, version)

    def refresh(self) -> None:
        """Read the settings again, and check what is open."""
        self.project.reload()
        self._complaint = ""
        for buffer in list(self.buffers.values()):
            self.read(buffer.uri, buffer.analysis.text, buffer.version)
            self.schedule(buffer.uri)
        workspace = self.client_capabilities.workspace
        if self.pulls() and workspace and workspace.diagnostics:
            self.workspace_diagnostic_refresh(None)

    def schedule(self, uri: str) -> None:
        """Publish the diagnostics of a file once its editor pauses."""
        if self.pulls():
            return
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()
        self._waiting[uri] = asyncio.ensure_future(self._publish(uri))

    async def settled(self, uri: str) -> None:
        """Wait until the diagnostics of all rules are published."""
        await self._waiting[uri]

    def close(self, uri: str) -> None:
        """Forget a file."""
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()
        self._shown.pop(uri, None)
        if self.buffers.pop(uri, None) is not None and not self.pulls():
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    async def _publish(self, uri: str) -> None:
        # What has come in by now is one change.
        await asyncio.sleep(0)
        buffer = self.buffers[uri]
        before = self._shown.get(uri)
        if before is not None and self._seconds > _AT_ONCE and not self.excluded(buffer.name):
            self._tell(buffer, for_now(buffer.analysis, before))
            await asyncio.sleep(self.pause)
        found = await self.checked(buffer)
        self._shown[uri] = buffer.analysis
        self._tell(buffer, found)

    def _tell(self, buffer: Buffer, found: Iterable[Diagnostic]) -> None:
        shown = list(map(buffer.convert.diagnostic, found))
        params = types.PublishDiagnosticsParams(buffer.uri, shown, buffer.version)
        self.text_document_publish_diagnostics(params)

    async def checked(self, buffer: Buffer) -> tuple[Diagnostic, ...]:
        """Return what is wrong in a version of a file; meanwhile the editor is heard.

        What a rule of an extension raises, the editor is told with the name of the extension.
        """
        if self.excluded(buffer.name):
            return ()
        try:
            await self._check(buffer)
        except Exception as error:
            said = failure(error)
            if said:
                self._say_once(
                    f"{said}: no rule is checked. Repair it, or take it out of `extensions`, and"
                    " restart the language server"
                )
            raise
        return diagnostics(buffer.analysis)

    async def _check(self, buffer: Buffer) -> None:
        # A thread cannot be stopped, so there is one at a time: another one would slow it down.
        while self._checking is not None and not self._checking.done():
            await asyncio.wait((self._checking,))
        if not buffer.analysis.is_checked:
            if self._seconds <= _AT_ONCE:
                self._seconds = check(buffer.analysis)
            else:
                self._checking = asyncio.create_task(asyncio.to_thread(check, buffer.analysis))
                self._seconds = await asyncio.shield(self._checking)

    async def converted(self, buffer: Buffer) -> list[types.Diagnostic]:
        """Return what is wrong in a version of a file, in the protocol's words."""
        return list(map(buffer.convert.diagnostic, await self.checked(buffer)))

    def on_disk(self, path: str) -> Buffer | None:
        """Return a file that is not open; None for one that cannot be read."""
        text = self.project.load(path)
        if text is None:
            return None
        analysis = Analysis(text, path, self.settings(path), Files(os.path.dirname(path)))
        uri = uri_of(path)
        return Buffer(uri, None, path, analysis, Converter(uri, path, Lines(text, self.encoding)))

    def folders(self) -> Iterator[str]:
        """Yield the folders that the editor has open."""
        for folder in self.workspace.folders.values():
            yield to_fs_path(folder.uri) or folder.uri
        if not self.workspace.folders and self.workspace.root_path:
            yield self.workspace.root_path


def check(analysis: Analysis) -> float:
    """Run all rules on a version of a file; return how many seconds of this thread it took."""
    started = time.thread_time()
    _ = analysis.checked
    return time.thread_time() - started


def name_of(uri: str, language: str) -> str:
    """Return the path of a file; for one that is not on disk a name that says what it is."""
    path = to_fs_path(uri) if urlsplit(uri).scheme == "file" else None
    return path or _NAMES.get(language, "Corefile")


def uri_of(path: str) -> str:
    """Return the address of a file."""
    return from_fs_path(os.path.abspath(path)) or ""
