"""Has objects judged in processes of their own, which are ended if they take too long.

A thread could not be ended, and would keep the lock that the others wait for.
"""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from corefile.text.typed import Any, cast
from corefile.webhook.judging import Told
from corefile.webhook.worker import READY

__all__ = ["Pool", "Unjudged"]

#: Bytes of an answer; it has so many findings at most, of so many characters.
_MOST = 4 << 20

#: Seconds that a process may take until it can be asked, and between attempts to start one.
_START, _PAUSE = 60.0, 1.0

#: The most reviews that wait for each process.
_QUEUE = 32


class Unjudged(Exception):
    """An object was not judged."""

    def __init__(self, why: str, reason: str = "") -> None:
        super().__init__(why, reason)
        #: A key of `wording.UNJUDGED`.
        self.why: str = why
        #: What the log is told; nothing of the object.
        self.reason: str = reason


class Worker:
    """A process that judges, one object at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._questions = cast(asyncio.StreamWriter, process.stdin)
        self._answers = cast(asyncio.StreamReader, process.stdout)

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.returncode is None

    async def begins(self) -> bool:
        """Wait until it can be asked, and tell whether it can."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_START):
                return await self._answers.readline() == READY
        return False

    async def ask(self, line: bytes) -> dict[str, Any]:
        """Return its answer."""
        with suppress(OSError):
            self._questions.write(line)
            await self._questions.drain()
        reply: dict[str, Any] | None = json.loads(await self._answers.readline() or b"null")
        return reply or {"failed": "failed", "reason": "the process has ended"}

    def end(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def ended(self) -> None:
        """Wait until it has ended."""
        await self._process.wait()


class Pool:
    """Processes that judge, so many of them at any time."""

    def __init__(self, size: int, command: Sequence[str], log: Callable[..., None]) -> None:
        """Take the command line of each process, and what writes the log."""
        self._size = size
        self._command = command
        self._log = log
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._live: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting = 0
        #: How many processes were ended, or ended themselves, and were replaced.
        self.replaced: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether there is a process that can judge."""
        return any(worker.is_alive for worker in self._live)

    async def start(self) -> None:
        """Start the processes, and wait until they can be asked."""
        await asyncio.gather(*(self._add() for _ in range(self._size)))

    async def stop(self) -> None:
        """End the processes."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for worker in self._live:
            worker.end()
        await asyncio.gather(*(worker.ended() for worker in self._live))

    async def judge(self, question: Mapping[str, object], seconds: float) -> list[Told]:
        """Return what is wrong in an object. Raises Unjudged, at the latest after so many seconds.

        The question has the `kind`, `namespace`, `name` and `content` of the object.
        """
        if self._waiting >= self._size * _QUEUE:
            raise Unjudged("busy")
        line = json.dumps(question).encode() + b"\n"
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                reply = await self._ask(line)
        except TimeoutError:
            raise Unjudged("overdue") from None
        finally:
            self._waiting -= 1
        if "failed" in reply:
            raise Unjudged(reply["failed"], reply.get("reason", ""))
        return [Told(*row) for row in reply["told"]]

    async def _ask(self, line: bytes) -> dict[str, Any]:
        """Ask a process that is idle; one that has ended by then is replaced."""
        while not (worker := await self._idle.get()).is_alive:
            self._replace(worker)
        is_done = False
        try:
            reply = await worker.ask(line)
            is_done = "failed" not in reply
        finally:
            # If the time is up, what it answers must not be taken for the answer to the next.
            if is_done:
                self._idle.put_nowait(worker)
            else:
                self._replace(worker)
        return reply

    def _replace(self, worker: Worker) -> None:
        """End a process, and start another meanwhile."""
        worker.end()
        self._live.discard(worker)
        self.replaced += 1
        task = asyncio.create_task(self._add(worker))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _add(self, ended: Worker | None = None) -> None:
        """Start a process, as often as it takes, after another has ended."""
        if ended is not None:
            await ended.ended()
        while True:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, limit=_MOST, start_new_session=True
            )
            worker = Worker(process)
            self._live.add(worker)
            if await worker.begins():
                self._idle.put_nowait(worker)
                return
            self._log("a process for judging did not start", level="error")
            self._live.discard(worker)
            worker.end()
            await worker.ended()
            await asyncio.sleep(_PAUSE)
