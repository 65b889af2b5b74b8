"""A connection that is lost leaves nothing that holds it."""

import asyncio
from unittest import mock

import uvicorn
from uvicorn.server import ServerState

from corefile.webhook.start import Patient


async def nothing(_scope: object, _receive: object, _send: object) -> None:
    """Answer nothing."""


def test_no_timer_holds_a_connection_that_a_client_has_reset() -> None:
    async def run() -> None:
        config = uvicorn.Config(nothing, log_config=None)
        config.load()
        state = ServerState()
        connection = Patient(config, state, {}, asyncio.get_running_loop())
        connection.connection_made(mock.MagicMock(spec=asyncio.Transport))
        later = asyncio.get_running_loop().call_later(60, int)
        connection.timeout_keep_alive_task = later
        connection.connection_lost(ConnectionResetError())
        assert later.cancelled()
        assert connection._waiting.cancelled()
        assert not state.connections

    asyncio.run(run())


def test_a_connection_without_a_request_is_closed() -> None:
    async def run() -> None:
        config = uvicorn.Config(nothing, log_config=None)
        config.load()
        connection = Patient(config, ServerState(), {}, asyncio.get_running_loop())
        transport = mock.MagicMock(spec=asyncio.Transport)
        connection.connection_made(transport)
        connection._give_up()
        assert transport.close.called

    asyncio.run(run())
