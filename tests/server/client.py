"""A language client, and the texts that it opens: each in a plain Corefile and inside others."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient

from corefile.server.positions import Lines

#: What puts a Corefile into a file: the name of the file, what is around it, what begins its lines.
PLACES = {
    "plain": ("Corefile", "", "", ""),
    "ConfigMap": (
        "coredns.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\n"
        "data:\n  Corefile: |\n",
        "    ",
        "",
    ),
    "Markdown": ("notes.md", "# Notes 😀\n\n```corefile\n", "", "```\n"),
}


def placed(text: str, place: str) -> tuple[str, str]:
    """Return the name of a file and its text, with a Corefile in it."""
    name, before, indent, after = PLACES[place]
    lines = "".join(indent + line if line.strip() else line for line in text.splitlines(True))
    return name, before + lines + after


@dataclass
class Published:
    """Which version of each file the client was told about last."""

    versions: dict[str, int | None] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def of(cls, client: LanguageClient) -> "Published":
        """Keep what a client is told."""
        kept = cls()

        def published(params: types.PublishDiagnosticsParams) -> None:
            client.diagnostics[params.uri] = params.diagnostics
            kept.versions[params.uri] = params.version
            kept.news.set()

        client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = published
        return kept


@dataclass
class Opened:
    """A file that is open in the client; `^` in the text it was made of is where the cursor is."""

    client: LanguageClient
    published: Published
    uri: str
    text: str
    cursor: int
    version: int = 1

    @property
    def document(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    @property
    def lines(self) -> Lines:
        return Lines(self.text)

    def position(self, offset: int | None = None) -> types.Position:
        return types.Position(*self.lines.position(self.cursor if offset is None else offset))

    def range(self, text: str) -> types.Range:
        start = self.text.index(text)
        return types.Range(self.position(start), self.position(start + len(text)))

    def words(self, place: types.Range) -> str:
        """Return the text of a range."""
        first, last = place.start, place.end
        start = self.lines.offset(first.line, first.character)
        return self.text[start : self.lines.offset(last.line, last.character)]

    def edited(self, edits: Sequence[types.TextEdit] | None) -> str:
        """Return the text with edits made."""
        text = self.text
        assert edits is not None
        for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character))[
            ::-1
        ]:
            start = self.lines.offset(edit.range.start.line, edit.range.start.character)
            end = self.lines.offset(edit.range.end.line, edit.range.end.character)
            text = text[:start] + edit.new_text + text[end:]
        return text

    def applied(self, edit: types.WorkspaceEdit | None) -> str:
        """Return the text with the edits of an action."""
        assert edit is not None
        assert edit.changes is not None
        return self.edited(list(edit.changes[self.uri]))

    def change(self, old: str, new: str) -> None:
        """Change the text."""
        self.version += 1
        change = types.TextDocumentContentChangePartial(self.range(old), new)
        self.text = self.text.replace(old, new, 1)
        known = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(known, [change]))

    async def diagnostics(self) -> list[types.Diagnostic]:
        """Return what is published of this version."""
        while self.published.versions.get(self.uri) != self.version:
            await asyncio.wait_for(self.published.news.wait(), 20)
            self.published.news.clear()
        return list(self.client.diagnostics[self.uri])

    async def ask(self, method: str, **params: object) -> Any:
        """Return the answer to a request of our own."""
        asked = {"textDocument": {"uri": self.uri}, **params}
        request = self.client.protocol.send_request_async(method, asked)  # type: ignore[no-untyped-call]
        return await request

    def close(self) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document))


def opened(
    client: LanguageClient, published: Published, folder: Path, text: str, place: str = "plain"
) -> Opened:
    """Open a file."""
    name, whole = placed(text, place)
    cursor = whole.find("^")
    whole = whole.replace("^", "", 1)
    uri = (folder / name).as_uri()
    language = {"Corefile": "corefile", "coredns.yaml": "yaml", "notes.md": "markdown"}[name]
    item = types.TextDocumentItem(uri, language, 1, whole)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return Opened(client, published, uri, whole, cursor)
