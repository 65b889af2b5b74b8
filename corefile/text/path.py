"""The names of files, as short as they can be."""

import os

__all__ = ["displayed", "portable"]


def displayed(path: str) -> str:
    """Return a path from the working directory for a file inside it, else the path as it is."""
    if not os.path.isabs(path):
        return path
    try:
        folder = os.path.join(os.getcwd(), "")
    except OSError:
        return path
    return path.removeprefix(folder) or path


def portable(path: str) -> str:
    """Return a path as services write it: with `/` on Windows too, and without `./`."""
    path = displayed(path).replace(os.sep, "/")
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path
