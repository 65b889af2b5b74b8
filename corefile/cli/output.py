"""Standard output, for text that must come out as it is."""

import sys

__all__ = ["put"]


def put(text: str) -> None:
    """Write a text to the byte; to a terminal, with all characters replaced that it acts on."""
    if sys.stdout.isatty():
        from corefile.text.printable import printable  # noqa: PLC0415 - seldom needed

        sys.stdout.write("\n".join(map(printable, text.split("\n"))))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
