"""Starts the server, keeps its certificate new, and ends it in order."""

import asyncio
import gc
import math
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from corefile.lint.configuration import Configuration, load_configuration
from corefile.lint.workspace import settings_of
from corefile.webhook.app import Webhook
from corefile.webhook.certificates import Certificates
from corefile.webhook.logs import log, set_up
from corefile.webhook.options import Options
from corefile.webhook.pool import Pool
from corefile.webhook.worker import command

__all__ = ["start"]

#: Seconds between two looks at the files of the certificate.
_LOOK = 5.0

#: Connections at a time, and seconds that one may be open without a request.
_CONNECTIONS, _IDLE = 512, 60
#: Seconds until the first request of a connection has to have its head.
_HEAD = 10.0


#: When Python looks for garbage, as it is by default.
_GARBAGE = 700, 10, 10


class Patient(H11Protocol):
    """A connection that is closed if its first request does not come."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._waiting = self.loop.call_later(_HEAD, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more: timers would keep all that belongs to the connection for a minute."""
        self._waiting.cancel()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    def _give_up(self) -> None:
        if self.cycle is None:
            self.transport.close()


class Server(uvicorn.Server):
    """A server that a signal ends in order, with exit status 0."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take no more connections, and end when those that are open have their answers."""
        self._stopping()
        self.should_exit = True


def start(options: Options) -> None:
    """Answer until a signal comes. Raises OSError and ConfigurationError."""
    set_up()
    # Each process reads it again; a mistake in it is told before any of them starts.
    settings_of(load_configuration(options.config) if options.config else Configuration())
    certificates = Certificates(options.certificate, options.key)
    with listening(options.host, options.port) as listener:
        gc.collect()
        gc.freeze()
        # The command line looks for garbage seldom, as it ends soon; a server does not.
        gc.set_threshold(*_GARBAGE)
        asyncio.run(serve(options, certificates, listener))


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises OSError, which names the address."""
    try:
        return opened(host, port)
    except OSError as error:
        # Python adds to some reasons what is named here.
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise OSError(error.errno, reason, f"{host}:{port}" if host else f"port {port}") from error


def opened(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises OSError."""
    if not host:
        both = socket.has_dualstack_ipv6()
        family = socket.AF_INET6 if both else socket.AF_INET
        return socket.create_server(("", port), family=family, dualstack_ipv6=both)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


async def serve(options: Options, certificates: Certificates, listener: socket.socket) -> None:
    """Answer until a signal comes."""
    pool = Pool(options.workers, command(options.worker_memory, options.config), log)
    webhook = Webhook(options, pool, certificates)

    def stopping() -> None:
        webhook.is_stopping = True

    server = Server(
        uvicorn.Config(
            webhook.app,
            http=Patient,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=math.ceil(2 * options.time_limit) + 1,
            ssl_context_factory=lambda *_: certificates.context,
        ),
        stopping,
    )
    host, port, *_ = listener.getsockname()
    looking = asyncio.create_task(look(certificates, webhook))
    try:
        await pool.start()
        log("listening", address=host, port=port, expires=certificates.expires)
        await server.serve([listener])
    finally:
        looking.cancel()
        await pool.stop()
        log("stopped")


async def look(certificates: Certificates, webhook: Webhook) -> None:
    """Read the certificate again whenever its files have changed."""
    failed = ""
    while True:
        await asyncio.sleep(_LOOK)
        try:
            changed = certificates.reload()
        except (OSError, ValueError) as error:
            if failed != str(error):
                failed = str(error)
                webhook.metrics.count_reload("failed")
                log("certificate not loaded", level="error", reason=failed)
            continue
        failed = ""
        if changed:
            webhook.metrics.count_reload("loaded")
            log("certificate loaded", expires=certificates.expires)
