"""Where text goes: to standard output as it is, in colours, or into a file."""

import os
import sys
from collections.abc import Iterable

__all__ = ["put", "put_patch", "written"]


def put(text: str) -> None:
    """Write a text to the byte; to a terminal, with all characters replaced that it acts on."""
    if sys.stdout.isatty():
        sys.stdout.write(harmless(text))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))


def put_patch(pieces: Iterable[str], when: str = "auto") -> None:
    """Write a patch, on a terminal in colours; `when` is as for `wanted`.

    What goes into a pipe is for `git apply`, which takes no colours, whatever FORCE_COLOR asks for.
    """
    from corefile.report.color import painted_patch, wanted  # noqa: PLC0415 - seldom needed

    terminal = sys.stdout.isatty()
    if when == "always" or (terminal and wanted(os.environ, terminal=True, when=when)):
        sys.stdout.write("".join(painted_patch(map(harmless, pieces))))
    else:
        put("".join(pieces))


def harmless(text: str) -> str:
    """Return a text with all characters replaced that a terminal acts on."""
    from corefile.text.printable import printable  # noqa: PLC0415 - seldom needed

    return "\n".join(map(printable, text.split("\n")))


def written(program: str, path: str, text: str) -> bool:
    """Write a file in one step; where that is not possible, say why and return False."""
    from corefile.cli.guard import complain  # noqa: PLC0415 - seldom needed
    from corefile.text.writing import write_file  # noqa: PLC0415

    try:
        write_file(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        complain(program, "error", f"{path}: cannot be written: {error.strerror or error}")
    except ValueError:  # a NUL in the path
        complain(program, "error", f"{path}: not a file name")
    else:
        return True
    return False
