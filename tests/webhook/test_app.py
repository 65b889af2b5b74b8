"""What the server holds at a time."""

import asyncio
from unittest import mock

from starlette.requests import Request
from starlette.types import Message

from corefile.webhook.app import MAX_BODIES, Webhook
from corefile.webhook.options import Options


def test_only_so_much_is_held_at_a_time() -> None:
    webhook = Webhook(Options("", ""), mock.Mock(), mock.Mock())

    async def receive() -> Message:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    headers = [(b"content-type", b"application/json")]
    request = {"type": "http", "method": "POST", "path": "/validate", "headers": headers}
    for held, status in ((MAX_BODIES, 503), (0, 400)):
        webhook._held = held
        answer = asyncio.run(webhook.validate(Request(request, receive)))
        assert answer.status_code == status
        assert webhook._held == held


def test_who_waits_is_told_when_it_cannot_judge() -> None:
    pool = mock.Mock(is_ready=True)
    webhook = Webhook(Options("", ""), pool, mock.Mock())
    request = Request({"type": "http"})

    def ready() -> int:
        return asyncio.run(webhook.readyz(request)).status_code

    assert ready() == 200
    pool.is_ready = False
    assert ready() == 503
    pool.is_ready, webhook.is_stopping = True, True
    assert ready() == 503
