"""Writes files in the place of those that were read, all or nothing."""

import os
import stat
import tempfile

__all__ = ["replace_file"]


def replace_file(path: str, text: str) -> None:
    """Put a text in the place of a file, whose permissions it keeps. Raises OSError.

    The text is written beside the file and then takes its name, so that at no time is there half a
    file.  A link stays a link: the file it leads to is replaced.  Lone surrogates become the bytes
    they stand for.
    """
    real = os.path.realpath(path)
    mode = os.stat(real).st_mode
    if not stat.S_ISREG(mode):
        raise OSError("not a file, so it is not replaced")
    if not os.access(real, os.W_OK):
        raise PermissionError("the file must not be written")
    descriptor, new = tempfile.mkstemp(prefix=".corefile-", dir=os.path.dirname(real))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(new, stat.S_IMODE(mode))
        os.replace(new, real)
    except BaseException:
        os.unlink(new)
        raise
