"""Replace the text of a file, as a whole or not at all."""

import os
import stat
from contextlib import suppress

__all__ = ["Changed", "replace_file", "write_file"]


class Changed(OSError):
    """Somebody else has changed the file since it was read."""

    def __init__(self) -> None:
        super().__init__(None, "another program has changed it since it was read; run again")


def replace_file(path: str, data: bytes, before: bytes | None = None) -> None:
    """Write a file that is there already. Raises OSError, and then the file is as it was.

    The new content is written beside it and takes its place at once, so that nobody ever reads
    half of it. Links are followed, permissions and, as far as possible, the owner stay. `before`
    is what was read from the file: raises Changed if that is no longer what it holds.
    """
    real = os.path.realpath(path)
    was = os.stat(real)
    if not stat.S_ISREG(was.st_mode):
        raise OSError(None, "not an ordinary file")
    if not os.access(real, os.W_OK):
        raise PermissionError(None, "Permission denied")
    put_in_place(real, data, was, before)


def write_file(path: str, data: bytes) -> None:
    """Write a file that need not be there yet. Raises OSError, and then nothing has changed."""
    if os.path.lexists(path):
        replace_file(path, data)
    else:
        put_in_place(path, data, None)


def put_in_place(
    path: str, data: bytes, was: os.stat_result | None, before: bytes | None = None
) -> None:
    """Write a file beside another, `was`, if there is one, and let it take the other's place."""
    # It costs to load, and most runs write nothing.
    import tempfile  # noqa: PLC0415

    handle, beside = tempfile.mkstemp(prefix=".corefile-", dir=os.path.dirname(path) or ".")
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        if was is None:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(beside, 0o666 & ~mask)
        else:
            keep_owner(beside, was)
            os.chmod(beside, stat.S_IMODE(was.st_mode))
        if before is not None and not holds(path, before):
            raise Changed
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def keep_owner(path: str, was: os.stat_result) -> None:
    """Set the owner of a file to that of another, where that is possible and allowed."""
    now = os.stat(path)
    if (now.st_uid, now.st_gid) != (was.st_uid, was.st_gid) and hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, was.st_uid, was.st_gid)


def holds(path: str, data: bytes) -> bool:
    """Tell whether a file holds just this."""
    with open(path, "rb") as file:
        return file.read(len(data) + 1) == data
