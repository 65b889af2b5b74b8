"""Projects without files."""

from collections.abc import Iterator

from corefile.lint.settings import Settings

SETTINGS = Settings()


class Defaults:
    """A project with the default settings and no files."""

    def settings(self, path: str) -> Settings:
        return SETTINGS

    def excluded(self, path: str) -> bool:
        return False

    def files(self, folder: str) -> Iterator[str]:
        return iter(())

    def load(self, path: str) -> str | None:
        return None

    def reload(self) -> None:
        pass
