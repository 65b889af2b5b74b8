"""Asks an older CoreDNS, as tests.oracle.client asks the newest."""

from collections.abc import Sequence
from unittest.mock import patch

from tests.oracle import client
from tests.oracle.client import CoreDNS
from tests.oracle.older.build import program
from tests.oracle.protocol import Answer, Request


def ask(release: str, requests: Sequence[Request], workers: int | None = None) -> list[Answer]:
    """Ask a release about many Corefiles, each independent of the others. Raises Unavailable."""
    with patch.object(client, "program", lambda: program(release)):
        return client.ask(requests, workers)


def coredns(release: str) -> CoreDNS:
    """Return what the program says of itself. Raises Unavailable."""
    with patch.object(client, "program", lambda: program(release)):
        return client.coredns()
