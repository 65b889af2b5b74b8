"""Replace the text of a file, as a whole or not at all."""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import cache

from corefile.text.regex import regex

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["Changed", "replace_file", "write_file"]

#: What a file is called that is about to take the place of another.
_PREFIX, _SUFFIX = ".corefile-", ".tmp"
_BESIDE = regex(r"\.corefile-[a-z0-9_]{8}\.tmp")

#: How a file is opened that nobody else may have made. Windows lacks one, and needs the other.
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL
_NEW |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

#: How often, and how many seconds, to wait for another run that is replacing the same file.
_MOST_WAITS, _WAIT = 50, 0.02


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
    folder = os.path.dirname(path) or "."
    sweep(folder)
    beside, handle, lock = "", None, None
    try:
        while handle is None:
            # Known before the file is there: it is removed whenever a signal comes.
            beside = new_path(folder)
            handle = begun(beside)
        # The file is closed before it takes its place, as Windows wants it; its lock stays.
        lock = os.dup(handle) if fcntl else None
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
        with alone(path) if before is not None else nullcontext():
            if before is not None and not holds(path, before):
                raise Changed
            os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    finally:
        if lock is not None:
            os.close(lock)


def new_path(folder: str) -> str:
    """Return the path of a file in a folder that is not there yet."""
    while True:
        path = os.path.join(folder, f"{_PREFIX}{os.urandom(4).hex()}{_SUFFIX}")
        if not os.path.lexists(path):
            return path


def begun(path: str) -> int | None:
    """Begin a new file, and lock it; None if another run takes it for one that was left over."""
    handle = os.open(path, _NEW, 0o600)
    if take_lock(handle) is not False and os.path.exists(path):
        return handle
    os.close(handle)
    return None


@cache
def sweep(folder: str) -> None:
    """Remove what runs that were killed have left in a folder; what is being written is locked."""
    with suppress(OSError), os.scandir(folder) as listing:
        names = [each.name for each in listing if _BESIDE.fullmatch(each.name)]
        for path in (os.path.join(folder, name) for name in names):
            with suppress(OSError):
                remove_if_unused(path)


def remove_if_unused(path: str) -> None:
    """Remove a file that nobody is writing. Raises OSError."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return
    with open(path, "rb") as file:
        if take_lock(file.fileno()):
            os.unlink(path)


@contextmanager
def alone(path: str) -> Iterator[None]:
    """Keep other runs from replacing a file meanwhile; but wait no longer than a moment for it."""
    with open(path, "rb") as file:
        for _ in range(_MOST_WAITS):
            if take_lock(file.fileno()) is not False:
                break
            time.sleep(_WAIT)
        yield


def take_lock(handle: int) -> bool | None:
    """Lock an open file: tell whether that is done; None where there are no locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


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
