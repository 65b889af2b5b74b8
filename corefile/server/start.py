"""Starts the server: every feature is a row of a table."""

import gc
import logging
import os
import sys

from corefile.server import answering, changing, showing, syncing
from corefile.server.project import Project
from corefile.server.shell import Features, Server

__all__ = ["server_of", "start"]

TABLES: tuple[Features, ...] = (
    syncing.FEATURES,
    changing.FEATURES,
    answering.FEATURES,
    showing.FEATURES,
)

COMMANDS = {**changing.COMMANDS, **showing.COMMANDS}


def server_of(project: Project) -> Server:
    """Return the server with all that it answers."""
    server = Server(project)
    for table in TABLES:
        for name, (handler, options) in table.items():
            server.feature(name, options)(handler)
    for name, command in COMMANDS.items():
        server.command(name)(command)
    return server


def start(project: Project, address: tuple[str, int] | None) -> None:
    """Answer one editor, through standard input and output or at an address."""
    logging.basicConfig(level=logging.ERROR)
    # An editor that leaves ends the process from within a task, which asyncio would complain of.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    server = server_of(project)
    # What is loaded stays, so there is no need to look for garbage in it.
    gc.freeze()
    if address is None:
        # The protocol closes its output at the end, and the program still writes to its own.
        server.start_io(stdout=os.fdopen(os.dup(sys.stdout.fileno()), "wb"))
    else:
        server.start_tcp(*address)
