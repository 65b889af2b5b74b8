"""Servers, each in a thread of this process, and the clients that talk to them."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from corefile.cli.server import main
from tests.server.client import Opened, Published, opened

#: What Visual Studio Code can do. The client checks that no answer takes more than that.
CAPABILITIES = client_capabilities("visual-studio-code")

#: Runs the clients, and the tests, which are coroutines.
LOOP = asyncio.new_event_loop()


@dataclass
class Session:
    """A server and its client."""

    client: LanguageClient
    thread: Thread
    #: With which status the server ended.
    status: list[int]

    def stop(self) -> int:
        """Leave the server; return its status."""
        LOOP.run_until_complete(self.client.shutdown_session())
        self.thread.join(10)
        return self.status[0]


def start(
    capabilities: types.ClientCapabilities,
    folder: Path | None = None,
    options: dict[str, bool] | None = None,
) -> Session:
    """Start a server and its client."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    status: list[int] = []
    thread = Thread(target=lambda: status.append(main(["--tcp", str(port)])), daemon=True)
    thread.start()
    client = make_test_lsp_client()
    folders = [types.WorkspaceFolder(folder.as_uri(), folder.name)] if folder else None
    params = types.InitializeParams(
        capabilities=capabilities, workspace_folders=folders, initialization_options=options
    )
    LOOP.run_until_complete(connect(client, port, params))
    return Session(client, thread, status)


async def connect(client: LanguageClient, port: int, params: types.InitializeParams) -> None:
    """Connect a client as soon as its server is there."""
    async with asyncio.timeout(120):
        while True:
            try:
                await client.start_tcp("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                break
    await client.initialize_session(params)


@pytest.fixture(scope="session")
def client() -> Iterator[LanguageClient]:
    """Return the client of the server that most tests share."""
    session = start(CAPABILITIES)
    yield session.client
    assert session.stop() == 0


@pytest.fixture
def open_(client: LanguageClient, tmp_path: Path) -> Callable[..., Opened]:
    """Return what opens a Corefile in a file of some kind."""
    published = Published.of(client)

    def function(text: str, place: str = "plain") -> Opened:
        return opened(client, published, tmp_path, text, place)

    return function
