"""Objects are judged in time, or let go."""

import asyncio
import errno
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from corefile.webhook.pool import Pool, Unjudged
from corefile.webhook.worker import command, is_of_memory
from tests.webhook.asking import BROKEN

QUESTION = {"kind": "ConfigMap", "namespace": "a", "name": "coredns"}
#: A process that does what it is asked to.
OBEDIENT = """\
import json, os, sys, time
print("ready", flush=True)
for line in sys.stdin:
    wish = json.loads(line)["content"]
    if wish == "end":
        os._exit(1)
    if wish == "sleep":
        time.sleep(600)
    if wish == "fail":
        print('{"failed": "memory"}', flush=True)
    print(json.dumps({"told": [["error", "pid", "", str(os.getpid())]]}), flush=True)
"""


def quiet(*_: object, **__: object) -> None:
    """Log nothing."""


def in_pool(
    work: Callable[[Pool], Awaitable[None]], *, size: int = 1, script: str = OBEDIENT
) -> None:
    """Do some work with processes."""

    async def run() -> None:
        pool = Pool(size, (sys.executable, "-c", script), quiet)
        await pool.start()
        try:
            assert pool.is_ready
            await work(pool)
        finally:
            await pool.stop()
        assert not pool.is_ready

    asyncio.run(run())


async def ask(pool: Pool, wish: str, seconds: float = 60) -> str:
    """Return the number of the process that has answered."""
    return (await pool.judge({**QUESTION, "content": wish}, seconds))[0].message


def test_a_process_answers_one_after_the_other() -> None:
    async def work(pool: Pool) -> None:
        first = await ask(pool, "x")
        assert await asyncio.gather(*(ask(pool, "x") for _ in range(5))) == [first] * 5
        assert pool.replaced == 0

    in_pool(work)


@pytest.mark.parametrize(
    ("wish", "why"), [("sleep", "overdue"), ("end", "failed"), ("fail", "memory")]
)
def test_a_process_that_does_not_answer_is_replaced(wish: str, why: str) -> None:
    async def work(pool: Pool) -> None:
        first = await ask(pool, "x")
        with pytest.raises(Unjudged) as caught:
            await ask(pool, wish, 0.1 if wish == "sleep" else 60)
        assert caught.value.why == why
        assert await ask(pool, "x") != first
        assert pool.replaced == 1

    in_pool(work)


def test_who_waits_in_vain_ends_no_process() -> None:
    async def work(pool: Pool) -> None:
        long = asyncio.create_task(ask(pool, "sleep", 60))
        await asyncio.sleep(0)
        with pytest.raises(Unjudged, match="overdue"):
            await ask(pool, "x", 0.1)
        assert pool.replaced == 0
        long.cancel()
        with pytest.raises(asyncio.CancelledError):
            await long
        await ask(pool, "x")
        assert pool.replaced == 1

    in_pool(work)


def test_only_so_many_wait() -> None:
    async def work(pool: Pool) -> None:
        waiting = [asyncio.create_task(ask(pool, "sleep", 0.5)) for _ in range(32)]
        await asyncio.sleep(0)
        with pytest.raises(Unjudged, match="busy"):
            await ask(pool, "x")
        done = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(each, Unjudged) for each in done)
        await ask(pool, "x")

    in_pool(work)


def test_a_process_that_ends_unasked_is_replaced() -> None:
    async def work(pool: Pool) -> None:
        (worker,) = pool._live
        worker.end()
        await worker.ended()
        assert not pool.is_ready
        await ask(pool, "x")
        assert (pool.is_ready, pool.replaced) == (True, 1)

    in_pool(work)


async def judged(pool: Pool, content: Any) -> list[str]:
    told = await pool.judge({**QUESTION, "content": content}, 60)
    return [each.rule for each in told]


def test_the_real_process() -> None:
    async def run() -> None:
        pool = Pool(1, command(90, ""), quiet)
        await pool.start()
        try:
            assert await judged(pool, {"data": {"Corefile": BROKEN}}) == ["unknown-directive"]
            many = ".:53 {\n" + "    x y\n" * 500 + "}\n"
            assert len(await judged(pool, {"data": {"Corefile": many}})) == 100
            with pytest.raises(Unjudged) as caught:
                await judged(pool, {"data": {"Corefile": "x {\n" * 100_000}})
            assert (caught.value.why, caught.value.reason) == ("memory", "")
            assert await judged(pool, {"data": {"Corefile": BROKEN}}) == ["unknown-directive"]
        finally:
            await pool.stop()

    asyncio.run(run())


def test_what_comes_of_too_little_memory() -> None:
    """A module that cannot be loaded then is an ImportError, or an OSError."""
    loading = ImportError("x")
    loading.__cause__ = MemoryError()
    for error in (MemoryError(), OSError(errno.ENOMEM, "x"), loading):
        assert is_of_memory(error)
    assert not is_of_memory(OSError(errno.ENOENT, "x"))
    assert not is_of_memory(ValueError())
