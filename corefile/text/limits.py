"""How much is read."""

__all__ = ["MAX_BYTES"]

#: No Corefile is as large as this; a file that is, is not read.
MAX_BYTES = 16 * 1024 * 1024
