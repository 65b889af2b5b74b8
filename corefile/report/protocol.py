"""What every format has in common."""

from collections.abc import Iterable, Iterator

from corefile.lint.result import CheckResult
from corefile.text.typed import Protocol

__all__ = ["Renderer"]


class Renderer(Protocol):
    """The function `render` of a format."""

    def __call__(self, results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
        """Yield what to print; `color` says whether it goes to a terminal with colours."""
