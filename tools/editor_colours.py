"""Colours for editors that do not read TextMate grammars, from templates in `colours`.

`tools.compile_textmate` writes them. The names are those that the TextMate grammar has.
"""

from collections.abc import Iterable
from pathlib import Path

__all__ = ["kate", "vim"]

TEMPLATES = Path(__file__).with_name("colours")


def kate(plugins: Iterable[str], properties: Iterable[str]) -> str:
    """Return the file that Kate colours Corefiles by."""
    return filled("kate.xml", "\n", items(plugins), items(properties))


def items(names: Iterable[str]) -> list[str]:
    """Return the items of a list of Kate."""
    return [f"      <item>{name}</item>" for name in names]


def vim(plugins: Iterable[str], properties: Iterable[str]) -> str:
    """Return the file that Vim colours Corefiles by."""
    return filled("corefile.vim", r"\|", plugins, properties)


def filled(name: str, between: str, plugins: Iterable[str], properties: Iterable[str]) -> str:
    """Return a template with the names of plugins and properties."""
    text = (TEMPLATES / name).read_text("utf-8")
    text = text.replace("PLUGINS", between.join(sorted(plugins)))
    return text.replace("PROPERTIES", between.join(sorted(properties)))
