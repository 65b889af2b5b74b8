"""The names of files, as short as they can be."""

import os

__all__ = ["displayed"]


def displayed(path: str) -> str:
    """Give a path from the working directory for a file inside it, else the path as it is."""
    if not os.path.isabs(path):
        return path
    try:
        folder = os.path.join(os.getcwd(), "")
    except OSError:
        return path
    return path.removeprefix(folder) or path
