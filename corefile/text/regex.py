"""Regular expressions that are compiled when they are used: most runs use few of them."""

import re
from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import compile as regex
    from typing import Any

__all__ = ["regex"]

#: What a pattern is asked for, and asked again and again.
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")


class LatePattern:
    """What `re.compile` would return, compiled when it is asked for something."""

    def __init__(self, text: str | bytes, flags: int = 0) -> None:
        self._text = text
        self._flags = flags

    @cached_property
    def compiled(self) -> "re.Pattern[Any]":
        """The pattern itself."""
        return re.compile(self._text, self._flags)

    def __getattr__(self, name: str) -> "Any":
        if name.startswith("_"):
            raise AttributeError(name)
        if name in METHODS:
            # From now on they are found at once.
            self.__dict__.update((each, getattr(self.compiled, each)) for each in METHODS)
        return getattr(self.compiled, name)


if not TYPE_CHECKING:
    regex = LatePattern
