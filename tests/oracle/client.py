"""Asks CoreDNS: puts Corefiles to the program in `server/`, many at once and in order.

The program needs Linux and Go. The recorded answers (tests/oracle/recording.py) need neither.
"""

import json
import os
import select
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.oracle.build import Unavailable, program
from tests.oracle.protocol import Answer, Request

#: How many requests are written before their answers are read.
BATCH = 64
#: Seconds of silence after which the program is stopped; it gives up on a Corefile before that.
PATIENCE = 60.0


def ask(requests: Sequence[Request], workers: int | None = None) -> list[Answer]:
    """Ask about many Corefiles, each independent of the others. Raises Unavailable."""
    program()
    batches = [requests[start : start + BATCH] for start in range(0, len(requests), BATCH)]
    count = max(1, min(workers or os.cpu_count() or 1, len(batches)))
    shares = [batches[first::count] for first in range(count)]
    with ThreadPoolExecutor(count) as pool:
        answered = list(pool.map(ask_in_turn, shares))
    turns = [iter(share) for share in answered]
    return [answer for number in range(len(batches)) for answer in next(turns[number % count])]


def ask_in_turn(batches: Sequence[Sequence[Request]]) -> list[list[Answer]]:
    """Ask one process about one batch after the other."""
    with Conversation() as conversation:
        return [conversation.ask(batch) for batch in batches]


@dataclass(frozen=True, slots=True)
class CoreDNS:
    """The release that answers and its directives in the order of their set-up."""

    release: str
    directives: tuple[str, ...]


def coredns() -> CoreDNS:
    """Say which CoreDNS answers. Raises Unavailable."""
    with Process() as process:
        return process.coredns


class Conversation:
    """Talks to one process at a time and replaces it when it ends."""

    def __init__(self) -> None:
        self.process: Process | None = None

    def __enter__(self) -> "Conversation":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Let go of the process."""
        if self.process is not None:
            self.process.close()
            self.process = None

    def ask(self, requests: Sequence[Request]) -> list[Answer]:
        """Ask about a batch; a Corefile that brings the process down twice is answered for."""
        answers: list[Answer] = []
        deaths = 0
        while len(answers) < len(requests):
            self.process = self.process or Process()
            before = len(answers)
            answers.extend(self.process.ask(requests[before:]))
            if len(answers) == len(requests) and not self.process.ended:
                break
            worn_out, progress = self.process.worn_out, len(answers) > before
            self.stop()
            if worn_out:
                continue
            deaths = 1 if progress else deaths + 1
            if deaths == 2:
                answers.append(Answer(None, "environment", "crash", message="the process died"))
                deaths = 0
        return answers


class Process:
    """One run of the program, with an empty folder that becomes its file system."""

    def __init__(self) -> None:
        built = program()
        self.folder = tempfile.TemporaryDirectory(prefix="corefile-oracle-")
        self.popen = subprocess.Popen(
            [built.path, "-root", self.folder.name, "-geoip", built.geoip],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.lines = self.read_lines()
        self.ended = self.worn_out = False
        hello = self.read()
        if hello is None or "error" in hello:
            self.close()
            raise Unavailable(hello["error"] if hello else "the oracle does not start")
        self.coredns = CoreDNS(hello["coredns"], tuple(hello["directives"]))

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, requests: Sequence[Request]) -> Iterator[Answer]:
        """Yield the answers up to the last one that this process gives."""
        lines = [json.dumps({"id": 0, **request.to_dict()}) + "\n" for request in requests]
        assert self.popen.stdin is not None
        with suppress(BrokenPipeError):  # if it has ended, its answers can still be read
            self.popen.stdin.write("".join(lines).encode())
            self.popen.stdin.flush()
        for _ in requests:
            fields = self.read()
            if fields is None:
                self.ended = True
                return
            self.worn_out = self.ended = fields.get("last", False)
            yield Answer.from_dict(fields)
            if self.ended:
                return

    def read(self) -> dict[str, Any] | None:
        """Read a line; None at the end or after too long a silence."""
        line = next(self.lines, None)
        return json.loads(line) if line else None

    def read_lines(self) -> Iterator[bytes]:
        """Yield the lines of the output until it ends or stays silent."""
        assert self.popen.stdout is not None
        output = self.popen.stdout.fileno()
        rest = b""
        while select.select([output], [], [], PATIENCE)[0]:
            data = os.read(output, 1 << 16)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            yield from lines

    def close(self) -> None:
        """End the program and remove its folder."""
        assert self.popen.stdin is not None
        assert self.popen.stdout is not None
        self.popen.kill()
        self.popen.wait()
        with suppress(BrokenPipeError):
            self.popen.stdin.close()
        self.popen.stdout.close()
        self.folder.cleanup()
