"""What the language server asks the program that starts it: nothing else is read from disk."""

from collections.abc import Iterator

from corefile.lint.settings import Settings
from corefile.text.typed import Protocol

__all__ = ["Project"]


class Project(Protocol):
    """The files and settings of those who edit."""

    def settings(self, path: str) -> Settings:
        """Return what the rules go by in a file. Raises ConfigurationError."""

    def excluded(self, path: str) -> bool:
        """Tell whether a file is not to be checked. Raises ConfigurationError."""

    def files(self, folder: str) -> Iterator[str]:
        """Yield the files in a folder that may hold a Corefile. Raises ConfigurationError."""

    def load(self, path: str) -> str | None:
        """Return the text of a file; None for one that cannot be read."""

    def reload(self) -> None:
        """Forget settings: their files may have changed."""
