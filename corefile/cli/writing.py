"""Put a new text in the place of a file, whole or not at all."""

import os
import stat
from contextlib import suppress

__all__ = ["replace_file"]


def replace_file(path: str, data: bytes) -> None:
    """Write a file that is there already. Raises OSError, and then the file is as it was.

    The new content is written beside it and takes its place at once, so that nobody ever reads
    half of it.  Links are followed, permissions and, as far as possible, the owner stay.
    """
    # It costs to load, and most runs write nothing.
    import tempfile  # noqa: PLC0415

    real = os.path.realpath(path)
    was = os.stat(real)
    if not stat.S_ISREG(was.st_mode):
        raise OSError(None, "not an ordinary file")
    if not os.access(real, os.W_OK):
        raise PermissionError(None, "Permission denied")
    handle, beside = tempfile.mkstemp(prefix=".corefile-", dir=os.path.dirname(real))
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        keep_owner(beside, was)
        os.chmod(beside, stat.S_IMODE(was.st_mode))
        os.replace(beside, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def keep_owner(path: str, was: os.stat_result) -> None:
    """Give a file the owner that another had, where that is possible and allowed."""
    now = os.stat(path)
    if (now.st_uid, now.st_gid) != (was.st_uid, was.st_gid) and hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, was.st_uid, was.st_gid)
