"""Measure what a keystroke costs the language server: python -m benchmarks.keystrokes.

Needs the extra `server`. Times are processor time of the whole server but for the pipe to the
editor, in milliseconds: from a change to the first diagnostics, and to those of all rules.
"""

import asyncio
import gc
import resource
import sys
import time
from statistics import median

from lsprotocol import types

from benchmarks import texts
from corefile.cli.server import Disk
from corefile.server.positions import Change
from corefile.server.shell import Server

#: How many keystrokes are timed, and after how many memory is compared.
TIMED, MANY = 40, 10_000

MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
"""


class Quiet(Server):
    """A server whose editor only counts."""

    told = 0
    size = 0

    def text_document_publish_diagnostics(self, params: types.PublishDiagnosticsParams) -> None:
        """Count what would be sent."""
        self.told += 1
        self.size = len(params.diagnostics)


def corefile(lines: int) -> str:
    """Return a Corefile of about so many lines."""
    text = texts.text(texts.COREFILE, lines * 40).split("\n")
    end = max(n for n, line in enumerate(text[: lines - 4]) if line == "}") + 1
    return "\n".join(["(common) {", "    loop", "    reload", "}", *text[:end], ""])


def hosts(lines: int) -> str:
    """Return a Corefile that is nearly all a table of hosts."""
    names = (f"        10.1.{n >> 8}.{n & 255} host{n}.example.org" for n in range(lines - 9))
    head = [".:53 {", "    errors", "    hosts {"]
    tail = ["        fallthrough", "    }", "    forward . 9.9.9.9", "    cache 30", "}", ""]
    return "\n".join([*head, *names, *tail])


def manifest(text: str) -> str:
    """Return a ConfigMap that holds a Corefile."""
    return MANIFEST + "".join(
        f"    {line}" if line.strip() else line for line in text.splitlines(True)
    )


def server() -> Quiet:
    """Return a server that an editor has started."""
    made = Quiet(Disk("benchmark"))
    made.pause = 0
    params = types.InitializeParams(capabilities=types.ClientCapabilities())
    list(made.protocol.lsp_initialize(params))
    return made


async def keystrokes(
    ls: Quiet, uri: str, count: int, settle: bool = True
) -> list[tuple[float, float]]:
    """Type and take back a letter of `cache`, in the middle of the text; return the times.

    With `settle`, wait for all rules before the next one, as somebody does who pauses.
    """
    times = []
    text = ls.buffers[uri].analysis.text
    at = text.index("    cache 30", len(text) // 2 if "zone" in text else 0) + 6
    for number in range(count):
        lines = ls.buffers[uri].convert.lines
        here, after = lines.position(at), lines.position(at + number % 2)
        change = Change("" if number % 2 else "x", (here, after))
        told = ls.told
        start = time.process_time()
        ls.change(uri, number, [change])
        ls.schedule(uri)
        while ls.told == told:
            await asyncio.sleep(0)
        first = time.process_time() - start
        if settle:
            await ls.settled(uri)
        times.append((first * 1000, (time.process_time() - start) * 1000))
    return times


async def measured(name: str, text: str) -> None:
    """Print what a keystroke costs in a file."""
    ls = server()
    uri = f"file:///nowhere/{name}"
    ls.read(uri, text, 0)
    ls.schedule(uri)
    await ls.settled(uri)
    # Somebody types fast, and has not paused yet. Letters that are taken back cost nothing.
    ls.pause = 3600
    typed = [first for first, _ in await keystrokes(ls, uri, TIMED, settle=False)][::2]
    ls.pause = 0
    broken, sound = [whole for _, whole in await keystrokes(ls, uri, 2)]
    lines = text.count("\n")
    numbers = f"{median(typed):.0f} | {broken:.0f} | {sound:.0f}"
    print(f"| {name}, {lines:,} lines | {numbers} |", flush=True)


async def growth() -> None:
    """Print whether keystrokes cost more, or fill the memory, after many of them."""
    ls = server()
    uri = "file:///nowhere/Corefile"
    ls.read(uri, ".:53 {\n    errors\n    forward . 9.9.9.9\n    cache 30\n}\n", 0)
    ls.schedule(uri)
    await ls.settled(uri)
    sizes, seconds = [], []
    for _ in range(2):
        start = time.process_time()
        await keystrokes(ls, uri, MANY // 2)
        seconds.append(time.process_time() - start)
        gc.collect()
        sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    ratio, more = seconds[1] / seconds[0], (sizes[1] - sizes[0]) / unit
    print(f"\n{MANY:,} keystrokes: the second half took {ratio:.2f} times as long as the first,")
    print(f"and {more:.1f} MiB more of memory.")


def main() -> None:
    """Measure, and print a table."""
    gc.freeze()
    print("| A keystroke in | ms to the first diagnostics | all rules, broken | sound |")
    print("|---|---|---|---|")
    for name, text in (
        ("Corefile", corefile(200)),
        ("coredns.yaml", manifest(corefile(2000))),
        ("hosts.yaml", manifest(hosts(2000))),
    ):
        asyncio.run(measured(name, text))
    asyncio.run(growth())


if __name__ == "__main__":
    main()
