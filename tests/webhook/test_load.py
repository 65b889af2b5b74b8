"""Ten thousand reviews by clients at the same time, among them a slow and a broken one.

python -m tests.webhook.test_load     the same, and print what it took
"""

import asyncio
import itertools
import json
import random
import ssl
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.webhook.asking import BROKEN, DOUBTFUL, SOUND, config_map, review
from tests.webhook.serving import Served, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

CLIENTS, REQUESTS, WARM = 16, 10_000, 1_000
#: MiB that may be held more after the requests than before, in a process. They bring some 20 MiB,
#: and answers of 5 MiB. The server settles at some 5 MiB more, and holds no more after 35,000.
GROWTH = 8.0
#: What is sent, and whether it is allowed.
TEXTS = ((SOUND, True), (DOUBTFUL, True), (BROKEN, False))


@dataclass
class Load:
    """What came of the requests."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    took: float = 0.0

    def quantile(self, share: float) -> float:
        """Return the seconds that this share of the requests took at most."""
        return sorted(self.seconds)[int(share * (len(self.seconds) - 1))]


def request(body: bytes, length: int | None = None) -> bytes:
    """Return a request as it is sent."""
    head = "POST /validate?timeout=5s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
    return f"{head}\r\nContent-Length: {length or len(body)}\r\n\r\n".encode() + body


@asynccontextmanager
async def connected(
    webhook: Served,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Make a connection, and break it off at the end."""
    context = ssl.create_default_context(cafile=str(webhook.folder / "tls.crt"))
    reader, writer = await asyncio.open_connection("localhost", webhook.port, ssl=context)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
        writer.close()


async def client(webhook: Served, numbers: Iterator[int], load: Load) -> None:
    """Send one review after the other through a connection."""
    async with connected(webhook) as (reader, writer):
        for number in numbers:
            text, allowed = TEXTS[number % len(TEXTS)]
            # Each text is another, so that no cache answers.
            sent = review(config_map(f"# {number}\n{text}"), uid=f"uid-{number}")
            began = time.monotonic()
            writer.write(request(json.dumps(sent).encode()))
            head = await reader.readuntil(b"\r\n\r\n")
            (length,) = (int(line[15:]) for line in head.lower().splitlines() if b"length:" in line)
            response = json.loads(await reader.readexactly(length))["response"]
            load.seconds.append(time.monotonic() - began)
            if (response["uid"], response["allowed"]) != (f"uid-{number}", allowed):
                load.wrong.append(f"{number}: {response}")


async def slow(webhook: Served) -> None:
    """Send a review a byte at a time, again and again."""
    body = request(json.dumps(review(config_map(SOUND))).encode())
    while True:
        with suppress(OSError):
            async with connected(webhook) as (_, writer):
                for byte in body:
                    writer.write(bytes([byte]))
                    await asyncio.sleep(0.02)


async def broken(webhook: Served) -> None:
    """Send nonsense, reviews that break off, and leave before the answer."""
    body = json.dumps(review(config_map(SOUND))).encode()
    chance = random.Random(1)
    while True:
        with suppress(OSError):
            async with connected(webhook) as (_, writer):
                sent = (
                    chance.randbytes(200),
                    request(body, 10**9),
                    request(body),
                    request(b"{" * 999),
                )
                writer.write(chance.choice(sent))
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)


async def put(webhook: Served, number: int) -> Load:
    """Send so many reviews."""
    load, numbers = Load(), iter(range(number))
    others = [asyncio.create_task(each(webhook)) for each in (slow, broken)]
    began = time.monotonic()
    await asyncio.gather(*(client(webhook, numbers, load) for _ in range(CLIENTS)))
    load.took = time.monotonic() - began
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    return load


def memory(webhook: Served) -> dict[str, float]:
    """Return the MiB that the server and its processes hold, each its own."""
    server = webhook.process.pid
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return {name: held(name) for name in (str(server), *children)}


def held(process: str) -> float:
    """Return the MiB that a process holds for itself."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty:")) / 1024


def measure(folder: Path) -> tuple[Load, dict[str, float], dict[str, float]]:
    """Return what came of the requests, and the memory before and after them."""
    with served(folder, "--time-limit", "30") as webhook:
        asyncio.run(put(webhook, WARM))
        before = memory(webhook)
        load = asyncio.run(put(webhook, REQUESTS))
        after = memory(webhook)
        assert webhook.get("/readyz") == (200, "ok\n")
        assert webhook.stop() == 0
    return load, before, after


def test_many_requests(tmp_path: Path) -> None:
    load, before, after = measure(tmp_path)
    assert load.wrong == []
    assert len(load.seconds) == REQUESTS
    # None of the processes was replaced, so each is compared with itself.
    assert {name: after[name] - before[name] < GROWTH for name in before} == dict.fromkeys(
        after, True
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        found, *memories = measure(Path(place))
    print(f"{REQUESTS} requests in {found.took:.1f} s: {REQUESTS / found.took:.0f} a second")
    for part in (0.5, 0.99, 1):
        print(f"{part:.0%} within {1000 * found.quantile(part):.0f} ms")
    for when, numbers in itertools.zip_longest(("before", "after"), memories):
        print(f"{when}: {', '.join(f'{each:.1f}' for each in numbers.values())} MiB")
